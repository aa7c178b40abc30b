//! Raw against guarded: the same question, the same evidence, the same draft of the same generator, once as it came and
//! once through the line. Invariant: the evidence that the draft was written from is the evidence that it is held against.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use async_trait::async_trait;
use groundwire::claim::without_markers;
use groundwire::clock::Clock;
use groundwire::config::Config;
use groundwire::engine::{EVIDENCE_ITEMS, Engine};
use groundwire::generate::{Draft, Extractive, Generator, Request};
use groundwire::index::backend::Filter;
use groundwire::index::retrieve::{Evidence, EvidenceItem};
use groundwire::index::source::CreatorId;
use groundwire::persona::Persona;
use groundwire::question::Question;
use serde_json::{Value, json};

use crate::item::{Asked, Behaviour, Half, Item, Slices, Work};
use crate::measure::claims::micros;
use crate::measure::journal::{self, Journal};
use crate::measure::{Micros, each, machine};
use crate::run::{FORM, Found, Measured, Objected, Pair, Run, Settings, SuiteNote, System};
use crate::suite::{FileNote, hash_of, sample};

/// What `replies` is told.
pub struct Order {
    /// Whose archive.
    pub creator: String,
    /// One question a line, or JSONL with `question` and, if wanted, `id`.
    pub questions: PathBuf,
    /// At most so many questions.
    pub limit: Option<usize>,
    /// Of the sample.
    pub seed: u64,
    /// Who drafts; the creator's own sentences when none.
    pub generator: Option<Box<dyn Generator>>,
    /// The earlier run whose drafts are taken, if they are.
    pub drafts: Option<PathBuf>,
    /// Where the run goes.
    pub out: PathBuf,
    /// As it was typed.
    pub command: String,
}

/// A draft that was written before, under its generator's name.
struct Written {
    id: String,
    draft: Draft,
}

#[async_trait]
impl Generator for Written {
    fn id(&self) -> &str {
        &self.id
    }

    async fn generate(&self, _: Request<'_>) -> groundwire::Result<Draft> {
        Ok(self.draft.clone())
    }
}

/// Drafts of an earlier run, by question, with the evidence that they were written from: the same drafts through
/// another guard.
pub struct Replayed {
    id: String,
    drafts: BTreeMap<String, (String, Vec<String>)>,
}

impl Replayed {
    /// The drafts of a run of `replies`.
    pub fn of(path: &Path) -> anyhow::Result<Self> {
        let run = Run::load(path)?;
        let id = run.system.generator.with_context(|| format!("{} has no drafts", path.display()))?;
        let pairs = run.items.iter().filter_map(Measured::pair);
        let drafts: BTreeMap<String, (String, Vec<String>)> =
            pairs.map(|pair| (pair.question.clone(), (pair.draft.clone(), pair.evidence.clone()))).collect();
        ensure!(
            drafts.values().any(|(draft, _)| !draft.is_empty()),
            "{} keeps no drafts with their markers: ask its generator again",
            path.display()
        );
        Ok(Self { id, drafts })
    }
}

#[async_trait]
impl Generator for Replayed {
    fn id(&self) -> &str {
        &self.id
    }

    async fn generate(&self, request: Request<'_>) -> groundwire::Result<Draft> {
        let wrong = |message: &str| groundwire::Error::request("drafts", message);
        let (draft, evidence) = self
            .drafts
            .get(&request.question.text)
            .ok_or_else(|| wrong("the earlier run has no draft for this question"))?;
        let now = request.evidence.items.iter().map(|item| item.text.as_str());
        if !now.eq(evidence.iter().map(String::as_str)) {
            return Err(wrong("the draft was written from other evidence: the archive or the embedder changed since"));
        }
        Ok(Draft { text: draft.clone() })
    }
}

