//! Every proper name of a claim stands in the evidence, or is the creator's; pure.

use std::collections::HashSet;

use groundwire_index::text::language::Language;
use groundwire_index::text::names::names;
use groundwire_index::text::words::{stem, words};

use super::{Failure, Objection};
use crate::claim::Claim;

/// The first name of the claim that is in none of the `known` texts.
pub fn check(claim: &Claim, known: &[&str], language: Language) -> Option<Failure> {
    let claimed = names(&claim.text, language);
    if claimed.is_empty() {
        return None;
    }
    let mut given: HashSet<String> = HashSet::new();
    for text in known {
        for word in words(text) {
            given.insert(stem(&word.folded, language));
            given.insert(word.folded);
        }
    }
    let missing = claimed.iter().find(|name| {
        let parts: Vec<&str> = name.folded.split('-').collect();
        !given.contains(&name.folded)
            && !given.contains(&stem(&name.folded, language))
            && !parts.iter().all(|part| given.contains(*part))
    })?;
    Some(Failure::unsupported(
        "names",
        Objection::NameMismatch,
        format!("the name `{}` is not in the evidence", missing.span.slice(&claim.text)),
    ))
}
