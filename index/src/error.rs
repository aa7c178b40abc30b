//! Every way in which indexing can fail, typed, with what was attempted; invariant: a caller can
//! tell its own mistakes ([`ErrorKind::Caller`]) from ours without reading a message.

use std::path::PathBuf;

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Who can do something about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The input is wrong; the message says what to change.
    Caller,
    /// Something we depend on (disk, model, runtime) failed; trying again later may help.
    Backend,
    /// Stored data is not what was written; `doctor` or `reindex` is needed.
    Corrupt,
}

/// An indexing error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An id or a name that its type does not allow.
    #[error("`{value}` is not a valid {what}: {why}")]
    Invalid {
        /// What the value should have been.
        what: &'static str,
        /// The value as given.
        value: String,
        /// What to do.
        why: String,
    },
    /// No creator of that name.
    #[error("no creator `{0}`: `groundwire creator list` shows those that exist, `groundwire creator add` makes one")]
    UnknownCreator(String),
    /// No source of that id.
    #[error("creator `{creator}` has no source `{source_id}`: `groundwire search {creator} WORDS` shows source ids")]
    UnknownSource {
        /// The creator that was asked.
        creator: String,
        /// The source id that it does not have.
        source_id: String,
    },
    /// Another process holds the data folder.
    #[error(
        "data folder `{path}` is in use by another groundwire process ({holder}): ask that process over HTTP, or stop it first"
    )]
    InUse {
        /// The data folder.
        path: PathBuf,
        /// What the lock file says of the holder.
        holder: String,
    },
    /// A file operation failed.
    #[error("could not {what} `{path}`: {source}{}", disk_hint(source))]
    Io {
        /// What was attempted.
        what: &'static str,
        /// On which path.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// The relational store failed.
    #[error("store could not {what}: {source}{}", store_hint(source))]
    Store {
        /// What was attempted.
        what: &'static str,
        /// The database's answer.
        source: sqlx::Error,
    },
    /// The search index failed.
    #[error("index could not {what}: {message}")]
    Index {
        /// What was attempted.
        what: &'static str,
        /// The engine's answer.
        message: String,
    },
    /// A model or the runtime is missing, wrong or broken.
    #[error("model `{path}`: {message}")]
    Model {
        /// The file.
        path: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// Stored data contradicts itself.
    #[error("stored {what} is corrupt: {message}")]
    Corrupt {
        /// Which data.
        what: &'static str,
        /// What was found and what to do.
        message: String,
    },
}

fn disk_hint(source: &std::io::Error) -> &'static str {
    if source.kind() == std::io::ErrorKind::StorageFull {
        " (the disk is full: free some space and run the same command again, nothing was lost)"
    } else {
        ""
    }
}

fn store_hint(source: &sqlx::Error) -> &'static str {
    let text = source.to_string();
    if text.contains("disk is full") || text.contains("disk I/O") {
        " (the disk is full or failing: free some space and run the same command again, nothing was lost)"
    } else {
        ""
    }
}

impl Error {
    /// Who can do something about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid { .. } | Self::UnknownCreator(_) | Self::UnknownSource { .. } | Self::InUse { .. } => {
                ErrorKind::Caller
            }
            Self::Io { .. } | Self::Store { .. } | Self::Index { .. } | Self::Model { .. } => ErrorKind::Backend,
            Self::Corrupt { .. } => ErrorKind::Corrupt,
        }
    }

    /// Shorthand for a store failure.
    pub fn store(what: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Store { what, source }
    }

    /// Shorthand for an index failure.
    pub fn index<E: std::fmt::Display>(what: &'static str) -> impl FnOnce(E) -> Self {
        move |error| Self::Index { what, message: error.to_string() }
    }

    /// Shorthand for a file failure.
    pub fn io(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { what, path, source }
    }
}
