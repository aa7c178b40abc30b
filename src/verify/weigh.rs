//! How the rules and the judge's opinion decide together; pure. Invariant: a firm rule is never talked out of
//! its objection, whatever the judge thinks.
//!
//! Firm is every rule but one: that the evidence lacks words of the claim. That is what free paraphrase and small talk
//! in words of its own meet, and there the trained judge tells what is carried from what is added (AUROC .77 on the
//! dev part of `fixtures/claims`, where the words themselves are near chance). A logistic regression weighs its opinion
//! (`models/judge/combine.py`; figures in `models/judge/README.md`). What no rule objects to the judge hardly tells
//! apart, so it seldom objects by itself. A baseline judge knows no logic: there every rule is firm.

use super::alignment::Support;
use super::entailment::Probabilities;
use super::{Failure, Stance};
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

/// What is weighed for one claim.
pub struct Signs<'a> {
    /// The judge's opinion.
    pub opinion: Probabilities,
    /// Where the claim stands, word by word.
    pub support: &'a Support,
    /// The objection of a rule that is not firm.
    pub objection: Option<&'a Failure>,
}

/// The baseline judge's support that counts as the default threshold: below it the dev part of `fixtures/claims`
/// has next to no carried claim.
const BASELINE_LEAST: f64 = 0.15;

/// Rules whose objection is weighed: words of the claim are not found, and it cites nothing that has them.
const WEIGHED: [&str; 2] = ["alignment", "citation"];

/// Weights of the regression, fitted on the dev part of `fixtures/claims`.
const ONE: f64 = 2.724;
const OPINION: f64 = 0.078;
const COVERAGE: f64 = 1.228;
const LENGTH: f64 = -0.635;
const OBJECTED: f64 = 0.500;
const OBJECTED_OPINION: f64 = 0.512;
const OBJECTED_OF_SELF: f64 = -1.044;

/// A rule that no opinion overrules: figures, names, voices, offers, quotations, what the policy forbids.
pub fn is_firm(failure: &Failure, trust: Trust) -> bool {
    trust == Trust::Objects || failure.stance == Stance::Contradicted || !WEIGHED.contains(&failure.rule)
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

/// Calibrated probability that the claim may be sent, 0 to 1.
pub fn score(claim: &Claim, signs: &Signs<'_>, trust: Trust) -> f64 {
    let opinion = signs.opinion;
    if trust == Trust::Objects {
        return sigmoid(logit(opinion.supported) - logit(BASELINE_LEAST) + logit(DEFAULT_THRESHOLD));
    }
    let passes = opinion.supported + if may_be_talk(claim.act) { opinion.nothing_to_check } else { 0.0 };
    let length = (claim.text.split_whitespace().count() as f64).ln_1p();
    let shared = ONE + LENGTH * length;
    if signs.objection.is_none() {
        return sigmoid(shared + OPINION * logit(passes) + COVERAGE * signs.support.coverage);
    }
    let of_self =
        matches!(claim.act, SpeechAct::Biography | SpeechAct::Experience | SpeechAct::Opinion | SpeechAct::CreatorFact);
    sigmoid(shared + OBJECTED + OBJECTED_OPINION * logit(passes) + if of_self { OBJECTED_OF_SELF } else { 0.0 })
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
