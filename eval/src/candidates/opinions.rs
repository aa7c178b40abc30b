//! What the rules alone say of labelled candidates, beside what the judge thinks of the same claims: for choosing how
//! the two decide together (`models/judge/combine.py`).

use groundwire::check::CheckReport;
use serde_json::json;

/// One JSON line: the reply's gold, and each claim as the rules ruled it, with the judge's opinion.
pub fn line(id: &str, gold: &serde_json::Value, rules: &CheckReport, both: &CheckReport) -> String {
    let claims: Vec<serde_json::Value> = rules
        .claims
        .iter()
        .zip(&both.claims)
        .map(|(ruled, judged)| json!({ "ruled": ruled, "opinion": judged.opinion }))
        .collect();
    json!({ "id": id, "gold": gold, "claims": claims }).to_string()
}
