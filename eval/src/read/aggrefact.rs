//! LLM-AggreFact (Tang et al. 2024): an export of its table as CSV or JSONL.

use serde::Deserialize;
use serde_json::Value;

use super::{Read, Row, flag, typed};

#[derive(Deserialize)]
struct Exported {
    dataset: String,
    doc: String,
    claim: String,
    label: Value,
}

pub fn row(value: Value) -> Read {
    let row: Exported = typed(value)?;
    let supported = flag(&row.label).ok_or_else(|| format!("the label `{}` is neither 1 nor 0", row.label))?;
    Ok(vec![Row::claim(row.doc, row.claim, supported).with("set", row.dataset)])
}
