//! The fixtures' gold replies: every reply that must be refused is refused. The rules were written
//! with these replies at hand, so this guards against going back; it measures nothing.

use serde_json::Value;

use crate::support::{Place, With, fixture};

#[test]
fn no_gold_rejection_is_accepted_and_few_gold_acceptances_are_refused() {
    let place = Place::new(With::Model);
    let (mut accepted, mut refused, mut judged) = (Vec::new(), Vec::new(), 0);
    for folder in ["hollow-pine", "atelier-nori", "maple-street-swap"] {
        let text = std::fs::read_to_string(fixture(folder).join("replies.jsonl")).unwrap();
        let (status, output) = place.pipe(&["check", "--jsonl", "-"], &text);
        assert_eq!(status, 0);
        for (given, line) in text.lines().zip(output.lines()) {
            let given: Value = serde_json::from_str(given).unwrap();
            let got: Value = serde_json::from_str(line).unwrap();
            judged += 1;
            let id = given["id"].as_str().unwrap();
            match (given["gold"]["decision"].as_str(), got["decision"].as_str()) {
                (Some("reject"), Some("accept")) => accepted.push(format!("{id}: {got}")),
                (Some("accept"), Some("reject")) => refused.push(id.to_owned()),
                _ => {}
            }
        }
    }
    assert!(judged >= 100);
    assert!(accepted.is_empty(), "accepted:\n{}", accepted.join("\n"));
    // The judge doubts a few that the rules were written to let pass.
    assert!(refused.len() * 100 <= judged * 3, "refused: {refused:?}");
}
