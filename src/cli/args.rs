//! What can be typed, with help that teaches.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Answers a creator's fans from the creator's own material, and sends nothing that it does not support.
#[derive(Debug, Parser)]
#[command(
    name = "groundwire",
    version,
    after_help = "Start here:\n  \
        groundwire creator add \"Maya Ferrant\"\n  \
        groundwire ingest maya-ferrant ./archive\n  \
        groundwire ask maya-ferrant \"Which oil do you use?\"\n  \
        groundwire why REPLY-ID\n\n\
        Exit status: 0 all well; 2 bad input, or doctor found something wrong (the message says what); \
        3 disk, model or runtime failed; 4 the chat endpoint failed; 5 stored data is damaged.\n\n\
        Settings: flags, then GROUNDWIRE_DATA, GROUNDWIRE_MODELS, GROUNDWIRE_CONFIG, GROUNDWIRE_THREADS, \
        GROUNDWIRE_WORKERS, GROUNDWIRE_CHAT_BASE_URL, GROUNDWIRE_CHAT_MODEL, GROUNDWIRE_CHAT_API_KEY, \
        GROUNDWIRE_CHAT_TIMEOUT_S, then the TOML file, then defaults."
)]
pub struct Arguments {
    /// Data folder [default: the user's data folder; env: `GROUNDWIRE_DATA`]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Folder of the pinned models [default: the user's cache folder; env: `GROUNDWIRE_MODELS`]
    #[arg(long, global = true, value_name = "DIR")]
    pub models: Option<PathBuf>,
    /// Configuration file (TOML) [env: `GROUNDWIRE_CONFIG`]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print JSON for a program instead of text for a person
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add and list creators
    Creator {
        /// Which
        #[command(subcommand)]
        command: CreatorCommand,
    },
    /// Read files and folders into a creator's archive
    ///
    /// Reads Markdown, text, speaker transcripts, SRT, WebVTT, posts as JSONL and catalogues as CSV (docs/formats.md).
    /// The same input twice writes nothing; a changed file makes a new version; a bad file is reported with its line
    /// and the rest goes on. An interrupted run is safe to repeat. Exit status 2 when any file had an error.
    Ingest {
        /// Creator id, as `creator list` shows it
        creator: String,
        /// Files and folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Forget sources under these paths whose file or entry is gone
        #[arg(long)]
        prune: bool,
        /// Say what would happen and write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Erase one source, or all of a creator's: gone from search, citation and record texts when the command returns
    Forget {
        /// Creator id
        creator: String,
        /// Only this source; `search` and `sources` show ids
        #[arg(long, value_name = "ID")]
        source: Option<String>,
    },
    /// List a creator's sources
    Sources {
        /// Creator id
        creator: String,
    },
    /// Search a creator's archive: hits with the score of each leg, source, date and deep link
    Search(Search),
    /// Build the search index anew from the store
    Reindex,
    /// Answer a fan's question from the creator's archive
    Ask(Ask),
    /// Verify candidate replies against given evidence; needs no archive
    ///
    /// Reads one JSON object a line and writes one a line (docs/check.md has worked examples). A bad line gives an
    /// `error` object and the rest goes on. Exit status 0 when every line was judged, 2 otherwise.
    Check {
        /// File of JSON lines, or `-` for standard input
        #[arg(long, value_name = "FILE")]
        jsonl: PathBuf,
    },
    /// Explain a decision: rules in order, each claim, its evidence, score and objection
    Why {
        /// Reply id, or its first characters (at least 8)
        id: String,
    },
    /// Check the log of decisions
    Audit {
        /// What
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Serve HTTP: POST /v1/creators/{id}/replies, POST /v1/check, GET /v1/audits/{id}, /healthz, /readyz
    Serve {
        /// Address to listen on; there are no keys yet, so keep it on loopback
        #[arg(long, default_value = "127.0.0.1:7878")]
        listen: SocketAddr,
    },
    /// Look at models, store, index and disk: what is wrong and what to do
    Doctor,
    /// Measure hallucination rates: hands over to groundwire-eval, which stands beside this program
    #[command(disable_help_flag = true)]
    Bench {
        /// What groundwire-eval is told; `groundwire bench --help` lists it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENT")]
        arguments: Vec<std::ffi::OsString>,
    },
}

/// Creators.
#[derive(Debug, Subcommand)]
pub enum CreatorCommand {
    /// Add a creator; prints the id by which other commands know it
    Add {
        /// The creator's name
        name: String,
        /// A name under which the creator speaks in transcripts; repeat for several. Every other voice is a guest
        #[arg(long)]
        speaker: Vec<String>,
        /// Persona file (TOML): voice, goals, limits, disclosure, hand-off, policy. Style, never evidence
        #[arg(long, value_name = "FILE")]
        persona: Option<PathBuf>,
        /// Policy file (TOML, docs/policy.md): promises, topics for a person, languages, strictness
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
        /// Change a creator that exists
        #[arg(long)]
        replace: bool,
    },
    /// List creators with the size of their archives
    List,
}

/// The log of decisions.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Find an edited, removed or cut-off record. Exit status 5 when there is one
    Verify,
}

/// A search.
#[derive(Debug, Args)]
pub struct Search {
    /// Creator id
    pub creator: String,
    /// Words
    pub words: String,
    /// How many hits
    #[arg(long, default_value_t = 8)]
    pub limit: usize,
    /// Only this kind: page, post, transcript, subtitles, catalogue; repeat for several
    #[arg(long)]
    pub kind: Vec<String>,
    /// Only dated on or after this day (YYYY-MM-DD)
    #[arg(long)]
    pub since: Option<jiff::civil::Date>,
    /// Only dated on or before this day (YYYY-MM-DD)
    #[arg(long)]
    pub until: Option<jiff::civil::Date>,
    /// Also private sources; for the creator's eyes
    #[arg(long)]
    pub private: bool,
}

/// A question.
#[derive(Debug, Args)]
pub struct Ask {
    /// Creator id
    pub creator: String,
    /// The fan's question
    pub question: String,
    /// Who drafts: the creator's own sentences, or a chat endpoint (`GROUNDWIRE_CHAT_BASE_URL`)
    #[arg(long, value_enum, default_value_t = GeneratorName::Extractive)]
    pub generator: GeneratorName,
    /// Verify and repair this draft instead of generating one
    #[arg(long, value_name = "TEXT", conflicts_with = "generator")]
    pub draft: Option<String>,
}

/// Who drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GeneratorName {
    /// The creator's own sentences, no model
    Extractive,
    /// An OpenAI-compatible endpoint
    Chat,
}
