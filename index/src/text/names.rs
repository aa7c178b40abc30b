//! Proper names and codes; invariant: a name is reported only where its spelling, not its place in
//! the sentence, makes it one.

use crate::span::Span;
use crate::text::language::Language;
use crate::text::sentences::sentences;
use crate::text::words::{Word, fold, is_stopword_of, words};

/// A name or a code and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
    /// As [`fold`] writes it.
    pub folded: String,
}

/// Capitalised words that do not open a sentence, acronyms, and words that mix letters and digits.
/// Days and months are left to the dates; a capital `I` is nobody's name.
pub fn names(text: &str, language: Language) -> Vec<Name> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let slice = sentence.slice(text);
        let all = words(slice);
        let later = all.iter().skip(1).map(|w| w.span.slice(slice)).filter(|w| *w != "I");
        let (capitals, others): (Vec<&str>, Vec<&str>) = later.partition(|w| starts_upper(w));
        // A title or a shout: capitals there say nothing.
        let shouted = capitals.len() > 3 && capitals.len() > 4 * others.len();
        for (index, word) in all.iter().enumerate() {
            let surface = word.span.slice(slice);
            let opens = opens_clause(slice, word, index);
            if is_code(surface) || (is_name(surface, word, language) && !opens && !shouted) {
                let span = word.span.shifted(sentence.start);
                found.push(Name { span, folded: word.folded.clone() });
            }
        }
    }
    found
}

/// First in the sentence, or right after an opening quotation mark, a colon, a bullet or a small picture.
fn opens_clause(sentence: &str, word: &Word, index: usize) -> bool {
    let before = sentence.get(..word.span.start).unwrap_or("").trim_end();
    let pictured = before.chars().next_back().is_some_and(|sign| u32::from(sign) >= 0x2190 && !sign.is_alphanumeric());
    index == 0 || pictured || before.ends_with([':', '"', '\u{201c}', '\u{ab}', '(', '-', '•', '*', '¡', '¿', '/'])
}

fn starts_upper(surface: &str) -> bool {
    surface.chars().next().is_some_and(char::is_uppercase)
}

fn is_code(surface: &str) -> bool {
    surface.chars().any(|c| c.is_ascii_digit())
        && surface.chars().any(char::is_alphabetic)
        && !surface.chars().next().is_some_and(|c| c.is_ascii_digit())
}

fn is_name(surface: &str, word: &Word, language: Language) -> bool {
    let surface = surface.split_once(['\'', '’']).map_or(
        surface,
        |(head, tail)| {
            if head.chars().count() <= 2 { tail } else { head }
        },
    );
    starts_upper(surface)
        && surface.chars().count() > 1
        && !is_stopword_of(&word.folded, language)
        && !is_calendar(&fold(surface))
}

fn is_calendar(folded: &str) -> bool {
    matches!(
        folded,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "mondays"
            | "tuesdays"
            | "wednesdays"
            | "thursdays"
            | "fridays"
            | "saturdays"
            | "sundays"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str, language: Language) -> Vec<String> {
        names(text, language).into_iter().map(|n| n.folded).collect()
    }

    #[test]
    fn names_and_codes_but_not_sentence_openers() {
        assert_eq!(
            folded("Yes, I met Anna Weber in Lyon. Great day! We used an A5 book on Friday.", Language::En),
            ["anna", "weber", "lyon", "a5"]
        );
        assert_eq!(folded("J'ai vu l'Italie avec Plume.", Language::Fr), ["italie", "plume"]);
        assert!(folded("Walnut is lovely.", Language::En).is_empty());
        assert!(folded("Quelle chance 🙂 Côté âge, ça va ❤️ Merci à tous", Language::Fr).is_empty());
    }
}
