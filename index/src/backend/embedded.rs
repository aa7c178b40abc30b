//! tantivy for words and exact SIMD search for vectors, on local disk; invariant: words and vectors
//! of a chunk are committed together, so a crash leaves both or neither.
//!
//! Vectors stand in tantivy's document store and are read into memory per creator at the first
//! search: every search is of one creator, so an exact scan of that creator's vectors has recall 1,
//! needs no build, and is a wall between creators.

mod vectors;
mod words;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use async_trait::async_trait;
use tantivy::collector::{Count, DocSetCollector};
use tantivy::directory::MmapDirectory;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use super::{ChunkIndex, IndexQuery, IndexedChunk};
use crate::error::{Error, Result};
use crate::fuse::{Fused, fuse};
use crate::source::{ChunkId, CreatorId};
use vectors::{CreatorVectors, Entry};
use words::Fields;

/// Bytes that the index writer may hold before it writes a segment.
const WRITER_BYTES: usize = 32 * 1024 * 1024;

/// From this many chunks on the two legs run on two threads; below, waking one costs more.
const SIDE_BY_SIDE: usize = 20_000;

type Table = Arc<RwLock<CreatorVectors>>;

/// The embedded index of one data folder. One process may write to it.
#[derive(Clone)]
pub struct Embedded {
    shared: Arc<Shared>,
}

struct Shared {
    index: Index,
    reader: IndexReader,
    /// Made at the first write: a process that only reads takes no lock and no memory for it.
    writer: Mutex<Option<IndexWriter>>,
    fields: Fields,
    dimensions: usize,
    tables: RwLock<HashMap<CreatorId, Table>>,
}

impl Drop for Shared {
    /// Segments that are being merged are finished: else many short runs would leave as many segments.
    fn drop(&mut self) {
        if let Some(writer) = open_lock(self.writer.lock()).take()
            && let Err(error) = writer.wait_merging_threads()
        {
            tracing::warn!(%error, "segments were not merged; the next write will");
        }
    }
}

fn open_lock<T>(result: std::result::Result<T, PoisonError<T>>) -> T {
    result.unwrap_or_else(PoisonError::into_inner)
}

impl Embedded {
    /// Opens or makes the index in `folder`, for vectors of `dimensions` numbers.
    pub fn open(folder: &Path, dimensions: usize) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        let directory = MmapDirectory::open(folder).map_err(Error::index("open its folder"))?;
        let index = Index::open_or_create(directory, words::schema())
            .map_err(Error::index("open its files (if they are damaged, run `groundwire reindex`)"))?;
        words::register_analysers(&index)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(Error::index("read its files"))?;
        let fields = Fields::of(&index.schema())?;
        let shared =
            Shared { index, reader, writer: Mutex::new(None), fields, dimensions, tables: RwLock::new(HashMap::new()) };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Hits of each leg before fusion, exact scan instead of the quantised one when `exact`; for
    /// measuring one against the other.
    pub fn vector_leg(&self, query: &IndexQuery, exact: bool) -> Result<Vec<(ChunkId, f32)>> {
        let table = self.shared.table(&query.creator)?;
        let table = open_lock(table.read());
        Ok(table.nearest(&query.vector, &query.filter, query.depth, exact))
    }

    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce(&Shared) -> Result<T> + Send + 'static) -> Result<T> {
        let shared = Arc::clone(&self.shared);
        tokio::task::spawn_blocking(move || work(&shared)).await.map_err(Error::index("finish (its thread ended)"))?
    }
}

impl Shared {
    /// Writes and makes visible, or rolls back.
    fn write(&self, work: impl FnOnce(&IndexWriter) -> tantivy::Result<()>) -> Result<()> {
        let mut slot = open_lock(self.writer.lock());
        if slot.is_none() {
            let writer = self.index.writer_with_num_threads(1, WRITER_BYTES).map_err(Error::index("start writing"))?;
            *slot = Some(writer);
        }
        let Some(writer) = slot.as_mut() else { return Ok(()) };
        let written = work(writer).and_then(|()| writer.commit().map(|_| ()));
        if let Err(error) = written {
            // A writer that failed once may be unusable; the next write makes a new one.
            let _ = writer.rollback();
            *slot = None;
            return Err(Error::index("write (is the disk full? free some space and run it again)")(error));
        }
        self.reader.reload().map_err(Error::index("show what was written"))
    }

    fn creator_term(&self, creator: &CreatorId) -> Term {
        Term::from_field_text(self.fields.creator, creator.as_str())
    }

    fn table(&self, creator: &CreatorId) -> Result<Table> {
        if let Some(table) = open_lock(self.tables.read()).get(creator) {
            return Ok(Arc::clone(table));
        }
        let mut tables = open_lock(self.tables.write());
        if let Some(table) = tables.get(creator) {
            return Ok(Arc::clone(table));
        }
        let table = Arc::new(RwLock::new(self.load(creator)?));
        tables.insert(creator.clone(), Arc::clone(&table));
        Ok(table)
    }

