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

#[test]
fn front_matter_that_is_nearly_right_is_read_or_refused_but_never_published() {
    for body in [
        "---\ntitle: Diary\nvisibility: private\n--- \nSecret.\n",
        "\n\n---\ntitle: Diary\nvisibility: private\n...\nSecret.\n",
    ] {
        let imported = import("a.md", body.as_bytes());
        assert_eq!(imported.documents[0].meta.visibility, Visibility::Private, "{body}");
        assert_eq!(imported.documents[0].text, "Secret.");
    }
    let open = import("a.md", b"---\ntitle: Diary\nvisibility: private\nSecret.\n");
    assert!(open.documents.is_empty() && open.problems[0].message.contains("never closed"));
    let typo = import("a.md", b"---\ntitle: Diary\nvisiblity: private\n---\nSecret.\n");
    assert_eq!((typo.documents.len(), typo.problems[0].line), (0, Some(3)), "{:?}", typo.problems);
    let date = import("a.md", b"---\ntitle: x\ndate: soon\n---\nText.\n");
    assert_eq!(date.problems[0].line, Some(3), "{:?}", date.problems);
    let rule = import("a.md", b"---\n\nJust a line above.\n");
    assert_eq!(rule.documents[0].text, "Just a line above.");
}

#[test]
fn a_sidecar_of_no_file_is_named() {
    let (folder, path) = file("talk.txt", b"My secret.\n");
    let stray = folder.path().join("talk.meta.yaml");
    std::fs::write(&stray, "visibility: private\n").unwrap();
    let walked = walk(&[folder.path().to_owned()]).unwrap();
    assert_eq!(walked.len(), 2, "{walked:?}");
    assert!(read(&stray).unwrap().problems[0].message.contains("talk.txt.meta.yaml"));
    std::fs::rename(&stray, folder.path().join("talk.txt.meta.yaml")).unwrap();
    assert_eq!(walk(&[folder.path().to_owned()]).unwrap().len(), 1);
    assert_eq!(read(&path).unwrap().documents[0].meta.visibility, Visibility::Private);
}

#[test]
fn guests_stay_guests_however_a_transcript_is_written() {
    for body in [
        "# Episode 12\n\n**Ana Ruiz:** Welcome.\n\n**Bo Guest:** I have three kids.\n",
        "**Ana Ruiz** : Bienvenue.\n\n**Bo Guest**\u{a0}: I have three kids.\n",
        "Show notes first.\n\n**Ana Ruiz:** Welcome.\n\n**Bo Guest:** Hm.\n\n**Ana Ruiz:** Kids?\n\n**Bo Guest:** I have three kids.\n",
        "**Ana Ruiz:**\n\nWelcome.\n\n**Bo Guest:**\n\nI have three kids.\n",
    ] {
        let imported = import("t.md", body.as_bytes());
        let last = voices(&imported).pop().unwrap();
        assert_eq!(last, ("I have three kids.".into(), Voice::Speaker("Bo Guest".into())), "{body}");
    }
}

#[test]
fn bold_words_inside_a_page_or_a_turn_are_words() {
    let page = import("p.md", b"**Update:** I moved the shop.\n\nMore below.\n");
    assert_eq!(voices(&page)[0], ("Update: I moved the shop.".into(), Voice::Author));
    let list = import(
        "p.md",
        b"- **Tung Oil:** slow\n- **Walnut Oil:** never\n\n| **Ana Ruiz:** x | y |\n|---|---|\n| a | b |\n",
    );
    assert!(voices(&list).iter().all(|(_, voice)| *voice == Voice::Author), "{:?}", voices(&list));
    let turn = import("t.md", b"**Ana Ruiz:**\n\nHello.\n\n**Wednesday:** we talk.\n\n**Grain of salt**: a guess.\n");
    let said: Vec<_> = voices(&turn).into_iter().map(|(text, _)| text).collect();
    assert_eq!(said, ["Hello.", "Wednesday: we talk.", "Grain of salt: a guess."]);
    assert!(voices(&turn).iter().all(|(_, voice)| voice.speaker() == Some("Ana Ruiz")));
}

