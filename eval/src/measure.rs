//! Measures a suite: item after item, with progress, written down as it goes. Invariant: what was measured before a run
//! was cut off is not measured again, and is only taken up by a run of the same data, system and seed.

pub mod candidates;
pub mod citing;
pub mod claims;
pub mod journal;
pub mod progress;
pub mod queries;
pub mod questions;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::ensure;
use clap::ValueEnum;
use groundwire::clock::Clock;
use groundwire::config::Config;
use groundwire::generate::Generator;
use groundwire::policy::DEFAULT_THRESHOLD;
use groundwire::verify::{Judge, LexicalJudge, RulesAlone, Verifier};
use serde_json::json;
use tokio::task::JoinSet;

use crate::calibrate::Calibration;
use crate::item::{Item, Work};
use crate::run::{FORM, Found, Machine, Measured, Run, Settings, SuiteNote, System};
use crate::suite::{FileNote, Loaded, Suite, sample};
use journal::Journal;
use progress::Progress;

/// Who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deciders {
    /// Rules and judge: what users get.
    Check,
    /// The rules, the judge never asked.
    Rules,
    /// The judge on each sentence against all evidence at .50, no rule.
    Judge,
    /// The baseline judge in the same way.
    Baseline,
}

/// What `run` is told.
pub struct Order {
    /// What to measure.
    pub suite: Suite,
    /// Folder of its files.
    pub data: Option<PathBuf>,
    /// Only these parts; all when empty.
    pub parts: Vec<String>,
    /// At most so many items of each part.
    pub limit: Option<usize>,
    /// Of the sample.
    pub seed: u64,
    /// Items in progress at once.
    pub jobs: usize,
    /// Who decides.
    pub deciders: Deciders,
    /// Who drafts the replies to questions; the creator's own sentences when none.
    pub generator: Option<Box<dyn Generator>>,
    /// Sets the threshold.
    pub calibration: Option<Calibration>,
    /// Files of another hash than the suite's are measured too.
    pub changed_data: bool,
    /// Where the run goes; a cut-off run is taken up from beside it.
    pub out: Option<PathBuf>,
    /// As it was typed.
    pub command: String,
}

/// What measures one item.
pub struct Bench {
    judge: Arc<dyn Judge>,
    verifier: Verifier,
    alone: bool,
    /// Goes before the policies' own.
    threshold: Option<f64>,
    creators: Option<questions::Creators>,
    corpus: Option<queries::Corpus>,
}

