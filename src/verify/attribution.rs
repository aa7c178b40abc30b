//! Whose it is: what the reply says of a person stands in that person's own words or in words about them;
//! pure. "Odile's thumb went numb" is not carried by the creator's "my thumb went numb".

use groundwire_index::text::names::names;
use groundwire_index::text::words::fold;

use super::alignment::Support;
use super::reading::Sentence;
use super::{Facts, Failure, Objection};
use crate::claim::{Claim, is_first_person};

/// The claim speaks of a named person, and all that carries it says "I" in another voice and does not name
/// them.
pub fn check(claim: &Claim, support: &Support, given: &[Sentence], spoken: &str, facts: &Facts<'_>) -> Option<Failure> {
    if let Some(failure) = by_a_commenter(support, given, spoken, facts) {
        return Some(failure);
    }
    if is_first_person(&claim.meaning) {
        return None;
    }
    let people = people_of(facts);
    // The subject stands first; "with Odile" is no subject.
    let opening: String = claim.meaning.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let first = fold(opening.split_whitespace().next().unwrap_or(""));
    if matches!(
        first.as_str(),
        "with" | "con" | "avec" | "for" | "para" | "pour" | "a" | "to" | "chez" | "from" | "de" | "at"
    ) {
        return None;
    }
    let subject = names_in(&opening, facts).into_iter().find(|name| people.iter().any(|person| is_of(name, person)))?;
    if is_of(&subject, &facts.creator.name) {
        return None;
    }
    let carrying: Vec<&Sentence> = support.sentences.iter().filter_map(|at| given.get(*at)).collect();
    let fits = |sentence: &&&Sentence| {
        let speaks = sentence.speaker.as_deref().is_some_and(|speaker| is_of(&subject, speaker));
        let named = fold(&sentence.text).contains(&subject);
        speaks || named || !sentence.first_person
    };
    if carrying.is_empty() || carrying.iter().any(|sentence| fits(&sentence)) {
        return None;
    }
    let said_by = carrying.iter().find_map(|s| s.speaker.clone()).unwrap_or_else(|| facts.creator.name.clone());
    let reason = format!("it says this of `{subject}`, and it is `{said_by}` who says it of themself");
    Some(Failure::unsupported("attribution", Objection::NotTheirWords, reason))
}

/// Only a reader's comment says it, and the reply states it as if it were so.
fn by_a_commenter(support: &Support, given: &[Sentence], said: &str, facts: &Facts<'_>) -> Option<Failure> {
    const SAYS_SO: [&str; 14] = [
        "comment",
        "reader",
        "somebody",
        "someone",
        "viewer",
        "follower",
        "commentaire",
        "lecteur",
        "lectrice",
        "quelqu'un",
        "comentario",
        "lector",
        "alguien",
        "according",
    ];
    let carrying: Vec<&Sentence> = support.sentences.iter().filter_map(|at| given.get(*at)).collect();
    let commenter = |sentence: &&Sentence| {
        let item = facts.evidence.items.get(sentence.item)?;
        let author = item.author.as_deref()?;
        let is_comment =
            !sentence.own && !item.is_any_own() && item.passages.iter().all(|p| p.voice.speaker().is_none());
        is_comment.then_some(author)
    };
    let authors: Vec<&str> = carrying.iter().filter_map(commenter).collect();
    if authors.is_empty() || authors.len() < carrying.len() || SAYS_SO.iter().any(|word| said.contains(word)) {
        return None;
    }
    let author = authors.first()?;
    if fold(author).split_whitespace().any(|part| part.len() > 2 && said.contains(part)) {
        return None;
    }
    let reason = format!("only `{author}` says this, and the reply states it as the creator's");
    Some(Failure::unsupported("attribution", Objection::NotTheirWords, reason))
}

fn names_in(text: &str, facts: &Facts<'_>) -> Vec<String> {
    let mut found: Vec<String> = names(text, facts.language).into_iter().map(|name| name.folded).collect();
    // A name that opens the sentence is told from a common word by the people that we know.
    let first = text.split_whitespace().next().map(|w| fold(w.trim_matches(|c: char| !c.is_alphanumeric())));
    found.extend(first.map(|w| w.strip_suffix("'s").unwrap_or(&w).to_owned()));
    found
}

fn is_of(name: &str, person: &str) -> bool {
    fold(person).split_whitespace().any(|part| part == name)
}

/// Everybody who speaks or writes in the evidence.
fn people_of<'a>(facts: &'a Facts<'_>) -> Vec<&'a str> {
    let mut people: Vec<&str> = Vec::new();
    for item in &facts.evidence.items {
        people.extend(item.author.as_deref());
        people.extend(item.passages.iter().filter_map(|p| p.voice.speaker()));
    }
    people
}
