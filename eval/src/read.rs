//! Data sets in the form in which they are published. Invariant: a row that cannot be read is counted and named with
//! its file, place and fault, never dropped in silence; a row that holds nothing to judge is counted with the reason.

mod aggrefact;
mod attribution;
mod begin;
pub mod beir;
mod faithbench;
mod fever;
mod halueval;
mod ours;
mod ragtruth;
mod summedits;
mod table;
#[cfg(test)]
mod tests;
mod wice;

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::item::{self, Claim, Slices, Work};

/// A published form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// JSONL of `evidence`, `claim`, `label`.
    Claims,
    /// Lines of the check contract with `gold`.
    Candidates,
    /// Lines of `questions.jsonl` of a fixture creator.
    Questions,
    /// A folder with `response.jsonl` and `source_info.jsonl`.
    Ragtruth,
    /// One source a line with its responses.
    RagtruthNested,
    /// CSV or JSONL of `dataset`, `doc`, `claim`, `label`.
    Aggrefact,
    /// JSON of `samples` with `annotations`.
    Faithbench,
    /// JSON or JSONL of `doc`, `summary`, `label`.
    Summedits,
    /// TSV of `knowledge`, `response`, `begin_label`.
    Begin,
    /// JSONL of a right and a hallucinated answer.
    HaluevalQa,
    /// JSONL of a right and a hallucinated turn.
    HaluevalDialogue,
    /// JSONL of a right and a hallucinated summary.
    HaluevalSummarization,
    /// JSONL or CSV of `claim`, `references`, `attribution_label`.
    Attributionbench,
    /// JSONL of `claim`, `evidence` sentences, `label`.
    Wice,
    /// JSONL of the shared task beside a folder `wiki-pages`, or with the evidence's text in the row.
    Fever,
    /// A folder of `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`.
    Beir,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Malformed {
    /// File.
    pub file: String,
    /// Line, or number of the record in a JSON array.
    pub line: usize,
    /// What is wrong.
    pub why: String,
}

/// One item of a file, before it is placed in a part and a half.
#[derive(Debug, Clone)]
pub struct Row {
    /// The set's own id; file and line where it has none.
    pub id: Option<String>,
    /// What it belongs together with; itself where nothing is said.
    pub cluster: Option<String>,
    /// Properties to split by.
    pub slices: Slices,
    /// What is to be done, and the gold.
    pub work: Work,
}

/// What a file gave.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Items with the line that they stand on.
    pub found: Vec<(usize, Row)>,
    /// What could not be read.
    pub malformed: Vec<Malformed>,
    /// Rows that hold nothing to judge, by reason.
    pub left_out: BTreeMap<String, usize>,
}

/// What became of one record.
type Read = Result<Vec<Row>, Fault>;

/// Why a record gave no item.
enum Fault {
    /// It is not in the form.
    Malformed(String),
    /// It is, and holds nothing to judge.
    LeftOut(&'static str),
}

impl From<String> for Fault {
    fn from(why: String) -> Self {
        Self::Malformed(why)
    }
}

impl Fault {
    /// The same, with its place in a record that holds many.
    fn within(self, place: &str) -> Self {
        match self {
            Self::Malformed(why) => Self::Malformed(format!("{place}: {why}")),
            Self::LeftOut(why) => Self::LeftOut(why),
        }
    }
}

/// Reads a file or folder in a published form. An error is a file that cannot be opened or is in another form
/// altogether; single bad rows are in the result.
pub fn read(format: Format, path: &Path) -> anyhow::Result<Rows> {
    match format {
        Format::Claims => records(path, ours::claim),
        Format::Candidates => records(path, ours::candidate),
        Format::Questions => {
            let creator = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
            records(path, |value| ours::question(value, creator.as_deref().unwrap_or_default()))
        }
        Format::Ragtruth => ragtruth::published(path),
        Format::RagtruthNested => each_of(path, ragtruth::nested),
        Format::Aggrefact => records(path, aggrefact::row),
        Format::Faithbench => records(path, faithbench::row),
        Format::Summedits => records(path, summedits::row),
        Format::Begin => records(path, begin::row),
        Format::HaluevalQa => records(path, halueval::qa),
        Format::HaluevalDialogue => records(path, halueval::dialogue),
        Format::HaluevalSummarization => records(path, halueval::summarization),
        Format::Attributionbench => records(path, attribution::row),
        Format::Wice => records(path, wice::row),
        Format::Fever => fever::read(path),
        Format::Beir => beir::queries(path),
    }
}

/// Every record of a table through a reader.
fn records(path: &Path, reader: impl Fn(Value) -> Read) -> anyhow::Result<Rows> {
    each_of(path, |value| Ok(vec![reader(value)]))
}

/// The same where a record holds many: one that cannot be read takes no other with it.
fn each_of(path: &Path, reader: impl Fn(Value) -> Result<Vec<Read>, Fault>) -> anyhow::Result<Rows> {
    let mut rows = Rows::default();
    table::each(path, |line, value| {
        rows.take_all(path, line, value.map_err(Fault::Malformed).and_then(&reader));
    })?;
    Ok(rows)
}

impl Rows {
    fn take_all(&mut self, path: &Path, line: usize, found: Result<Vec<Read>, Fault>) {
        found.unwrap_or_else(|fault| vec![Err(fault)]).into_iter().for_each(|read| self.take(path, line, read));
    }

