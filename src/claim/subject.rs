//! Of whom or what a clause speaks: what stands before its verb; pure. Without a tagger this is a guess, and where the
//! shape is not plain it says so.

use groundwire_index::text::language::Language;
use groundwire_index::text::words::{Word, is_function_word, words};

use super::verbs::{is_adverb, is_determiner, is_subject, is_verb};

/// Of whom or what a clause speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// "I", "we", "my wife and I".
    Sender,
    /// "it", "they", "she"; a verb without any in Spanish.
    Pronoun,
    /// These folded words of weight: "the small spoon", "Odile".
    Named(Vec<String>),
    /// Nothing that could be told.
    Unclear,
}

const SENDER: [&str; 8] = ["i", "we", "je", "nous", "on", "yo", "nosotros", "nosotras"];
const PREPOSITIONS: [&str; 44] = [
    "of", "from", "to", "for", "with", "in", "on", "at", "by", "after", "before", "since", "until", "during", "under",
    "over", "without", "between", "about", "de", "du", "des", "d", "a", "au", "aux", "dans", "en", "sur", "pour",
    "avec", "sans", "depuis", "apres", "avant", "par", "chez", "del", "al", "con", "para", "desde", "sin", "hasta",
];

/// Of what `clause` speaks, and what it says of that, the verb included.
pub fn subject(clause: &str, language: Language) -> (Subject, &str) {
    let tokens = words(clause);
    let Some(verb) = (0..tokens.len()).find(|at| is_predicate(&tokens, *at, clause, language)) else {
        return (Subject::Unclear, clause);
    };
    let said = tokens.get(verb).and_then(|word| clause.get(word.span.start..)).unwrap_or(clause);
    let contracted = tokens.get(verb).map_or("", |word| word.folded.as_str());
    if let Some((pronoun, _)) = contracted.split_once('\'').filter(|_| language == Language::En) {
        return (if SENDER.contains(&pronoun) { Subject::Sender } else { Subject::Pronoun }, said);
    }
    let before = main_phrase(tokens.get(..verb).unwrap_or_default(), clause);
    let elided = tokens.get(verb).is_some_and(|word| {
        let surface = word.span.slice(clause).to_lowercase();
        surface.starts_with("j'") || surface.starts_with("j\u{2019}")
    });
    if elided || before.iter().any(|word| SENDER.contains(&word.folded.as_str())) {
        return (Subject::Sender, said);
    }
    let named: Vec<String> = before
        .iter()
        .filter(|word| !is_function_word(&word.folded, language) && !is_adverb(&word.folded))
        .filter(|word| word.folded.chars().any(char::is_alphabetic))
        .map(|word| word.folded.clone())
        .collect();
    let subject = if !named.is_empty() {
        Subject::Named(named)
    } else if before.iter().any(|word| is_subject(&word.folded, language) || word.folded == "il") {
        Subject::Pronoun
    } else {
        Subject::Unclear
    };
    (subject, said)
}

/// What "last" stands before where it is no verb: "Last year I moved".
const TIMES: [&str; 11] =
    ["year", "month", "week", "weekend", "night", "time", "spring", "summer", "autumn", "fall", "winter"];

/// The word may be the verb of the clause: no determiner and no preposition stands before it.
fn is_predicate(tokens: &[Word], at: usize, clause: &str, language: Language) -> bool {
    let Some(word) = tokens.get(at) else { return false };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or("", |word| word.folded.as_str());
    let held = (is_determiner(before, language) && !is_subject(before, language)) || PREPOSITIONS.contains(&before);
    let next = tokens.get(at + 1).map_or("", |word| word.folded.as_str());
    let is_last = language == Language::En && word.folded == "last" && TIMES.contains(&next);
    !held && !is_last && is_verb(&word.folded, word.span.slice(clause), language)
}

/// The words before the verb without what leads into the clause: "In May, the knives".
fn main_phrase<'a>(before: &'a [Word], clause: &str) -> &'a [Word] {
    let gap_after = |at: usize| {
        let (one, next) = (before.get(at)?, before.get(at + 1)?);
        clause.get(one.span.end..next.span.start)
    };
    let Some(comma) = (0..before.len()).find(|at| gap_after(*at).is_some_and(|gap| gap.contains(','))) else {
        return before;
    };
    let leads =
        before.first().is_some_and(|word| PREPOSITIONS.contains(&word.folded.as_str()) || is_adverb(&word.folded));
    (if leads { before.get(comma + 1..) } else { before.get(..=comma) }).unwrap_or(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_stands_before_the_verb() {
        let named = |words: &[&str]| Subject::Named(words.iter().map(|word| (*word).to_owned()).collect());
        for (text, language, wanted) in [
            ("The small spoon takes 3 coats.", Language::En, named(&["small", "spoon"])),
            ("In May, the knives were from Sweden.", Language::En, named(&["knives"])),
            ("Odile, my sister, taught me.", Language::En, named(&["odile"])),
            ("I sharpen the gouges.", Language::En, Subject::Sender),
            ("Last year I moved the workshop.", Language::En, Subject::Sender),
            ("I've had it for years.", Language::En, Subject::Sender),
            ("It cost me 300 euros.", Language::En, Subject::Pronoun),
            ("They're from Sweden.", Language::En, Subject::Pronoun),
            ("L'étau m'a coûté 300 euros.", Language::Fr, named(&["etau"])),
            ("J'ai deux filles.", Language::Fr, Subject::Sender),
            ("El tornillo me costó 300 euros.", Language::Es, named(&["tornillo"])),
            ("Me costó 300 euros.", Language::Es, Subject::Unclear),
        ] {
            assert_eq!(subject(text, language).0, wanted, "{text}");
        }
        assert_eq!(subject("The spoon takes 3 coats.", Language::En).1, "takes 3 coats.");
    }
}
