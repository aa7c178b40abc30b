//! The command line: what it reads, what it says, what it refuses.

use crate::support::{Place, With, fixture, stderr};

fn maya() -> Place {
    Place::with_creator(With::Deterministic, "Maya Ferrant", "hollow-pine")
}

#[test]
fn every_fixture_creator_is_read_whole_and_twice_writes_nothing() {
    for (name, id, folder, at_least) in [
        ("Maya Ferrant", "maya-ferrant", "hollow-pine", 20),
        ("Inès Kerval", "ines-kerval", "atelier-nori", 20),
        ("June Okafor", "june-okafor", "maple-street-swap", 20),
    ] {
        let place = Place::with_creator(With::Deterministic, name, folder);
        let list = place.json(&["creator", "list"]);
        assert_eq!(list[0]["id"], id);
        assert!(list[0]["sources"].as_u64().unwrap() >= at_least, "{list}");
        let again = place.json(&["ingest", id, fixture(folder).join("archive").to_str().unwrap()]);
        for file in again["files"].as_array().unwrap() {
            assert_eq!(file["outcome"], "unchanged", "{file}");
            assert!(file["problems"].as_array().unwrap().is_empty(), "{file}");
        }
        assert_eq!(place.json(&["creator", "list"]), list);
    }
}

#[test]
fn a_bad_file_is_named_with_its_line_and_the_rest_goes_on() {
    let place = Place::new(With::Deterministic);
    place.ok(&["creator", "add", "Sam"]);
    place.write("in/good.md", "I like beech.\n");
    place.write("in/latin1.md", b"ok\ncaf\xe9\n");
    place.write("in/binary.md", b"PNG\0\0\0");
    place.write("in/empty.txt", "");
    place.write("in/posts.jsonl", "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"a\",\"text\":\"Two.\"}\n");
    place.write("in/bad.srt", "1\n00:00:09,000 --> 00:00:02,000\nHi\n");
    place.write("in/shop.csv", "item,price\nSpoon,3\n");
    let folder = place.path().join("in");
    let output = place.run(&["ingest", "sam", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    for expected in [
        "latin1.md:2: byte 0xe9 is not UTF-8",
        "binary.md:1: holds a zero byte",
        "empty.txt: is empty",
        "posts.jsonl:2: id `a` stands on line 1 already",
        "bad.srt:2: the cue ends before it starts",
        "shop.csv:1: the column `currency` is missing",
    ] {
        assert!(said.contains(expected), "no `{expected}` in:\n{said}");
    }
    assert_eq!(place.json(&["creator", "list"])[0]["sources"], 2);
    // A huge file is refused without being read.
    let huge = std::fs::File::create(folder.join("huge.txt")).unwrap();
    huge.set_len(100 * 1024 * 1024).unwrap();
    assert!(place.fails(2, &["ingest", "sam", folder.join("huge.txt").to_str().unwrap()]).contains("the limit is"));
}

#[test]
fn a_change_makes_a_version_and_prune_forgets_what_is_gone() {
    let place = Place::new(With::Deterministic);
    place.ok(&["creator", "add", "Sam"]);
    let file = place.write("in/oil.md", "I finish every spoon with walnut oil.\n");
    place.write("in/wax.md", "Beeswax smells lovely on a warm bench.\n");
    let folder = place.path().join("in").to_str().unwrap().to_owned();
    place.ok(&["ingest", "sam", &folder]);
    std::fs::write(&file, "I finish every spoon with tung oil.\n").unwrap();
    let dry = place.json(&["ingest", "sam", &folder, "--dry-run"]);
    assert_eq!(dry["dry_run"], true);
    assert!(place.ok(&["search", "sam", "walnut oil"]).contains("walnut"), "a dry run wrote something");
    place.ok(&["ingest", "sam", &folder]);
    let hits = place.json(&["search", "sam", "walnut tung oil"]);
    assert!(hits[0]["text"].as_str().unwrap().contains("tung"));
    assert!(!hits.to_string().contains("walnut"), "the old version is still found");
    std::fs::remove_file(place.path().join("in/wax.md")).unwrap();
    place.ok(&["ingest", "sam", &folder]);
    assert_eq!(place.json(&["sources", "sam"]).as_array().unwrap().len(), 2, "only --prune forgets");
    place.ok(&["ingest", "sam", &folder, "--prune"]);
    assert_eq!(place.json(&["sources", "sam"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_row_that_left_its_catalogue_is_no_longer_offered() {
    let place = Place::new(With::Deterministic);
    place.ok(&["creator", "add", "Sam"]);
    let file = place.write("in/shop.csv", "item,price,currency\nBeech spoon,18,EUR\nCherry bowl,40,EUR\n");
    let folder = place.path().join("in").to_str().unwrap().to_owned();
    place.ok(&["ingest", "sam", &folder]);
    std::fs::write(&file, "item,price,currency\nBeech spoon,18,EUR\n").unwrap();
    assert_eq!(place.json(&["ingest", "sam", &folder, "--dry-run"])["files"][0]["retired"], 1);
    assert!(place.ok(&["search", "sam", "cherry bowl"]).contains("Cherry"), "a dry run retired something");
    assert!(place.ok(&["ingest", "sam", &folder]).contains("no longer offered"));
    assert!(!place.ok(&["search", "sam", "cherry bowl"]).contains("Cherry"));
    let reply =
        place.json(&["ask", "sam", "Do you have a bowl?", "--draft", "The cherry bowl is in stock for 40 EUR."]);
    assert_eq!(reply["objections"][0]["objection"], "NoSuchItem", "{reply}");
    // A broken file says nothing of what is gone.
    std::fs::write(&file, "item,price,currency\nBeech spoon,dear,EUR\n").unwrap();
    place.fails(2, &["ingest", "sam", &folder]);
    assert!(place.ok(&["search", "sam", "beech spoon"]).contains("Beech"));
}

#[test]
fn pruning_never_forgets_what_could_not_be_looked_at() {
    let place = Place::new(With::Deterministic);
    place.ok(&["creator", "add", "Sam"]);
    let file = place.write("in/ep #12.md", "I finish every spoon with walnut oil.\n");
    let folder = place.path().join("in");
    place.ok(&["ingest", "sam", folder.to_str().unwrap()]);
    std::fs::write(&file, b"caf\xe9\n").unwrap();
    place.fails(2, &["ingest", "sam", folder.to_str().unwrap(), "--prune"]);
    assert!(place.ok(&["search", "sam", "walnut oil"]).contains("walnut"));
    std::fs::remove_file(&file).unwrap();
    assert!(place.fails(2, &["ingest", "sam", folder.to_str().unwrap(), "--prune"]).contains("mounted"));
    assert!(place.ok(&["search", "sam", "walnut oil"]).contains("walnut"));
}

#[test]
fn forgotten_words_are_in_no_file_of_the_data_folder() {
    let place = Place::new(With::Deterministic);
    place.ok(&["creator", "add", "Sam"]);
    let keep = place.write("keep.md", "Beeswax smells lovely on a warm bench.\n");
    let secret = place.write("secret.md", "My zanzibarquux was stolen in the spring of that year.\n");
    place.ok(&["ingest", "sam", keep.to_str().unwrap(), secret.to_str().unwrap()]);
    place.ok(&["ask", "sam", "What of the zanzibarquux in spring?"]);
    let id = place.json(&["search", "sam", "zanzibarquux"])[0]["source"].as_str().unwrap().to_owned();
    place.ok(&["forget", "sam", "--source", &id]);
    for entry in std::fs::read_dir(place.data()).unwrap().flatten().filter(|e| e.path().is_file()) {
        let bytes = std::fs::read(entry.path()).unwrap();
        let found = bytes.windows(14).any(|window| window == b"zanzibarquux w");
        assert!(!found, "the words stand in {}", entry.path().display());
    }
}

#[test]
fn a_half_rebuilt_index_is_noticed_every_time() {
    let place = maya();
    std::fs::remove_dir_all(place.data().join("index")).unwrap();
    for _ in 0..2 {
        assert!(place.fails(5, &["search", "maya-ferrant", "tung oil"]).contains("run `groundwire reindex`"));
    }
}

#[test]
fn what_is_forgotten_is_gone_from_search_citation_and_records() {
    let place = maya();
    let reply = place.json(&["ask", "maya-ferrant", "What about pure tung oil on spoons?"]);
    let id = reply["id"].as_str().unwrap().to_owned();
    assert!(!reply["citations"].as_array().unwrap().is_empty(), "{reply}");
    let cited = reply["citations"][0]["id"].as_str().unwrap().to_owned();
    let hits = place.json(&["search", "maya-ferrant", "pure tung oil spoons", "--limit", "50"]);
    let source = hits.as_array().unwrap().iter().find(|h| h["chunk"] == cited.as_str()).unwrap()["source"].clone();
    place.ok(&["forget", "maya-ferrant", "--source", source.as_str().unwrap()]);
    let after = place.json(&["search", "maya-ferrant", "pure tung oil spoons", "--limit", "50"]);
    assert!(after.as_array().unwrap().iter().all(|h| h["source"] != source));
    let again = place.json(&["ask", "maya-ferrant", "What about pure tung oil on spoons?"]);
    assert!(!again.to_string().contains(&cited));
    let why = place.json(&["why", &id]);
    assert!(why["texts"].as_object().unwrap().values().all(serde_json::Value::is_null), "{why}");
    assert!(place.ok(&["audit", "verify"]).contains("intact"));
    place.ok(&["forget", "maya-ferrant"]);
    assert!(place.json(&["search", "maya-ferrant", "spoon"]).as_array().unwrap().is_empty());
    assert!(place.fails(2, &["forget", "maya-ferrant", "--source", "src_none"]).contains("no source `src_none`"));
}

#[test]
fn private_sources_are_never_found_for_a_fan() {
    let place = Place::new(With::Deterministic);
    place.ok(&["creator", "add", "Sam"]);
    let file = place.write("diary.md", "---\nvisibility: private\n---\nThe rent of my workshop is 900 euros.\n");
    place.ok(&["ingest", "sam", file.to_str().unwrap()]);
    assert!(place.json(&["search", "sam", "workshop rent"]).as_array().unwrap().is_empty());
    assert_eq!(place.json(&["search", "sam", "workshop rent", "--private"]).as_array().unwrap().len(), 1);
    let reply = place.json(&["ask", "sam", "What is the rent of your workshop?"]);
    assert_eq!(reply["outcome"], "abstained");
}

#[test]
fn mistakes_get_a_message_that_says_what_to_do() {
    let place = maya();
    for (status, arguments, says) in [
        (2, vec!["ask", "nobody", "hi?"], "no creator `nobody`"),
        (2, vec!["ask", "Bad Id", "hi?"], "not a valid creator id"),
        (2, vec!["ask", "maya-ferrant", "  "], "it is blank"),
        (2, vec!["creator", "add", "Maya Ferrant"], "exists already"),
        (2, vec!["creator", "add", "X", "--persona", "/nonexistent.toml"], "cannot be read"),
        (2, vec!["why", "rpl_nope0000"], "no decision"),
        (2, vec!["search", "maya-ferrant", "x", "--kind", "podcast"], "none of page, post"),
        (2, vec!["ask", "maya-ferrant", "hi?", "--generator", "chat"], "GROUNDWIRE_CHAT_BASE_URL"),
        (3, vec!["ingest", "maya-ferrant", "/nonexistent"], "/nonexistent"),
    ] {
        let said = place.fails(status, &arguments);
        assert!(said.contains(says), "{arguments:?} said: {said}");
    }
    let huge = "x".repeat(100_000);
    assert!(place.fails(2, &["ask", "maya-ferrant", &huge]).contains("100000 bytes"));
    let config = place.write("c.toml", "dta = 'x'\n");
    assert!(place.fails(2, &["creator", "list", "--config", config.to_str().unwrap()]).contains("dta"));
}

#[test]
fn a_second_process_is_told_who_holds_the_folder() {
    let place = maya();
    let server = crate::support::Server::start(&place);
    let said = place.fails(2, &["ask", "maya-ferrant", "Which oil?"]);
    assert!(said.contains("in use by another groundwire process"), "{said}");
    assert!(said.contains(&format!("process {}", server.pid())), "{said}");
    assert!(place.ok(&["creator", "list"]).contains("maya-ferrant"), "reading needs no lock");
}

#[test]
fn missing_and_damaged_models_are_named_with_what_to_do() {
    let place = Place::new(With::Model);
    let empty = place.path().join("none");
    let said = place.fails(3, &["check", "--jsonl", "-", "--models", empty.to_str().unwrap()]);
    assert!(said.contains("run `make models`"), "{said}");
    let wrong = place.write("wrong/libonnxruntime.so", "not a library");
    let said = place.fails(3, &["check", "--jsonl", "-", "--models", wrong.parent().unwrap().to_str().unwrap()]);
    assert!(said.contains("is pinned"), "{said}");
    let doctor = place.run(&["doctor", "--models", empty.to_str().unwrap()]);
    assert_eq!(doctor.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("WRONG models"));
}

#[test]
fn doctor_is_content_and_reindex_rebuilds_a_lost_index() {
    let place = maya();
    assert!(!place.ok(&["doctor"]).contains("WRONG"));
    let before = place.ok(&["search", "maya-ferrant", "tung oil"]);
    std::fs::remove_dir_all(place.data().join("index")).unwrap();
    let said = place.fails(5, &["search", "maya-ferrant", "tung oil"]);
    assert!(said.contains("run `groundwire reindex`"), "{said}");
    place.ok(&["reindex"]);
    assert_eq!(place.ok(&["search", "maya-ferrant", "tung oil"]), before);
}

#[test]
fn an_index_of_another_model_is_refused_until_it_is_rebuilt() {
    let place = maya();
    let real = Place::new(With::Model);
    let data = place.data();
    let said = real.fails(3, &["search", "maya-ferrant", "oil", "--data", data.to_str().unwrap()]);
    assert!(said.contains("run `groundwire reindex`"), "{said}");
    real.ok(&["reindex", "--data", data.to_str().unwrap()]);
    assert!(real.ok(&["search", "maya-ferrant", "oil", "--data", data.to_str().unwrap()]).contains("vector #1"));
}

#[cfg(unix)]
#[test]
fn bench_hands_over_to_the_program_beside_it_and_ends_as_it_ends() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("groundwire");
    std::fs::copy(env!("CARGO_BIN_EXE_groundwire"), &own).unwrap();
    let bench = || std::process::Command::new(&own).args(["bench", "run", "x", "--limit", "3"]).output().unwrap();
    let missing = bench();
    assert!(!missing.status.success());
    let said = String::from_utf8(missing.stderr).unwrap();
    assert!(said.contains("groundwire-eval is not there") && said.contains("cargo build"), "{said}");
    let eval = folder.path().join("groundwire-eval");
    std::fs::write(&eval, "#!/bin/sh\necho \"$@\"\nexit 4\n").unwrap();
    std::fs::set_permissions(&eval, std::fs::Permissions::from_mode(0o755)).unwrap();
    let done = bench();
    assert_eq!((done.status.code(), String::from_utf8(done.stdout).unwrap().as_str()), (Some(4), "run x --limit 3\n"));
}