/// Measures a suite.
pub async fn run(config: &Config, mut order: Order, clock: &dyn Clock) -> anyhow::Result<Run> {
    let Loaded { mut items, mut files, root } = order.suite.load(order.data.as_deref(), order.changed_data)?;
    if let Some(unknown) = order.parts.iter().find(|name| !order.suite.parts.iter().any(|part| part.name == **name)) {
        let known: Vec<&str> = order.suite.parts.iter().map(|part| part.name.as_str()).collect();
        anyhow::bail!("{} has no part `{unknown}`: it has {}", order.suite.name, known.join(", "));
    }
    items.retain(|item| order.parts.is_empty() || order.parts.contains(&item.part));
    if matches!(order.deciders, Deciders::Judge | Deciders::Baseline) {
        // A judge alone answers nobody: what a fan gets is decided by rules and judge.
        items.retain(|item| !matches!(item.work, Work::Question(_)));
        ensure!(!items.is_empty(), "a judge alone answers no fans: measure questions with --deciders check");
    }
    let items = sample(items, order.limit, order.seed);
    let drafter = order.generator.as_ref().map_or("extractive", |generator| generator.id()).to_owned();
    let (bench, embedder) = Bench::open(config, &mut order, &items, &root, &mut files).await?;
    for note in &files {
        progress::tell_of_file(note);
    }
    let name = name_of(order.deciders, &items);
    if let Some(calibration) = &order.calibration {
        calibration.fits(bench.judge.model_id(), name)?;
    }
    let system = System {
        name: name.to_owned(),
        judge: bench.judge.model_id().to_owned(),
        threshold: bench.threshold.unwrap_or(if bench.alone { claims::EVEN } else { DEFAULT_THRESHOLD }),
        chosen_on: order.calibration.as_ref().map(|calibration| calibration.chosen_on.clone()),
        embedder,
        generator: bench.creators.is_some().then_some(drafter),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let settings = Settings { limit: order.limit, seed: order.seed, jobs: order.jobs.max(1), command: order.command };
    let Suite { name, title, version, licence, sets, .. } = order.suite;
    let suite = SuiteNote { name, title, version, licence, sets, files };
    let header = json!({ "suite": suite, "system": system, "limit": settings.limit, "seed": settings.seed, "jobs": settings.jobs, "parts": order.parts });
    let journal = Journal::open(order.out.as_deref(), &header)?;
    let bench = Arc::new(bench);
    let work = move |item| {
        let bench = Arc::clone(&bench);
        async move { bench.measure(item).await }
    };
    let (measured, seconds) = each(items, settings.jobs, journal, work).await?;
    let machine = machine(seconds, clock);
    let run = Run { form: FORM, suite, system, settings, machine, items: measured, labels: Vec::new() };
    if let Some(out) = &order.out {
        run.save(out)?;
        journal::remove(out);
    }
    Ok(run)
}

/// All items through `work`, at most `jobs` at once; those that a cut-off run has measured are taken from its journal.
/// In the order of the items, with the seconds that it took over all sittings.
pub async fn each<W, F>(
    items: Vec<Item>,
    jobs: usize,
    mut journal: Journal,
    work: W,
) -> anyhow::Result<(Vec<Measured>, f64)>
where
    W: Fn(Item) -> F,
    F: Future<Output = Measured> + Send + 'static,
{
    let started = Instant::now();
    let order: BTreeMap<String, usize> =
        items.iter().enumerate().map(|(at, item)| (key(&item.part, &item.id), at)).collect();
    ensure!(order.len() == items.len(), "two items of the suite have one id: ids must be unique in a part");
    let (mut done, earlier) = journal.take();
    let mut progress = Progress::new(items.len(), done.len());
    let known: HashSet<String> = done.iter().map(|item| key(&item.part, &item.id)).collect();
    let mut open = items.into_iter().filter(|item| !known.contains(&key(&item.part, &item.id)));
    let mut running = JoinSet::new();
    loop {
        while running.len() < jobs {
            let Some(item) = open.next() else { break };
            running.spawn(work(item));
        }
        let Some(ended) = running.join_next().await else { break };
        let measured = ended?;
        journal.note(&measured, earlier + started.elapsed().as_secs_f64())?;
        progress.step(&measured);
        done.push(measured);
    }
    progress.end();
    // In the order of the suite, whoever was ready first.
    done.sort_by_key(|item| order.get(&key(&item.part, &item.id)).copied());
    Ok((done, earlier + started.elapsed().as_secs_f64()))
}

/// This machine, after so many seconds of measuring.
pub fn machine(seconds: f64, clock: &dyn Clock) -> Machine {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Machine { cores, seconds, peak_kib: peak_kib(), ended: clock.now().to_string() }
}

fn key(part: &str, id: &str) -> String {
    format!("{part}/{id}")
}

impl Bench {
    async fn open(
        config: &Config,
        order: &mut Order,
        items: &[Item],
        root: &Path,
        files: &mut [FileNote],
    ) -> anyhow::Result<(Self, Option<String>)> {
        let asks = items.iter().any(|item| matches!(item.work, Work::Question(_)));
        let searches = items.iter().any(|item| matches!(item.work, Work::Query(_)));
        let needs = asks || searches || order.deciders == Deciders::Baseline;
        let embedder = needs.then(|| groundwire::cli::embedder(config)).transpose()?;
        let judge: Arc<dyn Judge> = match (order.deciders, &embedder) {
            (Deciders::Rules, _) => Arc::new(RulesAlone),
            (Deciders::Baseline, Some(embedder)) => Arc::new(LexicalJudge::new(Arc::clone(embedder))),
            (Deciders::Check | Deciders::Judge | Deciders::Baseline, at_hand) => {
                groundwire::cli::judge(config, at_hand.as_ref())?
            }
        };
        let threshold = order.calibration.as_ref().map(|calibration| calibration.threshold);
        let creators = match &embedder {
            Some(embedder) if asks => Some(
                questions::Creators::open(
                    &order.suite.creators,
                    root,
                    Arc::clone(&judge),
                    Arc::clone(embedder),
                    order.generator.take(),
                    threshold,
                )
                .await?,
            ),
            _ => None,
        };
        let corpus = match &embedder {
            Some(embedder) if searches => {
                Some(queries::Corpus::open(&order.suite, root, Arc::clone(embedder), files).await?)
            }
            _ => None,
        };
        let alone = matches!(order.deciders, Deciders::Judge | Deciders::Baseline);
        let verifier = Verifier::new(Arc::clone(&judge));
        let id = embedder.map(|embedder| embedder.model_id().to_owned());
        Ok((Self { judge, verifier, alone, threshold, creators, corpus }, id))
    }

    /// One item; what goes wrong is written down, and the others go on.
    async fn measure(&self, item: Item) -> Measured {
        let Item { id, part, half, cluster, slices, work } = item;
        let least = self.threshold.unwrap_or(claims::EVEN);
        let found = match work {
            Work::Claim(claim) if self.alone => claims::judged(self.judge.as_ref(), claim, least).await,
            Work::Claim(claim) => claims::checked(&self.verifier, claim, self.threshold).await,
            Work::Reply(candidate) if self.alone => candidates::judged(self.judge.as_ref(), &candidate, least).await,
            Work::Reply(candidate) => candidates::checked(&self.verifier, *candidate, self.threshold).await,
            Work::Question(asked) => match &self.creators {
                Some(creators) => creators.ask(asked).await,
                None => Err(anyhow::anyhow!("no creator is open")),
            },
            Work::Query(query) => match &self.corpus {
                Some(corpus) => corpus.search(query).await,
                None => Err(anyhow::anyhow!("no corpus is open")),
            },
        };
        let (found, micros) =
            found.unwrap_or_else(|error| (Found::Failed { error: format!("{error:#}") }, Micros::new()));
        Measured { id, part, half, cluster, slices, micros, found }
    }
}

/// As reports name it.
fn name_of(deciders: Deciders, items: &[Item]) -> &'static str {
    if items.iter().all(|item| matches!(item.work, Work::Query(_))) {
        return "search";
    }
    match deciders {
        Deciders::Check => "check",
        Deciders::Rules => "rules",
        Deciders::Judge => "judge",
        Deciders::Baseline => "baseline",
    }
}

/// Microseconds by stage.
pub type Micros = BTreeMap<String, u64>;

/// The largest resident memory of this process; `None` where the system does not tell.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}
