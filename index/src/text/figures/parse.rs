//! Reading figures from text; invariant: what one reader has claimed no later reader reads again.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Dimension, Figure, Unit, Value};
use crate::span::Span;
use crate::text::words::fold;

type Pattern = LazyLock<Option<Regex>>;

/// Adds the figures that overlap none found before.
pub fn add(found: &mut Vec<Figure>, more: Vec<Figure>) {
    for figure in more {
        if !found.iter().any(|f| f.span.overlaps(figure.span)) {
            found.push(figure);
        }
    }
}

const MONTHS: &str = r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre";

static ISO: Pattern = LazyLock::new(|| Regex::new(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b").ok());
static DAY_FIRST: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:of\s+|de\s+)?(?P<mon>{MONTHS})\b\.?(?:,?\s+(?:de\s+|del\s+)?(?P<y>\d{{4}})\b)?"
    ))
    .ok()
});
static MONTH_FIRST: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b(?P<mon>{MONTHS})\b\.?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y>\d{{4}})\b)?"
    ))
    .ok()
});
static MONTH_YEAR: Pattern = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?P<mon>{MONTHS})\b\.?,?\s+(?:of\s+|de\s+|del\s+)?(?P<y>\d{{4}})\b")).ok()
});

const MONTH_STEMS: [&[&str]; 12] = [
    &["jan", "ene"],
    &["feb", "fev"],
    &["mar"],
    &["apr", "avr", "abr"],
    &["may", "mai"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "aou", "ago"],
    &["sep"],
    &["oct"],
    &["nov"],
    &["dec", "dic"],
];

fn month_number(name: &str) -> Option<u32> {
    let name = fold(name);
    MONTH_STEMS.iter().position(|stems| stems.iter().any(|stem| name.starts_with(stem))).map(|index| index as u32 + 1)
}

fn number<T: std::str::FromStr>(captures: &Captures<'_>, name: &str) -> Option<T> {
    captures.name(name).and_then(|m| m.as_str().parse().ok())
}

/// Calendar dates.
pub fn dates(text: &str) -> Vec<Figure> {
    let mut found = Vec::new();
    for pattern in [&ISO, &DAY_FIRST, &MONTH_FIRST, &MONTH_YEAR] {
        let Some(regex) = pattern.as_ref() else { continue };
        let read = regex.captures_iter(text).filter_map(|c| {
            let whole = c.get(0)?;
            let month = match c.name("mon") {
                Some(name) => month_number(name.as_str())?,
                None => number(&c, "m")?,
            };
            let day = number::<u32>(&c, "d");
            if !(1..=12).contains(&month) || day.is_some_and(|d| !(1..=31).contains(&d)) {
                return None;
            }
            Some(Figure {
                span: Span::new(whole.start(), whole.end()),
                value: Value::Date { year: number(&c, "y"), month, day },
            })
        });
        let read = read.collect();
        add(&mut found, read);
    }
    found
}

static CLOCK: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?P<h>\d{1,2})(?:(?::|\s?h\s?)(?P<m>\d{2})(?:\s?(?P<ap>[ap]\.?m\b\.?))?|\s?(?P<ap2>[ap]\.?m\b\.?))",
    )
    .ok()
});

static HALF_PAST: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?P<rel>half past|quarter past|quarter to)\s+(?P<h>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b").ok()
});

/// "half past nine", "a quarter to six".
pub fn told_times(text: &str) -> Vec<Figure> {
    const HOURS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let Some(regex) = HALF_PAST.as_ref() else { return Vec::new() };
    let read = |c: Captures<'_>| {
        let whole = c.get(0)?;
        let named = fold(c.name("h")?.as_str());
        let hour = HOURS.iter().position(|h| *h == named).map(|at| at as u32 + 1).or_else(|| named.parse().ok())?;
        let minutes = match fold(c.name("rel")?.as_str()).as_str() {
            "half past" => hour * 60 + 30,
            "quarter past" => hour * 60 + 15,
            _ => (hour * 60).checked_sub(15)?,
        };
        Some(Figure { span: Span::new(whole.start(), whole.end()), value: Value::Time { minutes, half_known: false } })
    };
    regex.captures_iter(text).filter_map(read).collect()
}

