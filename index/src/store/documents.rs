//! Documents, chunks and offers; invariant: exactly the newest version's chunks of a source that
//! was not forgotten are live.

use std::collections::HashMap;

use sqlx::Row as _;

use super::records::{
    Counts, SourceState, StoredChunk, StoredOffer, StoredSource, Written, read_chunk, read_kind, read_meta,
};
use super::{Store, column, json};
use crate::chunk::Chunk;
use crate::document::{Document, Parsed};
use crate::error::{Error, Result};
use crate::source::{ChunkId, CreatorId, DocumentId, SourceId};

// CROSS JOIN keeps SQLite from reading all chunks of the creator to find a handful by id.
const LIVE_CHUNK: &str =
    "SELECT c.id, c.document, c.source, c.ordinal, c.first_byte, c.end_byte, c.text, c.turns, c.seconds,
    d.version, s.kind, s.language, s.title, s.url, s.date, s.author, s.visibility
    FROM json_each(?2) wanted CROSS JOIN chunks c ON c.id = wanted.value
    CROSS JOIN sources s ON s.id = c.source CROSS JOIN documents d ON d.id = c.document
    WHERE c.creator = ?1 AND c.live = 1 AND s.forgotten = 0";

impl Store {
    /// Every source of a creator by locator, forgotten ones too.
    pub async fn source_states(&self, creator: &CreatorId) -> Result<HashMap<String, SourceState>> {
        let rows = sqlx::query("SELECT id, locator, version, content_hash, forgotten FROM sources WHERE creator = ?")
            .bind(creator.as_str())
            .fetch_all(&self.pool)
            .await
            .map_err(Error::store("list sources"))?;
        rows.iter()
            .map(|row| {
                let state = SourceState {
                    id: SourceId(column(row, "id")?),
                    version: column(row, "version")?,
                    content_hash: column(row, "content_hash")?,
                    forgotten: column(row, "forgotten")?,
                };
                Ok((column(row, "locator")?, state))
            })
            .collect()
    }

    /// Sources that were not forgotten, by locator.
    pub async fn sources(&self, creator: &CreatorId) -> Result<Vec<StoredSource>> {
        let rows = sqlx::query(
            "SELECT s.*, (SELECT count(*) FROM chunks c WHERE c.source = s.id AND c.live = 1) AS chunk_count
             FROM sources s WHERE s.creator = ? AND s.forgotten = 0 ORDER BY s.locator",
        )
        .bind(creator.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(Error::store("list sources"))?;
        rows.iter()
            .map(|row| {
                Ok(StoredSource {
                    id: SourceId(column(row, "id")?),
                    locator: column(row, "locator")?,
                    kind: read_kind(row)?,
                    meta: read_meta(row)?,
                    version: column(row, "version")?,
                    chunks: column(row, "chunk_count")?,
                })
            })
            .collect()
    }

    /// Writes one version of one source with its chunks, and notes it for the index, at once.
    pub async fn put_document(&self, creator: &CreatorId, document: &Document, chunks: &[Chunk]) -> Result<Written> {
        let failed = || Error::store("write a document");
        let parsed = &document.parsed;
        let hash = parsed.content_hash();
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed())?;
        let connection = &mut *transaction;
        put_source(connection, creator, document, &hash).await?;
        let removed = retire_chunks(connection, &document.source).await?;
        sqlx::query("INSERT INTO documents (id, source, version, content_hash, body) VALUES (?, ?, ?, ?, ?)")
            .bind(document.id.as_str())
            .bind(document.source.as_str())
            .bind(document.version)
            .bind(&hash)
            .bind(serde_json::to_string(parsed).unwrap_or_default())
            .execute(&mut *connection)
            .await
            .map_err(failed())?;
        for chunk in chunks {
            put_chunk(connection, creator, document, chunk).await?;
        }
        sqlx::query("DELETE FROM offers WHERE source = ?")
            .bind(document.source.as_str())
            .execute(&mut *connection)
            .await
            .map_err(failed())?;
        if let Some(offer) = &parsed.offer {
            sqlx::query("INSERT INTO offers (source, creator, offer) VALUES (?, ?, ?)")
                .bind(document.source.as_str())
                .bind(creator.as_str())
                .bind(serde_json::to_string(offer).unwrap_or_default())
                .execute(&mut *connection)
                .await
                .map_err(failed())?;
        }
        let added: Vec<ChunkId> = chunks.iter().map(|chunk| chunk.id.clone()).collect();
        let journal = super::forget::note(connection, creator, &added, &removed).await?;
        transaction.commit().await.map_err(failed())?;
        Ok(Written { journal, added, removed })
    }

    /// Those of `ids` that are live, with what a citation shows, in no order.
    pub async fn live_chunks(&self, creator: &CreatorId, ids: &[ChunkId]) -> Result<Vec<StoredChunk>> {
        let rows = sqlx::query(LIVE_CHUNK)
            .bind(creator.as_str())
            .bind(serde_json::to_string(ids).unwrap_or_default())
            .fetch_all(&self.pool)
            .await
            .map_err(Error::store("read chunks"))?;
        rows.iter().map(read_chunk).collect()
    }

