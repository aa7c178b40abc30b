//! The evidence denies what the claim affirms; pure. A reply that cites the page which says "does not
//! apply" is contradicted by its own citation, whatever words the two share.

use std::collections::HashSet;

use groundwire_index::text::language::Language;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::content_stems;

use super::{Failure, Objection};
use crate::claim::{Claim, is_negated};

/// Share of a denying clause's words that the claim must have, with at least three words shared.
const OF_CLAUSE: f64 = 0.4;
/// Share of the claim's words that a denying clause must have, with at least two words shared.
const OF_CLAIM: f64 = 0.6;
/// A clause that affirms this share of the claim outweighs a denial nearby.
const AFFIRMED: f64 = 0.85;

/// A clause of the evidence that denies what the claim says, when no other clause affirms it.
pub fn check(claim: &Claim, evidence: &str, language: Language) -> Option<Failure> {
    if claim.meaning.contains('?') {
        return None;
    }
    let negated = is_negated(&claim.meaning);
    let wanted: HashSet<String> = content_stems(&claim.meaning, language).into_iter().collect();
    if wanted.len() < 2 {
        return None;
    }
    if negated {
        return affirmed(&wanted, evidence, language);
    }
    let mut affirmed = 0.0_f64;
    let mut denial: Option<(f64, String)> = None;
    for clause in clauses(evidence) {
        let words: HashSet<String> = content_stems(&clause, language).into_iter().collect();
        let shared = words.intersection(&wanted).count();
        let of_claim = shared as f64 / wanted.len() as f64;
        let of_clause = shared as f64 / words.len().max(1) as f64;
        if !is_negated(&clause) {
            affirmed = affirmed.max(of_claim);
        } else if (shared >= 3 && of_clause >= OF_CLAUSE) || (shared >= 2 && of_claim >= OF_CLAIM) {
            let stronger = denial.as_ref().is_none_or(|(best, _)| of_claim > *best);
            if stronger {
                denial = Some((of_claim, clause));
            }
        }
    }
    let (strength, clause) = denial?;
    if affirmed >= AFFIRMED || (affirmed > strength && strength >= OF_CLAIM) {
        return None;
    }
    Some(Failure::contradicted(
        "denial",
        Objection::NotEntailed,
        format!("the evidence denies it: \"{}\"", clause.trim()),
    ))
}

/// A clause that affirms all but a little of what the claim denies, when none denies it.
fn affirmed(wanted: &HashSet<String>, evidence: &str, language: Language) -> Option<Failure> {
    const NEARLY_ALL: f64 = 0.8;
    let (mut affirms, mut denies) = (None, false);
    for clause in clauses(evidence) {
        let words: HashSet<String> = content_stems(&clause, language).into_iter().collect();
        let share = words.intersection(wanted).count() as f64 / wanted.len() as f64;
        if is_negated(&clause) {
            denies |= share >= OF_CLAUSE;
        } else if share >= NEARLY_ALL && !clause.contains('?') && !clause.contains(" would ") {
            affirms = Some(clause);
        }
    }
    let clause = affirms.filter(|_| !denies)?;
    Some(Failure::contradicted(
        "denial",
        Objection::NotEntailed,
        format!("the evidence affirms it: \"{}\"", clause.trim()),
    ))
}

/// Sentences cut at the marks and words that join main clauses.
fn clauses(text: &str) -> Vec<String> {
    const JOINTS: [&str; 19] = [
        " because ",
        " since ",
        " if ",
        " though ",
        " parce qu",
        " si ",
        " porque ",
        " but ",
        " and ",
        "; ",
        " - ",
        " – ",
        " — ",
        ", ",
        " mais ",
        " et ",
        " pero ",
        " y ",
        ": ",
    ];
    let mut out = Vec::new();
    for sentence in sentences(text) {
        let mut pieces = vec![sentence.slice(text).to_owned()];
        for joint in JOINTS {
            pieces = pieces.iter().flat_map(|piece| piece.split(joint).map(str::to_owned)).collect();
        }
        out.extend(pieces.into_iter().filter(|piece| !piece.trim().is_empty()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::SpeechAct;

    fn denied(claim: &str, evidence: &str) -> bool {
        let claim = Claim::whole(claim, SpeechAct::Fact);
        check(&claim, evidence, Language::En).is_some()
    }

    #[test]
    fn a_denial_is_found_and_an_affirmation_beside_it_counts() {
        assert!(denied("I ship spoons to Canada.", "I do not ship spoons to Canada."));
        assert!(!denied("I use tung oil on spoons.", "I don't use walnut oil on spoons, I use tung oil on spoons."));
        assert!(!denied("I don't ship to Canada.", "I do not ship to Canada."));
        assert!(denied("I don't ship to Canada.", "I ship to Canada every week."));
        assert!(!denied("I don't ship to Canada, only to the US.", "I only ship to the US."));
        assert!(!denied("Tung oil dries slowly.", "It never smells bad."));
    }
}
