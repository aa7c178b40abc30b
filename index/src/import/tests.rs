//! Each format on small files, good and bad.

use super::*;
use crate::document::Voice;
use crate::source::{SourceKind, Visibility};
use crate::text::language::Language;

fn file(name: &str, body: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, body).unwrap();
    (folder, path)
}

fn import(name: &str, body: &[u8]) -> Imported {
    let (_folder, path) = file(name, body);
    read(&path).unwrap()
}

fn voices(imported: &Imported) -> Vec<(String, Voice)> {
    let document = &imported.documents[0];
    document.blocks.iter().map(|b| (b.span.slice(&document.text).to_owned(), b.voice.clone())).collect()
}

#[test]
fn a_page_with_front_matter_loses_markup_and_keeps_words() {
    let imported = import(
        "a.md",
        b"\xef\xbb\xbf---\r\ntitle: Oil\r\ndate: 2026-03-01\r\nvisibility: private\r\n---\r\n# Which oil\r\n\r\nI use [tung oil](https://x.example) on *every*\r\nspoon.\r\n\r\n> Never walnut, said Sam.\r\n\r\n- one\r\n- two\r\n",
    );
    let document = &imported.documents[0];
    assert!(imported.problems.is_empty());
    assert_eq!(document.text, "Which oil\n\nI use tung oil on every spoon.\n\nNever walnut, said Sam.\n\none\n\ntwo");
    assert_eq!(document.meta.title.as_deref(), Some("Oil"));
    assert_eq!(document.meta.date.unwrap().to_string(), "2026-03-01");
    assert_eq!(document.meta.visibility, Visibility::Private);
    assert_eq!(voices(&imported)[2].1, Voice::Quoted);
    assert_eq!(document.kind, SourceKind::Page);
    assert_eq!(document.language, Language::En);
}

#[test]
fn a_transcript_has_turns_and_times() {
    let imported = import(
        "t.md",
        "**Ana Ruiz:** Hi there. \\[00:04:01.06\\] Welcome back.\n\nStill me.\n\n**Break:** \\[01:00:00\\]\n\n**Bo:** **Really** so.\n".as_bytes(),
    );
    let document = &imported.documents[0];
    assert_eq!(document.kind, SourceKind::Transcript);
    assert_eq!(document.text, "Hi there. Welcome back.\n\nStill me.\n\nReally so.");
    let speakers: Vec<_> = voices(&imported).into_iter().map(|(_, v)| v.speaker().map(str::to_owned)).collect();
    assert_eq!(speakers, [Some("Ana Ruiz".to_owned()), Some("Ana Ruiz".to_owned()), Some("Bo".to_owned())]);
    assert_eq!(document.marks[0].at, "Hi there. ".len());
    assert!((document.marks[0].seconds - 241.06).abs() < 1e-9);
    assert!((document.marks[1].seconds - 3600.0).abs() < 1e-9);
}

#[test]
fn bold_words_in_a_page_are_not_speakers() {
    let imported = import("p.md", b"Intro first.\n\n**Note:** keep it dry.\n");
    assert_eq!(imported.documents[0].kind, SourceKind::Page);
    assert_eq!(imported.documents[0].text, "Intro first.\n\nNote: keep it dry.");
}

#[test]
fn subtitles_have_speakers_and_times_and_say_which_line_is_wrong() {
    let vtt = import(
        "v.vtt",
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hello there.\n\n00:02.500 --> 00:04.000\n<v Bo>Hi.\n",
    );
    assert_eq!(
        voices(&vtt),
        [("Hello there.".into(), Voice::Speaker("Ana".into())), ("Hi.".into(), Voice::Speaker("Bo".into()))]
    );
    let srt = import(
        "s.srt",
        b"1\n00:00:01,000 --> 00:00:03,000\nI sand it\n\n2\n00:00:02,000 --> 00:00:04,000\nand oil it.\n",
    );
    assert_eq!(srt.documents[0].text, "I sand it and oil it.");
    assert_eq!(srt.documents[0].marks.len(), 2);
    assert!(srt.problems.len() == 1 && srt.problems[0].warning && srt.problems[0].line == Some(6));
    for (body, line) in [
        ("1\n00:00:05,000 --> 00:00:03,000\nx\n", 2),
        ("1\n00:00:05,000 --> 00:00:06,000\nx\n\n2\n00:00:01,000 --> 00:00:02,000\ny\n", 6),
        ("1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\nno times\n", 5),
        ("1\n0:0 --> later\nx\n", 2),
    ] {
        let bad = import("b.srt", body.as_bytes());
        assert!(bad.documents.is_empty(), "{body}");
        assert_eq!(bad.problems.last().unwrap().line, Some(line), "{body}: {:?}", bad.problems);
    }
}

