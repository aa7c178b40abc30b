//! A condition that the reply leaves out: "I ship to Canada" where the evidence says "only if the order is over 100
//! dollars"; pure. Every word of the claim stands there, and yet it says more.

use std::sync::LazyLock;

use groundwire_index::text::language::Language;
use groundwire_index::text::words::{content_stems, plain};
use regex::Regex;

use super::alignment::Support;
use super::reading::Sentence;
use super::vocabulary::{same_word, stems_of};
use super::{Failure, Objection};
use crate::claim::Claim;

/// What makes the rest hold at times only; the condition stands behind it.
static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:only (?:if|when|once|after|in|on|during)|unless|except (?:for|in|on|when)|provided(?: that)?|as long as|but not (?:in|on|for|to|when|if)|seulement (?:si|quand|en|le|les)|uniquement (?:si|quand|en|le|les)|sauf|a condition que|a moins que|tant que|solo (?:si|cuando|en|los|las)|salvo|excepto|a no ser que|siempre que|mientras)\b").ok()
});
/// "in July only": the condition stands before it.
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r".*\b(?:in|on|for|with|from|to|during|en|pour|les?|para|con|los|las) (?P<limit>[^,;.:]{3,40}?) (?:only|seulement|uniquement|solamente|solo)(?:[.,;:!]|$)").ok()
});

/// The claim is the evidence's statement without the condition on which it holds, and the reply tells that nowhere.
pub fn check(claim: &Claim, support: &Support, given: &[Sentence], reply: &str, language: Language) -> Option<Failure> {
    const SAME: f64 = 0.8;
    let said = plain(&claim.meaning);
    let limited = |text: &str| [&BEHIND, &BEFORE].iter().any(|p| p.as_ref().is_some_and(|p| p.is_match(text)));
    let open =
        [" if ", " when ", " can ", " may ", " si ", " quand ", " cuando ", "?"].iter().any(|w| said.contains(w));
    if support.coverage < SAME || support.weight < 1.0 || open || limited(&said) {
        return None;
    }
    let wanted = content_stems(&claim.meaning, language);
    let stands = |text: &str| {
        let stems = stems_of(text, language);
        let shared = wanted.iter().filter(|word| stems.iter().any(|given| same_word(word, given, language))).count();
        wanted.len() >= 2 && shared as f64 >= SAME * wanted.len() as f64
    };
    let reply = stems_of(reply, language);
    let told = |condition: &str| {
        let stems = content_stems(condition, language);
        let found = stems.iter().filter(|word| reply.contains(word) && !wanted.contains(word)).count();
        stems.is_empty() || found * 2 >= stems.len()
    };
    let near: Vec<&Sentence> = support.sentences.iter().filter_map(|at| given.get(*at)).collect();
    // Where another sentence says it without any condition, it holds.
    if near.iter().any(|sentence| stands(&sentence.text) && !limited(&plain(&sentence.text))) {
        return None;
    }
    near.iter().find_map(|sentence| {
        let text = plain(&sentence.text);
        let behind = BEHIND.as_ref()?.find(&text).and_then(|found| {
            let (before, after) = (text.get(..found.start())?, text.get(found.end()..)?);
            Some((before.to_owned(), after.to_owned()))
        });
        let (statement, condition) = behind.or_else(|| {
            let found = BEFORE.as_ref()?.captures(&text)?;
            let limit = found.name("limit")?;
            Some((text.get(..limit.start())?.to_owned(), limit.as_str().to_owned()))
        })?;
        (stands(&statement) && !told(&condition)).then(|| {
            let reason = format!("the evidence says it on a condition: \"{}\"", sentence.text.trim());
            Failure::unsupported("condition", Objection::NotEntailed, reason)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::SpeechAct;
    use crate::verify::alignment::align;
    use crate::verify::reading::sentence_of;

    #[test]
    fn a_condition_that_was_left_out_is_missed() {
        let dropped = |claim: &str, evidence: &str, spoken: &str, language| {
            let claim = Claim::whole(claim, SpeechAct::Fact);
            let given = [sentence_of(evidence, language)];
            let support = align(&claim, &given, &[], &[], language).unwrap();
            check(&claim, &support, &given, spoken, language).is_some()
        };
        let canada = "I ship to Canada only if the order is over 100 dollars.";
        assert!(dropped("I ship to Canada.", canada, "i ship to canada.", Language::En));
        assert!(!dropped(
            "I ship to Canada.",
            canada,
            "i ship to canada. it takes an order over 100 dollars.",
            Language::En
        ));
        let sundays = "The workshop is open on Sundays in July and August only.";
        assert!(dropped("The workshop is open on Sundays.", sundays, "", Language::En));
        let semis = "Je sème les tomates en avril, sauf en année froide.";
        assert!(dropped("Je sème les tomates en avril.", semis, "", Language::Fr));
        let envio = "Envío a Canarias solo si el pedido pasa de 40 euros.";
        assert!(dropped("Envío a Canarias.", envio, "", Language::Es));
        assert!(dropped("I ship to Canada.", canada, "thanks for your order! i ship to canada.", Language::En));
        let hand = "My spoons are carved by hand, only with a knife and an axe.";
        assert!(!dropped("My spoons are carved by hand.", hand, "", Language::En));
        assert!(!dropped("I ship to Canada.", "I ship to Canada every week.", "", Language::En));
    }
}
