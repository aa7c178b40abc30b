//! Quantities told in parts: "an hour and forty", "five foot two", "un quart d'heure", "un an et demi"; invariant: a
//! part is read with the whole or not at all.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::parse::unit_of;
use super::spelled::number_words;
use super::{Dimension, Figure, Unit, Value};
use crate::span::Span;
use crate::text::language::Language;
use crate::text::words::fold;

type Pattern = LazyLock<Option<Regex>>;

const NUMBER: &str = r"\d{1,3}|[\p{L}-]{1,14}";
const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const INCH: f64 = 0.0254;

static PART_OF_HOUR: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?P<three>three[ -]quarters of an hour|trois quarts d['’]heure|tres cuartos de hora)|(?P<one>quarter of an hour|quart d['’]heure|cuarto de hora)|(?P<half>half an hour|half[ -]hour|demi-heure|media hora))\b").ok()
});
static AND_A_HALF: Pattern = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?:(?P<n>{NUMBER})\s+)?(?P<unit>hours?|heures?|horas?|years?|ans?|années?|años?|months?|mois|mes(?:es)?|weeks?|semaines?|semanas?|days?|jours?|días?|minutes?|minutos?)\s+(?:and a half|et demie?|y medi[oa])\b")).ok()
});
static HOURS_AND_MINUTES: Pattern = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?P<h>{NUMBER})\s+(?:hours?|heures?|horas?)(?:,?\s+(?:and|et|y))?\s+(?P<m>{NUMBER})(?P<unit>\s+(?:minutes?|minutos?|mins?)\b)?")).ok()
});
static FEET_AND_INCHES: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r#"(?i)\b(?P<f>{NUMBER})(?:\s+(?P<feet>f(?:oo|ee)t)|\s?['’′])\s?(?P<i>{NUMBER})(?P<unit>\s?(?:["”″]|inch(?:es)?\b))?"#
    ))
    .ok()
});
static IDIOMS: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:trois fois rien|un de ces quatre|mille mercis|mille fois merci|(?:a|one) thousand thanks|mil gracias|corazón a mil)\b").ok()
});

/// Quantities told in parts, read as one.
pub fn compounds(text: &str, language: Language) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    let patterns: [(&Pattern, Reader); 4] = [
        (&PART_OF_HOUR, part_of_hour),
        (&AND_A_HALF, and_a_half),
        (&HOURS_AND_MINUTES, hours_and_minutes),
        (&FEET_AND_INCHES, feet_and_inches),
    ];
    for (pattern, read) in patterns {
        let Some(regex) = pattern.as_ref() else { continue };
        for captures in regex.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            let span = Span::new(whole.start(), whole.end());
            let after = text.get(whole.end()..).unwrap_or("");
            if let Some((value, dimension)) = read(&captures, after, language)
                && !goes_on_before(text.get(..whole.start()).unwrap_or(""), language)
                && !found.iter().any(|figure| figure.span.overlaps(span))
            {
                let value = Value::Number { readings: vec![value], unit: Unit::Quantity(dimension) };
                found.push(Figure { span, value });
            }
        }
    }
    found
}

/// Turns of phrase whose numbers count nothing.
pub fn idioms(text: &str) -> Vec<Span> {
    let Some(regex) = IDIOMS.as_ref() else { return Vec::new() };
    regex.find_iter(text).map(|found| Span::new(found.start(), found.end())).collect()
}

