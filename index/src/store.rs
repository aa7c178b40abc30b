//! The relational store, the source of truth and the one door of sqlx; invariants: a document, its
//! chunks and the note that the index must follow are written in one transaction, and callers hand
//! over records, never SQL.
//!
//! SQLite, embedded, in write-ahead mode with full synchronisation: what was acknowledged survives a
//! killed process and a lost machine.

mod audits;
mod documents;
mod forget;
mod records;
mod schema;

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Row as _, sqlite::SqliteRow};

use crate::error::{Error, Result};
use crate::source::{Creator, CreatorId};

pub use audits::{AuditEntry, AuditRow, AuditText};
pub use forget::JournalEntry;
pub use records::{Counts, SourceState, StoredChunk, StoredOffer, StoredSource, Written};

/// The store of one data folder. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens or makes the store in `file`.
    pub async fn open(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options)
            .await
            .map_err(Error::store("open its file"))?;
        schema::migrate(&pool).await?;
        Ok(Self { pool })
    }

    /// SQLite's own check of the whole file.
    pub async fn check(&self) -> Result<()> {
        let row =
            sqlx::query("PRAGMA quick_check").fetch_one(&self.pool).await.map_err(Error::store("check itself"))?;
        let said: String = row.try_get(0).map_err(Error::store("check itself"))?;
        if said == "ok" {
            return Ok(());
        }
        Err(Error::Corrupt { what: "database", message: format!("{said}: restore it from a backup") })
    }

    /// Adds a creator; one of that id must not exist.
    pub async fn add_creator(&self, creator: &Creator) -> Result<()> {
        let done = sqlx::query(
            "INSERT INTO creators (id, name, speakers, persona, policy) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        )
        .bind(creator.id.as_str())
        .bind(&creator.name)
        .bind(serde_json::to_string(&creator.speakers).unwrap_or_default())
        .bind(&creator.persona)
        .bind(&creator.policy)
        .execute(&self.pool)
        .await
        .map_err(Error::store("add a creator"))?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
        Err(Error::Invalid {
            what: "new creator",
            value: creator.id.to_string(),
            why: "one of that id exists already; `groundwire creator add --replace` changes its name, speakers, persona and policy"
                .to_owned(),
        })
    }

    /// Changes name, speakers, persona and policy of a creator that exists.
    pub async fn update_creator(&self, creator: &Creator) -> Result<()> {
        let done = sqlx::query("UPDATE creators SET name = ?, speakers = ?, persona = ?, policy = ? WHERE id = ?")
            .bind(&creator.name)
            .bind(serde_json::to_string(&creator.speakers).unwrap_or_default())
            .bind(&creator.persona)
            .bind(&creator.policy)
            .bind(creator.id.as_str())
            .execute(&self.pool)
            .await
            .map_err(Error::store("change a creator"))?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(Error::UnknownCreator(creator.id.to_string())) }
    }

    /// One creator.
    pub async fn creator(&self, id: &CreatorId) -> Result<Creator> {
        sqlx::query("SELECT id, name, speakers, persona, policy FROM creators WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(Error::store("read a creator"))?
            .map(|row| read_creator(&row))
            .transpose()?
            .ok_or_else(|| Error::UnknownCreator(id.to_string()))
    }

    /// All creators, by id.
    pub async fn creators(&self) -> Result<Vec<Creator>> {
        sqlx::query("SELECT id, name, speakers, persona, policy FROM creators ORDER BY id")
            .fetch_all(&self.pool)
            .await
            .map_err(Error::store("list creators"))?
            .iter()
            .map(read_creator)
            .collect()
    }

    /// A value that belongs to the data folder as a whole.
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        sqlx::query("SELECT value FROM settings WHERE name = ?")
            .bind(name)
            .fetch_optional(&self.pool)
            .await
            .map_err(Error::store("read a setting"))?
            .map(|row| row.try_get(0).map_err(Error::store("read a setting")))
            .transpose()
    }

    /// Writes such a value.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<()> {
        sqlx::query(
            "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(value)
        .execute(&self.pool)
        .await
        .map_err(Error::store("write a setting"))?;
        Ok(())
    }

    /// Ends all connections; the log is folded into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn read_creator(row: &SqliteRow) -> Result<Creator> {
    let id: String = column(row, "id")?;
    Ok(Creator {
        id: CreatorId::parse(&id)?,
        name: column(row, "name")?,
        speakers: json(&column::<String>(row, "speakers")?, "speakers")?,
        persona: column(row, "persona")?,
        policy: column(row, "policy")?,
    })
}

/// One column of a row.
fn column<'r, T>(row: &'r SqliteRow, name: &str) -> Result<T>
where
    T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    row.try_get(name).map_err(Error::store("read a column"))
}

fn json<T: serde::de::DeserializeOwned>(text: &str, what: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Corrupt { what, message: error.to_string() })
}
