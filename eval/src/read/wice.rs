//! WiCE (Kamoi et al. 2023): claims of encyclopaedia articles against the whole page that they cite. A claim that is
//! supported in part is not supported.

use serde::Deserialize;
use serde_json::Value;

use super::{Read, Row, typed};

#[derive(Deserialize)]
struct Cited {
    label: String,
    claim: String,
    evidence: Vec<String>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Deserialize, Default)]
struct Meta {
    #[serde(default)]
    id: Option<String>,
}

pub fn row(value: Value) -> Read {
    let row: Cited = typed(value)?;
    let supported = match row.label.as_str() {
        "supported" => true,
        "partially_supported" | "not_supported" => false,
        other => {
            return Err(format!("the label `{other}` is none of supported, partially_supported, not_supported").into());
        }
    };
    let mut found = Row::claim(row.evidence.join("\n"), row.claim, supported).with("kind", row.label);
    if let Some(id) = row.meta.id {
        // Parts of one claim have its id and a number.
        let whole = id.split('-').next().unwrap_or_default().to_owned();
        found = found.named(id).among(whole);
    }
    Ok(vec![found])
}
