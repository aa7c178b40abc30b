//! What may not be said whatever the evidence, and what may be said without; pure.

use groundwire_index::source::Creator;
use groundwire_index::text::figures::{figures, weekdays};
use groundwire_index::text::words::plain;

use super::{Facts, Failure, Objection, own_words};
use crate::claim::{Claim, SpeechAct, claims_availability, commitment_kinds};
use crate::persona::Persona;

/// A claim that the policy forbids.
pub fn forbids(claim: &Claim, facts: &Facts<'_>) -> Option<Failure> {
    let failure = |reason: &str| Some(Failure::unsupported("policy", Objection::Forbidden, reason));
    match claim.act {
        SpeechAct::Human => failure("a reply may never claim that a person is writing"),
        SpeechAct::Commitment if !commitment_allowed(claim, facts) => {
            failure("a reply may not promise anything in the creator's name that the persona's policy does not allow")
        }
        SpeechAct::Contact if !(facts.policy.contact && own_words::verbatim_carrier(claim, facts).is_some()) => {
            failure("a reply may not give addresses, numbers or meeting places")
        }
        SpeechAct::Credential if !facts.policy.credentials => {
            failure("a reply may not claim a licence, a diploma or a regulated profession")
        }
        SpeechAct::Fact
        | SpeechAct::CreatorFact
        | SpeechAct::Biography
        | SpeechAct::Opinion
        | SpeechAct::Experience
        | SpeechAct::Offer
        | SpeechAct::Commitment
        | SpeechAct::Credential
        | SpeechAct::Contact
        | SpeechAct::Quotation
        | SpeechAct::Advice
        | SpeechAct::Social
        | SpeechAct::Echo
        | SpeechAct::Question
        | SpeechAct::Abstention
        | SpeechAct::Disclosure => None,
    }
}

fn commitment_allowed(claim: &Claim, facts: &Facts<'_>) -> bool {
    let kinds = commitment_kinds(&claim.meaning);
    !kinds.is_empty() && kinds.iter().all(|kind| facts.policy.commitments.contains(kind))
}

/// A claim that passes by policy alone: an allowed commitment, or the persona's own hand-off line.
pub fn allows(claim: &Claim, is_ours: bool, facts: &Facts<'_>) -> Option<String> {
    if claim.act == SpeechAct::Commitment {
        // Permission to promise is no permission to name a price, a day or an item.
        let more = !figures(&claim.meaning, facts.language).is_empty()
            || !weekdays(&claim.meaning).is_empty()
            || claims_availability(&claim.meaning);
        if more {
            return None;
        }
        return Some("the persona's policy allows this commitment".to_owned());
    }
    is_ours.then(|| "the persona's own hand-off or disclosure line".to_owned())
}

/// The persona's own hand-off and disclosure lines, plain.
pub fn own_lines(creator: &Creator) -> Vec<String> {
    let Ok(persona) = Persona::of(creator) else { return Vec::new() };
    persona.handoff.values().chain(persona.disclosure.values()).map(|line| plain(line)).collect()
}

/// It is part of one of the persona's own lines.
pub fn is_ours(claim: &Claim, own_lines: &[String]) -> bool {
    let said = plain(&claim.meaning);
    own_lines.iter().any(|line| line.contains(&said))
}
