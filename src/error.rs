//! Every way in which a request can fail; invariant: a refusal is never an error, and every message
//! says what was attempted and what to do.

use groundwire_index::ErrorKind;

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// An error of the line.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive failed.
    #[error(transparent)]
    Index(#[from] groundwire_index::Error),
    /// The request cannot be understood.
    #[error("{what}: {message}")]
    Request {
        /// Which part of it.
        what: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
    /// A configuration file or value is wrong.
    #[error("configuration `{source_name}`: {message}")]
    Config {
        /// File, flag or variable.
        source_name: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// The generator gave no draft.
    #[error("generator `{generator}` gave no draft: {message}")]
    Generator {
        /// Which one, and where.
        generator: String,
        /// What happened and what to do.
        message: String,
    },
    /// No decision of that id.
    #[error(
        "no decision `{0}`: ids are printed by `groundwire ask`, and the start of one is enough where no other begins so"
    )]
    UnknownReply(String),
    /// The audit log cannot be written; without a record there is no reply.
    #[error("the decision could not be recorded, so no reply was given: {0}")]
    NoRecord(#[source] groundwire_index::Error),
    /// The audit log was changed.
    #[error("the audit log is broken: {0}")]
    BrokenChain(String),
    /// Every worker is taken.
    #[error("too many requests at once: try again in {retry_after_s} s")]
    Busy {
        /// When to try again.
        retry_after_s: u64,
    },
}

/// What a program can tell from an error; the one table that maps it to HTTP and exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The caller must change something.
    Caller,
    /// Something asked for does not exist.
    NotFound,
    /// Something we depend on failed.
    Backend,
    /// The generator's endpoint failed.
    Upstream,
    /// Stored data is damaged.
    Corrupt,
    /// Too much at once.
    Busy,
}

impl Class {
    /// HTTP status.
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Caller => 400,
            Self::NotFound => 404,
            Self::Backend | Self::Corrupt => 500,
            Self::Upstream => 502,
            Self::Busy => 429,
        }
    }

    /// Exit status of a command.
    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Caller | Self::NotFound => 2,
            Self::Backend | Self::Busy => 3,
            Self::Upstream => 4,
            Self::Corrupt => 5,
        }
    }
}

impl Error {
    /// What a program can tell from it.
    pub fn class(&self) -> Class {
        match self {
            Self::Index(error) | Self::NoRecord(error) => index_class(error),
            Self::Request { .. } | Self::Config { .. } => Class::Caller,
            Self::UnknownReply(_) => Class::NotFound,
            Self::Generator { .. } => Class::Upstream,
            Self::BrokenChain(_) => Class::Corrupt,
            Self::Busy { .. } => Class::Busy,
        }
    }

    /// A request that cannot be understood.
    pub fn request(what: &'static str, message: impl Into<String>) -> Self {
        Self::Request { what, message: message.into() }
    }
}

fn index_class(error: &groundwire_index::Error) -> Class {
    let not_found =
        matches!(error, groundwire_index::Error::UnknownCreator(_) | groundwire_index::Error::UnknownSource { .. });
    match error.kind() {
        ErrorKind::Caller if not_found => Class::NotFound,
        ErrorKind::Caller => Class::Caller,
        ErrorKind::Backend => Class::Backend,
        ErrorKind::Corrupt => Class::Corrupt,
    }
}
