//! Who did it to whom: "Ana taught Luis" where Luis taught Ana; pure. The two sentences have the same words.

use std::sync::LazyLock;

use groundwire_index::text::language::Language;
use groundwire_index::text::names::names;
use groundwire_index::text::words::{fold, is_function_word, plain, words};
use regex::Regex;

use super::alignment::Support;
use super::reading::Sentence;
use super::vocabulary::{same_word, stem_of};
use super::{Failure, Objection};
use crate::claim::{Claim, Subject, subject};

/// The sender, as a word.
const SENDER: &str = "<me>";

/// Told the other way round: "was taught by".
static PASSIVE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:by|par|por)\b|\b(?:was|were|been|being|is|are|ete|fue|fueron|sido|est|sont) \w+(?:ed|en|ght|ado|ido|ada|ida|es?|us?)\b").ok()
});

/// Done by two together, whoever is named first.
static TOGETHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:with|avec|con|together|ensemble|juntos|juntas|met|meets?|marr(?:y|ies|ied)|resembles?|looks? like|rencontr\w+|epous\w+|conoc\w+|cas\w+)\b").ok()
});

/// Who does what, and to or with whom.
struct Deed {
    who: Vec<String>,
    what: String,
    whom: Vec<String>,
}

/// The evidence has the same deed with the two the other way round, and nowhere as the claim says.
pub fn check(claim: &Claim, support: &Support, given: &[Sentence], language: Language) -> Option<Failure> {
    let said = deed(&claim.meaning, language)?;
    let near: Vec<&Sentence> = support.sentences.iter().filter_map(|at| given.get(*at)).collect();
    let any = |of: &[String], among: &[String]| {
        of.iter()
            .any(|one| among.iter().any(|other| one == other || (one != SENDER && same_word(one, other, language))))
    };
    let told: Vec<(&Sentence, Deed)> = near
        .iter()
        .flat_map(|sentence| {
            crate::claim::statements(&sentence.text, language).into_iter().map(move |text| (*sentence, text))
        })
        .filter_map(|(sentence, text)| Some((sentence, deed(&text, language)?)))
        .filter(|(_, deed)| same_word(&deed.what, &said.what, language))
        .collect();
    let straight = told.iter().any(|(_, deed)| any(&said.who, &deed.who));
    let (sentence, _) = told
        .iter()
        .find(|(_, deed)| any(&said.who, &deed.whom) && any(&deed.who, &said.whom) && !any(&said.who, &deed.who))?;
    (!straight).then(|| {
        let reason = format!("the evidence says it the other way round: \"{}\"", sentence.text.trim());
        Failure::contradicted("roles", Objection::NotEntailed, reason)
    })
}

/// People only: things change places in too many ways.
fn deed(text: &str, language: Language) -> Option<Deed> {
    let plain = plain(text);
    if [&PASSIVE, &TOGETHER].iter().any(|pattern| pattern.as_ref().is_none_or(|pattern| pattern.is_match(&plain))) {
        return None;
    }
    let (of, said) = subject(text, language);
    let people = |text: &str| -> Vec<String> {
        let mut found: Vec<String> =
            names(text, language).into_iter().map(|name| stem_of(&fold(name.span.slice(text)), language)).collect();
        let me = ["me", "moi", "mi", "us", "nous", "conmigo"];
        if words(text).iter().any(|word| me.contains(&word.folded.as_str())) {
            found.push(SENDER.to_owned());
        }
        found.extend(
            words(text)
                .iter()
                .filter(|word| crate::claim::is_relative(&word.folded))
                .map(|word| stem_of(&word.folded, language)),
        );
        found
    };
    let who = match of {
        Subject::Sender => vec![SENDER.to_owned()],
        // That they are people shows where they stand in the other sentence.
        Subject::Named(words) => words.iter().map(|word| stem_of(word, language)).collect(),
        Subject::Pronoun | Subject::Unclear => return None,
    };
    let what = words(said).into_iter().find(|word| !is_function_word(&word.folded, language))?;
    let whom = people(said);
    if who.is_empty() || whom.is_empty() {
        return None;
    }
    Some(Deed { who, what: stem_of(&what.folded, language), whom })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::SpeechAct;
    use crate::verify::alignment::align;
    use crate::verify::reading::sentence_of;

    #[test]
    fn who_did_it_to_whom_is_held_against_the_evidence() {
        let turned = |claim: &str, evidence: &str, language| {
            let claim = Claim::whole(claim, SpeechAct::Fact);
            let given = [sentence_of(evidence, language)];
            let support = align(&claim, &given, &[], &[], language).unwrap();
            check(&claim, &support, &given, language).is_some()
        };
        assert!(turned("Ana taught Luis to carve.", "Luis taught Ana to carve.", Language::En));
        assert!(!turned("Luis taught Ana to carve.", "Luis taught Ana to carve.", Language::En));
        assert!(!turned("Ana was taught to carve by Luis.", "Luis taught Ana to carve.", Language::En));
        assert!(turned("I bought the lathe from Theo.", "Theo bought the lathe from me.", Language::En));
        assert!(turned("My brother lent Theo a saw.", "Theo lent my brother a saw.", Language::En));
        assert!(turned("Odile a vendu le tour à Théo.", "Théo a vendu le tour à Odile.", Language::Fr));
        assert!(turned("Ana vendió el torno a Luis.", "Luis vendió el torno a Ana.", Language::Es));
        assert!(!turned("I work with Theo on Mondays.", "Theo works with me on Mondays.", Language::En));
        assert!(!turned("Ana lives in Lyon.", "Luis taught Ana to carve.", Language::En));
    }
}
