//! Measuring, taking up, comparing, reporting, guarding.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Place, items, told};

#[test]
fn a_run_names_its_bad_row_and_is_the_same_every_time() {
    let place = Place::new();
    place.suite(40);
    let output = place.run(&["run", "spoons.json", "--data", "data", "--deciders", "rules", "--out", "a.json"]);
    assert!(output.status.success(), "{}", told(&output));
    let said = told(&output);
    assert!(said.contains("replies.jsonl line 81") && said.contains("not JSON"), "{said}");
    assert!(said.contains("1 rows could not be read"), "{said}");
    place.measure("b.json", &["--jobs", "4"]);
    let (a, b) = (place.json("a.json"), place.json("b.json"));
    assert_eq!(a["items"].as_array().unwrap().len(), 80);
    assert_eq!(items(&a), items(&b));
    assert_eq!(a["suite"]["files"][0]["malformed"][0]["line"], 81);
    // The rules know that 9 is not 2: what a user would look for first.
    let said = place.measure("c.json", &[]);
    assert!(said.contains("catch rate") && said.contains("100.0 %"), "{said}");
    let without_jobs = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.contains(" ms ") && !line.contains("MiB")).map(str::to_owned).collect()
    };
    assert_eq!(without_jobs(&said), without_jobs(&place.measure("d.json", &[])));
}

#[test]
fn a_sample_hangs_on_its_seed() {
    let place = Place::new();
    place.suite(40);
    let ids = |out: &str, seed: &str| -> Vec<Value> {
        place.measure(out, &["--limit", "20", "--seed", seed]);
        place.json(out)["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
    };
    let first = ids("a.json", "3");
    assert_eq!(first.len(), 20);
    assert_eq!(first, ids("b.json", "3"));
    assert_ne!(first, ids("c.json", "4"));
}

#[test]
fn a_run_that_was_killed_is_taken_up_where_it_was() {
    let place = Place::new();
    place.suite(700);
    let order = ["run", "spoons.json", "--data", "data", "--deciders", "rules", "--out", "cut.json"];
    let mut child = place.command(&order).stdout(std::process::Stdio::null()).spawn().unwrap();
    let journal = place.path("cut.json.part");
    let patience = Instant::now();
    let lines = || std::fs::read_to_string(&journal).map(|text| text.lines().count()).unwrap_or_default();
    while lines() < 30 && patience.elapsed() < Duration::from_mins(1) && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!place.path("cut.json").exists(), "it was done before it could be killed: make the suite larger");
    // Torn in the middle of a line, as a power cut leaves it.
    let kept = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, &kept[..kept.len() - 25]).unwrap();
    let other = place.run(&[
        "run",
        "spoons.json",
        "--data",
        "data",
        "--deciders",
        "rules",
        "--limit",
        "5",
        "--out",
        "cut.json",
    ]);
    assert!(
        !other.status.success() && told(&other).contains("other data, system, seed or limit, or by another build"),
        "{}",
        told(&other)
    );
    let output = place.run(&order);
    assert!(output.status.success() && told(&output).contains("taking up a run that was cut off"), "{}", told(&output));
    place.measure("whole.json", &[]);
    assert_eq!(items(&place.json("cut.json")), items(&place.json("whole.json")));
    assert!(!journal.exists());
}

#[test]
fn two_runs_are_compared_item_by_item_and_only_if_they_are_of_one_suite() {
    let place = Place::new();
    place.suite(60);
    place.measure("rules.json", &[]);
    // All of it accepted: what no guard at all would do.
    let mut open = place.json("rules.json");
    for item in open["items"].as_array_mut().unwrap() {
        item["found"]["accepted"] = Value::Bool(true);
    }
    place.put("open.json", &open.to_string());
    let said = place.ok(&["compare", "open.json", "rules.json"]);
    let line = said.lines().find(|line| line.starts_with("catch rate")).unwrap();
    assert!(line.contains("0.000 and 1.000") && line.ends_with("a difference"), "{line}");
    let mut fewer = open.clone();
    fewer["items"].as_array_mut().unwrap().retain(|item| !item["id"].as_str().unwrap().ends_with('7'));
    place.put("fewer.json", &fewer.to_string());
    let said = place.ok(&["compare", "fewer.json", "rules.json"]);
    assert!(said.contains("in no difference: 0 items of the first run and"), "{said}");
    let same = place.ok(&["compare", "rules.json", "rules.json"]);
    assert!(same.lines().all(|line| line.contains("no difference is shown")), "{same}");
    open["suite"]["version"] = Value::from("2");
    place.put("newer.json", &open.to_string());
    let output = place.run(&["compare", "newer.json", "rules.json"]);
    assert!(!output.status.success() && told(&output).contains("only runs of one suite"), "{}", told(&output));
}

