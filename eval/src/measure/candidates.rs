//! A candidate reply with marked faults through the whole check, or its sentences through a judge alone.

use std::time::Instant;

use groundwire::check::{CheckReport, CheckedClaim, check};
use groundwire::index::span::Span;
use groundwire::index::text::sentences::sentences;
use groundwire::verify::{Judge, Pair, Verifier};
use jiff::Timestamp;

use super::Micros;
use super::claims::{is_rejected, micros, of_report, plain, stages};
use crate::item::{Candidate, Fault};
use crate::metrics::spans::Chars;
use crate::run::{Decision, Found, Sentence};

/// As users get it; a second check with repair, whose time is its own stage, where there is something to mend.
pub async fn checked(
    verifier: &Verifier,
    mut candidate: Candidate,
    threshold: Option<f64>,
) -> anyhow::Result<(Found, Micros)> {
    candidate.request.threshold = threshold;
    let candidate = &candidate;
    let mut request = candidate.request.clone();
    request.explain = true;
    let report = check(verifier, request, Timestamp::UNIX_EPOCH).await?;
    let mut times = stages(&report);
    let reply = &candidate.request.reply;
    let ranges = ranges(&candidate.faults);
    let mut decision = of_report(&report, candidate.acceptable, reply, &evidence_of(candidate));
    let blamed: Vec<(usize, usize)> =
        report.claims.iter().filter(|claim| is_rejected(claim.verdict)).map(|claim| (claim.start, claim.end)).collect();
    let weakest = |span: &Span| {
        let inside = report.claims.iter().filter(|claim| claim.start < span.end && span.start < claim.end);
        inside.map(|claim| claim.score).fold(1.0, f64::min)
    };
    decision.sentences = split(reply, &ranges, &blamed, weakest);
    // A set that marks no span of a faulty reply cannot say how the blame sits.
    if candidate.acceptable || !ranges.is_empty() {
        decision.chars = Some(Chars::of(reply, &ranges, &blamed));
    }
    decision.reasons = reasons(&report, &candidate.faults);
    if let Some(wanted) = &candidate.repaired {
        let mut request = candidate.request.clone();
        request.repair = true;
        let again = check(verifier, request, Timestamp::UNIX_EPOCH).await?;
        times.insert("check with repair".to_owned(), again.elapsed_us);
        decision.repaired = Some(again.repaired.is_some_and(|repair| is_repaired(&repair.text, wanted, candidate)));
    }
    Ok((Found::Decision(decision), times))
}

/// Each sentence through the judge; the reply passes when all do, from `least` on.
pub async fn judged(judge: &dyn Judge, candidate: &Candidate, least: f64) -> anyhow::Result<(Found, Micros)> {
    let started = Instant::now();
    let reply = &candidate.request.reply;
    let evidence = evidence_of(candidate);
    let message = candidate.request.message.clone().unwrap_or_default();
    let spans = sentences(reply);
    let pair = |span: &Span| Pair {
        message: message.clone(),
        evidence: evidence.clone(),
        claim: span.slice(reply).to_owned(),
    };
    let opinions = judge.judge(&spans.iter().map(pair).collect::<Vec<_>>()).await?;
    // Fit to be sent: carried, or nothing to check.
    let scores: Vec<(Span, f64)> = spans
        .iter()
        .copied()
        .zip(opinions.iter().map(|opinion| opinion.supported + opinion.nothing_to_check))
        .collect();
    let times = Micros::from([("judge".to_owned(), micros(started))]);
    let ranges = ranges(&candidate.faults);
    let blamed: Vec<(usize, usize)> =
        scores.iter().filter(|(_, score)| *score < least).map(|(span, _)| (span.start, span.end)).collect();
    let weakest = scores.iter().map(|(_, score)| *score).fold(1.0, f64::min);
    let score_of = |span: &Span| scores.iter().find(|(other, _)| other == span).map_or(1.0, |(_, score)| *score);
    let mut decision: Decision = plain(candidate.acceptable, weakest, least, reply, &evidence);
    decision.sentences = split(reply, &ranges, &blamed, score_of);
    if candidate.acceptable || !ranges.is_empty() {
        decision.chars = Some(Chars::of(reply, &ranges, &blamed));
    }
    Ok((Found::Decision(decision), times))
}

fn ranges(faults: &[Fault]) -> Vec<(usize, usize)> {
    faults.iter().map(|fault| (fault.start, fault.end)).collect()
}

fn evidence_of(candidate: &Candidate) -> String {
    let texts: Vec<&str> = candidate.request.evidence.iter().map(|item| item.text.as_str()).collect();
    texts.join("\n\n")
}

/// Sentences of a reply with the gold and what was said of them.
fn split(
    reply: &str,
    faults: &[(usize, usize)],
    blamed: &[(usize, usize)],
    score: impl Fn(&Span) -> f64,
) -> Vec<Sentence> {
    let clear = |span: &Span, ranges: &[(usize, usize)]| {
        !ranges.iter().any(|(start, end)| *start < span.end && span.start < *end)
    };
    sentences(reply)
        .iter()
        .map(|span| Sentence { supported: clear(span, faults), accepted: clear(span, blamed), score: score(span) })
        .collect()
}

/// Of faults that a rejected claim touches: how many have a right objection.
fn reasons(report: &CheckReport, faults: &[Fault]) -> Option<(usize, usize)> {
    let touches = |claim: &&CheckedClaim, fault: &Fault| {
        claim.objection.is_some() && claim.start < fault.end && fault.start < claim.end
    };
    let (mut right, mut all) = (0, 0);
    for fault in faults.iter().filter(|fault| !fault.objections.is_empty()) {
        let Some(claim) = report.claims.iter().find(|claim| touches(claim, fault)) else { continue };
        let said = claim.objection.map(|code| format!("{code:?}")).unwrap_or_default();
        all += 1;
        right += usize::from(fault.objections.contains(&said));
    }
    (all > 0).then_some((right, all))
}

/// None of the faulty clauses, and at least half of the words that the good editor left.
fn is_repaired(text: &str, wanted: &str, candidate: &Candidate) -> bool {
    let faulty = candidate
        .faults
        .iter()
        .any(|fault| candidate.request.reply.get(fault.start..fault.end).is_some_and(|clause| text.contains(clause)));
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (kept, wanted) = (words(text), words(wanted));
    let shared = wanted.iter().filter(|word| kept.contains(word)).count();
    !faulty && shared * 2 >= wanted.len()
}
