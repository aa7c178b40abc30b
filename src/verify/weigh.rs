//! How the rules and the judge's opinion decide together; pure. Invariant: a firm rule is never talked out of
//! its objection, whatever the judge thinks.
//!
//! Firm are the rules that compare values and voices: figures, names, who says it, offers, quotations, what the
//! policy forbids. Two groups read language by its words and are often wrong about it: that the evidence lacks
//! words of the claim, which free paraphrase and small talk meet, and that the two differ in negation, quantity, certainty
//! or sense. On the dev part of `fixtures/claims` most of what these object to is fit to be sent. There the trained judge
//! tells more; what the rules found and what it thinks are weighed by a logistic regression, whether a rule objects or not
//! (`models/judge/combine.py`; figures in `models/judge/README.md`). Of family, offers, promises and the like the judge
//! may doubt what the rules let pass, and overrules none. A baseline judge knows no logic: every rule is firm, and it
//! stops what shares next to nothing with its evidence.

use super::alignment::Support;
use super::entailment::Probabilities;
use super::{Facts, Failure, Objection, Stance};
use crate::claim::{Claim, SpeechAct};
use crate::policy::DEFAULT_THRESHOLD;

/// How far a judge may be trusted beside the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Every rule objects by itself; the judge may object too.
    Objects,
    /// Opinion and the rules that are not firm are weighed together.
    Weighs,
}

/// The baseline judge's support that counts as the default threshold: below it the dev part of `fixtures/claims`
/// has next to no carried claim.
const BASELINE_LEAST: f64 = 0.15;

/// Rules whose objection is weighed: words of the claim are not found, and it cites nothing that has them.
const OF_WORDS: [&str; 2] = ["alignment", "citation"];
/// Rules whose objection is weighed: the claim says more, or otherwise, by the sense of single words.
const OF_SENSE: [&str; 6] = ["denial", "quantity", "certainty", "opposites", "own_words", "relatives"];

/// Share of the claim's words in the evidence from which on it is a sentence of the evidence with a word changed.
const NEARLY_THE_SAME: f64 = 0.5;

/// Where there is no evidence, so much must the judge be sure that there is nothing to check.
const NOTHING_BUT_TALK: f64 = 0.8;

/// Weights of the regression, fitted on the dev part of `fixtures/claims` (1,816 claims, 217 of them bad).
#[derive(Debug)]
struct Weights {
    one: f64,
    /// Of the odds that the claim is carried or has nothing to check.
    opinion: f64,
    /// Of the odds that the evidence says otherwise.
    refuted: f64,
    /// A rule of words objects.
    words: f64,
    /// A rule of sense objects.
    sense: f64,
    /// Of the share of the claim's words that the evidence has.
    coverage: f64,
    /// Of the number of words of weight that it lacks, as a logarithm.
    missing: f64,
    /// Of the number of words, as a logarithm.
    length: f64,
    /// The claim is about the sender.
    of_self: f64,
}

const WEIGHTS: Weights = Weights {
    one: 1.152,
    opinion: 0.275,
    refuted: -0.068,
    words: -0.304,
    sense: -0.911,
    coverage: 0.401,
    missing: -0.342,
    length: 0.233,
    of_self: -0.366,
};

/// A rule that no opinion overrules; and every rule where somebody speaks of their family, offers or promises.
///
/// Where no creator is named the evidence is some text of somebody's: the judge was not made for those and tells less
/// there than the words do (the project's README), so every rule is firm.
pub fn is_firm(claim: &Claim, failure: &Failure, coverage: f64, trust: Trust, facts: &Facts<'_>) -> bool {
    let weighed = match failure.rule {
        // "My sister's twins" in a fact about others may be the guest's "my boys"; said of the sender it is firm.
        "relatives" => claim.act == SpeechAct::Fact,
        "own_words" => claim.act == SpeechAct::Experience && coverage < NEARLY_THE_SAME,
        rule if OF_WORDS.contains(&rule) => failure.stance == Stance::Unsupported,
        // Of a claim that is the evidence's own sentence but for one word, that word decides.
        rule => OF_SENSE.contains(&rule) && failure.objection == Objection::NotEntailed && coverage < NEARLY_THE_SAME,
    };
    trust == Trust::Objects || facts.creator.name.is_empty() || !weighed || !may_be_weighed(claim.act)
}

/// Whoever speaks of their family, offers or promises is held to the rules.
const fn may_be_weighed(act: SpeechAct) -> bool {
    may_be_talk(act) || matches!(act, SpeechAct::Experience)
}

/// A claim of this kind may turn out to state nothing; who speaks of their family, offers or promises states
/// something.
const fn may_be_talk(act: SpeechAct) -> bool {
    matches!(
        act,
        SpeechAct::Fact
            | SpeechAct::CreatorFact
            | SpeechAct::Opinion
            | SpeechAct::Advice
            | SpeechAct::Social
            | SpeechAct::Echo
            | SpeechAct::Question
            | SpeechAct::Abstention
            | SpeechAct::Disclosure
    )
}

/// Calibrated probability that a claim may be sent, 0 to 1, for claims to which no firm rule objects; of a baseline
/// judge, its support on the same scale.
pub fn score(
    claim: &Claim,
    opinion: Probabilities,
    support: &Support,
    objection: Option<&Failure>,
    trust: Trust,
) -> f64 {
    if trust == Trust::Objects {
        return sigmoid(logit(opinion.supported) - logit(BASELINE_LEAST) + logit(DEFAULT_THRESHOLD));
    }
    let w = WEIGHTS;
    let flag = |on: bool| if on { 1.0 } else { 0.0 };
    let counted = |count: usize| (count as f64).ln_1p();
    let objects = |rules: &[&str]| objection.is_some_and(|failure| rules.contains(&failure.rule));
    sigmoid(
        w.one
            + w.opinion * logit(opinion.supported + opinion.nothing_to_check)
            + w.refuted * logit(opinion.refuted)
            + w.words * flag(objects(&OF_WORDS))
            + w.sense * flag(objects(&OF_SENSE))
            + w.coverage * support.coverage
            + w.missing * counted(support.missing.len())
            + w.length * counted(claim.text.split_whitespace().count())
            + w.of_self
                * flag(matches!(claim.act, SpeechAct::Opinion | SpeechAct::CreatorFact | SpeechAct::Experience)),
    )
}

/// The claim passes for having nothing to check, more than for being carried.
pub fn is_talk(claim: &Claim, opinion: Probabilities) -> bool {
    may_be_talk(claim.act) && opinion.nothing_to_check > opinion.supported
}

/// The claim states nothing, and the judge is sure of it: it needs no evidence where there is none.
pub fn is_nothing_but_talk(claim: &Claim, opinion: &Probabilities) -> bool {
    may_be_talk(claim.act) && opinion.nothing_to_check >= NOTHING_BUT_TALK
}

/// Odds as a logarithm, at most those of 1 to 999 either way.
fn logit(probability: f64) -> f64 {
    let inside = probability.clamp(1e-3, 1.0 - 1e-3);
    (inside / (1.0 - inside)).ln()
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
