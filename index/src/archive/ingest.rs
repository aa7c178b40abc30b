//! Files into an archive; invariants: the same input twice writes nothing, a bad file stops no
//! other, and an interrupted run is safe to repeat because each document is written whole.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Archive;
use crate::chunk::{Chunk, ChunkPolicy, split};
use crate::document::{Document, Parsed};
use crate::error::Result;
use crate::import::{self, Problem};
use crate::source::{CreatorId, DocumentId, SourceId};
use crate::store::SourceState;

/// Chunks that gather before they are embedded and committed to the index together.
const FLUSH: usize = 256;

/// What an ingest may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IngestOptions {
    /// Forget sources under the given paths that are no longer there.
    pub prune: bool,
    /// Say what would happen, write nothing.
    pub dry_run: bool,
}

/// What happened to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileOutcome {
    /// At least one new or changed document.
    Written,
    /// Nothing new in it.
    Unchanged,
    /// Some entries were read, others not.
    Partial,
    /// Nothing could be read.
    Failed,
}

/// One file of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The file.
    pub path: PathBuf,
    /// What happened.
    pub outcome: FileOutcome,
    /// Documents that were not there before.
    pub added: usize,
    /// Documents with a new version.
    pub changed: usize,
    /// Documents that were there already.
    pub unchanged: usize,
    /// Chunks written.
    pub chunks: usize,
    /// Line and message of each problem.
    pub problems: Vec<(Option<usize>, String, bool)>,
}

/// A whole run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct IngestReport {
    /// Each file, sorted by path.
    pub files: Vec<FileReport>,
    /// Sources that `--prune` forgot.
    pub pruned: Vec<String>,
    /// Nothing was written because only a dry run was asked for.
    pub dry_run: bool,
}

impl IngestReport {
    /// Every entry of every file was read.
    pub fn is_clean(&self) -> bool {
        self.files.iter().all(|f| matches!(f.outcome, FileOutcome::Written | FileOutcome::Unchanged))
    }

    /// Sum of one count over all files.
    pub fn total(&self, count: impl Fn(&FileReport) -> usize) -> usize {
        self.files.iter().map(count).sum()
    }
}

/// Chunks that are in the store and wait for the index.
#[derive(Default)]
struct Pending {
    journal: i64,
    added: Vec<crate::source::ChunkId>,
    removed: Vec<crate::source::ChunkId>,
}

impl Archive {
    /// Reads everything under `paths` into a creator's archive. `progress` hears (files done, all,
    /// the file at hand).
    pub async fn ingest(
        &self,
        creator: &CreatorId,
        paths: &[PathBuf],
        options: IngestOptions,
        progress: &(dyn Fn(usize, usize, &Path) + Sync),
    ) -> Result<IngestReport> {
        self.store.creator(creator).await?;
        let files = import::walk(paths)?;
        let known = self.store.source_states(creator).await?;
        let mut report = IngestReport { dry_run: options.dry_run, ..IngestReport::default() };
        let mut seen = HashSet::new();
        let mut pending = Pending::default();
        for (done, path) in files.iter().enumerate() {
            progress(done, files.len(), path);
            let imported = match import::read(path) {
                Ok(imported) => imported,
                Err(error) => import::Imported {
                    documents: Vec::new(),
                    problems: vec![Problem { line: None, message: error.to_string(), warning: false }],
                },
            };
            // What could not be read is not gone: its sources are kept.
            if !imported.is_clean() {
                let whole = path.to_string_lossy().into_owned();
                seen.extend(known.keys().filter(|l| locator_file(l) == whole).cloned());
            }
            seen.extend(imported.documents.iter().map(|d| d.locator.clone()));
            let file = self.take_file(creator, path, imported, &known, options, &mut pending).await?;
            report.files.push(file);
            if pending.added.len() >= FLUSH {
                self.flush(creator, &mut pending).await?;
            }
        }
        self.flush(creator, &mut pending).await?;
        if options.prune {
            report.pruned = self.prune(creator, paths, &known, &seen, options.dry_run).await?;
        }
        progress(files.len(), files.len(), Path::new(""));
        Ok(report)
    }

