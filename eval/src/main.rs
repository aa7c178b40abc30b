//! Measures Groundwire through its public API: labelled claims, retrieval in BEIR layout, and the
//! speed of search and answers. Invariant: every figure is printed with its n and an interval, and
//! says which half of a set it is from.

// A test that panics is a test that fails.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

mod candidates;
mod claims;
mod data;
mod metrics;
mod retrieval;
mod speed;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Measures Groundwire.
#[derive(Debug, Parser)]
#[command(name = "groundwire-eval", version)]
struct Arguments {
    /// Folder of the pinned models
    #[arg(long, global = true, value_name = "DIR")]
    models: Option<PathBuf>,
    /// What to measure
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge labelled claims (JSONL or JSONL.gz of evidence, claim, label): balanced accuracy, AUROC, F1
    ///
    /// Each set is split in two by a hash of its text: half A may tune, half B only reports.
    Claims {
        /// Files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// At most this many rows of each file, taken by hash
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Check labelled candidate replies: catch rate, over-refusal, span overlap, repair yield, by kind and language
    Check {
        /// JSONL files, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Who decides; each in turn when left out
        #[arg(long, value_enum)]
        deciders: Vec<candidates::Deciders>,
        /// Print each line that was decided wrongly, with the claims and reasons
        #[arg(long)]
        show: bool,
    },
    /// Write what rules and judge say of labelled candidates, as JSON lines for `models/judge/combine.py`
    Opinions {
        /// JSONL files, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Write the baseline judge's features of half A as tab-separated lines, for `models/baseline/fit.py`
    Features {
        /// Files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// At most this many rows of each file, taken by hash
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Search a BEIR folder (corpus.jsonl, queries.jsonl, qrels/test.tsv; .gz too): nDCG@10 and recall
    Retrieval {
        /// Folder
        folder: PathBuf,
    },
    /// Time hybrid search over N synthetic chunks of one creator; i8 scan against exact scan
    Search {
        /// Chunks
        #[arg(long, default_value_t = 100_000)]
        chunks: usize,
        /// Queries
        #[arg(long, default_value_t = 300)]
        queries: usize,
    },
    /// Time search and extractive answers on a data folder that was ingested before
    Ask {
        /// Data folder
        #[arg(long)]
        data: PathBuf,
        /// Creator id
        creator: String,
        /// One question a line
        questions: PathBuf,
    },
    /// Time the embedder alone on the chunks of files, as ingest would cut them
    Embed {
        /// Files and folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// At most this many chunks
        #[arg(long, default_value_t = 1500)]
        limit: usize,
    },
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let flags = groundwire::config::Flags { models: arguments.models.clone(), ..Default::default() };
    let mut config = groundwire::config::Config::load(&flags)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        match arguments.command {
            Command::Claims { files, limit } => claims::run(&config, &files, limit).await,
            Command::Check { paths, deciders, show } => {
                let all = [candidates::Deciders::Rules, candidates::Deciders::Judge, candidates::Deciders::Both];
                let deciders = if deciders.is_empty() { all.to_vec() } else { deciders };
                candidates::run(&config, &paths, &deciders, show).await
            }
            Command::Opinions { paths } => candidates::opinions(&config, &paths).await,
            Command::Features { files, limit } => claims::features(&config, &files, limit).await,
            Command::Retrieval { folder } => retrieval::run(&config, &folder).await,
            Command::Search { chunks, queries } => speed::search(chunks, queries).await,
            Command::Ask { data, creator, questions } => {
                config.data = data;
                speed::ask(&config, &creator, &questions).await
            }
            Command::Embed { paths, limit } => speed::embed(&config, &paths, limit).await,
        }
    })
}

/// A line of the report.
fn say(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
}
