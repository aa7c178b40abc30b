//! Sentences in English, French and Spanish; invariants: spans are in order and disjoint, none is
//! blank, and every non-blank byte lies in exactly one.

use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;

/// The sentences of `text`, trimmed of white space.
///
/// Boundaries are those of UAX #29, joined again after abbreviations, initials, list numbers,
/// quotations that go on in lower case, and before pictographs that only close a sentence. A
/// line break always ends a sentence.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut open = false;
    for (start, piece) in text.split_sentence_bound_indices() {
        let mut span = Span::new(start, start + piece.len()).trimmed(text);
        let line_ends = piece.ends_with(['\n', '\r', '\u{2028}', '\u{2029}']);
        if span.is_empty() {
            open = open && !line_ends;
            continue;
        }
        if let Some(last) = out.last_mut().filter(|_| open) {
            // A pictograph after the full stop belongs to the sentence that it closes.
            let lead = leading_pictographs(span.slice(text));
            if lead > 0 {
                last.end = span.start + lead;
                span = Span::new(last.end, span.end).trimmed(text);
                if span.is_empty() {
                    open = !line_ends;
                    continue;
                }
            }
        }
        let (span, further) = after_pictographs(text, span);
        match out.last_mut() {
            // No white space between the two: a mark inside an address or a name, no boundary.
            Some(last) if open && (last.end == span.start || continues(last.slice(text), span.slice(text))) => {
                last.end = span.end;
            }
            _ => out.push(span),
        }
        out.extend(further);
        open = !line_ends;
    }
    out
}

static ABBREVIATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[\s(\x{ab}\x{201c}'’-])(?:Mr|Mrs|Ms|Dr|Drs|Prof|St|Ste|vs|No|no|nº|n°|N°|pp?|vol|fig|approx|ca|cf|env|av|Mme|Mlle|MM|M|Sr|Sra|Srta|Dra|Ud|Uds|e\.g|i\.e|p\.\s?ex|ex|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|janv|févr|avr|juil|déc|ene|abr|ago|dic|\p{Lu})\.$",
    )
    .ok()
});

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|r| r.is_match(text))
}

const fn is_pictograph(sign: char) -> bool {
    matches!(sign, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}')
}

/// An emoji, but for hearts: "we all ❤️ Paris" is one sentence.
const fn is_smiley(sign: char) -> bool {
    matches!(sign, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
        && !matches!(
            sign,
            '\u{2764}' | '\u{2665}' | '\u{1f493}'..='\u{1f49f}' | '\u{1f90d}' | '\u{1f90e}' | '\u{1f5a4}' | '\u{1f9e1}'
        )
}

/// Bytes of emoji and other symbols before the first letter, digit or opening mark.
fn leading_pictographs(text: &str) -> usize {
    let lead: usize = text.chars().take_while(|c| is_pictograph(*c) || c.is_whitespace()).map(char::len_utf8).sum();
    text.get(..lead).map_or(0, |t| t.trim_end().len())
}

/// "So happy 🎉 Next one": a pictograph inside closes a sentence where a capital or an opening mark follows it.
fn after_pictographs(text: &str, span: Span) -> (Span, Vec<Span>) {
    let mut starts = vec![span.start];
    let slice = span.slice(text);
    let said = slice.find(char::is_alphanumeric).unwrap_or(slice.len());
    for (at, sign) in slice.char_indices().filter(|(at, sign)| *at > said && is_smiley(*sign)) {
        let rest = slice.get(at + sign.len_utf8()..).unwrap_or("").trim_start_matches('\u{fe0f}');
        let next = rest.trim_start();
        let opens = next.starts_with(['¿', '¡', '«', '"']) || next.starts_with(char::is_uppercase);
        if opens && next.len() < rest.len() {
            starts.push(span.end - next.len());
        }
    }
    let ends = starts.iter().skip(1).copied().chain([span.end]);
    let mut cut = starts.iter().zip(ends).map(|(start, end)| Span::new(*start, end).trimmed(text));
    (cut.next().unwrap_or(span), cut.collect())
}

/// Only punctuation, symbols and pictographs: it closes the sentence before it.
fn is_tail(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

fn is_list_number(text: &str) -> bool {
    let body = text.trim_end_matches(['.', ')']);
    body.len() < text.len() && body.len() <= 3 && !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit())
}

fn continues(before: &str, after: &str) -> bool {
    let first = after.chars().find(|c| !c.is_whitespace());
    let closes_quote = before.ends_with(['"', '\u{201d}', '\u{bb}', '\u{2019}', ')']);
    let lower = first.is_some_and(char::is_lowercase);
    let initial_alone = before.ends_with(" I.") || before == "I.";
    is_tail(after)
        || after.starts_with(['\u{bb}', '\u{201d}', ')'])
        || is_list_number(before)
        || (lower && (closes_quote || before.ends_with("...") || before.ends_with('…')))
        || (matches(&ABBREVIATION, before) && !initial_alone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| s.slice(text)).collect()
    }

    #[test]
    fn sentences_of_three_languages() {
        for (text, want) in [
            (
                "Hi! Dr. Smith came at 3.30 p.m. today. Fine?",
                vec!["Hi!", "Dr. Smith came at 3.30 p.m. today.", "Fine?"],
            ),
            ("See https://a.example/b.html?c=1. Then go.", vec!["See https://a.example/b.html?c=1.", "Then go."]),
            ("It costs 24.50 EUR. Great! 🎉 Next one.", vec!["It costs 24.50 EUR.", "Great! 🎉", "Next one."]),
            ("« Bonjour ! » dit-elle. Oui.", vec!["« Bonjour ! » dit-elle.", "Oui."]),
            (
                "M. Dupont vend la presse n° 4. Elle pèse 48 kg.",
                vec!["M. Dupont vend la presse n° 4.", "Elle pèse 48 kg."],
            ),
            (
                "¿Cuánto cuesta? ¡Mucho! La Sra. Gil lo sabe.",
                vec!["¿Cuánto cuesta?", "¡Mucho!", "La Sra. Gil lo sabe."],
            ),
            (
                "I'm tall 😂 It is the feet. So glad 🎉🎉 ¡Qué bien! I ❤️ Paris",
                vec!["I'm tall 😂", "It is the feet.", "So glad 🎉🎉", "¡Qué bien!", "I ❤️ Paris"],
            ),
            ("One\ntwo\n- three", vec!["One", "two", "- three"]),
            ("1. Sand it. 2. Oil it.", vec!["1. Sand it.", "2. Oil it."]),
            ("\"Never rush,\" she said. \"Ever.\"", vec!["\"Never rush,\" she said.", "\"Ever.\""]),
        ] {
            assert_eq!(split(text), want, "{text}");
        }
        assert!(split(" \n ").is_empty());
    }

    proptest! {
        #[test]
        fn every_non_blank_byte_is_in_exactly_one_sentence(text in "[a-zA-Zéñ0-9 .!?…«»\"'\n\\-🎉,;:()]{0,120}") {
            let spans = sentences(&text);
            let mut at = 0;
            for span in &spans {
                prop_assert!(span.start >= at && span.end <= text.len() && !span.is_empty());
                prop_assert!(text[at..span.start].trim().is_empty());
                prop_assert_eq!(span.slice(&text).trim(), span.slice(&text));
                at = span.end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
