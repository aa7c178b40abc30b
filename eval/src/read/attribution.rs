//! AttributionBench (Li et al. 2024): claims with the texts that an answer cites for them.

use serde::Deserialize;
use serde_json::Value;

use super::{Fault, Read, Row, typed};

#[derive(Deserialize)]
struct Attributed {
    claim: String,
    references: References,
    attribution_label: String,
    #[serde(default)]
    question: Option<String>,
    #[serde(default)]
    src_dataset: Option<String>,
    #[serde(default)]
    id: Option<String>,
}

/// A list; a CSV export has it as the text of one.
#[derive(Deserialize)]
#[serde(untagged)]
enum References {
    List(Vec<String>),
    Text(String),
}

pub fn row(value: Value) -> Read {
    let row: Attributed = typed(value)?;
    let supported = match row.attribution_label.trim() {
        "attributable" => true,
        "not attributable" => false,
        other => return Err(format!("attribution_label is `{other}`: attributable or not attributable").into()),
    };
    let references = match row.references {
        References::List(list) => list.join("\n\n"),
        References::Text(text) if text.trim() == "[]" => String::new(),
        References::Text(text) => text,
    };
    if references.trim().is_empty() {
        return Err(Fault::LeftOut("it cites nothing"));
    }
    let mut found = Row::claim(references, row.claim, supported);
    found.id = row.id;
    if let Some(set) = row.src_dataset {
        found = found.with("set", set);
    }
    Ok(vec![match row.question.filter(|question| !question.trim().is_empty()) {
        Some(question) => found.asked(question),
        None => found,
    }])
}
