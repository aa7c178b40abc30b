//! Reading data sets; invariant: a malformed row is an error that names file and line, never dropped
//! in silence.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// A labelled claim.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    pub evidence: String,
    pub claim: String,
    pub label: String,
}

impl Row {
    /// The evidence carries the claim.
    pub fn supported(&self) -> bool {
        self.label == "supported"
    }

    /// The first byte of a hash of the text decides the half.
    pub fn half(&self) -> Half {
        if self.hash()[0].is_multiple_of(2) { Half::A } else { Half::B }
    }

    /// For a sample that does not depend on the order of the file.
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.evidence.as_bytes());
        hasher.update([0]);
        hasher.update(self.claim.as_bytes());
        hasher.finalize().into()
    }
}

/// Which half of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// May tune.
    A,
    /// Only reports.
    B,
}

/// Opens a file, gzip or plain, `.gz` added when only that exists.
pub fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let packed = PathBuf::from(format!("{}.gz", path.display()));
    let path = if path.exists() { path } else { packed.as_path() };
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    if path.extension().is_some_and(|e| e == "gz") {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(file))));
    }
    Ok(Box::new(BufReader::new(file)))
}

/// Every line of a JSONL file.
pub fn lines<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let mut out = Vec::new();
    for (index, line) in open(path)?.lines().enumerate() {
        let line = line.with_context(|| format!("{} line {}", path.display(), index + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        out.push(serde_json::from_str(&line).with_context(|| format!("{} line {}", path.display(), index + 1))?);
    }
    Ok(out)
}

const LABELS: [&str; 6] = ["supported", "refuted", "neutral", "not_supported", "contradicted", "unsupported"];

/// Labelled claims, sampled by hash when there are more than `limit`.
pub fn claims(path: &Path, limit: Option<usize>) -> anyhow::Result<Vec<Row>> {
    let mut rows: Vec<Row> = lines(path)?;
    if let Some((at, row)) = rows.iter().enumerate().find(|(_, row)| !LABELS.contains(&row.label.as_str())) {
        bail!("{} row {}: the label `{}` is none of {}", path.display(), at + 1, row.label, LABELS.join(", "));
    }
    if let Some(limit) = limit {
        rows.sort_by_key(Row::hash);
        rows.truncate(limit);
    }
    Ok(rows)
}