/// Asks every question twice over.
pub async fn run(config: &Config, order: Order, clock: &dyn Clock) -> anyhow::Result<Run> {
    if let Ok(earlier) = Run::load(&order.out) {
        ensure!(
            earlier.labels.is_empty(),
            "{} holds {} labels, which would be lost: name another --out",
            order.out.display(),
            earlier.labels.len()
        );
    }
    let items = read(&order.questions)?;
    let count = items.len();
    let items = sample(items, order.limit, order.seed);
    let engine = groundwire::cli::open_engine(config).await?;
    let creator = CreatorId::parse(&order.creator)?;
    engine.archive().store().creator(&creator).await?;
    let embedder = Arc::clone(engine.archive().embedder());
    let generator: Arc<dyn Generator> = match order.generator {
        Some(generator) => Arc::from(generator),
        None => Arc::new(Extractive::new(Arc::clone(&embedder))),
    };
    let judge = groundwire::cli::judge(config, Some(&embedder))?.model_id().to_owned();
    let policy = Persona::of(&engine.archive().store().creator(&creator).await?)?.policy;
    let written = generator.id() != Extractive::ID;
    let threshold = if written { policy.for_drafts().threshold } else { policy.threshold };
    let system = System {
        name: "engine".to_owned(),
        judge,
        threshold,
        chosen_on: None,
        embedder: Some(embedder.model_id().to_owned()),
        generator: Some(generator.id().to_owned()),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let file = FileNote {
        path: order.questions.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        sha256: hash_of(&order.questions)?,
        pinned: false,
        items: count,
        malformed: Vec::new(),
        left_out: BTreeMap::new(),
    };
    let suite = SuiteNote {
        name: format!("replies:{creator}"),
        title: format!("Raw against guarded, {creator}"),
        version: "1".to_owned(),
        licence: "of the archive".to_owned(),
        sets: Vec::new(),
        files: vec![file],
    };
    let settings = Settings { limit: order.limit, seed: order.seed, jobs: 1, command: order.command };
    let drafts = order.drafts.as_deref().map(hash_of).transpose()?;
    let header = json!({
        "suite": suite, "system": system, "limit": settings.limit, "seed": settings.seed, "drafts": drafts,
    });
    let journal = Journal::open(Some(&order.out), &header)?;
    let asking = Arc::new(Asking { engine, creator, generator, replayed: order.drafts.is_some() });
    let work = move |item: Item| {
        let asking = Arc::clone(&asking);
        async move { asking.measure(item).await }
    };
    let (items, seconds) = each(items, 1, journal, work).await?;
    let run = Run { form: FORM, suite, system, settings, machine: machine(seconds, clock), items, labels: Vec::new() };
    run.save(&order.out)?;
    journal::remove(&order.out);
    Ok(run)
}

/// What every question is asked of.
struct Asking {
    engine: Engine,
    creator: CreatorId,
    generator: Arc<dyn Generator>,
    /// The drafts are an earlier run's.
    replayed: bool,
}

impl Asking {
    async fn measure(&self, item: Item) -> Measured {
        let Item { id, part, half, cluster, slices, work } = item;
        let text = match work {
            Work::Question(asked) => asked.question,
            Work::Claim(_) | Work::Reply(_) | Work::Query(_) => String::new(),
        };
        let failed = |error: anyhow::Error| (Found::Failed { error: format!("{error:#}") }, Micros::new());
        let (found, micros) = self.ask(&text).await.unwrap_or_else(failed);
        Measured { id, part, half, cluster, slices, micros, found }
    }

    async fn ask(&self, text: &str) -> anyhow::Result<(Found, Micros)> {
        let question = Question::new(text, Vec::new())?;
        let creator = self.engine.archive().store().creator(&self.creator).await?;
        let persona = Persona::of(&creator)?;
        let words = question.search_words();
        let hits = self.engine.retriever().search(&self.creator, &words, Filter::default(), EVIDENCE_ITEMS).await?;
        let evidence = Evidence { items: hits.iter().map(|hit| EvidenceItem::from_hit(hit, &creator)).collect() };
        let started = Instant::now();
        let request = Request { question: &question, evidence: &evidence, creator: &creator, persona: &persona };
        let draft = self.generator.generate(request).await?;
        let drafting = micros(started);
        let written = Written { id: self.generator.id().to_owned(), draft: draft.clone() };
        let started = Instant::now();
        let reply = self.engine.reply(&self.creator, question, Some(&written)).await?.into_inner();
        let guarding = micros(started);
        let explained = self.engine.audit().explain(&reply.id).await?;
        let held_against: Vec<&str> = explained.decision.evidence.iter().map(|note| note.id.as_str()).collect();
        let drafted_from: Vec<&str> = evidence.items.iter().map(|item| item.id.as_str()).collect();
        ensure!(held_against == drafted_from, "the archive changed between draft and check: ask again");
        let objections = reply
            .objections
            .iter()
            .map(|note| Objected {
                claim: note.claim.clone(),
                objection: format!("{:?}", note.objection),
                reason: note.reason.clone(),
            })
            .collect();
        let sent = [reply.handoff.clone().unwrap_or_default(), reply.text.clone()];
        let pair = Pair {
            question: text.to_owned(),
            evidence: evidence.items.iter().map(|item| item.text.clone()).collect(),
            raw: without_markers(&draft.text, &evidence),
            draft: draft.text,
            guarded: sent.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("\n"),
            outcome: format!("{:?}", reply.outcome).to_lowercase(),
            answers: reply.outcome.answers(),
            objections,
        };
        let mut times = Micros::from([
            ("guard: retrieve, verify, repair, record".to_owned(), guarding),
            ("verify".to_owned(), explained.decision.timings.verify_us),
        ]);
        // To look a draft up is not to write it.
        if !self.replayed {
            times.insert("draft".to_owned(), drafting);
        }
        Ok((Found::Pair(Box::new(pair)), times))
    }
}

/// Questions, blank lines left out.
fn read(path: &Path) -> anyhow::Result<Vec<Item>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read the questions {}", path.display()))?;
    let mut items = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (id, question) = if line.trim_start().starts_with('{') {
            let value: Value =
                serde_json::from_str(line).with_context(|| format!("{} line {}", path.display(), at + 1))?;
            let question = value.get("question").and_then(Value::as_str);
            let question = question
                .with_context(|| format!("{} line {}: there is no `question`", path.display(), at + 1))?
                .to_owned();
            (value.get("id").and_then(Value::as_str).map(str::to_owned), question)
        } else {
            (None, line.trim().to_owned())
        };
        let id = id.unwrap_or_else(|| format!("q{:03}", at + 1));
        let asked = Asked {
            creator: String::new(),
            question,
            expect: Behaviour::Answer,
            must_contain: Vec::new(),
            must_not_contain: Vec::new(),
            sources: Vec::new(),
        };
        let part = "replies".to_owned();
        items.push(Item {
            cluster: id.clone(),
            id,
            part,
            half: Half::B,
            slices: Slices::new(),
            work: Work::Question(asked),
        });
    }
    ensure!(!items.is_empty(), "{} holds no question", path.display());
    Ok(items)
}
