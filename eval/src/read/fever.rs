//! FEVER (Thorne et al. 2018) and sets of its kind: the shared task with its `wiki-pages` folder beside the file,
//! Climate-FEVER (Diggelmann et al. 2020) with its evidences in the row, VitaminC (Schuster et al. 2021) with one.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use super::{Fault, Read, Row, Rows, name_of, table, typed};

/// A sentence of an article, by title and number.
type Place = (String, i64);

/// Ids of annotation and evidence, then title and number of the sentence.
type Pointer = (Value, Value, Option<String>, Option<i64>);

#[derive(Deserialize)]
struct Task {
    #[serde(default)]
    id: Value,
    claim: String,
    #[serde(default)]
    label: Option<String>,
    /// Alternatives; each a set of sentences that are needed together.
    evidence: Vec<Vec<Pointer>>,
}

#[derive(Deserialize)]
struct Climate {
    #[serde(default)]
    claim_id: Value,
    claim: String,
    evidences: Vec<Value>,
}

#[derive(Deserialize)]
struct ClimateEvidence {
    evidence_id: String,
    evidence_label: Value,
    evidence: String,
}

#[derive(Deserialize)]
struct Vitamin {
    #[serde(alias = "id")]
    unique_id: Option<Value>,
    claim: String,
    evidence: String,
    #[serde(alias = "gold_label")]
    label: String,
    #[serde(default)]
    case_id: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    id: String,
    lines: String,
}

/// A file in one of the three forms; which one, each row tells.
pub fn read(path: &Path) -> anyhow::Result<Rows> {
    let mut tasks: Vec<(usize, Task)> = Vec::new();
    let mut rows = Rows::default();
    table::each(path, |line, value| {
        let found = value.map_err(Fault::Malformed).and_then(|value| match value.get("evidence") {
            Some(Value::Array(_)) => typed(value).map(|task| {
                tasks.push((line, task));
                Vec::new()
            }),
            Some(_) => Ok(vec![vitamin(value)]),
            None => climate(value),
        });
        rows.take_all(path, line, found);
    })?;
    if tasks.is_empty() {
        return Ok(rows);
    }
    let wanted: HashSet<String> = tasks.iter().flat_map(|(_, task)| titles(task)).collect();
    let pages = sentences(&path.with_file_name("wiki-pages"), &wanted)?;
    for (line, task) in tasks {
        rows.take(path, line, from_task(task, &pages));
    }
    Ok(rows)
}

/// Titles are written in two normal forms, in the claims and in the pages.
fn normal(title: &str) -> String {
    title.nfc().collect()
}

fn titles(task: &Task) -> impl Iterator<Item = String> + '_ {
    task.evidence.iter().flatten().filter_map(|(_, _, title, _)| title.as_deref().map(normal))
}

fn from_task(task: Task, pages: &HashMap<Place, String>) -> Read {
    let supported = match task.label.as_deref() {
        Some("SUPPORTS") => true,
        Some("REFUTES") => false,
        Some("NOT ENOUGH INFO") => return Err(Fault::LeftOut("not enough info: no evidence is named")),
        None => return Err(Fault::LeftOut("unlabelled")),
        Some(other) => return Err(format!("the label `{other}` is none of SUPPORTS, REFUTES, NOT ENOUGH INFO").into()),
    };
    // One alternative is enough; the first whose sentences are all there.
    let text = |set: &Vec<Pointer>| {
        let sentences = set.iter().map(|(_, _, title, at)| pages.get(&(normal(title.as_deref()?), (*at)?)).cloned());
        sentences.collect::<Option<Vec<_>>>().map(|found| found.join("\n"))
    };
    let evidence = task.evidence.iter().find_map(text).filter(|text| !text.trim().is_empty());
    let evidence = evidence.ok_or_else(|| "its evidence is not in wiki-pages".to_owned())?;
    let mut row = Row::claim(evidence, task.claim, supported);
    row.id = name_of(&task.id);
    Ok(vec![row])
}

/// The sentences of the wanted articles, from all files of the folder.
fn sentences(folder: &Path, wanted: &HashSet<String>) -> anyhow::Result<HashMap<Place, String>> {
    let listed = std::fs::read_dir(folder).with_context(|| {
        format!("the claims name sentences of articles: put the folder of the articles at {}", folder.display())
    })?;
    let mut found = HashMap::new();
    for entry in listed.flatten().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')) {
        table::each(&entry.path(), |_, value| {
            let Ok(page) = value.and_then(|v| serde_json::from_value::<Page>(v).map_err(|e| e.to_string())) else {
                return;
            };
            let title = normal(&page.id);
            if !wanted.contains(&title) {
                return;
            }
            for line in page.lines.split('\n') {
                let mut cells = line.split('\t');
                let number = cells.next().and_then(|cell| cell.parse::<i64>().ok());
                if let (Some(number), Some(sentence)) = (number, cells.next()) {
                    found.insert((title.clone(), number), sentence.to_owned());
                }
            }
        })?;
    }
    Ok(found)
}

/// A claim with its evidences, each a row of its own.
fn climate(value: Value) -> Result<Vec<Read>, Fault> {
    let row: Climate = typed(value)?;
    let id = name_of(&row.claim_id).unwrap_or_default();
    let one = |evidence: Value| -> Read {
        let evidence: ClimateEvidence = typed(evidence)?;
        let label = match &evidence.evidence_label {
            Value::String(label) => label.replace('_', " "),
            // The hub's copy numbers them.
            Value::Number(number) => match number.as_i64() {
                Some(0) => "SUPPORTS".to_owned(),
                Some(1) => "REFUTES".to_owned(),
                _ => "NOT ENOUGH INFO".to_owned(),
            },
            other @ (Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) => other.to_string(),
        };
        let supported = stance(&label)?;
        let row = Row::claim(evidence.evidence, row.claim.clone(), supported);
        Ok(vec![row.named(format!("{id}/{}", evidence.evidence_id)).among(id.clone())])
    };
    let told = |(at, found): (usize, Read)| found.map_err(|fault| fault.within(&format!("evidence {}", at + 1)));
    Ok(row.evidences.into_iter().map(one).enumerate().map(told).collect())
}

fn vitamin(value: Value) -> Read {
    let row: Vitamin = typed(value)?;
    let supported = stance(&row.label)?;
    let mut found = Row::claim(row.evidence, row.claim, supported);
    found.id = row.unique_id.as_ref().and_then(name_of);
    found.cluster = row.case_id;
    Ok(vec![found])
}

/// What the evidence neither carries nor denies is not supported.
fn stance(label: &str) -> Result<bool, Fault> {
    match label {
        "SUPPORTS" => Ok(true),
        "REFUTES" | "NOT ENOUGH INFO" => Ok(false),
        other => Err(format!("the label `{other}` is none of SUPPORTS, REFUTES, NOT ENOUGH INFO").into()),
    }
}
