//! When two figures say the same: in another unit, rounded where the claim says "about", on the side where it says "over";
//! pure. Invariant: what the claim says plainly is the same only up to the rounding that people allow themselves.

use std::sync::LazyLock;

use groundwire_index::text::figures::{Dimension, Figure, Unit, figures};
use groundwire_index::text::language::Language;
use groundwire_index::text::words::{fold, plain};
use regex::Regex;

use crate::claim::Claim;

/// `given` says what the claim says with `claimed`.
pub fn says_the_same(claimed: &Figure, given: &Figure, claim: &Claim) -> bool {
    if claimed.carried_by(given) {
        return true;
    }
    let near = converts(claimed, given, is_about(claim)) || leans(claimed, given, &plain(&claim.meaning));
    near && !lies_beyond(claimed, given, claim)
}

/// The claim says "about", "over" or the like.
pub fn is_about(claim: &Claim) -> bool {
    ABOUT.as_ref().is_some_and(|about| about.is_match(&plain(&claim.meaning)))
}

/// The same quantity in another unit, up to the rounding that people allow themselves; or a round figure
/// where the claim says "about".
fn converts(claimed: &Figure, given: &Figure, about: bool) -> bool {
    let (Some(of_claim), Some(of_given)) = (claimed.unit(), given.unit()) else { return false };
    let pairs = || claimed.readings().iter().flat_map(|a| given.readings().iter().map(move |b| (*a, *b)));
    let near = |a: f64, b: f64, share: f64| (a - b).abs() <= share * a.abs().max(b.abs());
    match (of_claim, of_given) {
        (Unit::Quantity(Dimension::Celsius), Unit::Quantity(Dimension::Fahrenheit)) => {
            pairs().any(|(c, f)| (c - (f - 32.0) / 1.8).abs() <= if about { 1.5 } else { 0.7 })
        }
        (Unit::Quantity(Dimension::Fahrenheit), Unit::Quantity(Dimension::Celsius)) => {
            pairs().any(|(f, c)| (f - (c * 1.8 + 32.0)).abs() <= if about { 2.5 } else { 1.0 })
        }
        (Unit::Quantity(Dimension::Length | Dimension::Mass | Dimension::Volume), b) if of_claim == b => {
            pairs().any(|(x, y)| near(x, y, if about { 0.05 } else { 0.016 }))
        }
        (Unit::Quantity(Dimension::Duration), b) if of_claim == b => {
            pairs().any(|(x, y)| near(x, y, if about { 0.06 } else { 0.005 }))
        }
        (a, b) if about && (a == b || matches!(b, Unit::None)) => pairs().any(|(x, y)| y >= 8.0 && near(x, y, 0.06)),
        _ => false,
    }
}

static ABOUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:about|around|roughly|approximately|some|nearly|almost|just (?:over|under)|a (?:bit|little|shade|touch) (?:over|under|more|less)|over|under|more than|less than|close to|or so|environ|autour|presque|pres de|plus de|moins de|a peu pres|un peu|une? bon(?:ne)?|quelque|unos|unas|casi|cerca de|alrededor|mas de|menos de|aproximadamente|mas o menos|by now|going on)\b").ok()
});

/// On which side of the true value a claim stays, and how far it may.
static A_LITTLE_OVER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:just over|a (?:bit|little|shade|touch) (?:over|more than|above)|un peu plus|algo mas|un poco mas|poco mas) (?:d[eu]|d'|que|than)?").ok()
});
static A_LITTLE_UNDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:just under|nearly|almost|not quite|a (?:bit|little|shade|touch) (?:under|less than|below)|un peu moins|presque|pas tout a fait|casi|algo menos|un poco menos|poco menos)\b").ok()
});
const LITTLE: f64 = 0.12;

/// "A little over two feet" for 26 inches: off by little, and on the side that the claim says.
fn leans(claimed: &Figure, given: &Figure, said: &str) -> bool {
    let says = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|r| r.is_match(said));
    let (over, under) = (says(&A_LITTLE_OVER), says(&A_LITTLE_UNDER));
    let like = claimed.unit().is_some() && claimed.unit() == given.unit();
    like && claimed.readings().iter().any(|c| {
        given
            .readings()
            .iter()
            .any(|g| (over && *g > *c && *g <= c * (1.0 + LITTLE)) || (under && *g < *c && *g >= c * (1.0 - LITTLE)))
    })
}

/// "Over 400" of 312, "almost 300" of 312: the claim says on which side it lies, and it lies on the other.
fn lies_beyond(claimed: &Figure, given: &Figure, claim: &Claim) -> bool {
    let before = plain(claim.meaning.get(..claimed.span.start).unwrap_or(""));
    let says = |list: &[&str]| list.iter().any(|word| before.trim_end().ends_with(word));
    let (over, under) = (says(&OVER), says(&UNDER));
    if !over && !under || claimed.unit() != given.unit() {
        return false;
    }
    let (Some(said), Some(is)) = (claimed.readings().first(), given.readings().first()) else { return false };
    (over && is < said) || (under && is > said)
}

const OVER: [&str; 8] = ["over", "more than", "at least", "plus de", "au moins", "mas de", "al menos", "por lo menos"];
const UNDER: [&str; 15] = [
    "almost",
    "nearly",
    "under",
    "less than",
    "fewer than",
    "at most",
    "up to",
    "presque",
    "moins de",
    "au plus",
    "jusqu'a",
    "casi",
    "menos de",
    "como mucho",
    "hasta",
];

/// "a week" as "1 week": an article counts where a length of time is told.
/// Their spans are those of the rewritten text. "Once a year" and "40 euros an hour" tell no length.
pub fn lengths(text: &str, language: Language) -> Vec<Figure> {
    const RATES: [&str; 9] = ["once", "twice", "times", "fois", "veces", "vez", "per", "par", "por"];
    let Some(article) = ARTICLE.as_ref().filter(|article| article.is_match(text)) else { return Vec::new() };
    let counted = article.replace_all(text, |found: &regex::Captures<'_>| {
        let whole = found.get(0).map_or("", |whole| whole.as_str());
        let start = found.get(0).map_or(0, |whole| whole.start());
        let before = fold(text.get(..start).unwrap_or(""));
        let last = before.split_whitespace().last().unwrap_or("");
        let price = last.ends_with(|sign: char| sign.is_ascii_digit() || matches!(sign, '€' | '$' | '£'))
            || ["euros", "euro", "dollars", "pounds", "bucks"].contains(&last);
        if price || RATES.contains(&last) {
            return whole.to_owned();
        }
        format!("1 {}", found.name("unit").map_or("", |unit| unit.as_str()))
    });
    figures(&counted, language)
}

static ARTICLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:an?|one|une?|una?) (?P<unit>minute|hour|day|week|month|year|heure|jour|semaine|mois|an|année|minuto|hora|día|semana|mes|año)\b").ok()
});
