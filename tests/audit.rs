//! The log of decisions: what someone with the database can change, the check finds.

use crate::support::{Place, With};

/// Runs SQL on the database by way of Python's own SQLite, as an intruder would.
fn tamper(place: &Place, statement: &str) {
    let database = place.data().join("groundwire.db");
    let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('PRAGMA foreign_keys=OFF'); c.execute(sys.argv[2]); c.commit()";
    let status =
        std::process::Command::new("python3").args(["-c", script]).arg(database).arg(statement).status().unwrap();
    assert!(status.success());
}

fn with_records() -> Place {
    let place = Place::new(With::Deterministic);
    place.ok(&["creator", "add", "Sam"]);
    let file =
        place.write("a.md", "I finish every spoon with pure tung oil.\n\nI sharpen my knives on a leather strop.\n");
    place.ok(&["ingest", "sam", file.to_str().unwrap()]);
    for question in
        ["Which oil finishes every spoon?", "Do you have kids?", "How do you sharpen knives?", "Who are you?"]
    {
        place.ok(&["ask", "sam", question]);
    }
    assert!(place.ok(&["audit", "verify"]).contains("intact: 4 records"));
    place
}

#[test]
fn every_edit_of_the_log_is_found() {
    for (statement, says) in [
        ("UPDATE audits SET body = replace(body, '0.', '1.') WHERE seq = 2", "was changed"),
        ("UPDATE audits SET at = '2020-01-01T00:00:00Z' WHERE seq = 3", "was changed"),
        ("UPDATE audits SET creator = 'other' WHERE seq = 1", "was changed"),
        ("UPDATE audit_texts SET text = 'Something else.' WHERE slot = 'reply'", "was changed"),
        ("DELETE FROM audits WHERE seq = 2", "record 2 is missing"),
        ("DELETE FROM audits WHERE seq = 4", "its tail was cut off"),
        ("DELETE FROM audits WHERE seq >= 3", "its tail was cut off"),
        ("DELETE FROM audit_texts WHERE slot = 'question'", "was removed"),
        ("UPDATE audits SET seq = 9 WHERE seq = 4", "record 4 is missing"),
    ] {
        let place = with_records();
        tamper(&place, statement);
        let said = place.fails(5, &["audit", "verify"]);
        assert!(said.contains(says), "{statement}: {said}");
    }
}

#[test]
fn a_missing_head_is_found_and_an_erased_text_is_not_an_edit() {
    let place = with_records();
    tamper(&place, "UPDATE audit_texts SET text = NULL WHERE slot = 'question'");
    assert!(place.ok(&["audit", "verify"]).contains("4 erased"));
    std::fs::remove_file(place.data().join("audit.head")).unwrap();
    assert!(place.fails(5, &["audit", "verify"]).contains("head file"));
    assert!(place.fails(5, &["ask", "sam", "Which oil?"]).contains("audit verify"), "no reply on a broken log");
}

#[test]
fn the_record_holds_no_text_outside_the_slots_that_can_be_erased() {
    let place = with_records();
    let script =
        "import sqlite3,sys; print([r[0] for r in sqlite3.connect(sys.argv[1]).execute('SELECT body FROM audits')])";
    let output = std::process::Command::new("python3")
        .args(["-c", script])
        .arg(place.data().join("groundwire.db"))
        .output()
        .unwrap();
    let bodies = String::from_utf8(output.stdout).unwrap();
    assert!(bodies.contains("evidence"));
    for words in ["tung", "Which oil", "leather", "kids"] {
        assert!(!bodies.contains(words), "`{words}` stands in a body");
    }
}

#[test]
fn a_cut_log_takes_no_further_record_and_gives_no_reply() {
    for statement in
        ["DELETE FROM audits WHERE seq = 4", "DELETE FROM audits", "UPDATE audits SET at = 'x' WHERE seq = 4"]
    {
        let place = with_records();
        tamper(&place, statement);
        let _ = place.run(&["ask", "sam", "Which oil finishes every spoon?"]);
        assert_eq!(place.run(&["audit", "verify"]).status.code(), Some(5), "{statement} was covered up");
    }
    let place = with_records();
    tamper(&place, "DELETE FROM audits WHERE seq = 4");
    assert!(place.fails(5, &["ask", "sam", "Which oil?"]).contains("audit verify"));
}

#[test]
fn a_mistyped_data_folder_is_no_intact_log() {
    let place = Place::new(With::Deterministic);
    let said = place.fails(2, &["audit", "verify"]);
    assert!(said.contains("no archive in this data folder"), "{said}");
    assert!(!place.data().exists(), "nothing was made");
}
