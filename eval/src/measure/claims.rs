//! A labelled claim through the whole check, or through a judge alone.

use std::time::Instant;

use groundwire::check::{CheckReport, CheckRequest, Decision as Ruled, GivenEvidence, Label, check};
use groundwire::verify::{Judge, Pair, Verifier};
use jiff::Timestamp;

use super::Micros;
use crate::item::Claim;
use crate::run::{Decision, Found, Objected};

/// Letters of evidence that a run keeps for showing.
const KEPT: usize = 1500;

/// As users get it. No creator is named: the evidence is some text of somebody's.
pub async fn checked(verifier: &Verifier, claim: Claim, threshold: Option<f64>) -> anyhow::Result<(Found, Micros)> {
    let mut request = CheckRequest::new(claim.text.clone());
    request.message = claim.message.clone();
    request.explain = true;
    request.threshold = threshold;
    if !claim.evidence.trim().is_empty() {
        request.evidence = vec![GivenEvidence::new("e1", claim.evidence.clone())];
    }
    let report = check(verifier, request, Timestamp::UNIX_EPOCH).await?;
    let micros = stages(&report);
    let decision = of_report(&report, claim.supported, &claim.text, &claim.evidence);
    Ok((Found::Decision(decision), micros))
}

/// The whole check, and its two parts.
pub fn stages(report: &CheckReport) -> Micros {
    Micros::from([
        ("check".to_owned(), report.elapsed_us),
        ("check: judge".to_owned(), report.judge_us),
        ("check: claims and rules".to_owned(), report.elapsed_us.saturating_sub(report.judge_us)),
    ])
}

/// Where a judge alone passes a text when nothing was calibrated.
pub const EVEN: f64 = 0.5;

/// The judge alone: it passes from `least` on.
pub async fn judged(judge: &dyn Judge, claim: Claim, least: f64) -> anyhow::Result<(Found, Micros)> {
    let started = Instant::now();
    let Claim { evidence, text: claim, message, supported } = claim;
    let pair = Pair { message: message.unwrap_or_default(), evidence: evidence.clone(), claim: claim.clone() };
    let score = judge.judge(&[pair]).await?.first().map_or(0.0, |opinion| opinion.supported);
    let micros = Micros::from([("judge".to_owned(), micros(started))]);
    Ok((Found::Decision(plain(supported, score, least, &claim, &evidence)), micros))
}

/// Microseconds since.
pub fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// What a judge alone says.
pub fn plain(acceptable: bool, score: f64, least: f64, text: &str, evidence: &str) -> Decision {
    Decision {
        acceptable,
        accepted: score >= least,
        score,
        firm: false,
        weighed: score,
        sentences: Vec::new(),
        chars: None,
        repaired: None,
        reasons: None,
        text: text.to_owned(),
        evidence: shortened(evidence),
        objections: Vec::new(),
    }
}

/// What the check said of a text.
pub fn of_report(report: &CheckReport, acceptable: bool, text: &str, evidence: &str) -> Decision {
    let weighed = |claim: &groundwire::check::CheckedClaim| claim.rules.iter().rev().find_map(|rule| rule.weighed);
    let rejected = |claim: &groundwire::check::CheckedClaim| is_rejected(claim.verdict);
    // Rejected though enough was weighed: by a rule that looks after the weighing, an old price or a wrong day.
    let firmly = |claim| weighed(claim).is_none_or(|support| support >= report.verifier.threshold);
    Decision {
        accepted: report.decision == Ruled::Accept,
        score: report.score,
        firm: report.claims.iter().any(|claim| rejected(claim) && firmly(claim)),
        weighed: report.claims.iter().filter_map(weighed).fold(1.0, f64::min),
        objections: report
            .claims
            .iter()
            .filter(|claim| rejected(claim))
            .map(|claim| Objected {
                claim: claim.text.clone(),
                objection: claim.objection.map(|code| format!("{code:?}")).unwrap_or_default(),
                reason: claim.reason.clone().unwrap_or_default(),
            })
            .collect(),
        ..plain(acceptable, 0.0, report.verifier.threshold, text, evidence)
    }
}

/// Not fit to be sent.
pub const fn is_rejected(label: Label) -> bool {
    matches!(label, Label::Unsupported | Label::Contradicted)
}

fn shortened(text: &str) -> String {
    let mut kept: String = text.chars().take(KEPT).collect();
    if kept.len() < text.len() {
        kept.push_str(" …");
    }
    kept
}
