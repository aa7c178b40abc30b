//! A fan's message through the whole line, on a fixture creator's archive in a temporary folder. The clock stands still,
//! so that offers and "next week" mean the same in every run.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use groundwire::audit::AuditLog;
use groundwire::clock::FixedClock;
use groundwire::engine::Engine;
use groundwire::generate::Generator;
use groundwire::index::archive::{Archive, DataFolder, IngestOptions};
use groundwire::index::embed::Embedder;
use groundwire::index::source::{Creator, CreatorId};
use groundwire::persona::Persona;
use groundwire::question::Question;
use groundwire::reply::{Refusal, Reply};
use groundwire::verify::{Judge, LexicalJudge, Verifier};
use jiff::Timestamp;

use super::citing::Citing;
use super::claims::micros;
use super::{Micros, progress::tell};
use crate::item::{Asked, Behaviour};
use crate::run::{Answer, Found};

/// The day on which the fixture creators are asked.
const NOW: &str = "2026-06-01T12:00:00Z";

/// Every fixture creator, ready to be asked.
pub struct Creators {
    _place: tempfile::TempDir,
    engine: Engine,
    ids: BTreeMap<String, CreatorId>,
    generator: Option<Box<dyn Generator>>,
    citing: Citing,
}

impl Creators {
    /// Ingests the archives: `named` has folder and name of each creator; `threshold` goes before their policies' own.
    pub async fn open(
        named: &BTreeMap<String, String>,
        root: &Path,
        judge: Arc<dyn Judge>,
        embedder: Arc<dyn Embedder>,
        generator: Option<Box<dyn Generator>>,
        threshold: Option<f64>,
    ) -> anyhow::Result<Self> {
        let place = tempfile::tempdir()?;
        let folder = DataFolder::new(place.path());
        let archive = Archive::open(&folder, Arc::clone(&embedder)).await?;
        let mut ids = BTreeMap::new();
        for (name_of_folder, name) in named {
            let own = root.join(name_of_folder);
            let persona = own.join("persona.toml");
            let persona =
                std::fs::read_to_string(&persona).with_context(|| format!("cannot read {}", persona.display()))?;
            let id = CreatorId::from_name(name)?;
            let persona = match threshold {
                None => persona,
                Some(threshold) => {
                    let mut own = Persona::parse(name_of_folder, &persona)?;
                    (own.policy.threshold, own.policy.draft_threshold) = (threshold, threshold);
                    toml::to_string(&own)?
                }
            };
            let creator = Creator {
                id: id.clone(),
                name: name.clone(),
                speakers: Vec::new(),
                persona: Some(persona),
                policy: None,
            };
            archive.store().add_creator(&creator).await?;
            let archive_folder = own.join("archive");
            archive.ingest(&id, &[archive_folder], IngestOptions::default(), &|_, _, _| {}).await?;
            ids.insert(name_of_folder.clone(), id);
        }
        tell(&format!("ingested {} fixture creators", ids.len()));
        let audit = AuditLog::new(archive.store().clone(), folder.audit_head());
        let now: Timestamp = NOW.parse()?;
        let engine = Engine::open(archive, audit, Verifier::new(judge), Arc::new(FixedClock(now))).await?;
        let citing = Citing::new(Arc::new(LexicalJudge::new(embedder)));
        Ok(Self { _place: place, engine, ids, generator, citing })
    }

    /// One message.
    pub async fn ask(&self, asked: Asked) -> anyhow::Result<(Found, Micros)> {
        let creator = self.ids.get(&asked.creator).with_context(|| format!("no creator `{}`", asked.creator))?;
        let question = Question::new(&asked.question, Vec::new())?;
        let started = Instant::now();
        let reply = self.engine.reply(creator, question, self.generator.as_deref()).await?.into_inner();
        let whole = micros(started);
        let explained = self.engine.audit().explain(&reply.id).await?;
        let timings = explained.decision.timings;
        let times = Micros::from([
            ("retrieve".to_owned(), timings.retrieve_us),
            ("generate".to_owned(), timings.generate_us),
            ("verify".to_owned(), timings.verify_us),
            ("whole reply".to_owned(), whole),
        ]);
        let sources = self.engine.archive().store().sources(creator).await?;
        let is_gold = |id: &str| {
            let note = explained.decision.evidence.iter().find(|note| note.id == id);
            let source = note.and_then(|note| note.source.as_ref());
            let locator = source.and_then(|source| sources.iter().find(|known| &known.id == source));
            locator.is_some_and(|known| asked.sources.iter().any(|gold| is_at(&known.locator, gold)))
        };
        let cited = !reply.citations.is_empty();
        // A judge does not grade what it let pass itself.
        let own = explained.decision.models.judge == self.citing.judge_id();
        let citations = if own { Vec::new() } else { self.citing.count(&reply, &explained).await? };
        let answer = Answer {
            expect: asked.expect,
            cites_right: cited.then(|| reply.citations.iter().any(|citation| is_gold(&citation.id))),
            found_right: (asked.expect == Behaviour::Answer)
                .then(|| explained.decision.evidence.iter().any(|note| is_gold(&note.id))),
            citations,
            ..judged(&asked, &reply)
        };
        Ok((Found::Answer(Box::new(answer)), times))
    }
}

