//! The judge's opinion, and how a claim finds the evidence that carries it; invariants: the same
//! set of evidence must pass every check, and a judge that fails is a rejection.

use async_trait::async_trait;
use groundwire_index::text::words::plain;

use super::{
    Facts, Failure, Objection, RuleTrace, Stance, Verdict, certainty, citation, denial, figures, names, opposites,
    own_words, quote, reject, supersede,
};
use crate::claim::Claim;
use crate::error::Result;

/// One thing to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Text that is taken as true.
    pub evidence: String,
    /// Statement that is held against it.
    pub claim: String,
}

/// What a judge thinks; three numbers from 0 to 1 that add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Probabilities {
    /// The evidence carries the claim.
    pub supported: f64,
    /// The evidence says otherwise.
    pub refuted: f64,
    /// It says nothing of it.
    pub neither: f64,
}

impl Probabilities {
    /// Finite, in range, adding up to one; a broken model must not decide.
    pub fn is_sound(&self) -> bool {
        let all = [self.supported, self.refuted, self.neither];
        all.iter().all(|p| p.is_finite() && (0.0..=1.0).contains(p)) && (all.iter().sum::<f64>() - 1.0).abs() < 1e-3
    }
}

/// Decides whether evidence carries a claim.
#[async_trait]
pub trait Judge: Send + Sync {
    /// Names model, version and calibration.
    fn model_id(&self) -> &str;

    /// One opinion a pair, in order.
    async fn judge(&self, pairs: &[Pair]) -> Result<Vec<Probabilities>>;
}

/// Evidence items that are tried together.
struct Candidate {
    items: Vec<usize>,
    text: String,
    cited: bool,
}

/// Evidence items that are tried one by one when the cited ones do not carry a claim.
const TRIED: usize = 4;

/// Finds evidence that carries the claim, or says what stands in the way.
pub(super) async fn decide(judge: &dyn Judge, claim: &Claim, facts: &Facts<'_>, rules: &mut Vec<RuleTrace>) -> Verdict {
    let mut note = |rule: &str, said: String| rules.push(RuleTrace { rule: rule.to_owned(), said });
    let resolved = citation::resolve(claim, facts.evidence);
    note("citation", format!("{} of {} citations resolve", resolved.items.len(), claim.cites.len()));
    if let Some(failure) = quote::check(claim, facts) {
        note(failure.rule, failure.reason.clone());
        return reject(failure, Vec::new(), 0.2, facts);
    }
    if let Some(items) = quote::carried_by(claim, facts) {
        note("quote", "verbatim, by that speaker".to_owned());
        return supported(&items, &resolved.items, 1.0, facts);
    }
    if let Some(place) = own_words::verbatim_carrier(claim, facts) {
        note("verbatim", "a whole sentence of the source".to_owned());
        return finish(claim, &[place], &resolved.items, 1.0, facts, rules);
    }
    let candidates = candidates(claim, &resolved.items, facts);
    if candidates.is_empty() {
        let failure = nothing_to_hold_against(claim, &resolved, facts);
        note(failure.rule, failure.reason.clone());
        return reject(failure, Vec::new(), 0.0, facts);
    }
    let pairs: Vec<Pair> =
        candidates.iter().map(|c| Pair { evidence: c.text.clone(), claim: claim.text.clone() }).collect();
    let opinions = match judge.judge(&pairs).await {
        Ok(opinions) if opinions.len() == pairs.len() && opinions.iter().all(Probabilities::is_sound) => opinions,
        Ok(_) => return unavailable("its opinion is not a probability", facts, rules),
        Err(error) => return unavailable(&error.to_string(), facts, rules),
    };
    weigh(claim, &resolved, candidates, &opinions, facts, rules)
}

fn unavailable(why: &str, facts: &Facts<'_>, rules: &mut Vec<RuleTrace>) -> Verdict {
    let reason = format!("the judge failed: {why}");
    rules.push(RuleTrace { rule: "judge".to_owned(), said: reason.clone() });
    reject(Failure::unsupported("judge", Objection::VerifierUnavailable, reason), Vec::new(), 0.0, facts)
}

fn nothing_to_hold_against(claim: &Claim, resolved: &citation::Resolved, facts: &Facts<'_>) -> Failure {
    if !facts.evidence.items.is_empty() && claim.act.needs_own_words() {
        return Failure::unsupported(
            "own_words",
            Objection::NotTheirWords,
            "only others say anything here, and this needs the creator's own words",
        );
    }
    if resolved.unknown.is_empty() {
        Failure::unsupported("citation", Objection::Uncited, "there is no evidence for it")
    } else {
        Failure::unsupported(
            "citation",
            Objection::UnknownCitation,
            format!("it cites `{}`, which is not there, and nothing else carries it", resolved.unknown.join("`, `")),
        )
    }
}

