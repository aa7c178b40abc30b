//! Files into an archive; invariants: the same input twice writes nothing, a bad file stops no
//! other, and an interrupted run is safe to repeat because each document is written whole.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Archive, BATCH};
use crate::chunk::{Chunk, ChunkPolicy, split};
use crate::document::{Document, Parsed};
use crate::error::{Error, Result};
use crate::import::{self, Problem};
use crate::source::{ChunkId, CreatorId, DocumentId, SourceId, SourceKind};
use crate::store::{SourceState, Written};

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
    /// Of a kind that is not read; found in a folder, so no mistake.
    LeftOut,
}

/// One file of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The file; in JSON, what is not UTF-8 in its name is replaced.
    #[serde(serialize_with = "shown")]
    pub path: PathBuf,
    /// What happened.
    pub outcome: FileOutcome,
    /// Documents that were not there before.
    pub added: usize,
    /// Documents with a new version.
    pub changed: usize,
    /// Documents that were there already.
    pub unchanged: usize,
    /// Rows of a catalogue that are no longer in it: they are no longer offered.
    pub retired: usize,
    /// Chunks written.
    pub chunks: usize,
    /// Line and message of each problem.
    pub problems: Vec<(Option<usize>, String, bool)>,
}

fn shown<S: serde::Serializer>(path: &Path, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
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
        self.files
            .iter()
            .all(|f| matches!(f.outcome, FileOutcome::Written | FileOutcome::Unchanged | FileOutcome::LeftOut))
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
    added: Vec<ChunkId>,
    removed: Vec<ChunkId>,
}

impl Pending {
    fn take(&mut self, written: Written) {
        self.journal = written.journal;
        self.added.extend(written.added);
        self.removed.extend(written.removed);
    }
}

