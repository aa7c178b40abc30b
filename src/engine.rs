//! The line on one screen: [`Engine::reply`]. Invariant: what it returns was verified claim by claim
//! and is on record.

mod work;

use std::sync::Arc;
use std::time::Instant;

use groundwire_index::archive::Archive;
use groundwire_index::backend::Filter;
use groundwire_index::catalogue::Offer;
use groundwire_index::retrieve::{Evidence, EvidenceItem, Retriever};
use groundwire_index::source::{Creator, CreatorId};
use groundwire_index::text::language::detect;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::content_stems;

use crate::audit::{AuditLog, Audited, Decision, Models, new_reply_id};
use crate::check::{CheckReport, CheckRequest, check};
use crate::claim::{Fan, claims, is_first_person};
use crate::clock::{Clock, day};
use crate::error::Result;
use crate::generate::{Draft, Extractive, Generator, Request};
use crate::persona::Persona;
use crate::policy::{Policy, Topic, Uninvited};
use crate::question::{Question, asks_for_experience, gives_orders, topics, wants_answer};
use crate::repair::proposals;
use crate::reply::{GroundedReply, Outcome, Refusal, Reply, dont_know};
use crate::verify::{Facts, Objection, Ruling, Verdict, Verifier};
use work::{Work, note_of};

/// Evidence items of a reply.
pub const EVIDENCE_ITEMS: usize = 8;

/// Everything that answers; cheap to share.
pub struct Engine {
    archive: Archive,
    retriever: Retriever,
    verifier: Verifier,
    extractive: Extractive,
    audit: AuditLog,
    clock: Arc<dyn Clock>,
}

/// What a question is answered from.
struct Setting {
    creator: Creator,
    persona: Persona,
    /// The persona's policy for what a language model writes.
    for_drafts: Policy,
    question: Question,
    evidence: Evidence,
    catalogue: Vec<Offer>,
}

/// What came of the drafts.
struct Resolved {
    outcome: Outcome,
    refusal: Option<Refusal>,
    reply: Option<GroundedReply>,
}

fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

impl Engine {
    /// An engine over an open archive; seals what a crash left unsealed in the audit log.
    pub async fn open(archive: Archive, audit: AuditLog, verifier: Verifier, clock: Arc<dyn Clock>) -> Result<Self> {
        audit.recover().await?;
        let retriever = archive.retriever();
        let extractive = Extractive::new(Arc::clone(archive.embedder()));
        Ok(Self { archive, retriever, verifier, extractive, audit, clock })
    }

    /// Answers a fan's question: retrieve, draft, verify, repair, record. The whole line.
    pub async fn reply(
        &self,
        creator: &CreatorId,
        question: Question,
        generator: Option<&dyn Generator>,
    ) -> Result<Audited<Reply>> {
        let mut work = Work::new();
        let setting = self.retrieve(creator, question, &mut work).await?;
        let generator = generator.unwrap_or(&self.extractive);
        if let Some(resolved) = setting.not_to_be_drafted() {
            return self.record(&setting, generator.id(), resolved, work).await;
        }
        let draft = self.draft(generator, &setting, &mut work).await?;
        let ruling = self.verify("draft", generator.id(), &draft, &setting, &mut work).await;
        let resolved = match GroundedReply::from_ruling(&draft.text, &ruling, &setting.evidence) {
            _ if ruling.says_nothing() => self.speechless(generator, &setting, &mut work).await?,
            Some(reply) => Resolved::sent(Outcome::Answered, reply),
            None => self.repair(generator, &draft, &ruling, &setting, &mut work).await?,
        };
        self.record(&setting, generator.id(), resolved, work).await
    }

    /// Checks a candidate reply against given evidence; nothing is recorded, nothing is sent.
    pub async fn check(&self, request: CheckRequest) -> Result<CheckReport> {
        check(&self.verifier, request, self.clock.now()).await
    }

    /// The archive.
    pub const fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Search over the archive.
    pub const fn retriever(&self) -> &Retriever {
        &self.retriever
    }

