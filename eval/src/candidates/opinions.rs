//! What rules and judge say of each claim of labelled candidates: for choosing how the two decide together
//! (`models/judge/combine.py`).

use groundwire::check::CheckReport;
use serde_json::json;

/// One JSON line: the reply's gold, and each claim as it was ruled, with the judge's opinion.
pub fn line(id: &str, gold: &serde_json::Value, report: &CheckReport) -> String {
    json!({ "id": id, "gold": gold, "claims": report.claims }).to_string()
}
