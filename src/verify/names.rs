//! Every proper name of a claim stands in the evidence, or is the creator's; pure.

use std::collections::HashSet;
use std::sync::LazyLock;

use groundwire_index::span::Span;
use groundwire_index::text::language::Language;
use groundwire_index::text::names::{Name, names};
use groundwire_index::text::words::{fold, stem, words};
use regex::Regex;

use super::{Failure, Objection};
use crate::claim::Claim;

static OPENS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\W*(\p{Lu}\p{Ll}[\p{L}'’-]+)(?: \p{Lu}[\p{L}'’-]+)? (?:taught|told|gave|said|says|showed|helped|asked|sold|joined|runs|owns|and I|and me|m'a|me|nous|enseño|dijo)\b").ok()
});
static CALLS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\W*(?:(?i:hi|hey|hello|thanks|thank you|merci|bonjour|salut|hola|gracias)[, ]+)?(\p{Lu}[\p{L}'’-]+)[,!]|, (\p{Lu}[\p{L}'’-]+)[.!?…]*\s*$").ok()
});

/// A person's name that opens the sentence: what they did follows it.
fn opener(text: &str) -> Option<Name> {
    let name = OPENS.as_ref()?.captures(text)?.get(1)?;
    Some(Name { span: Span::new(name.start(), name.end()), folded: fold(name.as_str()) })
}

/// The name by which the claim calls the fan, if it is in the fan's message.
pub fn called(text: &str, message: &str) -> Option<String> {
    let captures = CALLS.as_ref()?.captures(text)?;
    let name = captures.get(1).or_else(|| captures.get(2))?.as_str();
    message.split(|c: char| !(c.is_alphanumeric() || c == '\'')).any(|word| word == name).then(|| name.to_owned())
}

/// The first name of the claim that is in none of the `known` texts.
pub fn check(claim: &Claim, known: &[String], language: Language) -> Option<Failure> {
    let mut claimed = names(&claim.meaning, language);
    claimed.extend(opener(&claim.meaning));
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
    // A name that was put back for "she" stands in the thread, not in this clause.
    let written = fold(&claim.text);
    let missing = claimed.iter().filter(|name| written.contains(&name.folded)).find(|name| {
        let parts: Vec<&str> = name.folded.split('-').collect();
        !given.contains(&name.folded)
            && !given.contains(&stem(&name.folded, language))
            && !parts.iter().all(|part| given.contains(*part))
    })?;
    Some(Failure::unsupported(
        "names",
        Objection::NameMismatch,
        format!("the name `{}` is not in the evidence", missing.span.slice(&claim.meaning)),
    ))
}