type Reader = fn(&Captures<'_>, &str, Language) -> Option<(f64, Dimension)>;

fn part_of_hour(captures: &Captures<'_>, _after: &str, _language: Language) -> Option<(f64, Dimension)> {
    let quarters = [("one", 1.0), ("half", 2.0), ("three", 3.0)];
    let (_, count) = quarters.into_iter().find(|(name, _)| captures.name(name).is_some())?;
    Some((count * HOUR / 4.0, Dimension::Duration))
}

/// "two hours and a half", "an et demi".
fn and_a_half(captures: &Captures<'_>, _after: &str, language: Language) -> Option<(f64, Dimension)> {
    let count = match captures.name("n") {
        Some(n) if crate::text::words::is_stopword_of(&fold(n.as_str()), language) => 1.0,
        Some(n) => number(n.as_str(), language)?,
        None => 1.0,
    };
    let (scale, _) = unit_of(&fold(captures.name("unit")?.as_str()));
    Some(((count + 0.5) * scale, Dimension::Duration))
}

/// "an hour and forty": minutes where they are named or nothing follows that they could count.
fn hours_and_minutes(captures: &Captures<'_>, after: &str, language: Language) -> Option<(f64, Dimension)> {
    let hours = number(captures.name("h")?.as_str(), language)?;
    let minutes = number(captures.name("m")?.as_str(), language).filter(|m| *m < 60.0)?;
    let named = captures.name("unit").is_some();
    (named || ends(after, language)).then_some((hours * HOUR + minutes * MINUTE, Dimension::Duration))
}

fn feet_and_inches(captures: &Captures<'_>, after: &str, language: Language) -> Option<(f64, Dimension)> {
    let feet = number(captures.name("f")?.as_str(), language)?;
    let inches = number(captures.name("i")?.as_str(), language).filter(|i| *i < 12.0)?;
    let named = captures.name("unit").is_some();
    // A bare mark after digits may part thousands.
    let said = captures.name("feet").is_some() && ends(after, language);
    (named || said).then_some(((feet * 12.0 + inches) * INCH, Dimension::Length))
}

/// Nothing follows that a number could count: the end, a mark with a space after it, or a small word that is none of "of".
fn ends(after: &str, language: Language) -> bool {
    if after.trim().is_empty() {
        return true;
    }
    let mut signs = after.chars();
    match (signs.next(), signs.next()) {
        (Some('.' | ',' | ';' | ':' | '!' | '?' | ')'), None) => true,
        (Some('.' | ',' | ';' | ':' | '!' | '?' | ')'), Some(next)) => next.is_whitespace(),
        (Some(first), _) if first.is_whitespace() => {
            let word: String = after.trim_start().chars().take_while(|sign| sign.is_alphabetic()).collect();
            let folded = fold(&word);
            let of = matches!(folded.as_str(), "of" | "de" | "d" | "des" | "du" | "del");
            !word.is_empty() && !of && crate::text::words::is_stopword_of(&folded, language)
        }
        _ => false,
    }
}

/// A number stands right before, of which this would be a part: "thirty-", "one hundred and", "vingt et".
fn goes_on_before(before: &str, language: Language) -> bool {
    let glued = before
        .chars()
        .next_back()
        .is_some_and(|sign| sign.is_ascii_digit() || matches!(sign, '-' | '.' | ',' | '\'' | '’'));
    let mut words = before.split_whitespace().rev();
    let last = words.next().unwrap_or("");
    let joined = matches!(fold(last).as_str(), "and" | "et" | "y");
    let number_before =
        |word: &str| !number_words(word, language).is_empty() || word.ends_with(|c: char| c.is_ascii_digit());
    glued || number_before(last) || (joined && words.next().is_some_and(number_before))
}

fn number(written: &str, language: Language) -> Option<f64> {
    let folded = fold(written);
    if matches!(folded.as_str(), "a" | "an" | "one" | "un" | "une" | "una") {
        return Some(1.0);
    }
    folded.parse().ok().or_else(|| {
        let read = number_words(written, language);
        read.first().filter(|figure| figure.span.len() == written.len())?.readings().first().copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_one_quantity() {
        for (language, text, value) in [
            (Language::En, "a quarter of an hour", 900.0),
            (Language::En, "an hour and forty", 6000.0),
            (Language::En, "an hour and forty minutes of it", 6000.0),
            (Language::En, "a year and a half", 1.5 * 31_557_600.0),
            (Language::En, "two hours and a half", 9000.0),
            (Language::En, "I'm five foot two.", 62.0 * INCH),
            (Language::En, "5'2\"", 62.0 * INCH),
            (Language::Fr, "trois quarts d'heure", 2700.0),
            (Language::Fr, "un an et demi", 1.5 * 31_557_600.0),
            (Language::Fr, "une heure quarante", 6000.0),
            (Language::Es, "un cuarto de hora", 900.0),
            (Language::Es, "hora y media", 5400.0),
        ] {
            let found = compounds(text, language);
            assert_eq!(found.len(), 1, "{text}");
            assert!((found[0].readings()[0] - value).abs() < 1e-6, "{text} {found:?}");
        }
        for (language, text) in [
            (Language::En, "an hour and two spoons"),
            (Language::En, "an hour and two of them"),
            (Language::En, "two hours and 15 € a head"),
            (Language::En, "2 hours and 12.5 km"),
            (Language::En, "one hundred and ten hours and twenty minutes"),
            (Language::En, "several years and a half"),
            (Language::Fr, "vingt et un ans et demi"),
            (Language::Fr, "J'en ai vendu 1'000."),
            (Language::Es, "treinta y cinco años y medio"),
        ] {
            assert!(compounds(text, language).is_empty(), "{text}");
        }
        assert_eq!(compounds("I'm 5’2”!", Language::En).len(), 1);
        assert!(compounds("a foot of two boards", Language::En).is_empty());
    }
}
