//! One data folder: store, index and embedder that belong together; invariants: one process writes
//! at a time, the index follows the store before anything is answered from it, and what was
//! acknowledged is in the store.

mod ingest;

use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::backend::{ChunkIndex, Embedded, IndexedChunk};
use crate::embed::{Embedder, Role};
use crate::error::{Error, Result};
use crate::retrieve::Retriever;
use crate::source::{ChunkId, CreatorId, SourceId};
use crate::store::{JournalEntry, Store};

pub use ingest::{FileOutcome, FileReport, IngestOptions, IngestReport};

/// Setting under which the index's model stands in the store.
const MODEL_SETTING: &str = "embedder";
/// Chunks that are embedded and committed together when an index is rebuilt or follows the journal.
const BATCH: usize = 256;

/// Keeps other processes from writing to the data folder while it lives.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the lock, or says who has it.
    pub fn take(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        let path = folder.join("lock");
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(Error::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let holder = if holder.trim().is_empty() { "unknown".to_owned() } else { holder.trim().to_owned() };
                return Err(Error::InUse { path: folder.to_owned(), holder });
            }
            Err(std::fs::TryLockError::Error(error)) => return Err(Error::io("lock", &path)(error)),
        }
        let note = format!("process {}\n", std::process::id());
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(note.as_bytes()))
            .map_err(Error::io("write", &path))?;
        Ok(Self { _file: file })
    }
}

/// Paths inside a data folder.
#[derive(Debug, Clone)]
pub struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// The folder at `root`; nothing is made yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database file.
    pub fn store(&self) -> PathBuf {
        self.root.join("groundwire.db")
    }

    /// The search index's folder.
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    /// The file that keeps the audit chain's head apart from the chain.
    pub fn audit_head(&self) -> PathBuf {
        self.root.join("audit.head")
    }

    /// Opens the store alone; enough to read decisions and to list.
    pub async fn open_store(&self) -> Result<Store> {
        std::fs::create_dir_all(&self.root).map_err(Error::io("create", &self.root))?;
        Store::open(&self.store()).await
    }
}

/// An open data folder that may be written to.
pub struct Archive {
    store: Store,
    index: Arc<dyn ChunkIndex>,
    embedder: Arc<dyn Embedder>,
    _lock: FolderLock,
}

impl Archive {
    /// Opens a folder and lets the index follow what a crash left behind.
    pub async fn open(folder: &DataFolder, embedder: Arc<dyn Embedder>) -> Result<Self> {
        let lock = FolderLock::take(folder.root())?;
        let store = folder.open_store().await?;
        let index: Arc<dyn ChunkIndex> = Arc::new(Embedded::open(&folder.index(), embedder.dimensions())?);
        let archive = Self { store, index, embedder, _lock: lock };
        archive.check_model().await?;
        archive.follow().await?;
        archive.refuse_lost_index().await?;
        Ok(archive)
    }

