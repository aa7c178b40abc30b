//! Measures Groundwire through its public API: labelled claims, candidate replies, fan questions, searches, and raw
//! replies against guarded ones. Invariant: every figure is printed with its n and an interval, and says which half of a
//! set it is from.

// A test that panics is a test that fails.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

mod args;
mod calibrate;
mod compare;
mod figures;
mod guard;
mod honesty;
mod item;
mod label;
mod list;
mod measure;
mod metrics;
mod read;
mod replies;
mod report;
mod run;
mod speed;
mod suite;
mod training;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use groundwire::clock::SystemClock;
use groundwire::config::{Config, Flags};
use groundwire::generate::{Chat, Generator};

use args::{Arguments, By, Command, GeneratorName, RepliesArgs, RunArgs};
use measure::progress::tell;
use report::Told;
use run::{Labeller, Run};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            tell(&format!("error: could not start: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(dispatch(arguments)) {
        Ok(status) => status,
        Err(error) => {
            tell(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// A figure fell below its threshold.
const BELOW: u8 = 4;
/// Some items could not be measured.
const INCOMPLETE: u8 = 5;

async fn dispatch(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let mut config = Config::load(&Flags { models: arguments.models, ..Default::default() })?;
    match arguments.command {
        Command::List { data } => list::list(data.as_deref())?,
        Command::Run(run) => return measured(&config, run).await,
        Command::Replies(replies) => {
            config.data = replies.data.clone().unwrap_or(config.data);
            return asked(&config, replies).await;
        }
        Command::Label { run, read, by, name, export } => {
            labelled(&run, read.as_deref(), by, name.as_deref(), export.as_deref())?;
        }
        Command::Calibrate { run, max_false_alarms, out } => {
            let calibration = calibrate::calibrate(&Run::load(&run)?, calibrate::parse_share(&max_false_alarms)?)?;
            say(&calibration.told());
            if let Some(out) = out {
                run::write_whole(&out, &serde_json::to_vec_pretty(&calibration)?)?;
            }
        }
        Command::Compare { first, second } => {
            for line in compare::compare(&Run::load(&first)?, &Run::load(&second)?)?.told() {
                say(&line);
            }
        }
        Command::Report { runs, out } => {
            let told = runs.iter().map(|path| Told::of(Run::load(path)?)).collect::<anyhow::Result<Vec<_>>>()?;
            for path in out {
                report::write(&told, &path)?;
                tell(&format!("wrote {}", path.display()));
            }
        }
        Command::Guard { run, thresholds } => {
            let run = Run::load(&run)?;
            let (lines, holds) = guard::guard(&run, &figures::figures(&run), &thresholds)?;
            for line in &lines {
                say(line);
            }
            if !holds {
                return Ok(ExitCode::from(BELOW));
            }
        }
        Command::Opinions { paths } => training::opinions(&config, &paths).await?,
        Command::Features { files, limit } => training::features(&config, &files, limit).await?,
        Command::Search { chunks, queries } => speed::search(chunks, queries).await?,
        Command::Ask { data, creator, questions } => {
            config.data = data;
            speed::ask(&config, &creator, &questions).await?;
        }
        Command::Embed { paths, limit } => speed::embed(&config, &paths, limit).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn generator(config: &Config, name: GeneratorName) -> anyhow::Result<Option<Box<dyn Generator>>> {
    match name {
        GeneratorName::Extractive => Ok(None),
        GeneratorName::Chat => {
            let settings = config.chat.clone().context(
                "no chat endpoint is set: set GROUNDWIRE_CHAT_BASE_URL and GROUNDWIRE_CHAT_MODEL (models/generator/serve.py starts a small one)",
            )?;
            Ok(Some(Box::new(Chat::new(settings)?)))
        }
    }
}

/// 0, or that some items could not be measured.
fn ended(run: &Run) -> ExitCode {
    if run.failed() > 0 { ExitCode::from(INCOMPLETE) } else { ExitCode::SUCCESS }
}

async fn measured(config: &Config, run: RunArgs) -> anyhow::Result<ExitCode> {
    let order = measure::Order {
        suite: suite::find(&run.suite)?,
        command: run.command(),
        generator: generator(config, run.generator)?,
        data: run.data,
        parts: run.part,
        limit: run.limit,
        seed: run.seed,
        jobs: run.jobs,
        deciders: run.deciders,
        calibration: run.calibration.as_deref().map(calibrate::Calibration::load).transpose()?,
        changed_data: run.changed_data,
        out: run.out,
    };
    let done = measure::run(config, order, &SystemClock).await?;
    let status = ended(&done);
    say(&report::terminal(&Told::of(done)?));
    Ok(status)
}

async fn asked(config: &Config, replies: RepliesArgs) -> anyhow::Result<ExitCode> {
    let out = replies.out.clone();
    let order = replies::Order {
        command: replies.command(),
        generator: match &replies.drafts {
            Some(earlier) => Some(Box::new(replies::Replayed::of(earlier)?)),
            None => generator(config, replies.generator)?,
        },
        drafts: replies.drafts,
        creator: replies.creator,
        questions: replies.questions,
        limit: replies.limit,
        seed: replies.seed,
        out: replies.out,
    };
    let done = replies::run(config, order, &SystemClock).await?;
    let folder = label::folder_beside(&out);
    let status = ended(&done);
    if done.items.iter().all(|item| item.pair().is_none()) {
        say(&report::terminal(&Told::of(done)?));
        return Ok(status);
    }
    let count = label::export(&done, &folder)?;
    say(&report::terminal(&Told::of(done)?));
    tell(&format!(
        "{count} outputs to label: open {0}/label.html or fill {0}/outputs.csv, then: groundwire-eval label {1} --read FILE.csv",
        folder.display(),
        out.display()
    ));
    Ok(status)
}

fn labelled(
    path: &Path,
    read: Option<&Path>,
    by: Option<By>,
    name: Option<&str>,
    export: Option<&Path>,
) -> anyhow::Result<()> {
    let mut run = Run::load(path)?;
    anyhow::ensure!(read.is_some() || export.is_some(), "say what to do: --read FILE.csv or --export DIR");
    if let Some(file) = read {
        let count = label::read(&mut run, file, by.map(Labeller::from), name)?;
        run.save(path)?;
        tell(&format!("read {count} labels into {}", path.display()));
    }
    if let Some(folder) = export {
        let count = label::export(&run, folder)?;
        tell(&format!("{count} outputs to label: {}", folder.join("label.html").display()));
    }
    say(&report::terminal(&Told::of(run)?));
    Ok(())
}

/// A line of the report.
fn say(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
}
