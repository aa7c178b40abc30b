//! What a run has measured so far, beside the file that it will be: a header that says of which run, then an item a line.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::run::Measured;

/// Open for more items.
#[derive(Default)]
pub struct Journal {
    file: Option<File>,
    path: PathBuf,
    before: Vec<Measured>,
    seconds: f64,
}

#[derive(Serialize, Deserialize)]
struct Line {
    seconds: f64,
    item: Measured,
}

fn place(out: &Path) -> PathBuf {
    PathBuf::from(format!("{}.part", out.display()))
}

/// Changes when the program is built anew: what another build measured is not taken up.
fn program() -> anyhow::Result<String> {
    let metadata = std::env::current_exe().and_then(|path| path.metadata()).context("cannot look at this program")?;
    let built = metadata.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    Ok(format!("{} {}", metadata.len(), built.map_or(0, |at| at.as_secs())))
}

/// Once the run is whole.
pub fn remove(out: &Path) {
    // A journal that stays is refused by the next run with another header, and taken up by one with the same.
    let _ = std::fs::remove_file(place(out));
}

impl Journal {
    /// A new journal, or that of the same run by the same program that was cut off. Without `out` nothing is kept.
    pub fn open(out: Option<&Path>, header: &Value) -> anyhow::Result<Self> {
        let Some(out) = out else { return Ok(Self::default()) };
        let header = &json!({ "run": header, "program": program()? });
        let path = place(out);
        let cannot = || format!("cannot write {}", path.display());
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(cannot)?;
        }
        let mut journal = Self { path: path.clone(), ..Self::default() };
        let mut kept = format!("{header}\n").into_bytes();
        if path.exists() {
            journal.read(header, &mut kept)?;
        }
        // A line that was cut off in the middle goes.
        crate::run::write_whole(&path, &kept)?;
        journal.file = Some(OpenOptions::new().append(true).open(&path).with_context(cannot)?);
        Ok(journal)
    }

    fn read(&mut self, header: &Value, kept: &mut Vec<u8>) -> anyhow::Result<()> {
        let path = self.path.display().to_string();
        let file = File::open(&self.path).with_context(|| format!("cannot read {path}"))?;
        let mut lines = BufReader::new(file).split(b'\n');
        let first: Option<Value> = match lines.next() {
            Some(line) => serde_json::from_slice(&line.with_context(|| format!("cannot read {path}"))?).ok(),
            None => None,
        };
        if first.as_ref().is_some_and(|first| first != header) {
            bail!(
                "{path} is of a run with other data, system, seed or limit, or by another build: name another --out, or remove it to begin anew"
            );
        }
        for line in lines {
            let line = line.with_context(|| format!("cannot read {path}"))?;
            let Ok(found) = serde_json::from_slice::<Line>(&line) else { break };
            self.seconds = found.seconds;
            // What failed is tried again: the endpoint may be back.
            if found.item.has_failed() {
                continue;
            }
            self.before.push(found.item);
            kept.extend_from_slice(&line);
            kept.push(b'\n');
        }
        Ok(())
    }

    /// What was measured before, and in how many seconds.
    pub fn take(&mut self) -> (Vec<Measured>, f64) {
        (std::mem::take(&mut self.before), self.seconds)
    }

    /// One more item.
    pub fn note(&mut self, item: &Measured, seconds: f64) -> anyhow::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut line = serde_json::to_vec(&Line { seconds, item: item.clone() })?;
        line.push(b'\n');
        file.write_all(&line).with_context(|| format!("cannot write {}", self.path.display()))
    }
}
