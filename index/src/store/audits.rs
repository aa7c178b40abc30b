//! Rows of the audit log; invariant: a row is appended after the last one or not at all, and its
//! texts stand apart so that they can be erased without touching the chain.

use sqlx::sqlite::SqliteRow;

use super::{Store, column};
use crate::error::{Error, Result};
use crate::source::{CreatorId, SourceId};

/// A decision that is to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Unique.
    pub id: String,
    /// Whose.
    pub creator: CreatorId,
    /// RFC 3339.
    pub at: String,
    /// What the chain covers; holds salted hashes of the texts, not the texts.
    pub body: String,
    /// The texts.
    pub texts: Vec<AuditText>,
}

/// One erasable text of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditText {
    /// Names the text in the body.
    pub slot: String,
    /// The source that it came from; forgetting that source erases all texts of the decision.
    pub source: Option<SourceId>,
    /// Hex; makes the hash of a short text hard to guess.
    pub salt: String,
    /// `None` once erased.
    pub text: Option<String>,
}

/// A row of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// 1 for the first.
    pub seq: i64,
    /// Unique.
    pub id: String,
    /// Whose.
    pub creator: CreatorId,
    /// RFC 3339.
    pub at: String,
    /// What the chain covers.
    pub body: String,
    /// Hash of the row before; empty for the first.
    pub previous: String,
    /// Hash of this row.
    pub hash: String,
}

impl Store {
    /// Appends a decision; `chain` gives the row's hash from (seq, previous hash).
    pub async fn append_audit(
        &self,
        entry: &AuditEntry,
        chain: &(dyn Fn(i64, &str) -> String + Sync),
    ) -> Result<(i64, String)> {
        let failed = || Error::store("append to the audit log");
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed())?;
        let last = sqlx::query("SELECT seq, hash FROM audits ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&mut *transaction)
            .await
            .map_err(failed())?;
        let (seq, previous) = match last {
            Some(row) => (column::<i64>(&row, "seq")? + 1, column::<String>(&row, "hash")?),
            None => (1, String::new()),
        };
        let hash = chain(seq, &previous);
        sqlx::query("INSERT INTO audits (seq, id, creator, at, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(seq)
            .bind(&entry.id)
            .bind(entry.creator.as_str())
            .bind(&entry.at)
            .bind(&entry.body)
            .bind(&previous)
            .bind(&hash)
            .execute(&mut *transaction)
            .await
            .map_err(failed())?;
        for text in &entry.texts {
            sqlx::query("INSERT INTO audit_texts (audit, slot, source, salt, text) VALUES (?, ?, ?, ?, ?)")
                .bind(&entry.id)
                .bind(&text.slot)
                .bind(text.source.as_ref().map(SourceId::as_str))
                .bind(&text.salt)
                .bind(&text.text)
                .execute(&mut *transaction)
                .await
                .map_err(failed())?;
        }
        transaction.commit().await.map_err(failed())?;
        Ok((seq, hash))
    }

    /// One row by id, or by the start of its id when only one begins so.
    pub async fn audit(&self, id: &str) -> Result<Option<AuditRow>> {
        let failed = || Error::store("read the audit log");
        let whole = sqlx::query("SELECT * FROM audits WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(failed())?;
        if let Some(row) = whole {
            return read_row(&row).map(Some);
        }
        // A range, so that the index on ids is used.
        let rows = sqlx::query("SELECT * FROM audits WHERE id >= ?1 AND id < ?1 || char(1114111) LIMIT 2")
            .bind(id)
            .fetch_all(&self.pool)
            .await
            .map_err(failed())?;
        match rows.as_slice() {
            [] => Ok(None),
            [only] => read_row(only).map(Some),
            _ => Err(Error::Invalid {
                what: "decision",
                value: id.to_owned(),
                why: "more than one id begins so: give more of it".to_owned(),
            }),
        }
    }

    /// Rows after `after`, oldest first, at most `limit`.
    pub async fn audits_after(&self, after: i64, limit: u32) -> Result<Vec<AuditRow>> {
        let rows = sqlx::query("SELECT * FROM audits WHERE seq > ? ORDER BY seq LIMIT ?")
            .bind(after)
            .bind(limit)
            .fetch_all(&self.pool)
            .await
            .map_err(Error::store("read the audit log"))?;
        rows.iter().map(read_row).collect()
    }

    /// The last row.
    pub async fn last_audit(&self) -> Result<Option<AuditRow>> {
        let row = sqlx::query("SELECT * FROM audits ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&self.pool)
            .await
            .map_err(Error::store("read the audit log"))?;
        row.as_ref().map(read_row).transpose()
    }

    /// Texts of a decision, by slot.
    pub async fn audit_texts(&self, id: &str) -> Result<Vec<AuditText>> {
        let rows = sqlx::query("SELECT slot, source, salt, text FROM audit_texts WHERE audit = ? ORDER BY slot")
            .bind(id)
            .fetch_all(&self.pool)
            .await
            .map_err(Error::store("read the audit log"))?;
        rows.iter()
            .map(|row| {
                Ok(AuditText {
                    slot: column(row, "slot")?,
                    source: column::<Option<String>>(row, "source")?.map(SourceId),
                    salt: column(row, "salt")?,
                    text: column(row, "text")?,
                })
            })
            .collect()
    }
}

fn read_row(row: &SqliteRow) -> Result<AuditRow> {
    Ok(AuditRow {
        seq: column(row, "seq")?,
        id: column(row, "id")?,
        creator: CreatorId::parse(&column::<String>(row, "creator")?)?,
        at: column(row, "at")?,
        body: column(row, "body")?,
        previous: column(row, "previous")?,
        hash: column(row, "hash")?,
    })
}
