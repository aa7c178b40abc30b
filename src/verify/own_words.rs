//! "I" is the creator; invariants: persona texts are never evidence, what another voice says is
//! never the creator's, and a family is not invented from a text that only names a school.

use groundwire_index::retrieve::EvidenceItem;
use groundwire_index::text::language::Language;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{content_stems, plain};

use super::quote::{bare, outside_quotations};
use super::reading::Sentence;
use super::{Facts, Failure, Objection};
use crate::claim::{Claim, SpeechAct, Told, anchors, is_first_person, is_negated};
use crate::question::before_orders;

/// A persona text: style, never evidence.
pub fn is_persona(item: &EvidenceItem) -> bool {
    item.kind.as_deref().is_some_and(|k| plain(k) == "persona")
        || item.author.as_deref().is_some_and(|a| plain(a) == "persona")
}

/// Text of an item that may carry a claim of this act; `None` when nothing in it may. What the creator
/// quotes from somebody else is not the creator's own.
pub fn admissible(item: &EvidenceItem, act: SpeechAct) -> Option<String> {
    if is_persona(item) {
        return None;
    }
    if !act.needs_own_words() {
        return Some(before_orders(&item.text).to_owned());
    }
    let own: Vec<String> = item
        .passages
        .iter()
        .filter(|p| p.own)
        .map(|p| outside_quotations(before_orders(p.span.slice(&item.text))))
        .collect();
    (!own.is_empty()).then(|| own.join("\n\n"))
}

/// Support at which an experience passes although the creator tells it without saying "I".
const SURE: f64 = 0.5;

/// A biographical claim needs a sentence in which the creator speaks of the same: their child, their
/// partner, their home. An experience needs one in which the creator says "I" of the same things, or
/// a judge that is sure.
pub fn check(claim: &Claim, own: &[Sentence], support: f64, language: Language) -> Option<Failure> {
    if claim.act == SpeechAct::Biography {
        return biography(claim, own, language);
    }
    if claim.act == SpeechAct::Experience && support < SURE {
        return experience(claim, own, language);
    }
    None
}

fn experience(claim: &Claim, own: &[Sentence], language: Language) -> Option<Failure> {
    let wanted = content_stems(&claim.meaning, language);
    let lived = own.iter().any(|sentence| {
        let shared = content_stems(&sentence.text, language).iter().filter(|w| wanted.contains(w)).count();
        sentence.first_person && shared > 0
    });
    (!lived && !wanted.is_empty()).then(|| {
        Failure::unsupported(
            "own_words",
            Objection::NotTheirWords,
            "the creator never says that they did or lived through this",
        )
    })
}

fn biography(claim: &Claim, own: &[Sentence], language: Language) -> Option<Failure> {
    let told = |sentence: &Sentence| {
        let negated = is_negated(&sentence.text);
        anchors(&sentence.text).into_iter().map(move |told| (told, negated))
    };
    let spoken: Vec<(Told, bool)> = own.iter().flat_map(told).collect();
    let negated = is_negated(&claim.meaning);
    let said = anchors(&claim.meaning);
    let wanted = content_stems(&claim.meaning, language);
    // A denial is one only where the sentence speaks of the same matter, not merely of the same relative.
    let same_matter: Vec<(Told, bool)> = own
        .iter()
        .filter(|sentence| {
            let stems = content_stems(&sentence.text, language);
            let shared = wanted.iter().filter(|word| stems.contains(word)).count();
            shared * 2 >= wanted.len()
        })
        .flat_map(told)
        .collect();
    let brief = wanted.len() <= 4;
    let denied = said.iter().find(|told| {
        brief
            && same_matter.iter().any(|(other, no)| told.is_told_by(other) && *no != negated)
            && !spoken.iter().any(|(other, no)| told.is_told_by(other) && *no == negated)
    });
    if let Some(told) = denied {
        let reason = format!("the creator's own words say otherwise of their {}", told.kind);
        return Some(Failure::contradicted("own_words", Objection::NotTheirWords, reason));
    }
    // "Not a parent" says it without "I".
    let denies_it = negated
        && own.iter().any(|sentence| {
            let stems = content_stems(&sentence.text, language);
            is_negated(&sentence.text) && wanted.iter().any(|word| stems.contains(word))
        });
    if denies_it {
        return None;
    }
    // Who has a nephew is an aunt or an uncle.
    let converse = |told: &Told| {
        matches!(told.word, "aunt" | "uncle")
            && spoken.iter().any(|(other, _)| matches!(other.word, "nephew" | "niece"))
    };
    let missing = said
        .into_iter()
        .filter(|told| !converse(told))
        .find(|told| !spoken.iter().any(|(other, _)| told.is_told_by(other)))?;
    let of_kind = spoken.iter().any(|(other, _)| other.kind == missing.kind);
    let what = if of_kind { format!("`{}`", missing.word) } else { format!("their {}", missing.kind) };
    Some(Failure::unsupported(
        "own_words",
        Objection::NotTheirWords,
        format!("the creator's own words never speak of {what}, and absence is no answer"),
    ))
}

/// An item that holds the claim as a whole sentence of the creator's.
pub fn verbatim_carrier(claim: &Claim, facts: &Facts<'_>) -> Option<usize> {
    let wanted = bare(&claim.meaning);
    let too_short = wanted.split_whitespace().count() < 3;
    if too_short || claim.meaning.contains('?') {
        return None;
    }
    let act = if is_first_person(&claim.meaning) { SpeechAct::CreatorFact } else { claim.act };
    facts.evidence.items.iter().position(|item| {
        admissible(item, act)
            .is_some_and(|text| sentences(&text).into_iter().any(|span| bare(span.slice(&text)) == wanted))
    })
}