#[test]
fn a_report_is_one_page_that_needs_no_network_and_tells_what_the_others_tell() {
    let place = Place::new();
    place.suite(40);
    place.measure("a.json", &[]);
    place.ok(&["report", "a.json", "--out", "r.html", "--out", "r.md", "--out", "r.json"]);
    let page = std::fs::read_to_string(place.path("r.html")).unwrap();
    for outside in ["http://", "https://", "<script", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    for part in [
        "lang=\"en\"",
        "viewport",
        "prefers-color-scheme: dark",
        "role=\"img\"",
        "Before you quote a figure",
        "Catch against over-refusal",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let markdown = std::fs::read_to_string(place.path("r.md")).unwrap();
    let report = place.json("r.json");
    let figures = report["runs"][0]["figures"].as_array().unwrap();
    let catch = figures.iter().find(|f| f["id"] == "replies/response/catch_rate" && f["half"] == "B").unwrap();
    let row = format!("| replies, response: catch rate | B | {} | 100.0 % [", catch["n"]);
    assert!(markdown.contains(&row), "{row}\n{markdown}");
    assert!(
        markdown.contains("groundwire-eval run spoons.json --data DATA --deciders rules --out a.json"),
        "{markdown}"
    );
    let output = place.run(&["report", "a.json", "--out", "r.pdf"]);
    assert!(!output.status.success() && told(&output).contains(".html, .md or .json"), "{}", told(&output));
}

#[test]
fn texts_of_a_data_set_cannot_break_the_page() {
    let place = Place::new();
    place.suite(30);
    place.measure("a.json", &[]);
    let mut run = place.json("a.json");
    for item in run["items"].as_array_mut().unwrap() {
        item["found"]["text"] = Value::from("</p><script>alert(1)</script>");
        item["found"]["accepted"] = Value::Bool(true);
    }
    place.put("a.json", &run.to_string());
    place.ok(&["report", "a.json", "--out", "r.html"]);
    let page = std::fs::read_to_string(place.path("r.html")).unwrap();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
}

#[test]
fn a_figure_below_its_threshold_ends_with_a_status_of_its_own() {
    let place = Place::new();
    place.suite(40);
    place.put("none.json", r#"{ "suite": "spoons", "version": "1", "thresholds": [] }"#);
    place.measure("torn.json", &[]);
    let output = place.run(&["guard", "torn.json", "--thresholds", "none.json"]);
    assert!(!output.status.success() && told(&output).contains("could not be read"), "{}", told(&output));
    place.without_the_torn_row();
    place.measure("a.json", &[]);
    let file = |least: f64| {
        serde_json::json!({ "suite": "spoons", "version": "1", "thresholds": [
            { "figure": "replies/response/catch_rate", "at_least": least, "why": "rules know figures" },
            { "figure": "replies/response/over-refusal", "at_most": 0.05, "why": "these sentences stand in the evidence" },
        ]})
        .to_string()
    };
    place.put("low.json", &file(0.99));
    assert!(place.ok(&["guard", "a.json", "--thresholds", "low.json"]).contains("holds"));
    let mut run = place.json("a.json");
    for item in run["items"].as_array_mut().unwrap().iter_mut().step_by(3) {
        item["found"]["accepted"] = Value::Bool(true);
    }
    place.put("worse.json", &run.to_string());
    let output = place.run(&["guard", "worse.json", "--thresholds", "low.json"]);
    assert_eq!(output.status.code(), Some(4), "{}", told(&output));
    assert!(told(&output).contains("FAILS replies/response/catch_rate"), "{}", told(&output));
}

#[test]
fn a_calibration_names_its_model_and_says_when_rules_alone_refuse_too_much() {
    let place = Place::new();
    place.suite(60);
    place.measure("a.json", &[]);
    place.ok(&["calibrate", "a.json", "--max-false-alarms", "2%", "--out", "c.json"]);
    let calibration = place.json("c.json");
    assert_eq!(calibration["judge"], "none");
    assert!(calibration["threshold"].as_f64().unwrap() > 0.0 && calibration["met"] == true, "{calibration}");
    assert!(calibration["on_b"]["good"].as_u64().unwrap() > 0);
    // Decided at that threshold the run says on what it was chosen; another judge's threshold is refused.
    let said = place.measure("again.json", &["--calibration", "c.json"]);
    assert!(said.contains("was chosen on half A of replies"), "{said}");
    assert_eq!(place.json("again.json")["system"]["threshold"], calibration["threshold"]);
    // It decides: one that nothing reaches refuses every item.
    let loose: String = (0..12)
        .map(|at| {
            let evidence = format!("The spoon number {at} takes {} coats of tung oil before it ships.", at + 2);
            let claim = format!("Spoon number {at} takes coats of oil.");
            json!({ "evidence": evidence, "claim": claim, "label": "supported" }).to_string() + "\n"
        })
        .collect();
    place.put("data/loose.jsonl", &loose);
    let suite = json!({
        "name": "loose", "title": "Loose", "version": "1", "licence": "ours", "source": "this test", "sets": ["loose"],
        "parts": [{ "name": "claims", "format": "claims", "halves": "hash", "files": [{ "path": "loose.jsonl" }] }],
    });
    place.put("loose.json", &suite.to_string());
    let check = |out: &str, more: &[&str]| {
        let mut arguments = vec!["run", "loose.json", "--data", "data", "--out", out];
        arguments.extend(more);
        place.ok(&arguments);
        let run = place.json(out);
        (run["items"].as_array().unwrap().iter().filter(|item| item["found"]["accepted"] == true).count(), run)
    };
    let (passed, by_check) = check("check.json", &[]);
    let mut strict = calibration.clone();
    strict["judge"] = by_check["system"]["judge"].clone();
    strict["system"] = by_check["system"]["name"].clone();
    strict["threshold"] = Value::from(1.0);
    place.put("strict.json", &strict.to_string());
    assert!(passed > 0 && check("strict-run.json", &["--calibration", "strict.json"]).0 < passed);
    let mut unmet = calibration.clone();
    unmet["met"] = Value::Bool(false);
    place.put("unmet.json", &unmet.to_string());
    let output =
        place.run(&["run", "spoons.json", "--data", "data", "--deciders", "rules", "--calibration", "unmet.json"]);
    assert!(!output.status.success() && told(&output).contains("misses its aim"), "{}", told(&output));
    let mut other = calibration.clone();
    other["judge"] = Value::from("another-judge");
    place.put("other.json", &other.to_string());
    let output =
        place.run(&["run", "spoons.json", "--data", "data", "--deciders", "rules", "--calibration", "other.json"]);
    assert!(!output.status.success() && told(&output).contains("another-judge"), "{}", told(&output));
    let mut run = place.json("a.json");
    for item in run["items"].as_array_mut().unwrap() {
        item["found"]["firm"] = Value::Bool(true);
    }
    place.put("firm.json", &run.to_string());
    assert!(place.ok(&["calibrate", "firm.json"]).contains("out of reach"));
    let output = place.run(&["calibrate", "a.json", "--max-false-alarms", "a few"]);
    assert!(!output.status.success() && told(&output).contains("2%"), "{}", told(&output));
}

#[test]
fn what_is_missing_is_named() {
    let place = Place::new();
    let said = place.ok(&["list", "--data", "nowhere"]);
    assert!(said.contains("expected at: nowhere/ragtruth") && said.contains("licence: MIT"), "{said}");
    for (arguments, says) in [
        (vec!["run", "ragtruth", "--data", "nowhere"], "ParticleMedia/RAGTruth"),
        (vec!["run", "nothing"], "there is no suite `nothing`"),
        (vec!["report", "gone.json", "--out", "r.html"], "cannot read the run gone.json"),
        (
            vec!["replies", "--creator", "c", "--questions", "gone.txt", "--data", "d"],
            "cannot read the questions gone.txt",
        ),
        (
            vec!["replies", "--creator", "c", "--questions", "gone.txt", "--data", "d", "--generator", "chat"],
            "GROUNDWIRE_CHAT_BASE_URL",
        ),
    ] {
        let output = place.run(&arguments);
        assert!(!output.status.success() && told(&output).contains(says), "{arguments:?}: {}", told(&output));
    }
}