/// Times of day.
pub fn times(text: &str) -> Vec<Figure> {
    let Some(regex) = CLOCK.as_ref() else { return Vec::new() };
    regex
        .captures_iter(text)
        .filter_map(|c| {
            let whole = c.get(0)?;
            let hour = number::<u32>(&c, "h")?;
            let minute = number::<u32>(&c, "m").unwrap_or(0);
            if minute > 59 {
                return None;
            }
            let half = c.name("ap").or_else(|| c.name("ap2")).map(|m| fold(m.as_str()));
            let half_known = half.is_some() || hour > 12 || hour == 0;
            let hour = match half {
                Some(half) if half.starts_with('p') && hour < 12 => hour + 12,
                Some(half) if half.starts_with('a') && hour == 12 => 0,
                Some(_) | None => hour,
            };
            Some(Figure {
                span: Span::new(whole.start(), whole.end()),
                value: Value::Time { minutes: hour * 60 + minute, half_known },
            })
        })
        .collect()
}

const CURRENCIES: &str = r"US\$|CA\$|\$|€|£|¥|(?:EUR|USD|GBP|CAD|AUD|CHF|JPY|MXN)\b";

static NUMBER: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?P<pre>{CURRENCIES})?[\s\x{{a0}}\x{{202f}}]?(?P<num>\d{{1,3}}(?:[\x{{a0}}\x{{202f}} ,.'’]\d{{3}})+(?:[.,]\d{{1,2}})?|\d+(?:[.,]\d+)?)(?P<ord>st|nd|rd|th|ers?|e|ème)?(?:[\s\x{{a0}}\x{{202f}}-]?(?P<post>{CURRENCIES}|%|(?:percent|per\ cent|pour\ cent|por\ ciento|euros?|dollars?|dólares|pounds\ sterling|million|thousand|mille|millions?|mil|millones|km/h|°\s?[CF]|km|kilomet(?:er|re)s?|met(?:er|re)s?|mètres?|metros?|cm|centim[eè]t(?:er|re)s?|centímetros?|mm|millim[eè]t(?:er|re)s?|inch(?:es)?|feet|foot|ft|miles?|kg|kilos?|kilogram(?:me)?s?|grams?|grammes?|gramos?|ounces?|oz|lbs?|pounds?|mg|g|m|(?:US\ )?gallons?|galones|galón|yards?|litres?|liters?|litros?|ml|cl|l|secondes?|seconds?|segundos?|minutes?|minutos?|mins?|hours?|heures?|horas?|h|days?|jours?|días?|weeks?|semaines?|semanas?|months?|mois|mes(?:es)?|years?|ans?|années?|años?|degrees(?:\ (?:Fahrenheit|F|Celsius|C)\b)?|degrés|grados|k)\b))?"
    ))
    .ok()
});

/// Numbers in digits, with their unit.
pub fn numbers(text: &str) -> Vec<Figure> {
    let Some(regex) = NUMBER.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    for captures in regex.captures_iter(text) {
        let Some(digits) = captures.name("num") else { continue };
        if !stands_alone(text, &captures, digits.start(), digits.end()) {
            continue;
        }
        let mut readings = read_digits(digits.as_str());
        let pre = captures.name("pre").and_then(|m| currency(m.as_str()));
        let post = captures.name("post").map(|m| fold(m.as_str()));
        let (scale, unit) = post.as_deref().map_or((1.0, Unit::None), unit_of);
        for reading in &mut readings {
            *reading *= scale;
        }
        let unit = pre.map_or(unit, Unit::Money);
        let start = captures.name("pre").map_or(digits.start(), |m| m.start());
        let end = captures.name("post").map_or(digits.end(), |m| m.end());
        found.push(Figure { span: Span::new(start, end), value: Value::Number { readings, unit } });
    }
    found
}

