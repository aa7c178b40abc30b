//! BEGIN (Dziri et al. 2022): turns of dialogue held against a piece of knowledge. A generic turn states nothing, so it
//! is neither carried nor not, and is left out.

use serde::Deserialize;
use serde_json::Value;

use super::{Fault, Read, Row, typed};

#[derive(Deserialize)]
struct Turn {
    knowledge: String,
    response: String,
    begin_label: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    model_name: String,
    #[serde(default)]
    data_source: String,
}

pub fn row(value: Value) -> Read {
    let turn: Turn = typed(value)?;
    let supported = match turn.begin_label.trim().to_lowercase().as_str() {
        "fully attributable" => true,
        "not fully attributable" => false,
        "generic" => return Err(Fault::LeftOut("generic: it states nothing")),
        other => {
            let known = "Fully attributable, Not fully attributable or Generic";
            return Err(format!("begin_label is `{other}`: {known}").into());
        }
    };
    let row = Row::claim(turn.knowledge, turn.response, supported);
    Ok(vec![row.with("model", turn.model_name).with("set", turn.data_source).asked(turn.message)])
}