    /// The audit log.
    pub const fn audit(&self) -> &AuditLog {
        &self.audit
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    async fn retrieve(&self, creator: &CreatorId, question: Question, work: &mut Work) -> Result<Setting> {
        let started = Instant::now();
        let store = self.archive.store();
        let creator = store.creator(creator).await?;
        let persona = Persona::of(&creator)?;
        let words = question.search_words();
        let hits = self.retriever.search(&creator.id, &words, Filter::default(), EVIDENCE_ITEMS).await?;
        let items = hits.iter().map(|hit| EvidenceItem::from_hit(hit, &creator)).collect();
        let catalogue = store.offers(&creator.id).await?.into_iter().map(|row| row.offer).collect();
        work.timings.retrieve_us = micros(started);
        let for_drafts = persona.policy.for_drafts();
        Ok(Setting { creator, persona, for_drafts, question, evidence: Evidence { items }, catalogue })
    }

    async fn draft(&self, generator: &dyn Generator, setting: &Setting, work: &mut Work) -> Result<Draft> {
        let started = Instant::now();
        let draft = generator.generate(setting.request()).await;
        work.timings.generate_us += micros(started);
        draft
    }

    async fn verify(&self, step: &str, generator: &str, draft: &Draft, setting: &Setting, work: &mut Work) -> Ruling {
        let started = Instant::now();
        let language = detect(&draft.text, setting.question.language);
        let message = setting.question.text.as_str();
        let fan = Fan::new(Some(message), &setting.question.thread);
        let found = claims(&draft.text, &setting.evidence, language, &fan);
        let written = generator != Extractive::ID;
        let facts = Facts {
            evidence: &setting.evidence,
            creator: &setting.creator,
            catalogue: Some(&setting.catalogue),
            policy: if written { &setting.for_drafts } else { &setting.persona.policy },
            message: Some(message),
            today: day(self.clock.now()),
            language,
        };
        let ruling = self.verifier.verify(found, facts).await;
        work.timings.verify_us += micros(started);
        work.note(step, generator, draft, &ruling);
        ruling
    }

    /// A draft that says nothing is an honest "I don't know", save to somebody who asks nothing.
    async fn speechless(&self, generator: &dyn Generator, setting: &Setting, work: &mut Work) -> Result<Resolved> {
        if generator.id() == Extractive::ID || !setting.question.is_small_talk(&setting.persona.policy) {
            return Ok(Resolved::abstained(Refusal::NoEvidence));
        }
        self.fall_back(Refusal::NoEvidence, setting, work).await
    }

    /// Mend and verify again, else the creator's own sentences, else an honest "I don't know". Of an answer that is mostly
    /// rejected nothing is kept.
    async fn repair(
        &self,
        generator: &dyn Generator,
        draft: &Draft,
        ruling: &Ruling,
        setting: &Setting,
        work: &mut Work,
    ) -> Result<Resolved> {
        let refusal = refusal_of(ruling);
        let asks = wants_answer(&setting.question.text);
        if !(asks && ruling.is_mostly_rejected())
            && let Some(reply) = self.mend("repair", generator.id(), draft, ruling, asks, setting, work).await
        {
            return Ok(Resolved { refusal: Some(refusal), ..Resolved::sent(Outcome::Repaired, reply) });
        }
        if generator.id() == Extractive::ID {
            return Ok(Resolved::abstained(refusal));
        }
        self.fall_back(refusal, setting, work).await
    }

    /// The creator's own sentences, else an honest "I don't know".
    async fn fall_back(&self, refusal: Refusal, setting: &Setting, work: &mut Work) -> Result<Resolved> {
        let own = self.draft(&self.extractive, setting, work).await?;
        if own.text.is_empty() {
            return Ok(Resolved::abstained(refusal));
        }
        let id = Extractive::ID;
        let again = self.verify("fall_back", id, &own, setting, work).await;
        let reply = match GroundedReply::from_ruling(&own.text, &again, &setting.evidence) {
            Some(reply) => Some(reply),
            None => self.mend("fall_back_repair", id, &own, &again, true, setting, work).await,
        };
        Ok(match reply {
            // Kind words to somebody who asks nothing are the answer, not the creator's own sentences.
            Some(reply) if !again.says_something() => Resolved::sent(Outcome::Answered, reply),
            Some(reply) => Resolved { refusal: Some(refusal), ..Resolved::sent(Outcome::FellBack, reply) },
            // A judge that is down says so whatever came before.
            None => Resolved::abstained(refusal.or_graver(refusal_of(&again))),
        })
    }

    /// The first mended text that passes. Where `asks`, it must still say something that evidence carries:
    /// a reply that lost its answer is no answer.
    #[expect(clippy::too_many_arguments, reason = "a step of the line takes what the line carries")]
    async fn mend(
        &self,
        step: &str,
        generator: &str,
        draft: &Draft,
        ruling: &Ruling,
        asks: bool,
        setting: &Setting,
        work: &mut Work,
    ) -> Option<GroundedReply> {
        for text in proposals(&draft.text, ruling) {
            let mended = Draft { text };
            let again = self.verify(step, generator, &mended, setting, work).await;
            let reply = GroundedReply::from_ruling(&mended.text, &again, &setting.evidence);
            if let Some(reply) = reply.filter(|_| again.says_something() || !asks) {
                return Some(reply);
            }
        }
        None
    }

    async fn record(
        &self,
        setting: &Setting,
        generator: &str,
        resolved: Resolved,
        mut work: Work,
    ) -> Result<Audited<Reply>> {
        let now = self.clock.now();
        let id = new_reply_id(now)?;
        let Setting { creator, persona, question, evidence, .. } = setting;
        let silent = resolved.outcome == Outcome::Refused;
        let (text, citations) = match resolved.reply {
            Some(reply) => (reply.text().to_owned(), reply.citations().to_vec()),
            None if silent => (String::new(), Vec::new()),
            None => match setting.hand_off(true) {
                Some(hand_off) => (hand_off, Vec::new()),
                None => (dont_know(creator, persona, question.language), Vec::new()),
            },
        };
        let first = !silent && (question.opens_thread() || question.asks_who_answers());
        let reply = Reply {
            id: id.clone(),
            outcome: resolved.outcome,
            handoff: setting.hand_off(false).filter(|_| !silent),
            text,
            disclosure: first.then(|| persona.disclosure(creator, question.language)),
            citations,
            refusal: resolved.refusal,
            objections: std::mem::take(&mut work.objections),
        };
        let decision = Decision {
            id,
            outcome: reply.outcome,
            refusal: reply.refusal,
            topics: topics(&question.text, &persona.policy),
            instructions: setting.instructions(),
            evidence: evidence.items.iter().map(note_of).collect(),
            steps: std::mem::take(&mut work.steps),
            models: self.models(generator, persona),
            timings: work.timings,
        };
        let texts = work.into_texts(&question.text, evidence, &reply);
        self.audit.append(reply, &creator.id, now, &decision, texts).await
    }

    fn models(&self, generator: &str, persona: &Persona) -> Models {
        Models {
            embedder: self.archive.embedder().model_id().to_owned(),
            judge: self.verifier.judge_id().to_owned(),
            generator: generator.to_owned(),
            policy: persona.policy.id(),
            threshold: persona.policy.threshold,
        }
    }
}

impl Setting {
    /// A topic that only a person may answer, or a call for experiences of which the creator tells none.
    fn not_to_be_drafted(&self) -> Option<Resolved> {
        let policy = &self.persona.policy;
        if self.hand_off(true).is_some() {
            return Some(Resolved::abstained(Refusal::HandedOff));
        }
        if !asks_for_experience(&self.question.text) || self.has_own_experience() {
            return None;
        }
        Some(match policy.uninvited {
            Uninvited::Abstain => Resolved::abstained(Refusal::NoEvidence),
            Uninvited::Silence => {
                Resolved { outcome: Outcome::Refused, refusal: Some(Refusal::NoEvidence), reply: None }
            }
        })
    }

