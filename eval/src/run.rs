//! A run: every item with what was said of it, and all that a reader needs to judge the figures. Invariant: figures are
//! worked out from this file alone, so that whoever has it can work them out again.

mod found;

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde::{Deserialize, Serialize};

use crate::suite::FileNote;

pub use found::{Answer, Decision, Found, Measured, Objected, Pair, Ranking, Sentence};

/// Version of the file's form.
pub const FORM: u32 = 1;

/// A run of one suite by one system.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Run {
    /// Version of the form.
    pub form: u32,
    /// What was measured.
    pub suite: SuiteNote,
    /// What measured.
    pub system: System,
    /// How.
    pub settings: Settings,
    /// On what, and how long.
    pub machine: Machine,
    /// Every item, in the order of the suite.
    pub items: Vec<Measured>,
    /// Labels that were read back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
}

/// The suite as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuiteNote {
    /// Name.
    pub name: String,
    /// For people.
    pub title: String,
    /// Version.
    pub version: String,
    /// Licence of the data.
    pub licence: String,
    /// Data sets in it.
    pub sets: Vec<String>,
    /// Files with their hashes, and what could not be read.
    pub files: Vec<FileNote>,
}

/// Who decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct System {
    /// `check`, `rules`, `judge`, `baseline`, `search`, or `engine`.
    pub name: String,
    /// Id of the judge.
    pub judge: String,
    /// Least support that passes, where the suite's own policies do not say otherwise.
    pub threshold: f64,
    /// What the threshold was chosen on, where a calibration set it; then it goes before the suite's own policies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_on: Option<ChosenOn>,
    /// Embedder, where one was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embedder: Option<String>,
    /// Generator, where one was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator: Option<String>,
    /// Version of Groundwire.
    pub version: String,
}

/// Where a threshold comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenOn {
    /// Suite and its version.
    pub suite: String,
    /// sha256 of the suite's files.
    pub files: Vec<String>,
    /// Parts on whose half A it was chosen.
    pub parts: Vec<String>,
}

/// How it was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// At most so many items of each part.
    pub limit: Option<usize>,
    /// Of the sample.
    pub seed: u64,
    /// Items in progress at once: above 1, times include waiting for each other.
    pub jobs: usize,
    /// The command, for who wants to repeat it.
    pub command: String,
}

/// On what it ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// Logical cores.
    pub cores: usize,
    /// Seconds of all measuring, over all sittings.
    pub seconds: f64,
    /// Largest resident memory, KiB, where the system tells.
    pub peak_kib: Option<u64>,
    /// RFC 3339.
    pub ended: String,
}

/// Who gave a label. A report never calls one the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Labeller {
    /// Somebody who did not make the system.
    Person,
    /// Somebody who did.
    Author,
    /// A model.
    Model,
}

/// What somebody said of one output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The item's id.
    pub id: String,
    /// `raw` or `guarded`.
    pub arm: String,
    /// What the evidence does for it.
    #[serde(rename = "label")]
    pub says: Support,
    /// The evidence has an answer to the question.
    pub answerable: Option<bool>,
    /// Which kind of labeller.
    pub by: Labeller,
    /// Who.
    pub name: String,
    /// In their words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What the evidence does for an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// Carries every claim.
    Supported,
    /// At least one claim is carried by nothing, or denied.
    Unsupported,
    /// There is no claim: an abstention, a greeting.
    NothingToCheck,
}

impl Run {
    /// Reads a run; names the file and what is wrong.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the run {}", path.display()))?;
        let run: Self = serde_json::from_str(&text)
            .with_context(|| format!("{} is not a run of groundwire-eval", path.display()))?;
        ensure!(
            run.form == FORM,
            "{} has form {}, this program reads form {FORM}: measure again",
            path.display(),
            run.form
        );
        Ok(run)
    }

    /// Writes it whole or not at all.
    pub fn save(&self, path: &Path) -> anyhow::Result<()> {
        write_whole(path, &serde_json::to_vec(self)?)
    }

    /// How many items could not be measured.
    pub fn failed(&self) -> usize {
        self.items.iter().filter(|item| item.has_failed()).count()
    }
}

/// Writes a file beside its place and moves it there.
pub fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).with_context(cannot)?;
    let mut part = tempfile::NamedTempFile::new_in(folder).with_context(cannot)?;
    part.write_all(bytes).with_context(cannot)?;
    part.persist(path).with_context(cannot)?;
    Ok(())
}