#[test]
fn posts_go_on_after_a_bad_line() {
    let imported = import(
        "p.jsonl",
        b"{\"id\":\"a\",\"text\":\"Hello\",\"date\":\"2026-01-02T10:00:00Z\"}\n{\"id\":\"b\"}\n{\"id\":\"a\",\"text\":\"again\"}\n{\"id\":3,\"text\":\"ok\",\"x\":1}\n{\"id\":4,\"text\":\"Last\"}\n",
    );
    let ids: Vec<_> = imported.documents.iter().map(|d| d.locator.rsplit('#').next().unwrap().to_owned()).collect();
    assert_eq!(ids, ["a", "4"]);
    let lines: Vec<_> = imported.problems.iter().map(|p| p.line.unwrap()).collect();
    assert_eq!(lines, [2, 3, 4]);
}

#[test]
fn catalogues_of_both_kinds_give_offers() {
    let ours = import(
        "c.csv",
        b"item,variant,price,currency,stock,valid_until,description\nSpoon,large,24.00,eur,0,2026-01-31,Walnut.\nSpoon,small,abc,EUR,,,\nBowl,,40,EUR,,,\n",
    );
    assert_eq!(ours.documents.len(), 2);
    assert_eq!(ours.problems[0].line, Some(3));
    let offer = ours.documents[0].offer.clone().unwrap();
    assert_eq!((offer.price, offer.stock, offer.currency.as_str()), (24.0, Some(0), "EUR"));
    let missing = import("m.csv", b"item,price\nSpoon,3\n");
    assert!(missing.problems[0].message.contains("`currency` is missing"), "{:?}", missing.problems);

    let (folder, path) = file(
        "s.csv",
        b"Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Status\nmug,Mug,<p>Nice &amp; big.</p>,Size,S,shopify,2,18.00,active\nmug,,,,L,shopify,0,22.00,\nmug,,,,,,,,\nold,Old,,Title,Default Title,,,9.00,draft\n",
    );
    assert!(read(&path).unwrap().problems[0].message.contains("currency"));
    std::fs::write(folder.path().join("s.csv.meta.yaml"), "currency: CAD\n").unwrap();
    let shopify = read(&path).unwrap();
    assert!(shopify.problems.is_empty(), "{:?}", shopify.problems);
    let names: Vec<_> = shopify.documents.iter().map(|d| d.offer.clone().unwrap().name()).collect();
    assert_eq!(names, ["Mug, S", "Mug, L"]);
    assert_eq!(shopify.documents[1].offer.clone().unwrap().stock, Some(0));
    assert!(shopify.documents[0].text.ends_with("Nice & big."));
}

#[test]
fn bad_files_say_what_and_where() {
    for (name, body, line, says) in [
        ("e.md", &b" \n"[..], None, "empty"),
        ("b.md", &b"ok\nPNG\0\0"[..], Some(2), "binary"),
        ("l.md", &b"ok\ncaf\xe9\n"[..], Some(2), "iconv -f latin1"),
        ("u.txt", &b"\xff\xfeh\0"[..], None, "UTF-16"),
        ("f.md", &b"---\ntitel: x\n---\nbody\n"[..], Some(2), "titel"),
        ("d.md", &b"---\ndate: tomorrow\n---\nbody\n"[..], Some(2), "YYYY-MM-DD"),
        ("x.pdf", &b"%PDF"[..], None, "no kind that is read"),
    ] {
        let bad = import(name, body);
        assert!(bad.documents.is_empty(), "{name}");
        assert_eq!(bad.problems[0].line, line, "{name}");
        assert!(bad.problems[0].message.contains(says), "{name}: {}", bad.problems[0].message);
    }
}