/// Digits that belong to a longer word (`A5`, `18/3`, `p-031`) are a name, not a figure.
fn stands_alone(text: &str, captures: &Captures<'_>, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|t| t.chars().next_back());
    let after = text.get(end..).and_then(|t| t.chars().next());
    let mut lead = text.get(..start).unwrap_or("").chars().rev();
    let hyphenated = lead.next() == Some('-') && lead.next().is_some_and(char::is_alphabetic);
    let suffixed = captures.name("post").is_some() || captures.name("ord").is_some();
    let glued_after = after.is_some_and(|c| c.is_alphanumeric() || c == '_') && !suffixed;
    let glued_before =
        captures.name("pre").is_none() && before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '/');
    !(hyphenated || glued_after || glued_before || after == Some('/'))
}

fn read_digits(digits: &str) -> Vec<f64> {
    let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
    let last_mark = digits.rfind(['.', ',']);
    let groups: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
    let marks: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let as_whole = plain.parse::<f64>().ok();
    let as_decimal = last_mark.and_then(|at| {
        let whole: String = digits.get(..at)?.chars().filter(char::is_ascii_digit).collect();
        let part = digits.get(at + 1..)?;
        format!("{whole}.{part}").parse::<f64>().ok()
    });
    let tail = groups.last().map_or(0, |g| g.len());
    match marks.as_slice() {
        // One mark before three digits: thousands in one country, decimals in the next.
        ['.' | ','] if tail == 3 => as_whole.into_iter().chain(as_decimal).collect(),
        ['.' | ','] => as_decimal.into_iter().collect(),
        [.., '.' | ','] if tail != 3 => as_decimal.into_iter().collect(),
        // No mark at all, or groups of three.
        _ => as_whole.into_iter().collect(),
    }
}

fn currency(text: &str) -> Option<String> {
    let code = match fold(text).as_str() {
        "$" | "us$" | "dollar" | "dollars" | "dolares" => "USD",
        "ca$" => "CAD",
        "€" | "euro" | "euros" => "EUR",
        "£" | "pounds sterling" => "GBP",
        "¥" => "JPY",
        other if other.len() == 3 && other.bytes().all(|b| b.is_ascii_alphabetic()) => {
            return Some(other.to_uppercase());
        }
        _ => return None,
    };
    Some(code.to_owned())
}

