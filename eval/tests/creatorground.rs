//! Our own suite: that it is whole, and that it is what its version says.

use std::collections::BTreeMap;

use crate::support::{Place, fixtures};

#[test]
fn every_file_has_the_hash_that_the_suite_names() {
    let place = Place::new();
    // The suite's own folder is looked for where the program runs.
    std::os::unix::fs::symlink(fixtures(), place.path("fixtures")).unwrap();
    let said = place.ok(&["list"]);
    let at = said.find("creatorground ").unwrap();
    let entry: String = said[at..].lines().take(4).collect::<Vec<_>>().join("\n");
    assert!(
        entry.contains("ready: ") && !entry.contains("have no hash"),
        "{entry}: a changed fixture is a new version"
    );
    place.ok(&["run", "creatorground", "--limit", "12", "--out", "run.json"]);
    let run = place.json("run.json");
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    for item in run["items"].as_array().unwrap() {
        assert_ne!(item["found"]["task"], "failed", "{item}");
        *parts.entry(item["part"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(parts.len(), 5, "{parts:?}");
    decided_again_from_what_is_written_down(&run);
    let malformed = |file: &serde_json::Value| file["malformed"].as_array().unwrap().len();
    assert_eq!(run["suite"]["files"].as_array().unwrap().iter().map(malformed).sum::<usize>(), 0);
}

/// The run alone must tell what was decided: no policy of the suite has a threshold below .7 or above .8.
fn decided_again_from_what_is_written_down(run: &serde_json::Value) {
    for item in run["items"].as_array().unwrap().iter().filter(|item| item["found"]["task"] == "decision") {
        let found = &item["found"];
        let (firm, weighed) = (found["firm"].as_bool().unwrap(), found["weighed"].as_f64().unwrap());
        if found["accepted"] == true {
            assert!(!firm && weighed >= 0.7, "{item}");
        } else {
            assert!(firm || weighed < 0.8, "{item}");
        }
    }
}
