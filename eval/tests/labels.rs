//! Raw against guarded: asked, exported, labelled, read back.

use std::sync::Arc;

use groundwire::index::archive::{Archive, DataFolder, IngestOptions};
use groundwire::index::embed::Deterministic;
use groundwire::index::source::{Creator, CreatorId};

use crate::support::{Place, fixtures, told};

/// A data folder with Maya's archive, as `groundwire ingest` makes it.
fn archive(place: &Place) -> CreatorId {
    let id = CreatorId::from_name("Maya Ferrant").unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = DataFolder::new(place.path("archive"));
        let archive = Archive::open(&folder, Arc::new(Deterministic::new(384))).await.unwrap();
        let name = "Maya Ferrant".to_owned();
        let creator = Creator { id: id.clone(), name, speakers: Vec::new(), persona: None, policy: None };
        archive.store().add_creator(&creator).await.unwrap();
        let paths = [fixtures().join("hollow-pine/archive")];
        archive.ingest(&id, &paths, IngestOptions::default(), &|_, _, _| {}).await.unwrap();
        archive.store().close().await;
    });
    id
}

const ASK: [&str; 9] =
    ["replies", "--creator", "maya-ferrant", "--data", "archive", "--questions", "questions.txt", "--out", "run.json"];

#[test]
fn outputs_are_labelled_blind_and_labels_say_who_gave_them() {
    let place = Place::new();
    archive(&place);
    place.put(
        "questions.txt",
        "What oil do you finish your spoons with these days?\nOn which days do orders go out?\nWhat is the capital of Mongolia?\n",
    );
    place.ok(&ASK);
    let run = place.json("run.json");
    assert_eq!(run["items"].as_array().unwrap().len(), 3);
    let sheet = std::fs::read_to_string(place.path("run-labels/outputs.csv")).unwrap();
    // Who labels is not told which arm it is.
    assert!(!sheet.contains("guarded") && !sheet.contains("raw,"), "{sheet}");
    let page = std::fs::read_to_string(place.path("run-labels/label.html")).unwrap();
    assert!(page.contains("localStorage") && !page.contains("http") && !page.contains("@DATA@"));
    let items: Vec<String> = {
        let mut reader = csv::Reader::from_path(place.path("run-labels/outputs.csv")).unwrap();
        reader.records().map(|record| record.unwrap()[0].to_owned()).collect()
    };
    assert!(!items.is_empty());
    let label = |name: &str, labeller: &str, says: &str| -> String {
        let rows: String =
            items.iter().fold(String::new(), |all, item| all + &format!("{item},{says},yes,{labeller},{name},\n"));
        format!("item,label,answerable,labeller,name,note\n{rows}")
    };
    place.put("ann.csv", &label("Ann", "person", "unsupported"));
    place.put("bo.csv", &label("Bo", "author", "supported"));
    place.ok(&["label", "run.json", "--read", "ann.csv"]);
    let said = place.ok(&["label", "run.json", "--read", "bo.csv"]);
    let line = |who: &str| -> String {
        let report = {
            place.ok(&["report", "run.json", "--out", "r.json"]);
            place.json("r.json")
        };
        let figures = report["runs"][0]["figures"].as_array().unwrap().clone();
        let found = figures
            .iter()
            .find(|f| f["name"] == "raw hallucination rate" && f["slice"].as_str().unwrap().contains(who));
        found.unwrap()["value"].to_string()
    };
    assert_eq!((line("person").as_str(), line("author of the system").as_str()), ("1.0", "0.0"));
    assert!(said.contains("agreement"), "{said}");
    // Reading again changes a mind, and doubles nothing.
    let before = place.json("run.json")["labels"].as_array().unwrap().len();
    place.ok(&["label", "run.json", "--read", "bo.csv"]);
    assert_eq!(place.json("run.json")["labels"].as_array().unwrap().len(), before);
}

#[test]
fn a_label_that_says_nothing_known_is_refused_and_changes_nothing() {
    let place = Place::new();
    archive(&place);
    place.put("questions.txt", "On which days do orders go out?\n");
    place.ok(&ASK);
    let mut reader = csv::Reader::from_path(place.path("run-labels/outputs.csv")).unwrap();
    let item = reader.records().next().unwrap().unwrap()[0].to_owned();
    let before = std::fs::read_to_string(place.path("run.json")).unwrap();
    for (row, says) in [
        (format!("{item},fine,,person,Ann,"), "none of supported"),
        (format!("{item},supported,perhaps,person,Ann,"), "yes or no"),
        (format!("{item},supported,,,Ann,"), "who labelled?"),
        (format!("{item},supported,,robot,Ann,"), "none of person, author, model"),
        ("0000000000,supported,,person,Ann,".to_owned(), "no such output"),
    ] {
        place.put("l.csv", &format!("item,label,answerable,labeller,name,note\n{row}\n"));
        let output = place.run(&["label", "run.json", "--read", "l.csv"]);
        assert!(!output.status.success() && told(&output).contains(says), "{row}: {}", told(&output));
        assert_eq!(std::fs::read_to_string(place.path("run.json")).unwrap(), before);
    }
}

#[test]
fn the_same_drafts_go_through_another_guard() {
    let place = Place::new();
    archive(&place);
    place.put("questions.txt", "On which days do orders go out?\nWhat oil do you use on spoons?\n");
    place.ok(&ASK);
    // A draft that the archive's own generator would not write.
    let mut run = place.json("run.json");
    run["items"][0]["found"]["draft"] = "I painted the shop sign with my daughter.".into();
    place.put("run.json", &run.to_string());
    let replay = ["--drafts", "run.json", "--out", "again.json"];
    let mut arguments = ASK[..7].to_vec();
    arguments.extend(replay);
    place.ok(&arguments);
    let drafts = |run: &str| -> Vec<String> {
        let items = place.json(run)["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["found"]["draft"].to_string()).collect()
    };
    assert_eq!(drafts("run.json"), drafts("again.json"));
    let first = &place.json("again.json")["items"][0]["found"];
    assert!(
        first["raw"].to_string().contains("daughter") && !first["guarded"].to_string().contains("daughter"),
        "{first}"
    );
    // Another archive's evidence is not what the drafts were written from.
    run["items"][1]["found"]["evidence"][0] = "Another passage.".into();
    place.put("run.json", &run.to_string());
    std::fs::remove_file(place.path("again.json")).unwrap();
    let output = place.run(&arguments);
    assert_eq!(output.status.code(), Some(5), "{}", told(&output));
    assert!(place.json("again.json")["items"][1].to_string().contains("other evidence"));
    place.put("more.txt", "What was never asked?\n");
    let output = place.run(&[
        "replies",
        "--creator",
        "maya-ferrant",
        "--data",
        "archive",
        "--questions",
        "more.txt",
        "--drafts",
        "run.json",
        "--out",
        "none.json",
    ]);
    assert_eq!(output.status.code(), Some(5), "{}", told(&output));
    assert!(place.json("none.json")["items"][0].to_string().contains("no draft for this question"));
}
