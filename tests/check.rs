//! The check contract, through the real program.

use serde_json::{Value, json};

use crate::support::{Place, With, root};

/// Every field of `wanted` stands in `got`; lists have equal length.
fn agrees(wanted: &Value, got: &Value) -> bool {
    match (wanted, got) {
        (Value::Object(w), Value::Object(g)) => {
            w.iter().all(|(key, value)| g.get(key).is_some_and(|v| agrees(value, v)))
        }
        (Value::Array(w), Value::Array(g)) => w.len() == g.len() && w.iter().zip(g).all(|(a, b)| agrees(a, b)),
        _ => wanted == got,
    }
}

/// The JSON lines of the blocks fenced as `name` in a document.
fn fenced(document: &str, name: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let mut inside = false;
    for line in document.lines() {
        if line.starts_with("```") {
            inside = line == format!("```{name}");
        } else if inside && !line.trim().is_empty() {
            out.push(serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")));
        }
    }
    out
}

#[test]
fn the_worked_lines_of_the_documentation_hold() {
    let document = std::fs::read_to_string(root().join("docs/check.md")).unwrap();
    let (given, wanted) = (fenced(&document, "json in"), fenced(&document, "json out"));
    assert!(given.len() >= 12 && given.len() == wanted.len(), "{} in, {} out", given.len(), wanted.len());
    let input: String = given.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let (status, output) = Place::new(With::Model).pipe(&["check", "--jsonl", "-"], &input);
    assert_eq!(status, 0);
    for (line, wanted) in output.lines().zip(&wanted) {
        let got: Value = serde_json::from_str(line).unwrap();
        assert!(agrees(wanted, &got), "wanted {wanted}\ngot {got}");
    }
}

#[test]
fn every_line_in_gives_one_line_out_and_bad_ones_say_why() {
    let input = "{\"id\":1,\"reply\":\"Hi!\"}\nnot json\n{\"id\":\"x\",\"replly\":\"Hi\"}\n\n{\"id\":4,\"reply\":\"Hi\",\"evidence\":[{\"id\":\"a\",\"text\":\"x\"},{\"id\":\"a\",\"text\":\"y\"}]}\n{\"reply\":\"\"}\n";
    let (status, output) = Place::new(With::Deterministic).pipe(&["check", "--jsonl", "-"], input);
    assert_eq!(status, 2);
    let lines: Vec<Value> = output.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 5);
    assert_eq!((&lines[0]["id"], &lines[0]["decision"]), (&json!(1), &json!("accept")));
    assert_eq!(lines[1]["error"]["line"], 2);
    assert_eq!((&lines[2]["id"], &lines[2]["error"]["line"]), (&json!("x"), &json!(3)));
    assert!(lines[2]["error"]["message"].as_str().unwrap().contains("replly"));
    assert!(lines[3]["error"]["message"].as_str().unwrap().contains("stands twice"));
    assert_eq!((&lines[4]["decision"], &lines[4]["score"]), (&json!("accept"), &json!(1.0)));
}

#[test]
fn score_and_decision_never_disagree_and_spans_are_spans() {
    let place = Place::new(With::Model);
    for folder in ["hollow-pine", "atelier-nori", "maple-street-swap"] {
        let file = crate::support::fixture(folder).join("replies.jsonl");
        let text = std::fs::read_to_string(&file).unwrap();
        let (status, output) = place.pipe(&["check", "--jsonl", "-"], &text);
        assert_eq!(status, 0);
        for (given, line) in text.lines().zip(output.lines()) {
            let given: Value = serde_json::from_str(given).unwrap();
            let got: Value = serde_json::from_str(line).unwrap();
            let reply = given["reply"].as_str().unwrap();
            let threshold = got["verifier"]["threshold"].as_f64().unwrap();
            let score = got["score"].as_f64().unwrap();
            assert_eq!(got["decision"] == "reject", score < threshold, "{got}");
            for claim in got["claims"].as_array().unwrap() {
                let at = |name: &str| usize::try_from(claim[name].as_u64().unwrap()).unwrap();
                assert!(reply.get(at("start")..at("end")).is_some(), "{claim}");
                let needs = claim["verdict"] == "supported";
                assert_eq!(needs, !claim["citations"].as_array().unwrap().is_empty(), "{claim}");
                if claim["objection"] == "Forbidden" {
                    assert!(score <= 0.0);
                }
            }
        }
    }
}

#[test]
fn an_unknown_language_is_refused_by_name_and_small_talk_is_not() {
    let (status, output) = Place::new(With::Deterministic).pipe(
        &["check", "--jsonl", "-"],
        "{\"reply\":\"Ich benutze seit vielen Jahren nur noch reines Tungöl für meine Löffel, und das trocknet sehr langsam.\",\"evidence\":[{\"id\":\"e\",\"text\":\"Ich benutze reines Tungöl.\"}]}\n",
    );
    assert_eq!(status, 0);
    let got: Value = serde_json::from_str(output.trim()).unwrap();
    assert_eq!(got["claims"][0]["objection"], "LanguageUnsupported");
}
