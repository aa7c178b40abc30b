//! Claims to verdicts; invariants: only [`Verifier`] makes a [`Ruling`], a claim that needs evidence passes only when no
//! firm rule objects and the rest, weighed with the judge, carries it on one set of evidence, or it was worked out from one
//! sentence, and whatever goes wrong is a rejection.

mod added;
mod alignment;
mod arithmetic;
mod attribution;
mod binding;
mod certainty;
mod citation;
mod closeness;
mod condition;
mod denial;
mod entailment;
mod exchange;
mod figures;
mod grounds;
mod hanging;
mod kinds;
mod lexical;
mod names;
mod offers;
mod opposites;
mod own_words;
mod policy;
mod premise;
mod quantity;
mod quote;
mod reading;
mod reason;
mod roles;
mod supersede;
mod support;
#[cfg(test)]
mod tests;
mod times;
mod trained;
mod verdict;
mod vocabulary;
mod weigh;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use groundwire_index::catalogue::Offer;
use groundwire_index::retrieve::Evidence;
use groundwire_index::source::Creator;
use groundwire_index::text::language::Language;
use groundwire_index::text::words::fold;
use jiff::civil::Date;

use crate::claim::{Claim, MAX_SENTENCE};
use crate::policy::Policy;
use arithmetic::{Operand, operands};
use groundwire_index::text::figures::figures as figures_in;
use reading::Reading;
use support::{Case, Held, Opinion};
use vocabulary::stems_of;

pub use entailment::{Judge, Kinds, Pair, Probabilities, RulesAlone};
pub use lexical::{FEATURES, LexicalJudge};
pub use trained::TrainedJudge;
pub use verdict::{Instead, Objection, RuleTrace, Ruled, Ruling, Stance, Verdict};
pub use weigh::Trust;

/// What a draft is held against.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The only citable thing.
    pub evidence: &'a Evidence,
    /// Whose voice it is.
    pub creator: &'a Creator,
    /// Rows as they stand at send time; `None` when no catalogue was handed in.
    pub catalogue: Option<&'a [Offer]>,
    /// What may be said.
    pub policy: &'a Policy,
    /// The fan's words.
    pub message: Option<&'a str>,
    /// Today.
    pub today: Date,
    /// Language of the reply.
    pub language: Language,
}

/// Holds claims against facts.
#[derive(Clone)]
pub struct Verifier {
    judge: Arc<dyn Judge>,
    limit: Duration,
}

/// Longest time of the judge, and of the rules, for one draft; what was not decided by then is refused.
pub const TIME_LIMIT: Duration = Duration::from_secs(20);

/// What one check says of one claim on one set of evidence.
#[derive(Clone)]
struct Failure {
    rule: &'static str,
    objection: Objection,
    stance: Stance,
    reason: String,
    instead: Option<Instead>,
}

impl Failure {
    fn unsupported(rule: &'static str, objection: Objection, reason: impl Into<String>) -> Self {
        Self { rule, objection, stance: Stance::Unsupported, reason: reason.into(), instead: None }
    }

    fn contradicted(rule: &'static str, objection: Objection, reason: impl Into<String>) -> Self {
        Self { rule, objection, stance: Stance::Contradicted, reason: reason.into(), instead: None }
    }
}

/// A rejected claim's score is its support scaled into the lower part below the threshold, so that
/// scores still rank and never contradict the decision.
fn rejected_score(support: f64, threshold: f64) -> f64 {
    (support.clamp(0.0, 1.0) * threshold * 0.9).min(threshold - 1e-6).max(0.0)
}

impl Verifier {
    /// A verifier with this judge.
    pub fn new(judge: Arc<dyn Judge>) -> Self {
        Self { judge, limit: TIME_LIMIT }
    }

    /// The same with another limit of time for one draft.
    #[must_use]
    pub const fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Id of the judge.
    pub fn judge_id(&self) -> &str {
        self.judge.model_id()
    }

