//! SummEdits (Laban et al. 2023): summaries of which some were edited into a falsehood.

use serde::Deserialize;
use serde_json::Value;

use super::{Read, Row, flag, typed};

#[derive(Deserialize)]
struct Edited {
    #[serde(default)]
    id: Option<String>,
    doc: String,
    summary: String,
    label: Value,
    #[serde(default)]
    domain: Option<String>,
    #[serde(default)]
    edit_types: Value,
}

pub fn row(value: Value) -> Read {
    let edited: Edited = typed(value)?;
    let supported = flag(&edited.label).ok_or_else(|| format!("the label `{}` is neither 1 nor 0", edited.label))?;
    let mut row = Row::claim(edited.doc.clone(), edited.summary, supported).among(edited.doc);
    row.id = edited.id;
    if let Some(domain) = edited.domain {
        row = row.with("set", domain);
    }
    // Of several edits none is the kind of the whole.
    if let Value::Array(kinds) = &edited.edit_types
        && let [Value::String(kind)] = kinds.as_slice()
        && !supported
    {
        row = row.with("kind", kind);
    }
    Ok(vec![row])
}
