//! The command line; invariants: what a program may read goes to standard output and is complete or
//! absent, everything else goes to standard error, and exit statuses mean what `--help` says.

mod archive_commands;
mod args;
mod ask;
mod bench;
mod check;
mod doctor;
mod why;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;
use groundwire_index::archive::{Archive, DataFolder};
use groundwire_index::embed::{Deterministic, Embedder, FastEmbed};
use groundwire_index::onnx::ModelFolder;

use crate::audit::AuditLog;
use crate::clock::{Clock, FixedClock, SystemClock};
use crate::config::{Config, EmbedderKind, Flags, JudgeKind};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::verify::{Judge, LexicalJudge, TrainedJudge, Verifier};

use args::{Arguments, AuditCommand, Command, CreatorCommand};

/// What a command ends with when it ran.
pub(crate) enum Done {
    /// All of it worked.
    Well,
    /// It ran, and some of its input was bad.
    WithBadInput,
    /// Another program ran in its place and ended with this.
    As(u8),
}

/// Standard output that does not mind a reader that went away.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
}

/// A line for a person, apart from the output.
pub(crate) fn tell(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "{text}");
}

/// Prints a value as JSON.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::request("output", error.to_string()))?;
    print(&text);
    Ok(())
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tell(&format!("error: could not start: {error}"));
            return ExitCode::from(3);
        }
    };
    match runtime.block_on(run(arguments)) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithBadInput) => ExitCode::from(2),
        Ok(Done::As(status)) => ExitCode::from(status),
        Err(error) => {
            tell(&format!("error: {error}"));
            ExitCode::from(error.class().exit_status())
        }
    }
}

async fn run(arguments: Arguments) -> Result<Done> {
    let flags = Flags { data: arguments.data, models: arguments.models, config: arguments.config };
    let config = Config::load(&flags)?;
    let json = arguments.json;
    match arguments.command {
        Command::Creator { command: CreatorCommand::Add { name, speaker, persona, policy, replace } } => {
            let files = archive_commands::CreatorFiles { persona: persona.as_deref(), policy: policy.as_deref() };
            archive_commands::add_creator(&config, &name, speaker, files, replace, json).await
        }
        Command::Creator { command: CreatorCommand::List } => archive_commands::list_creators(&config, json).await,
        Command::Ingest { creator, paths, prune, dry_run } => {
            archive_commands::ingest(&config, &creator, &paths, prune, dry_run, json).await
        }
        Command::Forget { creator, source } => {
            archive_commands::forget(&config, &creator, source.as_deref(), json).await
        }
        Command::Sources { creator } => archive_commands::sources(&config, &creator, json).await,
        Command::Search(search) => archive_commands::search(&config, &search, json).await,
        Command::Reindex => archive_commands::reindex(&config, json).await,
        Command::Ask(ask) => ask::ask(&config, ask, json).await,
        Command::Check { jsonl } => check::check(&config, &jsonl).await,
        Command::Why { id } => why::why(&config, &id, json).await,
        Command::Audit { command: AuditCommand::Verify } => why::verify(&config, json).await,
        Command::Serve { listen } => ask::serve(&config, listen).await,
        Command::Doctor => doctor::doctor(&config, json).await,
        Command::Bench { arguments } => bench::bench(&config, &arguments),
    }
}

/// The clock of this process: `GROUNDWIRE_NOW` (RFC 3339) stands still, for tests and demos.
pub(crate) fn clock() -> Result<Arc<dyn Clock>> {
    match std::env::var("GROUNDWIRE_NOW") {
        Ok(text) => text.parse().map(|at| Arc::new(FixedClock(at)) as Arc<dyn Clock>).map_err(|error| Error::Config {
            source_name: "GROUNDWIRE_NOW".to_owned(),
            message: format!("`{text}` is not RFC 3339: {error}"),
        }),
        Err(_) => Ok(Arc::new(SystemClock)),
    }
}

/// The embedder that the configuration names.
pub fn embedder(config: &Config) -> Result<Arc<dyn Embedder>> {
    Ok(match config.embedder {
        EmbedderKind::Minilm => Arc::new(FastEmbed::load(&ModelFolder::at(&config.models)?, config.threads)?),
        EmbedderKind::Deterministic => Arc::new(Deterministic::new(384)),
    })
}

/// The judge that the configuration names; the baseline takes the embedder that is at hand, or loads one.
pub fn judge(config: &Config, at_hand: Option<&Arc<dyn Embedder>>) -> Result<Arc<dyn Judge>> {
    Ok(match (config.judge, at_hand) {
        (JudgeKind::Trained, _) => Arc::new(TrainedJudge::load(&ModelFolder::at(&config.models)?, config.threads)?),
        (JudgeKind::Baseline, Some(embedder)) => Arc::new(LexicalJudge::new(Arc::clone(embedder))),
        (JudgeKind::Baseline, None) => Arc::new(LexicalJudge::new(embedder(config)?)),
    })
}

/// Opens the data folder for writing.
pub(crate) async fn open_archive(config: &Config) -> Result<Archive> {
    Ok(Archive::open(&DataFolder::new(&config.data), embedder(config)?).await?)
}

/// The audit log of the data folder; takes no lock.
pub(crate) async fn open_log(config: &Config) -> Result<AuditLog> {
    let folder = DataFolder::new(&config.data);
    if !folder.store().exists() {
        // A mistyped folder must not look like an intact, empty log.
        return Err(Error::Config {
            source_name: config.data.display().to_string(),
            message: "there is no archive in this data folder: name another with --data or GROUNDWIRE_DATA".to_owned(),
        });
    }
    let store = folder.open_store().await?;
    Ok(AuditLog::new(store, folder.audit_head()))
}

/// Opens everything that answers.
pub async fn open_engine(config: &Config) -> Result<Engine> {
    // Loading the network takes as long as opening the archive: side by side.
    let loading = (config.judge == JudgeKind::Trained).then(|| {
        let config = config.clone();
        tokio::task::spawn_blocking(move || judge(&config, None))
    });
    let archive = open_archive(config).await?;
    let audit = AuditLog::new(archive.store().clone(), DataFolder::new(&config.data).audit_head());
    let judge = match loading {
        Some(loading) => loading.await.unwrap_or_else(|_| judge(config, None))?,
        None => judge(config, Some(archive.embedder()))?,
    };
    let verifier = Verifier::new(judge);
    Engine::open(archive, audit, verifier, clock()?).await
}