    /// Decides on every claim.
    pub async fn verify(&self, claims: Vec<Claim>, facts: Facts<'_>) -> Ruling {
        let reply = claims.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join("\n");
        let spoken = format!("{reply}\n{}", facts.message.unwrap_or_default());
        // A sentence is held against the evidence in its own language.
        let languages: BTreeSet<Language> = claims.iter().map(|claim| claim.language).collect();
        let drafts: Vec<(Facts<'_>, Held<'_>)> = languages
            .into_iter()
            .map(|language| {
                let facts = Facts { language, ..facts };
                let held = Held {
                    reading: Reading::of(&facts),
                    spoken: fold(&spoken),
                    reply: reply.clone(),
                    known: known_words(&facts),
                    rows: offers::rows_named(&spoken, &facts),
                    judge: self.judge.as_ref(),
                };
                (facts, held)
            })
            .collect();
        let beside = figures_beside(&claims, &facts);
        let own_lines = policy::own_lines(facts.creator);
        let mut cases: Vec<Case<'_>> = claims
            .iter()
            .zip(&beside)
            .filter_map(|(claim, beside)| {
                let (facts, held) = drafts.iter().find(|(facts, _)| facts.language == claim.language)?;
                Some(Case {
                    claim,
                    facts,
                    held,
                    beside,
                    ours: policy::is_ours(claim, &own_lines),
                    verbatim: own_words::verbatim_carrier(claim, facts),
                    opinion: Opinion::Unasked,
                })
            })
            .collect();
        let asked = Instant::now();
        self.ask_about(&mut cases).await;
        let judge_us = u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX);
        let started = Instant::now();
        let found: Vec<(Verdict, Vec<RuleTrace>, Option<Probabilities>)> =
            cases.iter().map(|case| self.rule(case, started)).collect();
        drop(cases);
        let mut ruled: Vec<Ruled> = claims
            .into_iter()
            .zip(found)
            .map(|(claim, (verdict, rules, opinion))| Ruled { claim, verdict, rules, opinion })
            .collect();
        hanging::refuse(&mut ruled, &facts);
        Ruling {
            claims: ruled,
            judge: self.judge.model_id().to_owned(),
            policy: facts.policy.id(),
            threshold: facts.policy.threshold,
            judge_us,
        }
    }

    /// Gives each case that needs one its opinion, or why there is none: a judge that is late, fails or says what is
    /// no probability has no opinion. All are asked at once: the evidence is read once for all claims.
    async fn ask_about(&self, cases: &mut [Case<'_>]) {
        let mut open: Vec<&mut Case<'_>> = cases.iter_mut().filter(|case| case.needs_opinion()).collect();
        if open.is_empty() {
            return;
        }
        let pairs: Vec<Pair> = open.iter().map(|case| premise::pair(case)).collect();
        match self.ask(&pairs).await {
            Ok(found) => {
                for (case, opinion) in open.iter_mut().zip(found) {
                    case.opinion = if opinion.is_sound() {
                        Opinion::Given(opinion)
                    } else {
                        Opinion::Missing("its opinion is not a probability".to_owned())
                    };
                }
            }
            Err(why) => open.iter_mut().for_each(|case| case.opinion = Opinion::Missing(why.clone())),
        }
    }

    async fn ask(&self, pairs: &[Pair]) -> Result<Vec<Probabilities>, String> {
        match tokio::time::timeout(self.limit, self.judge.judge(pairs)).await {
            Err(_) => Err(format!("it did not answer within {} s", self.limit.as_secs())),
            Ok(Err(error)) => Err(error.to_string()),
            Ok(Ok(found)) if found.len() != pairs.len() => {
                Err(format!("it answered {} of {} questions", found.len(), pairs.len()))
            }
            Ok(Ok(found)) => Ok(found),
        }
    }

    fn rule(&self, case: &Case<'_>, started: Instant) -> (Verdict, Vec<RuleTrace>, Option<Probabilities>) {
        let mut rules = vec![RuleTrace::new("speech_act", format!("{:?}", case.claim.act))];
        let opinion = case.opinion.given();
        let forbidden = opinion.and_then(|opinion| kinds::forbidden(case.claim, opinion));
        if let Some(read) = &forbidden {
            rules.push(RuleTrace::new("kind", format!("the judge reads it as {:?}", read.act)));
        }
        let verdict = if started.elapsed() < self.limit {
            Self::decide(case, forbidden.as_ref(), &mut rules)
        } else {
            let reason = format!("the verifier did not come to it within {} s", self.limit.as_secs());
            rules.push(RuleTrace::new("time", reason.clone()));
            let failure = Failure::unsupported("time", Objection::VerifierUnavailable, reason);
            reject(failure, Vec::new(), 0.0, case.facts)
        };
        (reason::tell(verdict, case.facts.policy.reasons), rules, opinion.copied())
    }

    /// `read_as` is the claim as a graver kind, which the policy may forbid.
    fn decide(case: &Case<'_>, read_as: Option<&Claim>, rules: &mut Vec<RuleTrace>) -> Verdict {
        let Case { claim, facts, .. } = *case;
        let mut note = |rule: &str, said: String| rules.push(RuleTrace::new(rule, said));
        let failure = too_long(claim)
            .or_else(|| policy::forbids(claim, facts))
            .or_else(|| policy::forbids(read_as?, facts))
            .or_else(|| offers::wrong_code(claim, facts))
            .or_else(|| case.published_after_all());
        if let Some(failure) = failure {
            note(failure.rule, failure.reason.clone());
            return reject(failure, Vec::new(), 0.0, facts);
        }
        if let Some(why) = policy::allows(claim, case.ours, facts).or_else(|| claim.act.needs_none().map(str::to_owned))
        {
            if let Opinion::Missing(why) = &case.opinion
                && case.held.judge.trust() == Trust::Weighs
                && kinds::may_be(claim.act)
            {
                return support::unavailable(why, facts, rules);
            }
            note("needs_evidence", format!("no: {why}"));
            return Verdict::NotNeeded { why };
        }
        if let Some(failure) = unread(facts) {
            note(failure.rule, failure.reason.clone());
            return reject(failure, Vec::new(), 0.0, facts);
        }
        match offers::check(claim, facts, case.beside) {
            offers::Outcome::Rejected(failure) => {
                note(failure.rule, failure.reason.clone());
                return reject(failure, Vec::new(), 0.0, facts);
            }
            offers::Outcome::Carried(row) => {
                note("offers", format!("the catalogue row `{row}` carries it"));
                let by = vec![citation::row_id(&row, facts.evidence)];
                return Verdict::Supported { by, assigned: true, score: 1.0 };
            }
            offers::Outcome::Consistent(row) => note("offers", format!("agrees with the catalogue row `{row}`")),
            offers::Outcome::NoOffer => {}
        }
        support::decide(case, rules)
    }
}

