//! Numbers written as words, in three languages; invariant: `one` is never a figure, it says too
//! little to check.

use std::borrow::Cow;
use std::sync::LazyLock;

use text2num::{Token, find_numbers};
use unicode_segmentation::UnicodeSegmentation;

use super::parse::unit_of;
use super::{Dimension, Figure, Unit, Value};
use crate::span::Span;
use crate::text::language::Language;
use crate::text::words::fold;

/// A word as the reader of number words takes it.
struct WordOf<'a> {
    surface: &'a str,
    lower: String,
    /// Only a space or a hyphen stands between it and the word before.
    joined: bool,
}

impl Token for &WordOf<'_> {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.surface)
    }

    fn text_lowercase(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.lower)
    }

    fn nt_separated(&self, _previous: &Self) -> bool {
        !self.joined
    }
}

static READERS: LazyLock<[text2num::Language; 3]> =
    LazyLock::new(|| [text2num::Language::english(), text2num::Language::french(), text2num::Language::spanish()]);

/// "a dozen", which number words leave out.
fn dozens(word: &str) -> Option<f64> {
    match word {
        "dozen" | "douzaine" | "docena" => Some(12.0),
        "quinzaine" | "quincena" => Some(15.0),
        "vingtaine" | "veintena" => Some(20.0),
        "trentaine" => Some(30.0),
        "centaine" => Some(100.0),
        _ => None,
    }
}

/// "doscientas" as "doscientos", which alone is known.
fn hundreds(word: String, language: Language) -> String {
    match word.strip_suffix("ientas") {
        Some(stem) if language == Language::Es => format!("{stem}ientos"),
        _ => word,
    }
}

/// Numbers written as words, ordinals too, from two on; `one` says too little to check, and `second` is
/// a time more often than a place.
pub fn number_words(text: &str, language: Language) -> Vec<Figure> {
    let [english, french, spanish] = &*READERS;
    let reader = match language {
        Language::En | Language::Other => english,
        Language::Fr => french,
        Language::Es => spanish,
    };
    let spans: Vec<Span> = text.unicode_word_indices().map(|(at, word)| Span::new(at, at + word.len())).collect();
    let tokens: Vec<WordOf<'_>> = spans
        .iter()
        .enumerate()
        .map(|(i, span)| {
            let before = i.checked_sub(1).and_then(|i| spans.get(i)).map_or(0, |s| s.end);
            let gap = text.get(before..span.start).unwrap_or("");
            let surface = span.slice(text);
            WordOf {
                surface,
                lower: hundreds(surface.to_lowercase(), language),
                joined: matches!(gap, " " | "-" | "\u{a0}" | "\u{202f}" | "\u{2011}"),
            }
        })
        .collect();
    let mut found = Vec::new();
    for number in find_numbers(tokens.iter(), reader, 0.0) {
        let (Some(first), Some(last)) = (spans.get(number.start), spans.get(number.end.saturating_sub(1))) else {
            continue;
        };
        let span = Span::new(first.start, last.end);
        let written = span.slice(text);
        let digits = written.chars().any(|c| c.is_ascii_digit());
        let folded = fold(written);
        let a_time = matches!(
            folded.as_str(),
            "second" | "seconds" | "seconde" | "segundo" | "segunda" | "once" | "quart" | "quarter"
        );
        let eleven = language == Language::Es && folded == "once";
        if digits || number.value < 2.0 || (a_time && !eleven) || glued(text, span) {
            continue;
        }
        found.push(with_unit(text, span, number.value, language));
    }
    for (token, span) in tokens.iter().zip(&spans) {
        if let Some(value) = dozens(&fold(&token.lower)) {
            found.push(with_unit(text, *span, value, language));
        }
    }
    found
}

/// `half-two`: part of a longer word.
fn glued(text: &str, span: Span) -> bool {
    let mut before = text.get(..span.start).unwrap_or("").chars().rev();
    before.next() == Some('-') && before.next().is_some_and(char::is_alphabetic)
}

