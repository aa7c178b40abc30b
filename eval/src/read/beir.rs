//! Retrieval sets in BEIR layout (Thakur et al. 2021): `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`.

use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;

use super::{Fault, Row, Rows, table, typed};
use crate::item::{Query, Slices, Work};
use crate::metrics::ranking::Relevant;

/// A document or query.
#[derive(Debug, Clone, Deserialize)]
pub struct Entry {
    /// Id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Title, blank where there is none.
    #[serde(default)]
    pub title: String,
    /// Text.
    pub text: String,
}

/// Queries with judged documents; those without are not part of the test.
pub fn queries(folder: &Path) -> anyhow::Result<Rows> {
    let mut rows = Rows::default();
    let judged = judgements(&folder.join("qrels/test.tsv"), &mut rows)?;
    let file = folder.join("queries.jsonl");
    table::each(&file, |line, value| {
        let found = value.map_err(Fault::Malformed).and_then(typed::<Entry>).and_then(|entry| {
            let relevant = judged.get(&entry.id).cloned().ok_or(Fault::LeftOut("not judged in this split"))?;
            let work = Work::Query(Query { text: entry.text, relevant });
            Ok(vec![Row { id: Some(entry.id), cluster: None, slices: Slices::new(), work }])
        });
        rows.take(&file, line, found);
    })?;
    Ok(rows)
}

/// Documents; a bad one is named and not indexed.
pub fn corpus(folder: &Path, rows: &mut Rows) -> anyhow::Result<Vec<Entry>> {
    let mut documents = Vec::new();
    let file = folder.join("corpus.jsonl");
    table::each(&file, |line, value| {
        let found = value.map_err(Fault::Malformed).and_then(typed::<Entry>).map(|entry| {
            documents.push(entry);
            Vec::new()
        });
        rows.take(&file, line, found);
    })?;
    Ok(documents)
}

fn judgements(path: &Path, rows: &mut Rows) -> anyhow::Result<BTreeMap<String, Relevant>> {
    let mut out = BTreeMap::<String, Relevant>::new();
    // The first line is a header, whatever it says.
    for (at, line) in table::open(path)?.lines().enumerate().skip(1) {
        let line = line.with_context(|| format!("cannot read {} from line {}", path.display(), at + 1))?;
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        match columns.as_slice() {
            [query, document, grade] if grade.parse::<f64>().is_ok() => {
                let grade = grade.parse::<f64>().unwrap_or_default();
                if grade > 0.0 {
                    out.entry((*query).to_owned()).or_default().insert((*document).to_owned(), grade);
                }
            }
            [""] => {}
            _ => rows.take(path, at + 1, Err(Fault::Malformed("not query, document and a grade, by tabs".to_owned()))),
        }
    }
    Ok(out)
}