    /// Throws the index away and builds it anew from the store. `progress` hears (done, all).
    pub async fn rebuild(
        folder: &DataFolder,
        embedder: Arc<dyn Embedder>,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<usize> {
        let lock = FolderLock::take(folder.root())?;
        let store = folder.open_store().await?;
        if folder.index().exists() {
            std::fs::remove_dir_all(folder.index()).map_err(Error::io("remove", folder.index()))?;
        }
        let index: Arc<dyn ChunkIndex> = Arc::new(Embedded::open(&folder.index(), embedder.dimensions())?);
        let archive = Self { store, index, embedder, _lock: lock };
        let mut work = Vec::new();
        for creator in archive.store.creators().await? {
            let ids = archive.store.live_chunk_ids(&creator.id).await?;
            work.push((creator.id, ids));
        }
        let all = work.iter().map(|(_, ids)| ids.len()).sum();
        let mut done = 0;
        let last = archive.store.journal().await?.last().map(|entry| entry.seq);
        for (creator, ids) in work {
            for batch in ids.chunks(BATCH) {
                archive.add_to_index(&creator, batch).await?;
                done += batch.len();
                progress(done, all);
            }
        }
        if let Some(seq) = last {
            archive.store.journal_done(seq).await?;
        }
        archive.store.set_setting(MODEL_SETTING, archive.embedder.model_id()).await?;
        Ok(done)
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The index.
    pub fn index(&self) -> &Arc<dyn ChunkIndex> {
        &self.index
    }

    /// The embedder.
    pub fn embedder(&self) -> &Arc<dyn Embedder> {
        &self.embedder
    }

    /// Search over this folder.
    pub fn retriever(&self) -> Retriever {
        Retriever::new(self.store.clone(), Arc::clone(&self.index), Arc::clone(&self.embedder))
    }

    /// Erases one source, or all of a creator's; gone from store and index when it returns.
    pub async fn forget(&self, creator: &CreatorId, source: Option<&SourceId>) -> Result<usize> {
        self.store.creator(creator).await?;
        let written = match source {
            Some(source) => self.store.forget_source(creator, source).await?,
            None => self.store.forget_creator(creator).await?,
        };
        if source.is_none() {
            self.index.remove_creator(creator).await?;
        } else {
            self.index.remove(creator, &written.removed).await?;
        }
        self.store.journal_done(written.journal).await?;
        self.store.scrub().await?;
        Ok(written.removed.len())
    }

    async fn check_model(&self) -> Result<()> {
        match self.store.setting(MODEL_SETTING).await? {
            None => self.store.set_setting(MODEL_SETTING, self.embedder.model_id()).await,
            Some(model) if model == self.embedder.model_id() => Ok(()),
            Some(model) => Err(Error::Model {
                path: self.embedder.model_id().to_owned(),
                message: format!(
                    "the index was made with `{model}`, and vectors of two models cannot be compared: run `groundwire reindex`"
                ),
            }),
        }
    }

    /// An index that was deleted, or half rebuilt, would find nothing and say so to fans.
    async fn refuse_lost_index(&self) -> Result<()> {
        for creator in self.store.creators().await? {
            let stored = self.store.counts(&creator.id).await?.chunks;
            let indexed = self.index.count(&creator.id).await? as u64;
            if stored != indexed {
                return Err(Error::Corrupt {
                    what: "index",
                    message: format!(
                        "it holds {indexed} of the {stored} chunks of `{}`: run `groundwire reindex`",
                        creator.id
                    ),
                });
            }
        }
        Ok(())
    }

    /// Brings the index to where the store is.
    async fn follow(&self) -> Result<()> {
        let journal = self.store.journal().await?;
        if journal.is_empty() {
            return Ok(());
        }
        tracing::info!(changes = journal.len(), "the index follows changes that an interrupted run left");
        // Changes of one creator together: a commit for each of ten thousand would take minutes.
        let mut entries = journal.into_iter().peekable();
        while let Some(mut entry) = entries.next() {
            while let Some(next) = entries.next_if(|next| next.creator == entry.creator) {
                entry = JournalEntry {
                    seq: next.seq,
                    creator: next.creator,
                    added: [entry.added, next.added].concat(),
                    removed: [entry.removed, next.removed].concat(),
                };
            }
            self.apply(&entry).await?;
            self.store.journal_done(entry.seq).await?;
        }
        Ok(())
    }

    /// Chunks that were added and then removed are no longer live, so the order does not matter.
    async fn apply(&self, entry: &JournalEntry) -> Result<()> {
        self.index.remove(&entry.creator, &entry.removed).await?;
        for batch in entry.added.chunks(BATCH) {
            self.add_to_index(&entry.creator, batch).await?;
        }
        Ok(())
    }

    /// Embeds those of `ids` that are still live and adds them.
    async fn add_to_index(&self, creator: &CreatorId, ids: &[ChunkId]) -> Result<()> {
        let chunks = self.store.live_chunks(creator, ids).await?;
        if chunks.is_empty() {
            return Ok(());
        }
        let words: Vec<String> = chunks.iter().map(crate::store::StoredChunk::words).collect();
        let vectors = self.embedder.embed(words.clone(), Role::Passage).await?;
        let indexed = chunks
            .into_iter()
            .zip(words)
            .zip(vectors)
            .map(|((chunk, words), vector)| IndexedChunk {
                creator: creator.clone(),
                id: chunk.chunk.id,
                words,
                language: chunk.language,
                kind: chunk.kind,
                date: chunk.meta.date,
                visibility: chunk.meta.visibility,
                vector,
            })
            .collect();
        self.index.upsert(indexed).await
    }
}