/// Of each claim the figures of the others and of the fan's message, for sums.
fn figures_beside(claims: &[Claim], facts: &Facts<'_>) -> Vec<Vec<Operand>> {
    let read = |text: &str, language| operands(text, &figures_in(text, language));
    let of_message = facts.message.map(|message| read(message, facts.language)).unwrap_or_default();
    let of_claims: Vec<Vec<Operand>> = claims.iter().map(|claim| read(&claim.meaning, claim.language)).collect();
    let of_others = |at: usize| of_claims.iter().enumerate().filter(move |(other, _)| *other != at);
    let all = |at| of_others(at).flat_map(|(_, found)| found).chain(&of_message).cloned().collect();
    (0..claims.len()).map(all).collect()
}

fn too_long(claim: &Claim) -> Option<Failure> {
    let length = claim.text.len();
    (length > MAX_SENTENCE).then(|| {
        let reason = format!("a sentence of {length} bytes is too long to verify");
        Failure::unsupported("length", Objection::NotEntailed, reason)
    })
}

/// The reply's language is one that the verifier does not know, or that the policy does not allow.
fn unread(facts: &Facts<'_>) -> Option<Failure> {
    let reason = if facts.language == Language::Other {
        "the verifier knows English, French and Spanish, and this is in none of them".to_owned()
    } else if facts.policy.speaks(facts.language) {
        return None;
    } else {
        format!("the policy does not allow replies in `{}`", facts.language.as_str())
    };
    Some(Failure::unsupported("language", Objection::LanguageUnsupported, reason))
}

/// Stems of the creator's names and of what the sources are called and by whom.
fn known_words(facts: &Facts<'_>) -> Vec<String> {
    let mut texts: Vec<&str> = vec![&facts.creator.name];
    texts.extend(facts.creator.speakers.iter().map(String::as_str));
    for item in &facts.evidence.items {
        texts.extend(item.title.as_deref());
        texts.extend(item.author.as_deref());
        texts.extend(item.passages.iter().filter_map(|p| p.voice.speaker()));
    }
    let mut known: Vec<String> = texts.into_iter().flat_map(|text| stems_of(text, facts.language)).collect();
    for row in facts.catalogue.unwrap_or_default() {
        known.extend(stems_of(&row.item, facts.language));
        known.extend(row.variant.iter().flat_map(|variant| stems_of(variant, facts.language)));
    }
    known
}

fn reject(failure: Failure, against: Vec<String>, support: f64, facts: &Facts<'_>) -> Verdict {
    Verdict::Rejected {
        stance: failure.stance,
        objection: failure.objection,
        reason: failure.reason,
        against,
        score: rejected_score(support, facts.policy.threshold),
        instead: failure.instead,
    }
}