/// The figure with the unit that follows it; "and a half" counts.
fn with_unit(text: &str, span: Span, value: f64, language: Language) -> Figure {
    let after = text.get(span.end..).unwrap_or("").trim_start_matches([' ', '-', '\u{a0}', '\u{202f}']);
    let lower = fold(after);
    let half =
        ["and a half ", "et demi ", "et demie ", "y medio ", "y media "].iter().find(|half| lower.starts_with(**half));
    let (value, after) = half.map_or((value, after), |half| (value + 0.5, after.get(half.len()..).unwrap_or("")));
    let mut following =
        after.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '\u{2019}')).filter(|w| !w.is_empty());
    let next = following.next().map(fold).unwrap_or_default();
    let then = following.next().map(fold).unwrap_or_default();
    let (next, then) = if next == "us" { (then, String::new()) } else { (next, then) };
    // "a hundred and thirty degrees Fahrenheit", "quatre-vingts pour cent"
    let (scale, unit) = match (next.as_str(), then.as_str()) {
        ("degrees" | "degres" | "grados", "fahrenheit" | "f") => (1.0, Unit::Quantity(Dimension::Fahrenheit)),
        ("degrees" | "degres" | "grados", _) => (1.0, Unit::Quantity(Dimension::Celsius)),
        ("per" | "pour", "cent") | ("por", "ciento") | ("percent", _) => (1.0, Unit::Percent),
        _ => unit_of_word(&next, language),
    };
    Figure { span, value: Value::Number { readings: vec![value * scale], unit } }
}

fn unit_of_word(next: &str, language: Language) -> (f64, Unit) {
    // `mes` is a month in Spanish and `my` in French.
    if next.len() < 3 || (next == "mes" && language != Language::Es) {
        return (1.0, Unit::None);
    }
    if !is_unit_word(next) {
        return (1.0, Unit::None);
    }
    match unit_of(next) {
        (scale, Unit::Quantity(dimension)) if is_time_word(next) || dimension != Dimension::Duration => {
            (scale, Unit::Quantity(dimension))
        }
        (scale, Unit::None) if scale > 1.0 => (scale, Unit::None),
        _ => match next {
            "euro" | "euros" => (1.0, Unit::Money("EUR".to_owned())),
            "dollar" | "dollars" => (1.0, Unit::Money("USD".to_owned())),
            _ => (1.0, Unit::None),
        },
    }
}

/// Whole words only: "minor" is no minute, "met" no metre.
fn is_unit_word(word: &str) -> bool {
    const UNITS: &str = "euro euros dollar dollars million millions thousand mille mil millon millones kilometre kilometer \
        kilometres kilometers kilometros metre meter metres meters metro metros centimetre centimeter centimetres \
        centimeters centimetros millimetre millimetres millimeters milimetros inch inches feet foot mile miles kilo kilos \
        kilogram kilograms gram grams gramme grammes gramo gramos litre litres liter liters litro litros ounce ounces onces \
        pound pounds livre livres gallon gallons galon galones yard yards";
    is_time_word(word) || UNITS.split_whitespace().any(|unit| unit == word)
}

fn is_time_word(word: &str) -> bool {
    matches!(
        word,
        "second"
            | "seconds"
            | "seconde"
            | "secondes"
            | "segundos"
            | "minute"
            | "minutes"
            | "minutos"
            | "min"
            | "mins"
            | "hour"
            | "hours"
            | "heure"
            | "heures"
            | "horas"
            | "hora"
            | "day"
            | "days"
            | "jour"
            | "jours"
            | "dia"
            | "dias"
            | "week"
            | "weeks"
            | "semaine"
            | "semaines"
            | "semana"
            | "semanas"
            | "month"
            | "months"
            | "mois"
            | "mes"
            | "meses"
            | "year"
            | "years"
            | "ans"
            | "annee"
            | "annees"
            | "ano"
            | "anos"
    )
}
