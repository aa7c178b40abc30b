//! "I" is the creator; invariants: persona texts are never evidence, what another voice says is
//! never the creator's, and a family is not invented from a text that only names a school.

use groundwire_index::retrieve::EvidenceItem;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::plain;

use super::{Facts, Failure, Objection};
use crate::claim::{Claim, SpeechAct, anchors, is_first_person};

/// Text of an item that may carry a claim of this act; `None` when nothing in it may.
pub fn admissible(item: &EvidenceItem, act: SpeechAct) -> Option<String> {
    let is_persona = item.kind.as_deref().is_some_and(|k| plain(k) == "persona")
        || item.author.as_deref().is_some_and(|a| plain(a) == "persona");
    if is_persona {
        return None;
    }
    if !act.needs_own_words() || item.is_all_own() {
        return Some(item.text.clone());
    }
    let own: Vec<&str> = item.passages.iter().filter(|p| p.own).map(|p| p.span.slice(&item.text)).collect();
    (!own.is_empty()).then(|| own.join("\n\n"))
}

/// A biographical claim needs a sentence in which the creator speaks of the same: their child, their
/// partner, their home.
pub fn check(claim: &Claim, own_text: &str) -> Option<Failure> {
    if claim.act != SpeechAct::Biography {
        return None;
    }
    let spoken: Vec<&str> = sentences(own_text)
        .into_iter()
        .flat_map(|span| anchors(span.slice(own_text)))
        .collect();
    let missing = anchors(&claim.text).into_iter().find(|anchor| !spoken.contains(anchor))?;
    Some(Failure::unsupported(
        "own_words",
        Objection::NotTheirWords,
        format!("the creator's own words never speak of their {missing}, and absence is no answer"),
    ))
}

/// An item that holds the claim as a whole sentence of the creator's.
pub fn verbatim_carrier(claim: &Claim, facts: &Facts<'_>) -> Option<usize> {
    let wanted = bare(&claim.text);
    let too_short = wanted.split_whitespace().count() < 3;
    if too_short || claim.text.contains('?') {
        return None;
    }
    let act = if is_first_person(&claim.text) { SpeechAct::CreatorFact } else { claim.act };
    facts.evidence.items.iter().position(|item| {
        admissible(item, act).is_some_and(|text| {
            sentences(&text).into_iter().any(|span| bare(span.slice(&text)) == wanted)
        })
    })
}

/// Without typography and closing marks.
fn bare(text: &str) -> String {
    plain(text).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}