/// The cited items together first, then items one by one by the words that they share, then the two
/// best together.
fn candidates(claim: &Claim, cited: &[usize], facts: &Facts<'_>) -> Vec<Candidate> {
    let text_of = |at: &usize| facts.evidence.items.get(*at).and_then(|item| own_words::admissible(item, claim.act));
    let join = |items: &[usize]| items.iter().filter_map(text_of).collect::<Vec<_>>().join("\n\n");
    let mut out = Vec::new();
    let open: Vec<usize> = cited.iter().copied().filter(|at| text_of(at).is_some()).collect();
    if !open.is_empty() {
        out.push(Candidate { text: join(&open), items: open.clone(), cited: true });
    }
    let wanted = groundwire_index::text::words::content_stems(&claim.text, facts.language);
    let mut ranked: Vec<(usize, usize)> = (0..facts.evidence.items.len())
        .filter_map(|at| {
            let stems = groundwire_index::text::words::content_stems(&text_of(&at)?, facts.language);
            Some((wanted.iter().filter(|w| stems.contains(w)).count(), at))
        })
        .collect();
    ranked.sort_by_key(|(shared, at)| (std::cmp::Reverse(*shared), *at));
    for (_, at) in ranked.iter().take(TRIED) {
        if open != [*at] {
            out.push(Candidate { items: vec![*at], text: join(&[*at]), cited: false });
        }
    }
    if let [(_, first), (_, second), ..] = ranked.as_slice() {
        let mut both = vec![*first, *second];
        both.sort_unstable();
        if open != both {
            out.push(Candidate { text: join(&both), items: both, cited: false });
        }
    }
    out
}

/// Takes the first candidate that passes everything, else the objection to the one that came closest.
fn weigh(
    claim: &Claim,
    resolved: &citation::Resolved,
    candidates: Vec<Candidate>,
    opinions: &[Probabilities],
    facts: &Facts<'_>,
    rules: &mut Vec<RuleTrace>,
) -> Verdict {
    let mut closest: Option<(f64, Failure, Vec<usize>)> = None;
    for (candidate, opinion) in candidates.into_iter().zip(opinions) {
        let ids = ids(&candidate.items, facts).join(", ");
        let failure = first_failure(claim, &candidate, *opinion, facts);
        let said = failure.as_ref().map_or("carries it".to_owned(), |f| format!("{}: {}", f.rule, f.reason));
        rules.push(RuleTrace {
            rule: format!("support by {ids}"),
            said: format!("{said} (judge {:.3})", opinion.supported),
        });
        match failure {
            None => {
                return finish(claim, &candidate.items, &resolved.items, opinion.supported, facts, rules);
            }
            Some(failure) => {
                let nearer = closest.as_ref().is_none_or(|(best, _, _)| opinion.supported > *best);
                if nearer || candidate.cited {
                    closest = Some((opinion.supported, failure, candidate.items));
                }
            }
        }
    }
    let Some((support, failure, items)) = closest else {
        return unavailable("no evidence was weighed", facts, rules);
    };
    let failure = uncited(claim, resolved, elsewhere(claim, failure, facts));
    reject(failure, ids(&items, facts), support, facts)
}

/// Nothing carries it, and it cites nothing, or nothing that is there: that is the objection.
fn uncited(claim: &Claim, resolved: &citation::Resolved, failure: Failure) -> Failure {
    if failure.rule != "judge" || failure.stance != Stance::Unsupported || !resolved.items.is_empty() {
        return failure;
    }
    let why = failure.reason;
    if claim.cites.is_empty() {
        return Failure::unsupported("citation", Objection::Uncited, format!("it cites nothing, and {why}"));
    }
    let cited = resolved.unknown.join("`, `");
    let reason = format!("it cites `{cited}`, which is not there, and {why}");
    Failure::unsupported("citation", Objection::UnknownCitation, reason)
}

