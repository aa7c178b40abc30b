//! Numbers written as words, in three languages; invariant: `one` is never a figure, it says too
//! little to check.

use super::parse::unit_of;
use super::{Dimension, Figure, Unit, Value};
use crate::text::language::Language;
use crate::text::words::{fold, words};

fn small_number(word: &str, language: Language) -> Option<f64> {
    const EN: &[(&str, f64)] = &[
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("thirteen", 13.0),
        ("fourteen", 14.0),
        ("fifteen", 15.0),
        ("sixteen", 16.0),
        ("seventeen", 17.0),
        ("eighteen", 18.0),
        ("nineteen", 19.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("fifty", 50.0),
        ("sixty", 60.0),
        ("seventy", 70.0),
        ("eighty", 80.0),
        ("ninety", 90.0),
        ("hundred", 100.0),
        ("thousand", 1000.0),
        ("dozen", 12.0),
    ];
    const FR: &[(&str, f64)] = &[
        ("deux", 2.0),
        ("trois", 3.0),
        ("quatre", 4.0),
        ("cinq", 5.0),
        ("six", 6.0),
        ("sept", 7.0),
        ("huit", 8.0),
        ("dix", 10.0),
        ("onze", 11.0),
        ("douze", 12.0),
        ("treize", 13.0),
        ("quatorze", 14.0),
        ("quinze", 15.0),
        ("seize", 16.0),
        ("vingt", 20.0),
        ("trente", 30.0),
        ("quarante", 40.0),
        ("cinquante", 50.0),
        ("soixante", 60.0),
        ("cent", 100.0),
        ("mille", 1000.0),
        ("douzaine", 12.0),
    ];
    const ES: &[(&str, f64)] = &[
        ("dos", 2.0),
        ("tres", 3.0),
        ("cuatro", 4.0),
        ("cinco", 5.0),
        ("seis", 6.0),
        ("siete", 7.0),
        ("ocho", 8.0),
        ("nueve", 9.0),
        ("diez", 10.0),
        ("once", 11.0),
        ("doce", 12.0),
        ("trece", 13.0),
        ("catorce", 14.0),
        ("quince", 15.0),
        ("veinte", 20.0),
        ("treinta", 30.0),
        ("cuarenta", 40.0),
        ("cincuenta", 50.0),
        ("sesenta", 60.0),
        ("setenta", 70.0),
        ("ochenta", 80.0),
        ("noventa", 90.0),
        ("cien", 100.0),
        ("mil", 1000.0),
        ("docena", 12.0),
    ];
    let table = match language {
        Language::En | Language::Other => EN,
        Language::Fr => FR,
        Language::Es => ES,
    };
    table.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

fn word_value(word: &str, language: Language) -> Option<f64> {
    if let Some(value) = small_number(word, language) {
        return Some(value);
    }
    if language == Language::Es {
        let (tens, unit) = match word.split_at_checked(6) {
            Some(("veinti", unit)) => (20.0, unit),
            _ => (10.0, word.strip_prefix("dieci")?),
        };
        let unit = if unit == "un" || unit == "uno" || unit == "una" { 1.0 } else { small_number(unit, language)? };
        return (unit < 10.0).then_some(tens + unit);
    }
    let (tens, rest) = word.split_once('-')?;
    let rest = rest.strip_prefix("et-").unwrap_or(rest);
    let unit = match rest {
        "one" | "un" | "une" => 1.0,
        other => small_number(other, language)?,
    };
    let tens = small_number(tens, language).filter(|t| *t >= 20.0 && *t < 100.0)?;
    (unit < 20.0).then_some(tens + unit)
}

/// Numbers written as words, from two on; `one` says too little to check.
pub fn number_words(text: &str, language: Language) -> Vec<Figure> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut skip_until = 0;
    for word in words(text) {
        if word.span.start < skip_until {
            continue;
        }
        let mut span = word.span;
        if let Some(tail) = text.get(span.end..).filter(|t| t.starts_with('-')) {
            let more = tail.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'-').count();
            if word_value(&fold(text.get(span.start..span.end + more).unwrap_or("")), language).is_some() {
                span.end += more;
            }
        }
        if span.start > 0 && bytes.get(span.start - 1) == Some(&b'-') {
            continue;
        }
        let Some(value) = word_value(&fold(span.slice(text)), language) else { continue };
        skip_until = span.end;
        let after = text.get(span.end..).unwrap_or("").trim_start();
        let next = after.split(|c: char| !c.is_alphabetic()).next().map(fold).unwrap_or_default();
        let (scale, unit) = unit_of_word(&next, language);
        let value = Value::Number { readings: vec![value * scale], unit };
        found.push(Figure { span, value });
    }
    found
}

fn unit_of_word(next: &str, language: Language) -> (f64, Unit) {
    // `mes` is a month in Spanish and `my` in French.
    if next.len() < 3 || (next == "mes" && language != Language::Es) {
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
