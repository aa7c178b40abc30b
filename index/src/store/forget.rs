//! Forgetting, and the journal by which the index follows the store; invariant: what was forgotten
//! is unreadable when the transaction ends, whether or not the index has followed yet.

use super::{Store, column, json};
use crate::error::{Error, Result};
use crate::source::{ChunkId, CreatorId, SourceId};

/// A change that the index has to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Place in the journal.
    pub seq: i64,
    /// Whose.
    pub creator: CreatorId,
    /// Chunks that became live.
    pub added: Vec<ChunkId>,
    /// Chunks that ceased to be.
    pub removed: Vec<ChunkId>,
}

/// Notes a change in the transaction that makes it.
pub(super) async fn note(
    connection: &mut sqlx::SqliteConnection,
    creator: &CreatorId,
    added: &[ChunkId],
    removed: &[ChunkId],
) -> Result<i64> {
    let done = sqlx::query("INSERT INTO journal (creator, added, removed) VALUES (?, ?, ?)")
        .bind(creator.as_str())
        .bind(serde_json::to_string(added).unwrap_or_default())
        .bind(serde_json::to_string(removed).unwrap_or_default())
        .execute(connection)
        .await
        .map_err(Error::store("note a change"))?;
    Ok(done.last_insert_rowid())
}

impl Store {
    /// Changes that the index has not followed yet, oldest first.
    pub async fn journal(&self) -> Result<Vec<JournalEntry>> {
        let rows = sqlx::query("SELECT seq, creator, added, removed FROM journal ORDER BY seq")
            .fetch_all(&self.pool)
            .await
            .map_err(Error::store("read its journal"))?;
        rows.iter()
            .map(|row| {
                Ok(JournalEntry {
                    seq: column(row, "seq")?,
                    creator: CreatorId::parse(&column::<String>(row, "creator")?)?,
                    added: json(&column::<String>(row, "added")?, "journal")?,
                    removed: json(&column::<String>(row, "removed")?, "journal")?,
                })
            })
            .collect()
    }

    /// The index has followed up to and including `seq`.
    pub async fn journal_done(&self, seq: i64) -> Result<()> {
        sqlx::query("DELETE FROM journal WHERE seq <= ?")
            .bind(seq)
            .execute(&self.pool)
            .await
            .map_err(Error::store("clear its journal"))?;
        Ok(())
    }

    /// Erases one source: its texts, chunks and offers, and the texts of every decision that used
    /// it. The row stays, without title, address or author, so that receipts say `erased`.
    pub async fn forget_source(&self, creator: &CreatorId, source: &SourceId) -> Result<super::Written> {
        self.forget(creator, Some(source)).await
    }

    /// Erases all sources of a creator, and the texts of all decisions; the creator stays.
    pub async fn forget_creator(&self, creator: &CreatorId) -> Result<super::Written> {
        self.forget(creator, None).await
    }

    /// Empties the write-ahead log, in whose pages erased text would linger. Pages of the database
    /// itself are overwritten when they are freed (`secure_delete`).
    pub async fn scrub(&self) -> Result<()> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await.map_err(Error::store("forget"))?;
        Ok(())
    }

    async fn forget(&self, creator: &CreatorId, source: Option<&SourceId>) -> Result<super::Written> {
        let failed = || Error::store("forget");
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed())?;
        let wanted = source.map(SourceId::as_str);
        let live =
            sqlx::query("SELECT id FROM sources WHERE creator = ? AND forgotten = 0 AND (?2 IS NULL OR id = ?2)")
                .bind(creator.as_str())
                .bind(wanted)
                .fetch_all(&mut *transaction)
                .await
                .map_err(failed())?;
        if let (Some(source), true) = (source, live.is_empty()) {
            return Err(Error::UnknownSource { creator: creator.to_string(), source_id: source.to_string() });
        }
        let mut removed = Vec::new();
        for row in &live {
            let id = SourceId(column(row, "id")?);
            removed.extend(super::documents::retire_chunks(&mut transaction, &id).await?);
            for statement in [
                "DELETE FROM offers WHERE source = ?",
                "DELETE FROM chunks WHERE source = ?",
                "UPDATE documents SET body = NULL WHERE source = ?",
                "UPDATE sources SET forgotten = 1, title = NULL, url = NULL, author = NULL WHERE id = ?",
                "UPDATE audit_texts SET text = NULL WHERE audit IN (SELECT audit FROM audit_texts WHERE source = ?)",
            ] {
                sqlx::query(statement).bind(id.as_str()).execute(&mut *transaction).await.map_err(failed())?;
            }
        }
        if source.is_none() {
            sqlx::query("UPDATE audit_texts SET text = NULL WHERE audit IN (SELECT id FROM audits WHERE creator = ?)")
                .bind(creator.as_str())
                .execute(&mut *transaction)
                .await
                .map_err(failed())?;
        }
        let journal = note(&mut transaction, creator, &[], &removed).await?;
        transaction.commit().await.map_err(failed())?;
        Ok(super::Written { journal, added: Vec::new(), removed })
    }
}
