//! How the rules and the judge's opinion decide together; pure. Invariant: a firm rule is never talked out of
//! its objection, whatever the judge thinks.
//!
//! Firm is every rule but one: that the evidence lacks words of the claim. That is what free paraphrase and small talk
//! in words of its own meet, and there the trained judge tells what is carried from what is added (AUROC .77 on the
//! dev part of `fixtures/claims`, where the words themselves are worse than chance). A logistic regression weighs its
//! opinion (`models/judge/combine.py`; figures in `models/judge/README.md`). Of family, experience, offers, promises
//! and the like no model is asked: there that rule is firm too. What no rule objects to the judge hardly tells apart
//! (AUROC .55), so it does not object by itself. A baseline judge knows no logic: every rule is firm, and it stops what
//! shares next to nothing with its evidence.

use super::entailment::Probabilities;
use super::{Facts, Failure, Stance};
use crate::claim::{Claim, SpeechAct};
use crate::policy::DEFAULT_THRESHOLD;

/// How far a judge may be trusted beside the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Every rule objects by itself; the judge may object too.
    Objects,
    /// Opinion and rules of words are weighed together.
    Weighs,
}

/// The baseline judge's support that counts as the default threshold: below it the dev part of `fixtures/claims`
/// has next to no carried claim.
const BASELINE_LEAST: f64 = 0.15;

/// Rules whose objection is weighed: words of the claim are not found, and it cites nothing that has them.
const WEIGHED: [&str; 2] = ["alignment", "citation"];

/// Weights of the regression, fitted on the dev part of `fixtures/claims` (148 claims): what the judge's odds, the
/// words of the claim and a claim about the sender add.
const ONE: f64 = 2.472;
const OPINION: f64 = 0.534;
const LENGTH: f64 = -0.207;
const OF_SELF: f64 = -1.170;

/// A rule that no opinion overrules: figures, names, voices, offers, quotations, what the policy forbids; and every
/// rule where somebody speaks of their family, offers or promises.
///
/// Where no creator is named the evidence is some text of somebody's: the judge was not made for those and tells less
/// there than the words do (the project's README), so every rule is firm.
pub fn is_firm(claim: &Claim, failure: &Failure, trust: Trust, facts: &Facts<'_>) -> bool {
    trust == Trust::Objects
        || facts.creator.name.is_empty()
        || failure.stance == Stance::Contradicted
        || !WEIGHED.contains(&failure.rule)
        || !may_be_talk(claim.act)
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

/// Calibrated probability that a claim may be sent to which a rule that is not firm objects, 0 to 1; of a baseline
/// judge, its support on the same scale.
pub fn score(claim: &Claim, opinion: Probabilities, trust: Trust) -> f64 {
    if trust == Trust::Objects {
        return sigmoid(logit(opinion.supported) - logit(BASELINE_LEAST) + logit(DEFAULT_THRESHOLD));
    }
    let passes = logit(opinion.supported + opinion.nothing_to_check);
    let length = (claim.text.split_whitespace().count() as f64).ln_1p();
    let of_self = matches!(claim.act, SpeechAct::Opinion | SpeechAct::CreatorFact);
    sigmoid(ONE + OPINION * passes + LENGTH * length + if of_self { OF_SELF } else { 0.0 })
}

/// The claim passes for having nothing to check, more than for being carried.
pub fn is_talk(claim: &Claim, opinion: Probabilities) -> bool {
    may_be_talk(claim.act) && opinion.nothing_to_check > opinion.supported
}

/// Odds as a logarithm, at most those of 1 to 999 either way.
fn logit(probability: f64) -> f64 {
    let inside = probability.clamp(1e-3, 1.0 - 1e-3);
    (inside / (1.0 - inside)).ln()
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