    fn take(&mut self, path: &Path, line: usize, found: Read) {
        match found {
            Ok(rows) => self.found.extend(rows.into_iter().map(|row| (line, row))),
            Err(Fault::LeftOut(why)) => *self.left_out.entry(why.to_owned()).or_default() += 1,
            Err(Fault::Malformed(why)) => {
                self.malformed.push(Malformed { file: path.display().to_string(), line, why });
            }
        }
    }
}

/// The record as a type; says which key is missing or of the wrong kind.
fn typed<T: DeserializeOwned>(value: Value) -> Result<T, Fault> {
    serde_json::from_value(value).map_err(|error| Fault::Malformed(error.to_string()))
}

impl Row {
    fn claim(evidence: impl Into<String>, claim: impl Into<String>, supported: bool) -> Self {
        let claim = Claim { evidence: evidence.into(), text: claim.into(), message: None, supported };
        Self { id: None, cluster: None, slices: Slices::new(), work: Work::Claim(claim) }
    }

    fn with(mut self, slice: &str, value: impl Into<String>) -> Self {
        self.slices.insert(slice.to_owned(), value.into());
        self
    }

    fn named(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    fn among(mut self, cluster: impl Into<String>) -> Self {
        self.cluster = Some(cluster.into());
        self
    }

    fn asked(mut self, question: impl Into<String>) -> Self {
        if let Work::Claim(claim) = &mut self.work {
            claim.message = Some(question.into());
        }
        self
    }
}

/// `"1"`, `1`, `"true"`, `true` and their opposites, as sets write them.
fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(yes) => Some(*yes),
        Value::Number(number) => match number.as_f64() {
            Some(n) if (n - 1.0).abs() < f64::EPSILON => Some(true),
            Some(n) if n.abs() < f64::EPSILON => Some(false),
            _ => None,
        },
        Value::String(text) => match text.trim().to_lowercase().as_str() {
            "1" | "1.0" | "true" => Some(true),
            "0" | "0.0" | "false" => Some(false),
            _ => None,
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// An id that is a text or a number.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A stretch given in characters, as bytes of `text`; `marked`, where the set has it, must be what stands there.
fn place(text: &str, start: usize, end: usize, marked: Option<&str>) -> Result<item::Fault, Fault> {
    let byte = |at: usize| text.char_indices().map(|(byte, _)| byte).chain([text.len()]).nth(at);
    let (Some(from), Some(to)) = (byte(start), byte(end).filter(|_| start <= end)) else {
        let length = text.chars().count();
        return Err(format!("the span {start}..{end} leaves the text of {length} characters").into());
    };
    let there = text.get(from..to).unwrap_or_default();
    match marked {
        Some(marked) if marked != there => Err(format!("the span {start}..{end} is `{there}`, not `{marked}`").into()),
        _ => Ok(item::Fault { start: from, end: to, objections: Vec::new() }),
    }
}
