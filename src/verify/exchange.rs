//! Two values that changed places: "340 on cassette and 120 as a download" where it was 120 on cassette and 340 as a
//! download; pure. Every word and figure of such a claim stands in the evidence, and only the pairs are wrong:
//! no count of words finds it, and small models are blind to it.

use std::collections::HashSet;

use groundwire_index::text::figures::{Figure, figures};
use groundwire_index::text::language::Language;
use groundwire_index::text::names::names;
use groundwire_index::text::words::{content_stems, words};

use super::alignment::Support;
use super::reading::Sentence;
use super::vocabulary::same_word;
use super::{Failure, Objection};
use crate::claim::Claim;

/// Words that join what is said of one thing to what is said of another.
const JOINTS: [&str; 14] = [
    "and", "but", "while", "whereas", "then", "et", "mais", "puis", "tandis", "contre", "y", "pero", "mientras",
    "luego",
];
const ME: [&str; 17] =
    ["i", "me", "my", "mine", "je", "moi", "mon", "ma", "mien", "mienne", "yo", "mi", "mio", "mia", "we", "us", "ours"];
const OTHER: [&str; 16] = [
    "he", "she", "him", "her", "his", "hers", "they", "them", "elle", "lui", "sien", "sienne", "ella", "ellos", "suyo",
    "suya",
];
/// Of segments with more words than this it is not plain what belongs to what.
const MOST_WORDS: usize = 6;
/// A claim of more segments is no pair of two.
const MOST_SEGMENTS: usize = 8;

/// A stretch between marks and joining words: what is said together.
#[derive(Debug, Default)]
struct Segment {
    figures: Vec<Figure>,
    words: HashSet<String>,
}

/// Two figures of the claim stand in the evidence each with what the claim says of the other.
pub fn check(claim: &Claim, support: &Support, given: &[Sentence], language: Language) -> Option<Failure> {
    let said = segments(&claim.meaning, language);
    let with_figures = said.iter().filter(|segment| !segment.figures.is_empty()).count();
    if with_figures < 2 || said.len() > MOST_SEGMENTS {
        return None;
    }
    let near: Vec<&Sentence> = support.sentences.iter().filter_map(|at| given.get(*at)).collect();
    let told: Vec<Segment> = near.iter().flat_map(|sentence| segments(&sentence.text, language)).collect();
    for (at, first) in said.iter().enumerate() {
        for second in said.iter().skip(at + 1) {
            if changed_places(first, second, &told, language) {
                let shown = near.first().map_or("", |sentence| sentence.text.trim());
                let reason = format!("its figures stand in the evidence, but each with the other: \"{shown}\"");
                return Some(Failure::contradicted("exchange", Objection::FigureMismatch, reason));
            }
        }
    }
    None
}

fn changed_places(first: &Segment, second: &Segment, told: &[Segment], language: Language) -> bool {
    let [a] = first.figures.as_slice() else { return false };
    let [b] = second.figures.as_slice() else { return false };
    let only = |wanted: &Figure, other: &Figure| {
        let mut found = told.iter().filter(|segment| segment.figures.iter().any(|given| wanted.carried_by(given)));
        found.next().filter(|segment| found.next().is_none() && !segment.figures.iter().any(|g| other.carried_by(g)))
    };
    let (Some(of_a), Some(of_b)) = (only(a, b), only(b, a)) else { return false };
    let small = [first, second, of_a, of_b].iter().all(|segment| segment.words.len() <= MOST_WORDS);
    // What stands in one of the two alone tells which it belongs to.
    let shares = |segment: &Segment, with: &Segment, not: &Segment| {
        let has = |of: &Segment, word: &str| of.words.iter().any(|given| same_word(word, given, language));
        segment.words.iter().any(|word| has(with, word) && !has(not, word))
    };
    let straight = shares(first, of_a, of_b) || shares(second, of_b, of_a);
    let crossed = shares(first, of_b, of_a) && shares(second, of_a, of_b);
    small && crossed && !straight
}

/// Cuts at marks and joining words.
fn segments(text: &str, language: Language) -> Vec<Segment> {
    let mut cuts = vec![0];
    for (at, sign) in text.char_indices().filter(|(_, sign)| matches!(sign, ',' | ';' | ':' | '—' | '–' | '(' | '.'))
    {
        // Not the mark inside a number.
        let next = text.get(at + sign.len_utf8()..).and_then(|rest| rest.chars().next());
        if sign == '(' || next.is_none_or(char::is_whitespace) {
            cuts.push(at);
        }
    }
    cuts.extend(words(text).iter().filter(|word| JOINTS.contains(&word.folded.as_str())).map(|word| word.span.start));
    cuts.sort_unstable();
    cuts.push(text.len());
    let pieces = cuts.iter().zip(cuts.iter().skip(1)).filter_map(|(from, to)| text.get(*from..*to));
    pieces.map(|piece| segment(piece, language)).collect()
}

fn segment(piece: &str, language: Language) -> Segment {
    let figures = figures(piece, language);
    let numbers: HashSet<String> = figures.iter().flat_map(|f| content_stems(f.span.slice(piece), language)).collect();
    let mut said: HashSet<String> = content_stems(piece, language).into_iter().collect();
    said.retain(|word| !numbers.contains(word));
    let folded: Vec<String> = words(piece).into_iter().map(|word| word.folded).collect();
    if folded.iter().any(|word| ME.contains(&word.as_str())) {
        said.insert("<me>".to_owned());
    }
    if folded.iter().any(|word| OTHER.contains(&word.as_str())) || !names(piece, language).is_empty() {
        said.insert("<other>".to_owned());
    }
    Segment { figures, words: said }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::SpeechAct;
    use crate::verify::alignment::align;
    use crate::verify::reading::sentence_of;

    fn exchanged(claim: &str, evidence: &[&str], language: Language) -> bool {
        let claim = Claim::whole(claim, SpeechAct::Fact);
        let given: Vec<Sentence> = evidence.iter().map(|text| sentence_of(text, language)).collect();
        let support = align(&claim, &given, &[], &[], language).unwrap();
        check(&claim, &support, &given, language).is_some()
    }

    #[test]
    fn figures_that_changed_places_are_found_and_right_pairs_pass() {
        let tape = ["The tape sold 120 copies in the first week and the download 340."];
        assert!(exchanged("It went out 340 times as a tape and 120 times as a download.", &tape, Language::En));
        assert!(!exchanged("It went out 120 times as a tape and 340 times as a download.", &tape, Language::En));
        // One side alone may be a thing that both are: the jar.
        let jars = ["The small jar is 5 €, the family size 9 €."];
        assert!(!exchanged("It is 9 € for the big jar, 5 € for the mini.", &jars, Language::En));
        let honey = ["Final weigh-in: 61 kilos for Nerys, 44 for me."];
        assert!(exchanged("It was 44 kilos for her and 61 for me.", &honey, Language::En));
        assert!(!exchanged("It was 61 kilos for her and 44 for me.", &honey, Language::En));
        let price = ["El cuaderno cuesta 3 € y la caja cuesta 27 €."];
        assert!(exchanged("La caja son 3 € y el cuaderno 27 €.", &price, Language::Es));
        assert!(!exchanged("El cuaderno son 3 €, la caja 27 €.", &price, Language::Es));
    }
}