/// The checks in order on one set of evidence.
fn first_failure(claim: &Claim, candidate: &Candidate, opinion: Probabilities, facts: &Facts<'_>) -> Option<Failure> {
    let own = own_words::check(claim, &candidate.text, opinion.supported, facts.language);
    let rows: String = facts.catalogue.map(|rows| offer_lines(claim, rows)).unwrap_or_default();
    let with_rows = format!("{}\n{rows}", candidate.text);
    let mut known: Vec<&str> = vec![&with_rows, &facts.creator.name];
    known.extend(facts.creator.speakers.iter().map(String::as_str));
    let items = || candidate.items.iter().filter_map(|at| facts.evidence.items.get(*at));
    let called = names::called(&claim.text, facts.message.unwrap_or_default());
    known.extend(called.as_deref());
    for item in items() {
        known.extend(item.title.as_deref());
        known.extend(item.author.as_deref());
        known.extend(item.passages.iter().filter_map(|p| p.voice.speaker()));
    }
    // "Back in 2025" rests on the source's date.
    let dates: Vec<String> = items().filter_map(|item| item.date).map(|date| date.to_string()).collect();
    let with_dates = format!("{with_rows}\n{}", dates.join("\n"));
    own.or_else(|| figures::check(claim, &with_dates, facts.language))
        .or_else(|| names::check(claim, &known, facts.language))
        .or_else(|| denial::check(claim, &everything(claim, facts), facts.language))
        .or_else(|| certainty::check(claim, &candidate.text, facts.language))
        .or_else(|| opposites::check(claim, &candidate.text, facts.language))
        .or_else(|| opinion_failure(opinion, facts))
}

/// Rows of an offer count as evidence for its figures; `offers` has already held them against it.
fn offer_lines(claim: &Claim, rows: &[groundwire_index::catalogue::Offer]) -> String {
    let said = plain(&claim.text);
    rows.iter().filter(|row| said.contains(&plain(&row.item))).map(|row| row.sentence() + "\n").collect()
}

/// All that may carry the claim: a denial counts wherever it stands.
fn everything(claim: &Claim, facts: &Facts<'_>) -> String {
    let texts: Vec<String> =
        facts.evidence.items.iter().filter_map(|item| own_words::admissible(item, claim.act)).collect();
    texts.join("\n\n")
}

fn opinion_failure(opinion: Probabilities, facts: &Facts<'_>) -> Option<Failure> {
    if opinion.supported >= facts.policy.threshold {
        return None;
    }
    let reason = format!(
        "the evidence does not carry it (support {:.2}, {:.2} needed)",
        opinion.supported, facts.policy.threshold
    );
    if opinion.refuted > opinion.neither {
        return Some(Failure::contradicted("judge", Objection::NotEntailed, "the evidence says otherwise".to_owned()));
    }
    Some(Failure::unsupported("judge", Objection::NotEntailed, reason))
}

/// When somebody else does say it, the objection is that it is not the creator who does.
fn elsewhere(claim: &Claim, failure: Failure, facts: &Facts<'_>) -> Failure {
    if !claim.act.needs_own_words() || failure.objection != Objection::NotEntailed {
        return failure;
    }
    let wanted = groundwire_index::text::words::content_stems(&claim.text, facts.language);
    let others: String = facts
        .evidence
        .items
        .iter()
        .flat_map(|item| item.passages.iter().filter(|p| !p.own).map(|p| p.span.slice(&item.text)))
        .collect::<Vec<_>>()
        .join(" ");
    let said = groundwire_index::text::words::content_stems(&others, facts.language);
    let shared = wanted.iter().filter(|w| said.contains(w)).count();
    if wanted.is_empty() || shared * 10 < wanted.len() * 6 {
        return failure;
    }
    Failure::unsupported("own_words", Objection::NotTheirWords, "somebody else says this, the creator does not")
}

/// The last question to evidence that carries a claim: is it still so?
fn finish(
    claim: &Claim,
    items: &[usize],
    cited: &[usize],
    score: f64,
    facts: &Facts<'_>,
    rules: &mut Vec<RuleTrace>,
) -> Verdict {
    if let Some((failure, newer)) = supersede::check(claim, items, facts) {
        rules.push(RuleTrace { rule: failure.rule.to_owned(), said: failure.reason.clone() });
        return reject(failure, vec![newer], score, facts);
    }
    supported(items, cited, score, facts)
}

fn supported(items: &[usize], cited: &[usize], score: f64, facts: &Facts<'_>) -> Verdict {
    let assigned = items.iter().any(|at| !cited.contains(at));
    Verdict::Supported { by: ids(items, facts), assigned, score }
}

fn ids(items: &[usize], facts: &Facts<'_>) -> Vec<String> {
    items.iter().filter_map(|at| facts.evidence.items.get(*at)).map(|item| item.id.clone()).collect()
}
