//! What is said of somebody who was refused is refused too; pure. "I have a son, and he loves carving": without the
//! son nobody loves carving, whatever else the evidence says of loving and carving.

use super::verdict::{Objection, Ruled, Stance, Verdict};
use super::{Facts, Failure, RuleTrace, reject};
use crate::claim::is_relative;
use groundwire_index::text::language::Language;
use groundwire_index::text::words::{fold, words};

/// A clause that begins with one of these, after joining words, speaks of somebody named before.
const OF_SOMEBODY: [&str; 22] = [
    "he", "she", "they", "him", "her", "his", "their", "them", "il", "elle", "ils", "elles", "lui", "leur", "el",
    "ella", "ellos", "ellas", "le", "les", "su", "sus",
];
const JOINING: [&str; 16] =
    ["and", "but", "so", "who", "et", "mais", "donc", "qui", "y", "pero", "que", "ya", "though", "yes", "oui", "si"];

/// Refuses clauses about a relative whom the clause before them claimed, and was refused for.
pub fn refuse(ruled: &mut [Ruled], facts: &Facts<'_>) {
    let mut refused: Option<String> = None;
    for claim in ruled {
        let speaks_on = refused.is_some() && is_of_somebody(&claim.claim.text, claim.claim.language);
        let rejected = matches!(claim.verdict, Verdict::Rejected { .. });
        if let (true, false, Some(before)) = (speaks_on, rejected, &refused) {
            let reason = format!("it speaks of somebody whom nothing carries: \"{before}\"");
            claim.rules.push(RuleTrace::new("hanging", reason.clone()));
            let failure = Failure::unsupported("hanging", Objection::NotEntailed, reason);
            claim.verdict = super::reason::tell(reject(failure, Vec::new(), 0.0, facts), facts.policy.reasons);
            continue;
        }
        let unsupported = matches!(claim.verdict, Verdict::Rejected { stance: Stance::Unsupported, .. });
        let names_one = words(&claim.claim.text).iter().any(|word| is_relative(&word.folded));
        if unsupported && names_one {
            refused = Some(claim.claim.text.trim().to_owned());
        } else if !matches!(claim.verdict, Verdict::NotNeeded { .. }) && !speaks_on {
            refused = None;
        }
    }
}

fn is_of_somebody(text: &str, language: Language) -> bool {
    let folded = fold(text);
    let mut said = words(&folded).into_iter().map(|word| word.folded);
    said.find(|word| !JOINING.contains(&word.as_str())).is_some_and(|word| {
        // Articles in French.
        let article = language == Language::Fr && matches!(word.as_str(), "le" | "les");
        OF_SOMEBODY.contains(&word.as_str()) && !article
    })
}