    /// Ids of all live chunks of a creator, in order of document and place.
    pub async fn live_chunk_ids(&self, creator: &CreatorId) -> Result<Vec<ChunkId>> {
        let rows = sqlx::query("SELECT id FROM chunks WHERE creator = ? AND live = 1 ORDER BY document, ordinal")
            .bind(creator.as_str())
            .fetch_all(&self.pool)
            .await
            .map_err(Error::store("list chunks"))?;
        rows.iter().map(|row| Ok(ChunkId(column(row, "id")?))).collect()
    }

    /// A stored document, for receipts; `None` when it is unknown or was erased.
    pub async fn document(&self, id: &DocumentId) -> Result<Option<Parsed>> {
        let row = sqlx::query("SELECT body FROM documents WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(Error::store("read a document"))?;
        let body: Option<String> = match row {
            Some(row) => column(&row, "body")?,
            None => None,
        };
        body.map(|text| json(&text, "document")).transpose()
    }

    /// All live offers of a creator, by source id.
    pub async fn offers(&self, creator: &CreatorId) -> Result<Vec<StoredOffer>> {
        let rows = sqlx::query(
            "SELECT o.source, o.offer FROM offers o JOIN sources s ON s.id = o.source
             WHERE o.creator = ? AND s.forgotten = 0 AND s.visibility = 'public' ORDER BY o.source",
        )
        .bind(creator.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(Error::store("read offers"))?;
        rows.iter()
            .map(|row| {
                let offer = json(&column::<String>(row, "offer")?, "offer")?;
                Ok(StoredOffer { source: SourceId(column(row, "source")?), offer })
            })
            .collect()
    }

    /// Sizes of a creator's archive.
    pub async fn counts(&self, creator: &CreatorId) -> Result<Counts> {
        let row = sqlx::query(
            "SELECT (SELECT count(*) FROM sources WHERE creator = ?1 AND forgotten = 0) AS sources,
                    (SELECT count(*) FROM chunks WHERE creator = ?1 AND live = 1) AS chunks,
                    (SELECT count(*) FROM offers WHERE creator = ?1) AS offers",
        )
        .bind(creator.as_str())
        .fetch_one(&self.pool)
        .await
        .map_err(Error::store("count"))?;
        let count = |name: &str| -> Result<u64> { Ok(u64::try_from(column::<i64>(&row, name)?).unwrap_or(0)) };
        Ok(Counts { sources: count("sources")?, chunks: count("chunks")?, offers: count("offers")? })
    }
}

async fn put_source(
    connection: &mut sqlx::SqliteConnection,
    creator: &CreatorId,
    document: &Document,
    hash: &str,
) -> Result<()> {
    let parsed = &document.parsed;
    sqlx::query(
        "INSERT INTO sources (id, creator, locator, kind, title, url, date, author, visibility, language, version, content_hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, url = excluded.url,
             date = excluded.date, author = excluded.author, visibility = excluded.visibility,
             language = excluded.language, version = excluded.version, content_hash = excluded.content_hash, forgotten = 0",
    )
    .bind(document.source.as_str())
    .bind(creator.as_str())
    .bind(&parsed.locator)
    .bind(parsed.kind.as_str())
    .bind(&parsed.meta.title)
    .bind(&parsed.meta.url)
    .bind(parsed.meta.date.map(|date| date.to_string()))
    .bind(&parsed.meta.author)
    .bind(parsed.meta.visibility.as_str())
    .bind(parsed.language.as_str())
    .bind(document.version)
    .bind(hash)
    .execute(connection)
    .await
    .map_err(Error::store("write a source"))?;
    Ok(())
}

async fn put_chunk(
    connection: &mut sqlx::SqliteConnection,
    creator: &CreatorId,
    document: &Document,
    chunk: &Chunk,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO chunks (id, document, source, creator, ordinal, first_byte, end_byte, text, turns, seconds, live)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
    )
    .bind(chunk.id.as_str())
    .bind(document.id.as_str())
    .bind(document.source.as_str())
    .bind(creator.as_str())
    .bind(i64::try_from(chunk.ordinal).unwrap_or(i64::MAX))
    .bind(i64::try_from(chunk.span.start).unwrap_or(i64::MAX))
    .bind(i64::try_from(chunk.span.end).unwrap_or(i64::MAX))
    .bind(&chunk.text)
    .bind(serde_json::to_string(&chunk.turns).unwrap_or_default())
    .bind(chunk.seconds)
    .execute(connection)
    .await
    .map_err(Error::store("write a chunk"))?;
    Ok(())
}

/// Marks a source's live chunks as past and says which they were.
pub(super) async fn retire_chunks(connection: &mut sqlx::SqliteConnection, source: &SourceId) -> Result<Vec<ChunkId>> {
    let rows = sqlx::query("UPDATE chunks SET live = 0 WHERE source = ? AND live = 1 RETURNING id")
        .bind(source.as_str())
        .fetch_all(connection)
        .await
        .map_err(Error::store("retire chunks"))?;
    rows.iter().map(|row| row.try_get(0).map(ChunkId).map_err(Error::store("retire chunks"))).collect()
}
