//! Kinds that words alone do not show: "no answering machine here", "I'll see you right"; pure.
//! Invariant: the judge may add what a graver kind demands, and takes away nothing: where the policy allows the graver
//! kind, the claim is held to all that its own kind demands.

use std::sync::LazyLock;

use groundwire_index::text::words::plain;
use regex::Regex;

use super::entailment::Probabilities;
use crate::claim::{Claim, SpeechAct, Subject, speaks_to_fan, subject};

/// Sure enough of a kind: on held-out replies at most one fit claim in a thousand reaches it (`models/judge/README.md`).
const SURE: f64 = 0.3;

/// The claim as a kind that a policy forbids, gravest first, where the judge reads one in it.
pub fn forbidden(claim: &Claim, opinion: &Probabilities) -> Option<Claim> {
    let kinds = &opinion.kinds;
    let grave = [
        (kinds.human, SpeechAct::Human),
        (kinds.credential, SpeechAct::Credential),
        (kinds.contact, SpeechAct::Contact),
        (kinds.commitment, SpeechAct::Commitment),
    ];
    let (_, act) = grave.into_iter().find(|(sure, _)| *sure >= SURE).filter(|_| may_be(claim.act))?;
    // When something takes place is no promise, as long as nobody says what they will do.
    if act == SpeechAct::Commitment && is_a_things(claim) {
        return None;
    }
    Some(Claim { act, ..claim.clone() })
}

/// "The course starts on Monday": a thing is spoken of, and not of what will be done with it.
fn is_a_things(claim: &Claim) -> bool {
    let will = WILL.as_ref().is_none_or(|will| will.is_match(&plain(&claim.meaning)));
    !will && !speaks_to_fan(&claim.meaning) && matches!(subject(&claim.meaning, claim.language).0, Subject::Named(_))
}

static WILL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Futures by their endings, in French and Spanish; a word too many here lets the judge have its way.
    Regex::new(r"\b(?:will|won't|going to|gonna|shall|promis\w*|prometo|promete\w*|va|vas|vais|vont|van|vamos|\w{2,}(?:era|ira|ara|dra|erai|irai|erons|eront|iront|aront|eran|iran|aran|ere|ire|are))\b|'ll\b").ok()
});

/// The judge may read such a kind in a claim of this one. What asks, declines or says that an assistant answers is told by
/// its form, which the rules know better; so is what quotes or repeats.
pub const fn may_be(act: SpeechAct) -> bool {
    match act {
        SpeechAct::Fact
        | SpeechAct::CreatorFact
        | SpeechAct::Opinion
        | SpeechAct::Advice
        | SpeechAct::Social
        | SpeechAct::Experience
        | SpeechAct::Biography
        | SpeechAct::Offer => true,
        SpeechAct::Commitment
        | SpeechAct::Credential
        | SpeechAct::Human
        | SpeechAct::Contact
        | SpeechAct::Quotation
        | SpeechAct::Echo
        | SpeechAct::Question
        | SpeechAct::Abstention
        | SpeechAct::Disclosure => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::Kinds;

    #[test]
    fn a_claim_is_read_as_a_graver_kind_and_never_as_a_milder_one() {
        let human = Probabilities { kinds: Kinds { human: 0.9, ..Kinds::default() }, ..Probabilities::default() };
        let read = |act| forbidden(&Claim::whole("No answering machine here.", act), &human).map(|claim| claim.act);
        assert_eq!(read(SpeechAct::Social), Some(SpeechAct::Human));
        assert_eq!(read(SpeechAct::Biography), Some(SpeechAct::Human));
        assert_eq!(read(SpeechAct::Disclosure), None);
        let none = Probabilities::default();
        for act in [SpeechAct::Human, SpeechAct::Commitment, SpeechAct::Biography, SpeechAct::Social] {
            let claim = Claim::whole("Hi!", act);
            assert!(forbidden(&claim, &none).is_none());
        }
    }
}