/// What a run works on.
struct Run<'a> {
    creator: &'a CreatorId,
    /// Paths as they were given.
    roots: Vec<PathBuf>,
    known: HashMap<String, SourceState>,
    options: IngestOptions,
    pending: Pending,
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
        let roots: Vec<PathBuf> = paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
        if options.prune && files.is_empty() {
            return Err(Error::Invalid {
                what: "path to prune",
                value: paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("`, `"),
                why: "there is no file in it, and pruning would forget everything: is the disk mounted? `groundwire forget` erases on purpose".to_owned(),
            });
        }
        let known = self.store.source_states(creator).await?;
        let mut run = Run { creator, roots, known, options, pending: Pending::default() };
        let mut report = IngestReport { dry_run: options.dry_run, ..IngestReport::default() };
        let mut seen = HashSet::new();
        for (done, path) in files.iter().enumerate() {
            progress(done, files.len(), path);
            if !import::is_readable_kind(path) && !import::is_sidecar(path) && !run.roots.contains(path) {
                report.files.push(FileReport::new(path, FileOutcome::LeftOut));
                continue;
            }
            let imported = import::read(path).unwrap_or_else(|error| import::Imported {
                documents: Vec::new(),
                problems: vec![Problem { line: None, message: error.to_string(), warning: false }],
            });
            // What could not be read is not gone: its sources are kept.
            if !imported.is_clean() {
                seen.extend(run.known.keys().filter(|locator| is_of(locator, path)).cloned());
            }
            seen.extend(imported.documents.iter().map(|d| d.locator.clone()));
            report.files.push(self.take_file(&mut run, path, imported).await?);
        }
        self.flush(&mut run).await?;
        if options.prune {
            report.pruned = self.prune(&mut run, &seen).await?;
        }
        progress(files.len(), files.len(), Path::new(""));
        Ok(report)
    }

    async fn take_file(&self, run: &mut Run<'_>, path: &Path, imported: import::Imported) -> Result<FileReport> {
        let clean = imported.is_clean();
        let mut file = FileReport::new(path, FileOutcome::Unchanged);
        if clean && imported.documents.iter().any(|document| document.kind == SourceKind::Catalogue) {
            file.retired = self.retire_rows(run, path, &imported.documents).await?;
        }
        file.problems = imported.problems.into_iter().map(|p| (p.line, p.message, p.warning)).collect();
        for parsed in imported.documents {
            let state = run.known.get(&parsed.locator);
            if state.is_some_and(|s| !s.forgotten && s.content_hash == parsed.content_hash()) {
                file.unchanged += 1;
                continue;
            }
            let (document, chunks) = self.cut(run.creator, parsed, state);
            match state {
                Some(s) if !s.forgotten => file.changed += 1,
                _ => file.added += 1,
            }
            file.chunks += chunks.len();
            if !run.options.dry_run {
                run.pending.take(self.store.put_document(run.creator, &document, &chunks).await?);
                if run.pending.added.len() >= BATCH {
                    self.flush(run).await?;
                }
            }
        }
        file.outcome = match (clean, file.added + file.changed + file.unchanged) {
            (false, 0) => FileOutcome::Failed,
            (false, _) => FileOutcome::Partial,
            (true, _) if file.added + file.changed + file.retired == 0 => FileOutcome::Unchanged,
            (true, _) => FileOutcome::Written,
        };
        Ok(file)
    }

    /// A catalogue says what there is: a row that left a file that was read whole is no longer offered.
    async fn retire_rows(&self, run: &mut Run<'_>, path: &Path, rows: &[Parsed]) -> Result<usize> {
        let listed: HashSet<&str> = rows.iter().map(|row| row.locator.as_str()).collect();
        let gone: Vec<SourceId> = run
            .known
            .iter()
            .filter(|(locator, state)| !state.forgotten && is_of(locator, path) && !listed.contains(locator.as_str()))
            .map(|(_, state)| state.id.clone())
            .collect();
        if !run.options.dry_run {
            self.forget_all(run, &gone).await?;
        }
        Ok(gone.len())
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
    async fn flush(&self, run: &mut Run<'_>) -> Result<()> {
        if run.pending.added.is_empty() && run.pending.removed.is_empty() {
            return Ok(());
        }
        let work = std::mem::take(&mut run.pending);
        self.index.remove(run.creator, &work.removed).await?;
        for batch in work.added.chunks(BATCH) {
            self.add_to_index(run.creator, batch).await?;
        }
        self.store.journal_done(work.journal).await
    }

    async fn forget_all(&self, run: &mut Run<'_>, sources: &[SourceId]) -> Result<()> {
        for source in sources {
            run.pending.take(self.store.forget_source(run.creator, source).await?);
        }
        self.flush(run).await?;
        if sources.is_empty() { Ok(()) } else { self.store.scrub().await }
    }

    async fn prune(&self, run: &mut Run<'_>, seen: &HashSet<String>) -> Result<Vec<String>> {
        let under =
            |locator: &str| run.roots.iter().any(|root| Path::new(locator).starts_with(root) || is_of(locator, root));
        let mut gone: Vec<(String, SourceId)> = run
            .known
            .iter()
            .filter(|(locator, state)| !state.forgotten && !seen.contains(*locator) && under(locator))
            .map(|(locator, state)| (locator.clone(), state.id.clone()))
            .collect();
        gone.sort();
        let (locators, sources): (Vec<_>, Vec<_>) = gone.into_iter().unzip();
        if !run.options.dry_run {
            // Rows that left a catalogue are forgotten already.
            let live = self.store.source_states(run.creator).await?;
            let forgotten: HashSet<SourceId> =
                live.into_values().filter(|state| state.forgotten).map(|state| state.id).collect();
            let sources: Vec<SourceId> = sources.into_iter().filter(|id| !forgotten.contains(id)).collect();
            self.forget_all(run, &sources).await?;
        }
        Ok(locators)
    }
}

impl FileReport {
    fn new(path: &Path, outcome: FileOutcome) -> Self {
        Self {
            path: path.to_owned(),
            outcome,
            added: 0,
            changed: 0,
            unchanged: 0,
            retired: 0,
            chunks: 0,
            problems: Vec::new(),
        }
    }
}

/// Whether a locator is a file or an entry of it.
fn is_of(locator: &str, file: &Path) -> bool {
    let Some(file) = file.to_str() else { return false };
    locator.strip_prefix(file).is_some_and(|entry| entry.is_empty() || entry.starts_with('#'))
}