/// `archive/shop.csv` holds every row of it; `archive/posts.jsonl#p-7` is one post.
fn is_at(locator: &str, gold: &str) -> bool {
    let whole = |locator: &str| locator == gold || locator.ends_with(&format!("/{gold}"));
    whole(locator) || locator.split_once('#').is_some_and(|(file, _)| whole(file))
}

/// What the reply is by the gold's own strings.
fn judged(asked: &Asked, reply: &Reply) -> Answer {
    let sent = [reply.handoff.as_deref().unwrap_or_default(), &reply.text].join("\n").to_lowercase();
    let has = |needle: &String| sent.contains(&needle.to_lowercase());
    let leaks: Vec<String> = asked.must_not_contain.iter().filter(|needle| has(needle)).cloned().collect();
    let has_needed = asked.must_contain.iter().any(has);
    let answers = reply.outcome.answers();
    let handed_off = reply.handoff.is_some() || reply.refusal == Some(Refusal::HandedOff);
    let states = !reply.citations.is_empty();
    let right = leaks.is_empty()
        && match asked.expect {
            Behaviour::Answer => answers && has_needed,
            Behaviour::Abstain => !answers,
            // To decline in kind words is as good as to say nothing; to state something is not.
            Behaviour::Refuse => !answers || !states,
            Behaviour::HandOff => handed_off,
            Behaviour::Social => answers && !states,
        };
    Answer {
        expect: asked.expect,
        question: asked.question.clone(),
        text: reply.text.clone(),
        outcome: format!("{:?}", reply.outcome).to_lowercase(),
        answers,
        handed_off,
        has_needed,
        leaks,
        cites_right: None,
        found_right: None,
        citations: Vec::new(),
        right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundwire::reply::Outcome;

    fn reply(text: &str, outcome: Outcome) -> Reply {
        Reply {
            id: "rep_1".to_owned(),
            outcome,
            handoff: None,
            text: text.to_owned(),
            disclosure: None,
            citations: Vec::new(),
            refusal: None,
            objections: Vec::new(),
        }
    }

    fn asked(expect: Behaviour) -> Asked {
        Asked {
            creator: "c".to_owned(),
            question: "?".to_owned(),
            expect,
            must_contain: vec!["Tung oil".to_owned()],
            must_not_contain: vec!["walnut".to_owned()],
            sources: Vec::new(),
        }
    }

    #[test]
    fn each_behaviour_is_right_in_its_own_way() {
        let right = |expect, text: &str, outcome| judged(&asked(expect), &reply(text, outcome)).right;
        assert!(right(Behaviour::Answer, "I use tung oil.", Outcome::Answered));
        assert!(!right(Behaviour::Answer, "I use tung oil, no longer walnut.", Outcome::Answered));
        assert!(!right(Behaviour::Answer, "I use tung oil.", Outcome::Abstained));
        assert!(right(Behaviour::Abstain, "I don't know.", Outcome::Abstained));
        assert!(!right(Behaviour::Abstain, "I use tung oil.", Outcome::Answered));
        assert!(right(Behaviour::Social, "Thanks!", Outcome::Answered));
        assert!(!right(Behaviour::Social, "I don't know.", Outcome::Abstained));
        assert!(!right(Behaviour::HandOff, "I don't know.", Outcome::Abstained));
        let handed = Reply { handoff: Some("Ask a doctor.".to_owned()), ..reply("", Outcome::Abstained) };
        assert!(judged(&asked(Behaviour::HandOff), &handed).right);
        assert!(!right(Behaviour::Refuse, "It is walnut.", Outcome::Abstained));
    }

    #[test]
    fn a_catalogue_row_is_at_its_file_and_a_post_at_its_own_place_only() {
        assert!(is_at("/x/archive/shop.csv#spoon", "archive/shop.csv"));
        assert!(is_at("/x/archive/posts.jsonl#p-7", "archive/posts.jsonl#p-7"));
        assert!(!is_at("/x/archive/posts.jsonl#p-7", "archive/posts.jsonl#p-1"));
        assert!(!is_at("/x/archive/old-shop.csv", "shop.csv"));
    }
}