#[test]
fn brackets_that_are_no_time_marks_stay_and_html_keeps_its_words() {
    let page =
        import("p.md", b"Doors open at [10:30].\n\n<p>I use <b>tung oil</b> &amp; wax.</p>\n<!-- not this -->\n");
    assert_eq!(page.documents[0].text, "Doors open at [10:30].\n\nI use tung oil & wax.");
    let text = import("p.txt", b"-20% on all spoons.\n\n- one\n- two\n");
    assert_eq!(text.documents[0].text, "-20% on all spoons.\n\none\n\ntwo");
}

#[test]
fn subtitles_never_lend_an_unknown_voice_to_the_author() {
    let two = import("v.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nBefore.\n\n00:02.500 --> 00:04.000\n<v Ana Ruiz>Kids?</v> <v Bo>I have two.</v>\n");
    assert_eq!(
        voices(&two),
        [
            ("Before.".into(), Voice::Nobody),
            ("Kids?".into(), Voice::Speaker("Ana Ruiz".into())),
            ("I have two.".into(), Voice::Speaker("Bo".into()))
        ]
    );
    let dashes = import(
        "s.srt",
        b"1\n00:00:01,000 --> 00:00:02,000\nI carve.\n\n2\n00:00:03,000 --> 00:00:04,000\n- Kids?\n- Yes, two.\n",
    );
    let said: Vec<_> = voices(&dashes).into_iter().map(|(_, voice)| voice).collect();
    assert_eq!(said, [Voice::Author, Voice::Nobody]);
    let advice = import("s.srt", b"1\n00:00:01,000 --> 00:00:02,000\nRemember: never use walnut oil.\n\n2\n00:00:02,000 --> 00:00:04,000\nI use tung &amp; wax.\n");
    assert_eq!(voices(&advice), [("Remember: never use walnut oil. I use tung & wax.".into(), Voice::Author)]);
}

#[test]
fn a_cue_begins_at_its_times_whatever_stands_between() {
    let srt = import(
        "s.txt",
        b"1\n00:00:01,000 --> 00:00:02,000\nHello there.\n \n2\n00:10:03,000 --> 00:10:04,000\nBye now.\n",
    );
    assert_eq!(srt.documents[0].text, "Hello there.\n\nBye now.");
    assert!((srt.documents[0].marks[1].seconds - 603.0).abs() < 1e-9);
    let tight = import("s.srt", b"1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:03,000 --> 00:00:04,000\ntwo.\n");
    assert_eq!(tight.documents[0].text, "One two.");
}

#[test]
fn catalogues_refuse_what_would_be_sold_wrongly() {
    for (row, says) in [
        ("Spoon,19.999,EUR,1", "two digits"),
        ("Spoon,-0,EUR,1", "`price` is `-0`"),
        ("Spoon,3,euro,1", "`currency` is `euro`"),
        ("Spoon,3,EUR,none", "`stock` is `none`"),
    ] {
        let bad = import("c.csv", format!("item,price,currency,stock\n{row}\n").as_bytes());
        assert!(bad.documents.is_empty() && bad.problems[0].message.contains(says), "{row}: {:?}", bad.problems);
    }
    let open = import("c.csv", b"item,price,currency,description\nA,1,EUR,\"open\nB,2,EUR,x\n");
    assert!(open.documents.is_empty() && open.problems[0].message.contains("never closed"));
    let until = import("c.csv", b"item,price,currency,valid_until\nA,1,EUR,2026-05-01xyz\n");
    assert!(until.problems[0].message.contains("valid_until"), "{:?}", until.problems);
    let (folder, path) = file("c.csv", b"item,price,currency\nA,1,EUR\n");
    std::fs::write(folder.path().join("c.csv.meta.yaml"), "author: Other Shop\n").unwrap();
    assert_eq!(read(&path).unwrap().documents[0].meta.author.as_deref(), Some("Other Shop"));
}
