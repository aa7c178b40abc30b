//! Words that turn a statement round: open and closed, before and after, some and all; pure. A sentence
//! that shares every other word with its opposite is contradicted, not supported.

use std::collections::HashSet;

use groundwire_index::text::language::Language;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{content_stems, words};

use super::{Failure, Objection};
use crate::claim::Claim;

/// Folded words; either side of a pair speaks against the other.
const PAIRS: [(&[&str], &[&str]); 18] = [
    (&["open", "opens", "opened"], &["closed", "closes", "shut"]),
    (&["ouvert", "ouverte", "ouverts", "ouvre"], &["ferme", "fermee", "fermes"]),
    (&["abierto", "abierta", "abre"], &["cerrado", "cerrada", "cierra"]),
    (&["before"], &["after"]),
    (&["avant"], &["apres"]),
    (&["antes"], &["despues"]),
    (&["always", "every", "all"], &["rarely", "seldom", "sometimes", "some", "few", "hardly"]),
    (&["toujours", "tous", "toutes"], &["rarement", "parfois", "quelques", "certains", "certaines"]),
    (&["siempre", "todos", "todas"], &["raramente", "algunos", "algunas"]),
    (&["love", "loves", "adore"], &["hate", "hates", "dislike"]),
    (&["aime", "adore"], &["deteste"]),
    (&["encanta"], &["odio"]),
    (&["start", "started", "begin", "began"], &["stop", "stopped", "quit"]),
    (&["buy", "bought", "buys"], &["sell", "sold", "sells"]),
    (&["with"], &["without"]),
    (&["avec"], &["sans"]),
    (&["more", "plus"], &["less", "fewer", "moins"]),
    (&["everyone", "everybody"], &["nobody"]),
];

/// Share of the claim's content words that a sentence must have to speak of the same.
const SAME: f64 = 0.6;

/// A sentence of the evidence that says the opposite, when none says the same.
pub fn check(claim: &Claim, evidence: &str, language: Language) -> Option<Failure> {
    let said = folded(&claim.meaning);
    let turned: Vec<(&[&str], &[&str])> = PAIRS
        .iter()
        .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
        .filter(|(own, other)| has(&said, own) && !has(&said, other))
        .collect();
    if turned.is_empty() {
        return None;
    }
    let wanted: HashSet<String> = content_stems(&claim.meaning, language).into_iter().collect();
    let of_same: Vec<(&str, HashSet<String>)> = sentences(evidence)
        .into_iter()
        .map(|span| span.slice(evidence))
        .filter(|sentence| {
            let stems: HashSet<String> = content_stems(sentence, language).into_iter().collect();
            let shared = stems.intersection(&wanted).count();
            // The turned word itself is missing from the opposite.
            shared > 0 && (shared + 1) as f64 / wanted.len().max(1) as f64 >= SAME
        })
        .map(|sentence| (sentence.trim(), folded(sentence)))
        .collect();
    let against = turned.iter().find_map(|(own, other)| {
        let agrees = of_same.iter().any(|(_, given)| has(given, own));
        of_same.iter().find(|(_, given)| !agrees && has(given, other)).map(|(sentence, _)| *sentence)
    });
    let sentence = against?;
    Some(Failure::contradicted(
        "opposites",
        Objection::NotEntailed,
        format!("the evidence says the opposite: \"{sentence}\""),
    ))
}

fn folded(text: &str) -> HashSet<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

fn has(said: &HashSet<String>, wanted: &[&str]) -> bool {
    wanted.iter().any(|word| said.contains(*word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::SpeechAct;

    #[test]
    fn one_word_turns_a_statement_round_and_a_sentence_that_agrees_outweighs_it() {
        let turned = |claim: &str, evidence: &str, language| {
            let claim = Claim::whole(claim, SpeechAct::Fact);
            check(&claim, evidence, language).is_some()
        };
        assert!(turned("Without a license you can sell here.", "With a license you can sell here.", Language::En));
        assert!(turned("L'atelier est ouvert le lundi.", "L'atelier est fermé le lundi.", Language::Fr));
        assert!(!turned("The shop is open on Mondays.", "The shop is open on Mondays.", Language::En));
        let both = "The shop is closed on Sundays. The shop is open on Mondays.";
        assert!(!turned("The shop is open on Mondays.", both, Language::En));
        assert!(!turned("I love cherry wood.", "I hate linseed oil.", Language::En));
    }
}
