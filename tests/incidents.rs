//! The fixtures' gold replies: every reply that must be refused is refused. The rules were written
//! with these replies at hand, so this guards against going back; it measures nothing.

use serde_json::Value;

use crate::support::{Place, With, fixture};

#[test]
fn no_gold_rejection_is_accepted_and_few_gold_acceptances_are_refused() {
    let place = Place::new(With::Model);
    let (mut wrong, mut judged) = (Vec::new(), 0);
    for folder in ["hollow-pine", "atelier-nori", "maple-street-swap"] {
        let text = std::fs::read_to_string(fixture(folder).join("replies.jsonl")).unwrap();
        let (status, output) = place.pipe(&["check", "--jsonl", "-"], &text);
        assert_eq!(status, 0);
        for (given, line) in text.lines().zip(output.lines()) {
            let given: Value = serde_json::from_str(given).unwrap();
            let got: Value = serde_json::from_str(line).unwrap();
            judged += 1;
            let id = given["id"].as_str().unwrap();
            if got["decision"] != given["gold"]["decision"] {
                wrong.push(format!("{id}: gold {}, got {got}", given["gold"]["decision"]));
            }
        }
    }
    assert!(judged >= 100);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
