//! RAGTruth (Niu et al. 2024): `response.jsonl` beside `source_info.jsonl` as published, and one source a line with
//! its responses. Spans are counted in characters there.

use std::collections::HashMap;
use std::path::Path;

use groundwire::check::{CheckRequest, GivenEvidence};
use serde::Deserialize;
use serde_json::Value;

use super::{Fault as Bad, Read, Row, Rows, name_of, place, table, typed};
use crate::item::{Candidate, Slices, Work};

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    source_id: Value,
    model: String,
    labels: Vec<Span>,
    #[serde(rename = "response")]
    text: String,
    #[serde(default)]
    quality: Option<String>,
    #[serde(default)]
    split: Option<String>,
}

/// Offsets are characters; the marked text stands beside them and is held against them.
#[derive(Deserialize)]
struct Span {
    start: usize,
    end: usize,
    #[serde(default)]
    text: Option<String>,
}

#[derive(Deserialize)]
struct Source {
    #[serde(rename = "source_id")]
    id: Value,
    #[serde(rename = "task_type")]
    task: String,
    #[serde(rename = "source_info")]
    info: Value,
}

#[derive(Deserialize)]
struct Nested {
    source_id: Value,
    source: Value,
    task: String,
    responses: Vec<Value>,
}

/// A folder with both files. Only the split `test` is measured where splits are named; responses of bad quality are
/// left out, as the authors do.
pub fn published(folder: &Path) -> anyhow::Result<Rows> {
    let mut sources: HashMap<String, (String, Value)> = HashMap::new();
    let mut rows = Rows::default();
    let file = folder.join("source_info.jsonl");
    table::each(&file, |line, value| {
        let read = value.map_err(Bad::Malformed).and_then(typed::<Source>).and_then(|source| {
            let id = name_of(&source.id).ok_or_else(|| "`source_id` is no text or number".to_owned())?;
            sources.insert(id, (source.task, source.info));
            Ok(Vec::new())
        });
        rows.take(&file, line, read);
    })?;
    let file = folder.join("response.jsonl");
    table::each(&file, |line, value| {
        let read = value.map_err(Bad::Malformed).and_then(typed::<Response>).and_then(|response| {
            let id = name_of(&response.source_id).unwrap_or_default();
            let (task, source) =
                sources.get(&id).ok_or_else(|| format!("its source `{id}` is not in source_info.jsonl"))?;
            if response.split.as_deref().is_some_and(|split| split != "test") {
                return Err(Bad::LeftOut("not in the split `test`"));
            }
            row(response, &id, task, source).map(|row| vec![row])
        });
        rows.take(&file, line, read);
    })?;
    Ok(rows)
}

/// One source with its responses.
pub fn nested(value: Value) -> Result<Vec<Read>, Bad> {
    let found: Nested = typed(value)?;
    let id = name_of(&found.source_id).ok_or_else(|| "`source_id` is no text or number".to_owned())?;
    let one = |response: Value| row(typed(response)?, &id, &found.task, &found.source).map(|row| vec![row]);
    let told = |(at, read): (usize, Read)| read.map_err(|fault| fault.within(&format!("response {}", at + 1)));
    Ok(found.responses.into_iter().map(one).enumerate().map(told).collect())
}

fn row(response: Response, source_id: &str, task: &str, source: &Value) -> Result<Row, Bad> {
    if response.quality.as_deref().is_some_and(|quality| quality != "good") {
        return Err(Bad::LeftOut("marked as of bad quality by the authors"));
    }
    let (evidence, message) = parts(source)?;
    let text = response.text;
    let faults = response
        .labels
        .iter()
        .map(|span| place(&text, span.start, span.end, span.text.as_deref()))
        .collect::<Result<Vec<_>, _>>()?;
    let id = name_of(&response.id).unwrap_or_else(|| format!("{source_id}/{}", response.model));
    let mut request = CheckRequest::new(text);
    request.message = message;
    request.evidence = vec![GivenEvidence::new("e1", evidence)];
    let slices = Slices::from([("model".to_owned(), response.model), ("kind".to_owned(), task.to_lowercase())]);
    let candidate = Candidate { request, acceptable: faults.is_empty(), faults, repaired: None };
    Ok(Row { id: Some(id), cluster: Some(source_id.to_owned()), slices, work: Work::Reply(Box::new(candidate)) })
}

/// Evidence and question of a source: a text, a question with passages, or a record of a business.
fn parts(source: &Value) -> Result<(String, Option<String>), Bad> {
    match source {
        Value::String(text) => Ok((text.clone(), None)),
        Value::Object(map) => match (map.get("question"), map.get("passages")) {
            (Some(Value::String(question)), Some(Value::String(passages))) => {
                Ok((passages.clone(), Some(question.clone())))
            }
            _ => Ok((flatten(source), None)),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
            Err("the source is neither a text nor an object".to_owned().into())
        }
    }
}

/// A record as lines of `key: value`.
fn flatten(record: &Value) -> String {
    fn write(prefix: &str, value: &Value, out: &mut Vec<String>) {
        let spoken = |key: &str| key.replace('_', " ");
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let key = if prefix.is_empty() { spoken(key) } else { format!("{prefix} {}", spoken(key)) };
                    write(&key, value, out);
                }
            }
            Value::Array(list) => list.iter().for_each(|value| write(prefix, value, out)),
            Value::Null => out.push(format!("{prefix}: not given")),
            Value::Bool(yes) => out.push(format!("{prefix}: {}", if *yes { "yes" } else { "no" })),
            Value::Number(number) => out.push(format!("{prefix}: {number}")),
            Value::String(text) => out.push(format!("{prefix}: {text}")),
        }
    }
    let mut out = Vec::new();
    write("", record, &mut out);
    out.join("\n")
}