pub(super) fn unit_of(folded: &str) -> (f64, Unit) {
    let quantity = |scale, dimension| (scale, Unit::Quantity(dimension));
    let starts = |heads: &[&str]| heads.iter().any(|head| folded.starts_with(head));
    match folded {
        "%" => return (1.0, Unit::Percent),
        "km" => return quantity(1000.0, Dimension::Length),
        "cm" => return quantity(0.01, Dimension::Length),
        "mm" => return quantity(0.001, Dimension::Length),
        "m" => return quantity(1.0, Dimension::Length),
        "ft" | "feet" | "foot" => return quantity(0.3048, Dimension::Length),
        "kg" => return quantity(1000.0, Dimension::Mass),
        "oz" | "ounce" | "ounces" => return quantity(28.349_523, Dimension::Mass),
        "lb" | "lbs" | "pound" | "pounds" => return quantity(453.592_37, Dimension::Mass),
        "degrees fahrenheit" | "degrees f" => return quantity(1.0, Dimension::Fahrenheit),
        "degrees" | "degres" | "grados" | "degrees celsius" | "degrees c" => return quantity(1.0, Dimension::Celsius),
        "g" => return quantity(1.0, Dimension::Mass),
        "mg" => return quantity(0.001, Dimension::Mass),
        "l" => return quantity(1.0, Dimension::Volume),
        "gallon" | "gallons" | "us gallon" | "us gallons" | "galon" | "galones" => {
            return quantity(3.785_411_784, Dimension::Volume);
        }
        "yard" | "yards" => return quantity(0.9144, Dimension::Length),
        "cl" => return quantity(0.01, Dimension::Volume),
        "ml" => return quantity(0.001, Dimension::Volume),
        "h" => return quantity(3600.0, Dimension::Duration),
        "mil" | "mille" | "thousand" | "k" => return (1000.0, Unit::None),
        "an" | "ans" => return quantity(31_557_600.0, Dimension::Duration),
        "mois" | "mes" | "meses" => return quantity(2_629_800.0, Dimension::Duration),
        _ => {}
    }
    if let Some(code) = currency(folded).filter(|_| !starts(&["mes", "min", "day"])) {
        return (1.0, Unit::Money(code));
    }
    if folded.starts_with('°') {
        let dimension = if folded.ends_with('f') { Dimension::Fahrenheit } else { Dimension::Celsius };
        return quantity(1.0, dimension);
    }
    let table: [(&[&str], f64, Option<Dimension>); 14] = [
        (&["percent", "per cent", "pour cent", "por ciento"], 1.0, None),
        (&["million", "millon"], 1e6, None),
        (&["kilom"], 1000.0, Some(Dimension::Length)),
        (&["centim"], 0.01, Some(Dimension::Length)),
        (&["millim"], 0.001, Some(Dimension::Length)),
        (&["met"], 1.0, Some(Dimension::Length)),
        (&["inch"], 0.0254, Some(Dimension::Length)),
        (&["mile"], 1609.344, Some(Dimension::Length)),
        (&["kilo"], 1000.0, Some(Dimension::Mass)),
        (&["gram"], 1.0, Some(Dimension::Mass)),
        (&["lit"], 1.0, Some(Dimension::Volume)),
        (&["sec", "seg"], 1.0, Some(Dimension::Duration)),
        (&["min"], 60.0, Some(Dimension::Duration)),
        (&["hour", "heure", "hora"], 3600.0, Some(Dimension::Duration)),
    ];
    for (heads, scale, dimension) in table {
        if starts(heads) {
            return match dimension {
                Some(dimension) => quantity(scale, dimension),
                None if scale > 1.0 => (scale, Unit::None),
                None => (1.0, Unit::Percent),
            };
        }
    }
    let days = if starts(&["day", "jour", "dia"]) {
        1.0
    } else if starts(&["week", "semain", "seman"]) {
        7.0
    } else if starts(&["month"]) {
        30.4375
    } else if starts(&["year", "ann", "ano"]) {
        365.25
    } else {
        return (1.0, Unit::None);
    };
    quantity(days * 86_400.0, Dimension::Duration)
}

/// `25–30 %`: the first of a pair has the unit of the second.
pub fn spread_units(text: &str, figures: &mut [Figure]) {
    for index in (1..figures.len()).rev() {
        let (left, right) = figures.split_at_mut(index);
        let (Some(first), Some(second)) = (left.last_mut(), right.first()) else { continue };
        let between = text.get(first.span.end..second.span.start).map(fold).unwrap_or_default();
        let joined = matches!(between.trim(), "-" | "to" | "a" | "and" | "et" | "y" | "or" | "ou" | "o");
        if let (Value::Number { unit: mine, readings }, Value::Number { unit: theirs, .. }) =
            (&mut first.value, &second.value)
        {
            if !joined || *mine != Unit::None || *theirs == Unit::None {
                continue;
            }
            *mine = theirs.clone();
            if matches!(mine, Unit::Quantity(_)) {
                let slice = second.span.slice(text);
                let within = unit_of(&fold(slice.trim_start_matches(|c: char| !c.is_alphabetic())));
                // Of a number in words the unit stands behind it.
                let behind = || unit_of(&fold(text.get(second.span.end..).unwrap_or("").trim_start()));
                let (scale, _) = if within.1 == Unit::None { behind() } else { within };
                for reading in readings {
                    *reading *= scale;
                }
            }
        }
    }
}