    fn load(&self, creator: &CreatorId) -> Result<CreatorVectors> {
        let searcher = self.reader.searcher();
        let query = TermQuery::new(self.creator_term(creator), IndexRecordOption::Basic);
        let mut addresses: Vec<_> = searcher
            .search(&query, &DocSetCollector)
            .map_err(Error::index("list a creator's chunks"))?
            .into_iter()
            .collect();
        // In store order each block is decompressed once.
        addresses.sort_unstable();
        let mut table = CreatorVectors::new(self.dimensions);
        for address in addresses {
            let document: TantivyDocument = searcher.doc(address).map_err(Error::index("read a chunk"))?;
            let entry = self.fields.entry(&document).ok_or_else(|| Error::Corrupt {
                what: "index",
                message: "a chunk has no id: run `groundwire reindex`".to_owned(),
            })?;
            let bytes = document.get_first(self.fields.vector).and_then(|v| v.as_bytes().map(<[u8]>::to_vec));
            let vector: Vec<f32> = bytes
                .unwrap_or_default()
                .chunks_exact(4)
                .filter_map(|b| b.try_into().ok().map(f32::from_le_bytes))
                .collect();
            if vector.len() != self.dimensions {
                return Err(Error::Corrupt {
                    what: "index",
                    message: "its vectors are of another model: run `groundwire reindex`".to_owned(),
                });
            }
            table.upsert(entry, &vector);
        }
        Ok(table)
    }

    fn upsert(&self, chunks: &[IndexedChunk]) -> Result<()> {
        if let Some(bad) = chunks.iter().find(|chunk| chunk.vector.len() != self.dimensions) {
            return Err(Error::Index {
                what: "take a vector",
                message: format!("it has {} numbers, {} are needed", bad.vector.len(), self.dimensions),
            });
        }
        let documents =
            chunks.iter().map(|chunk| self.fields.document(&self.index, chunk)).collect::<Result<Vec<_>>>()?;
        self.write(|writer| {
            for (chunk, document) in chunks.iter().zip(documents) {
                writer.delete_term(Term::from_field_text(self.fields.chunk, chunk.id.as_str()));
                writer.add_document(document)?;
            }
            Ok(())
        })?;
        for chunk in chunks {
            if let Some(table) = open_lock(self.tables.read()).get(&chunk.creator) {
                open_lock(table.write()).upsert(Entry::of(chunk), &chunk.vector);
            }
        }
        Ok(())
    }

    fn remove(&self, creator: &CreatorId, chunks: &[ChunkId]) -> Result<()> {
        let table = self.table(creator)?;
        // Out of the vectors first: what is being removed must not be found while it is.
        let own: Vec<&ChunkId> = {
            let mut table = open_lock(table.write());
            chunks.iter().filter(|id| table.remove(id)).collect()
        };
        if own.is_empty() {
            return Ok(());
        }
        self.write(|writer| {
            for id in own {
                writer.delete_term(Term::from_field_text(self.fields.chunk, id.as_str()));
            }
            Ok(())
        })
    }

    fn remove_creator(&self, creator: &CreatorId) -> Result<()> {
        open_lock(self.tables.write()).remove(creator);
        self.write(|writer| {
            writer.delete_term(self.creator_term(creator));
            Ok(())
        })?;
        open_lock(self.tables.write()).remove(creator);
        Ok(())
    }

    fn by_words(&self, query: &IndexQuery, table: &Table) -> Result<Vec<(ChunkId, f32)>> {
        let table = open_lock(table.read());
        words::search(&self.reader.searcher(), &self.index, &self.fields, query, &table)
    }
}

fn by_vector(query: &IndexQuery, table: &Table) -> Vec<(ChunkId, f32)> {
    open_lock(table.read()).nearest(&query.vector, &query.filter, query.depth, false)
}

#[async_trait]
impl ChunkIndex for Embedded {
    async fn upsert(&self, chunks: Vec<IndexedChunk>) -> Result<()> {
        self.blocking(move |shared| shared.upsert(&chunks)).await
    }

    async fn remove(&self, creator: &CreatorId, chunks: &[ChunkId]) -> Result<()> {
        let (creator, chunks) = (creator.clone(), chunks.to_vec());
        self.blocking(move |shared| shared.remove(&creator, &chunks)).await
    }

    async fn remove_creator(&self, creator: &CreatorId) -> Result<()> {
        let creator = creator.clone();
        self.blocking(move |shared| shared.remove_creator(&creator)).await
    }

    async fn search(&self, query: IndexQuery) -> Result<Vec<Fused>> {
        let query = Arc::new(query);
        let asked = Arc::clone(&query);
        let (table, found) = self
            .blocking(move |shared| {
                let table = shared.table(&asked.creator)?;
                let few = open_lock(table.read()).len() < SIDE_BY_SIDE;
                let found =
                    if few { Some((shared.by_words(&asked, &table)?, by_vector(&asked, &table))) } else { None };
                Ok((table, found))
            })
            .await?;
        let (keyword, vector) = if let Some(legs) = found {
            legs
        } else {
            let (by_words, words_of) = (Arc::clone(&query), Arc::clone(&table));
            let asked = Arc::clone(&query);
            tokio::try_join!(
                self.blocking(move |shared| shared.by_words(&by_words, &words_of)),
                self.blocking(move |_| Ok(by_vector(&asked, &table)))
            )?
        };
        Ok(fuse(&keyword, &vector, query.limit))
    }

    async fn count(&self, creator: &CreatorId) -> Result<usize> {
        let creator = creator.clone();
        self.blocking(move |shared| {
            let query = TermQuery::new(shared.creator_term(&creator), IndexRecordOption::Basic);
            shared.reader.searcher().search(&query, &Count).map_err(Error::index("count chunks"))
        })
        .await
    }
}
