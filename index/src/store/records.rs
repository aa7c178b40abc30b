//! What the store hands out, and how its rows are read.

use sqlx::sqlite::SqliteRow;

use super::{column, json};
use crate::catalogue::Offer;
use crate::chunk::{Chunk, Turn};
use crate::document::Meta;
use crate::error::{Error, Result};
use crate::source::{ChunkId, DocumentId, SourceId, SourceKind, Visibility};
use crate::span::Span;
use crate::text::language::Language;

/// What the store knows of a source, to tell what changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceState {
    /// Its id.
    pub id: SourceId,
    /// Newest version.
    pub version: u32,
    /// Hash of that version's content.
    pub content_hash: String,
    /// It was forgotten; ingesting it again brings it back as a new version.
    pub forgotten: bool,
}

/// A source for listing.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StoredSource {
    /// Its id.
    pub id: SourceId,
    /// Path, and `#id` of the entry in it.
    pub locator: String,
    /// Kind.
    pub kind: SourceKind,
    /// Title, date and so on.
    pub meta: Meta,
    /// Newest version.
    pub version: u32,
    /// Live chunks.
    pub chunks: u32,
}

/// A live chunk with what a citation shows.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredChunk {
    /// The chunk.
    pub chunk: Chunk,
    /// Its source.
    pub source: SourceId,
    /// Version of the document.
    pub version: u32,
    /// Kind of source.
    pub kind: SourceKind,
    /// Language of the document.
    pub language: Language,
    /// Title, date and so on.
    pub meta: Meta,
}

impl StoredChunk {
    /// Words for the index: title, then text.
    pub fn words(&self) -> String {
        match &self.meta.title {
            Some(title) if self.kind != SourceKind::Catalogue => format!("{title}\n{}", self.chunk.text),
            _ => self.chunk.text.clone(),
        }
    }
}

/// A live offer and the source that makes it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredOffer {
    /// The catalogue row's source.
    pub source: SourceId,
    /// The row.
    pub offer: Offer,
}

/// What a write did.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Place in the journal; the index must follow up to it.
    pub journal: i64,
    /// Chunks that are live now.
    pub added: Vec<ChunkId>,
    /// Chunks that were live before.
    pub removed: Vec<ChunkId>,
}

/// Sizes of one creator's archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Sources that were not forgotten.
    pub sources: u64,
    /// Live chunks.
    pub chunks: u64,
    /// Live offers.
    pub offers: u64,
}

pub(super) fn read_kind(row: &SqliteRow) -> Result<SourceKind> {
    let kind: String = column(row, "kind")?;
    SourceKind::parse(&kind)
        .ok_or_else(|| Error::Corrupt { what: "source", message: format!("`{kind}` is no kind of source") })
}

pub(super) fn read_meta(row: &SqliteRow) -> Result<Meta> {
    Ok(Meta {
        title: column(row, "title")?,
        date: column::<Option<String>>(row, "date")?.and_then(|date| date.parse().ok()),
        url: column(row, "url")?,
        author: column(row, "author")?,
        visibility: Visibility::parse(&column::<String>(row, "visibility")?),
    })
}

pub(super) fn read_chunk(row: &SqliteRow) -> Result<StoredChunk> {
    let size = |name: &str| -> Result<usize> { Ok(usize::try_from(column::<i64>(row, name)?).unwrap_or(0)) };
    let turns: Vec<Turn> = json(&column::<String>(row, "turns")?, "turns")?;
    let language: String = column(row, "language")?;
    Ok(StoredChunk {
        chunk: Chunk {
            id: ChunkId(column(row, "id")?),
            document: DocumentId(column(row, "document")?),
            ordinal: size("ordinal")?,
            span: Span::new(size("first_byte")?, size("end_byte")?),
            text: column(row, "text")?,
            turns,
            seconds: column(row, "seconds")?,
        },
        source: SourceId(column(row, "source")?),
        version: column(row, "version")?,
        kind: read_kind(row)?,
        language: Language::parse(&language).unwrap_or(Language::Other),
        meta: read_meta(row)?,
    })
}
