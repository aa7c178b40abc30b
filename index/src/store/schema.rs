//! The tables, and how an older file becomes a newer one; invariant: a file of a later version is
//! refused, not half understood.

use sqlx::Row as _;
use sqlx::sqlite::SqlitePool;

use crate::error::{Error, Result};

/// Version of the tables below.
const VERSION: i64 = 2;

const TABLES: &str = "
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE creators (id TEXT PRIMARY KEY, name TEXT NOT NULL, speakers TEXT NOT NULL, persona TEXT, policy TEXT);
CREATE TABLE sources (
    id TEXT PRIMARY KEY,
    creator TEXT NOT NULL REFERENCES creators (id),
    locator TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT, url TEXT, date TEXT, author TEXT,
    visibility TEXT NOT NULL,
    language TEXT NOT NULL,
    version INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    forgotten INTEGER NOT NULL DEFAULT 0,
    UNIQUE (creator, locator)
);
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL REFERENCES sources (id),
    version INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    body TEXT,
    UNIQUE (source, version)
);
CREATE TABLE chunks (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    source TEXT NOT NULL REFERENCES sources (id),
    creator TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    first_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    text TEXT NOT NULL,
    turns TEXT NOT NULL,
    seconds REAL,
    live INTEGER NOT NULL
);
CREATE INDEX chunks_by_source ON chunks (source, live);
CREATE INDEX chunks_by_creator ON chunks (creator, live);
CREATE TABLE offers (
    source TEXT PRIMARY KEY REFERENCES sources (id),
    creator TEXT NOT NULL,
    offer TEXT NOT NULL
);
CREATE INDEX offers_by_creator ON offers (creator);
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    creator TEXT NOT NULL,
    added TEXT NOT NULL,
    removed TEXT NOT NULL
);
CREATE TABLE audits (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    creator TEXT NOT NULL,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE audit_texts (
    audit TEXT NOT NULL REFERENCES audits (id),
    slot TEXT NOT NULL,
    source TEXT,
    salt TEXT NOT NULL,
    text TEXT,
    PRIMARY KEY (audit, slot)
);
CREATE INDEX audit_texts_by_source ON audit_texts (source);
PRAGMA user_version = 2;
";

/// Makes the tables in an empty file; leaves a current file alone.
pub async fn migrate(pool: &SqlitePool) -> Result<()> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await.map_err(Error::store("start"))?;
    let version: i64 = sqlx::query("PRAGMA user_version")
        .fetch_one(&mut *transaction)
        .await
        .and_then(|row| row.try_get(0))
        .map_err(Error::store("read its version (is this a Groundwire data folder?)"))?;
    match version {
        0 => {
            sqlx::raw_sql(TABLES).execute(&mut *transaction).await.map_err(Error::store("make its tables"))?;
        }
        // A creator's policy got a file of its own.
        1 => {
            sqlx::raw_sql("ALTER TABLE creators ADD COLUMN policy TEXT; PRAGMA user_version = 2;")
                .execute(&mut *transaction)
                .await
                .map_err(Error::store("bring its tables up to date"))?;
        }
        VERSION => {}
        later => {
            return Err(Error::Corrupt {
                what: "database",
                message: format!("it has version {later}, this program knows {VERSION}: use the newer program"),
            });
        }
    }
    transaction.commit().await.map_err(Error::store("make its tables"))
}