    /// A sentence in which the creator says "I" of what the question is about.
    fn has_own_experience(&self) -> bool {
        const SHARED: usize = 2;
        let language = self.question.language;
        let asked = content_stems(&self.question.text, language);
        let own = self.evidence.items.iter().flat_map(|item| {
            item.passages.iter().filter(|passage| passage.own).map(|passage| passage.span.slice(&item.text))
        });
        own.flat_map(|text| sentences(text).into_iter().map(move |span| span.slice(text))).any(|sentence| {
            let said = content_stems(sentence, language);
            is_first_person(sentence) && asked.iter().filter(|word| said.contains(word)).count() >= SHARED
        })
    }

    /// What the policy says first on a topic of the question; `crisis` alone, or the others.
    fn hand_off(&self, crisis: bool) -> Option<String> {
        let policy = &self.persona.policy;
        let topics = topics(&self.question.text, policy);
        let mut wanted = topics.into_iter().filter(|topic| (*topic == Topic::Crisis) == crisis);
        wanted.find_map(|topic| policy.hand_off(topic, self.question.language))
    }

    /// Where somebody tells the assistant what to do.
    fn instructions(&self) -> Vec<String> {
        let message = gives_orders(&self.question.text).then(|| "message".to_owned());
        let items = self.evidence.items.iter().filter(|item| gives_orders(&item.text)).map(|item| item.id.clone());
        message.into_iter().chain(items).collect()
    }

    const fn request(&self) -> Request<'_> {
        Request { question: &self.question, evidence: &self.evidence, creator: &self.creator, persona: &self.persona }
    }
}

impl Resolved {
    const fn sent(outcome: Outcome, reply: GroundedReply) -> Self {
        Self { outcome, refusal: None, reply: Some(reply) }
    }

    const fn abstained(refusal: Refusal) -> Self {
        Self { outcome: Outcome::Abstained, refusal: Some(refusal), reply: None }
    }
}

/// The gravest objection names the refusal.
fn refusal_of(ruling: &Ruling) -> Refusal {
    let has = |wanted: Objection| {
        ruling
            .claims()
            .iter()
            .any(|ruled| matches!(&ruled.verdict, Verdict::Rejected { objection, .. } if *objection == wanted))
    };
    if has(Objection::Forbidden) {
        Refusal::Forbidden
    } else if has(Objection::LanguageUnsupported) {
        Refusal::LanguageUnsupported
    } else if has(Objection::VerifierUnavailable) {
        Refusal::VerifierUnavailable
    } else {
        Refusal::UnsupportedClaims
    }
}
