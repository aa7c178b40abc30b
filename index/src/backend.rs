//! Where chunks are searched; invariants: a search sees one creator and never another, what was
//! removed is gone when `remove` returns, and equal searches give equal lists.
//!
//! The trait is shaped so that a server that fuses by itself (dense and sparse vectors in one
//! query) fits it: a search hands over words and vector together and gets fused hits back.

mod embedded;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use jiff::civil::Date;

use crate::error::Result;
use crate::fuse::Fused;
use crate::source::{ChunkId, CreatorId, SourceKind, Visibility};
use crate::text::language::Language;

pub use embedded::Embedded;

/// A chunk as an index needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexedChunk {
    /// Whose.
    pub creator: CreatorId,
    /// Which.
    pub id: ChunkId,
    /// Words that are searched: title and text.
    pub words: String,
    /// Picks the analyser.
    pub language: Language,
    /// For filters.
    pub kind: SourceKind,
    /// For filters.
    pub date: Option<Date>,
    /// For filters.
    pub visibility: Visibility,
    /// Length 1, the embedder's dimensions.
    pub vector: Vec<f32>,
}

/// Which chunks may be found; the creator is not a filter but the wall.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// One of these kinds; empty is any.
    pub kinds: Vec<SourceKind>,
    /// Dated on or after; an undated chunk does not pass.
    pub since: Option<Date>,
    /// Dated on or before; an undated chunk does not pass.
    pub until: Option<Date>,
    /// Also what is private; only the creator may ask for it.
    pub include_private: bool,
}

/// One search.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexQuery {
    /// Whose chunks.
    pub creator: CreatorId,
    /// Words for the keyword leg; blank leaves the leg out.
    pub words: String,
    /// Vector for the vector leg; empty leaves the leg out.
    pub vector: Vec<f32>,
    /// Which chunks.
    pub filter: Filter,
    /// Hits of each leg before fusion.
    pub depth: usize,
    /// Hits after fusion.
    pub limit: usize,
}

/// A derived index over chunks.
#[async_trait]
pub trait ChunkIndex: Send + Sync {
    /// Adds chunks, replacing those of equal id; searchable when it returns.
    async fn upsert(&self, chunks: Vec<IndexedChunk>) -> Result<()>;

    /// Removes chunks of a creator; gone when it returns. Unknown ids are no error.
    async fn remove(&self, creator: &CreatorId, chunks: &[ChunkId]) -> Result<()>;

    /// Removes everything of a creator; gone when it returns.
    async fn remove_creator(&self, creator: &CreatorId) -> Result<()>;

    /// Fused hits, best first.
    async fn search(&self, query: IndexQuery) -> Result<Vec<Fused>>;

    /// Chunks of a creator.
    async fn count(&self, creator: &CreatorId) -> Result<usize>;
}