    async fn take_file(
        &self,
        creator: &CreatorId,
        path: &Path,
        imported: import::Imported,
        known: &HashMap<String, SourceState>,
        options: IngestOptions,
        pending: &mut Pending,
    ) -> Result<FileReport> {
        let clean = imported.is_clean();
        let mut file = FileReport {
            path: path.to_owned(),
            outcome: FileOutcome::Unchanged,
            added: 0,
            changed: 0,
            unchanged: 0,
            chunks: 0,
            problems: imported.problems.into_iter().map(|p| (p.line, p.message, p.warning)).collect(),
        };
        for parsed in imported.documents {
            let state = known.get(&parsed.locator);
            if state.is_some_and(|s| !s.forgotten && s.content_hash == parsed.content_hash()) {
                file.unchanged += 1;
                continue;
            }
            let (document, chunks) = self.cut(creator, parsed, state);
            match state {
                Some(s) if !s.forgotten => file.changed += 1,
                _ => file.added += 1,
            }
            file.chunks += chunks.len();
            if !options.dry_run {
                let written = self.store.put_document(creator, &document, &chunks).await?;
                pending.journal = written.journal;
                pending.added.extend(written.added);
                pending.removed.extend(written.removed);
            }
        }
        file.outcome = match (clean, file.added + file.changed + file.unchanged) {
            (false, 0) => FileOutcome::Failed,
            (false, _) => FileOutcome::Partial,
            (true, _) if file.added + file.changed == 0 => FileOutcome::Unchanged,
            (true, _) => FileOutcome::Written,
        };
        Ok(file)
    }

    fn cut(&self, creator: &CreatorId, parsed: Parsed, state: Option<&SourceState>) -> (Document, Vec<Chunk>) {
        let source = SourceId::derive(creator, &parsed.locator);
        let version = state.map_or(1, |s| s.version + 1);
        let id = DocumentId::derive(&source, version, &parsed.content_hash());
        let count = |text: &str| self.embedder.count_tokens(text);
        let chunks = split(&id, &parsed, ChunkPolicy::default(), &count);
        (Document { id, source, version, parsed }, chunks)
    }

    /// Lets the index follow what is in the store.
    async fn flush(&self, creator: &CreatorId, pending: &mut Pending) -> Result<()> {
        if pending.added.is_empty() && pending.removed.is_empty() {
            return Ok(());
        }
        let work = std::mem::take(pending);
        self.index.remove(creator, &work.removed).await?;
        self.add_to_index(creator, &work.added).await?;
        self.store.journal_done(work.journal).await
    }

    async fn prune(
        &self,
        creator: &CreatorId,
        paths: &[PathBuf],
        known: &HashMap<String, SourceState>,
        seen: &HashSet<String>,
        dry_run: bool,
    ) -> Result<Vec<String>> {
        let roots: Vec<PathBuf> = paths.iter().filter_map(|p| p.canonicalize().ok()).collect();
        let mut gone: Vec<(&String, &SourceState)> = known
            .iter()
            .filter(|(locator, state)| {
                let file = Path::new(locator_file(locator));
                !state.forgotten && !seen.contains(*locator) && roots.iter().any(|root| file.starts_with(root))
            })
            .collect();
        gone.sort_by_key(|(locator, _)| locator.as_str());
        for (_, state) in &gone {
            if !dry_run {
                self.forget(creator, Some(&state.id)).await?;
            }
        }
        Ok(gone.into_iter().map(|(locator, _)| locator.clone()).collect())
    }
}

/// The file of a locator, without the entry in it.
fn locator_file(locator: &str) -> &str {
    locator.split_once('#').map_or(locator, |(file, _)| file)
}
