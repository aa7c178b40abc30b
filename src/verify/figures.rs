//! Every number, amount, percentage, unit, date and time of a claim stands in the evidence; pure.

use groundwire_index::text::figures::{Figure, figures, weekdays};
use groundwire_index::text::language::Language;

use super::{Failure, Objection};
use crate::claim::Claim;

/// The first figure of the claim that `evidence` does not carry.
pub fn check(claim: &Claim, evidence: &str, language: Language) -> Option<Failure> {
    let days = weekdays(evidence);
    if let Some(day) = weekdays(&claim.text).into_iter().find(|day| !days.contains(day)) {
        let reason = format!("the weekday `{day}` is not in the evidence");
        return Some(if days.is_empty() {
            Failure::unsupported("figures", Objection::DateMismatch, reason)
        } else {
            Failure::contradicted("figures", Objection::DateMismatch, reason)
        });
    }
    let claimed = figures(&claim.text, language);
    if claimed.is_empty() {
        return None;
    }
    let mut given = figures(evidence, language);
    if language != Language::En {
        given.extend(figures(evidence, Language::En));
    }
    let missing = claimed.iter().find(|figure| !given.iter().any(|g| figure.carried_by(g)))?;
    Some(mismatch(missing, claim, &given))
}

fn mismatch(missing: &Figure, claim: &Claim, given: &[Figure]) -> Failure {
    let written = missing.span.slice(&claim.text);
    let (objection, what) =
        if missing.is_date() { (Objection::DateMismatch, "date") } else { (Objection::FigureMismatch, "figure") };
    // Another figure of the same kind in the evidence: it says otherwise, not nothing.
    let rival = given.iter().any(|g| std::mem::discriminant(&g.value) == std::mem::discriminant(&missing.value));
    let reason = format!("the {what} `{written}` is not in the evidence");
    if rival {
        Failure::contradicted("figures", objection, reason)
    } else {
        Failure::unsupported("figures", objection, reason)
    }
}
