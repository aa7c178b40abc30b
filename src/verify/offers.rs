//! Offers against catalogue rows as they stand today; pure. Invariant: the right value of the wrong
//! row is a mismatch, and a wish is not stock.

use std::sync::LazyLock;

use groundwire_index::catalogue::{Offer, Unavailable};
use groundwire_index::text::figures::{Figure, figures, same};
use groundwire_index::text::language::Language;
use groundwire_index::text::words::{content_stems, fold, stem};
use regex::Regex;

use super::{Facts, Failure, Objection};
use crate::claim::{Claim, SpeechAct, claims_availability, says_unavailable};

/// What the catalogue says of a claim.
pub enum Outcome {
    /// Not an offer, or no catalogue to hold it against.
    NoOffer,
    /// A row agrees with what the claim says of it, but the claim says more.
    Consistent(String),
    /// A row says all that the claim says.
    Carried(String),
    /// A row says otherwise, or there is none.
    Rejected(Failure),
}

static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\b[Cc]ode|[Cc]ódigo|\bcoupon|\bpromo)[ :«\x22'“]+([A-Z0-9][A-Z0-9_-]{2,})\b").ok()
});
static LEFT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(\d+|two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|six|dos|tres|cuatro|cinco)\b(?:\s+\S+){0,3}\s+(?:left|in stock|available|en stock|disponibles?|restants?)\b|(?:only|reste|quedan)\s+(\d+)").ok()
});

/// A discount code that no row has; asked of every claim, advice too.
pub fn wrong_code(claim: &Claim, facts: &Facts<'_>) -> Option<Failure> {
    unknown_code(claim, facts.catalogue?, facts)
}

/// Holds a claim against the catalogue.
pub fn check(claim: &Claim, facts: &Facts<'_>) -> Outcome {
    let Some(catalogue) = facts.catalogue else { return Outcome::NoOffer };
    let amounts: Vec<Figure> =
        figures(&claim.text, facts.language).into_iter().filter(|f| f.currency().is_some()).collect();
    let available = claims_availability(&claim.text);
    if claim.act != SpeechAct::Offer && amounts.is_empty() {
        return Outcome::NoOffer;
    }
    let mut rows = matching(&claim.text, catalogue, facts.language);
    if rows.is_empty() {
        // "The small one is in stock": the fan's words may name the item, never the stock.
        let with_message = format!("{} {}", facts.message.unwrap_or_default(), claim.text);
        rows = matching(&with_message, catalogue, facts.language);
        let said = stems(&claim.text, facts.language);
        rows.retain(|row| row.variant.as_deref().is_none_or(|v| names_variant(&said, v, facts.language)));
    }
    if rows.is_empty() {
        if claim.act == SpeechAct::Offer && available {
            let reason = "the catalogue has no such item today";
            return Outcome::Rejected(Failure::unsupported("offers", Objection::NoSuchItem, reason));
        }
        return Outcome::NoOffer;
    }
    if let Some(failure) = wrong_variant(claim, catalogue, &rows, facts) {
        return Outcome::Rejected(failure);
    }
    if let Some(failure) = wrong_price(claim, &rows, &amounts) {
        return Outcome::Rejected(failure);
    }
    if let Some(failure) = wrong_stock(claim, &rows, available, !amounts.is_empty(), facts) {
        return Outcome::Rejected(failure);
    }
    let Some(row) = rows.first() else { return Outcome::NoOffer };
    if says_more(claim, row, facts) { Outcome::Consistent(row.name()) } else { Outcome::Carried(row.name()) }
}

/// Rows that the text speaks of: those of the item that it names best, and of the variant when it
/// names one.
fn matching<'a>(text: &str, catalogue: &'a [Offer], language: Language) -> Vec<&'a Offer> {
    let said = stems(text, language);
    let share = |name: &str| {
        let words = stems(name, language);
        let found = together(&words, &said);
        (found as f64 / words.len().max(1) as f64, found)
    };
    let mut best = (0.0_f64, 0_usize);
    for row in catalogue {
        let (part, found) = share(&row.item);
        if part >= 0.5 && (part > best.0 || (same(part, best.0) && found > best.1)) {
            best = (part, found);
        }
    }
    if best.1 == 0 {
        return Vec::new();
    }
    let rows: Vec<&Offer> = catalogue.iter().filter(|row| share(&row.item) == best).collect();
    let named: Vec<&Offer> = rows
        .iter()
        .copied()
        .filter(|row| row.variant.as_deref().is_some_and(|v| names_variant(&said, v, language)))
        .collect();
    if named.is_empty() { rows } else { named }
}

/// Most words of a name that stand together in the text, with at most three others between: a name
/// is not scattered over a sentence.
fn together(words: &[String], said: &[String]) -> usize {
    said.windows((words.len() + 3).min(said.len()).max(1))
        .map(|window| words.iter().filter(|w| window.contains(w)).count())
        .max()
        .unwrap_or(0)
}

fn names_variant(said: &[String], variant: &str, language: Language) -> bool {
    let words = stems(variant, language);
    !words.is_empty() && words.iter().all(|w| said.contains(w))
}

/// All words, stemmed; single letters are sizes here, not noise.
fn stems(text: &str, language: Language) -> Vec<String> {
    groundwire_index::text::words::words(text)
        .into_iter()
        .filter(|w| {
            !matches!(
                w.folded.as_str(),
                "a" | "the" | "of" | "de" | "du" | "la" | "le" | "et" | "and" | "en" | "el" | "y"
            )
        })
        .map(|w| stem(&w.folded, language))
        .collect()
}

fn unknown_code(claim: &Claim, catalogue: &[Offer], facts: &Facts<'_>) -> Option<Failure> {
    let captures = CODE.as_ref()?.captures(&claim.text)?;
    let code = captures.get(1)?.as_str();
    let rows: Vec<&Offer> =
        catalogue.iter().filter(|row| row.code.as_deref().is_some_and(|c| fold(c) == fold(code))).collect();
    if rows.is_empty() {
        return Some(Failure::unsupported("offers", Objection::NoSuchCode, format!("no offer has the code `{code}`")));
    }
    let live = rows.iter().any(|row| row.available(facts.today) != Err(Unavailable::Over));
    (!live).then(|| Failure::contradicted("offers", Objection::NoSuchCode, format!("the code `{code}` is over")))
}

static SIZE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:size|taille|talla|pointure)\s+(\d{1,3})\b").ok());

/// Sizes and the like that the claim names and none of the item's variants has.
fn wrong_variant(claim: &Claim, catalogue: &[Offer], rows: &[&Offer], facts: &Facts<'_>) -> Option<Failure> {
    const SIZES: [&str; 17] = [
        "small", "medium", "large", "xs", "s", "m", "l", "xl", "xxl", "petit", "petite", "moyen", "grand", "grande",
        "a4", "a5", "a6",
    ];
    let item = &rows.first()?.item;
    let variants: Vec<String> =
        catalogue.iter().filter(|r| r.item == *item).filter_map(|r| r.variant.as_deref().map(fold)).collect();
    let item_words = fold(item);
    let in_name = |size: &str, name: &str| name.split(|c: char| !c.is_alphanumeric()).any(|w| w == size);
    let numbered = SIZE
        .as_ref()
        .and_then(|r| r.captures(&claim.text))
        .and_then(|c| c.get(1).map(|m| m.as_str().to_owned()))
        .filter(|w| !in_name(w, &item_words) && !variants.iter().any(|v| in_name(w, v)));
    let worded = groundwire_index::text::words::words(&claim.text)
        .into_iter()
        .map(|w| w.folded)
        .find(|w| SIZES.contains(&w.as_str()) && !in_name(w, &item_words) && !variants.iter().any(|v| in_name(w, v)));
    let size = numbered.or(worded)?;
    if variants.is_empty() || says_unavailable(&claim.text) {
        return None;
    }
    Some(Failure::unsupported(
        "offers",
        Objection::NoSuchItem,
        format!("`{item}` has no variant `{size}` (there is {}) on {}", variants.join(", "), facts.today),
    ))
}

fn wrong_price(claim: &Claim, rows: &[&Offer], amounts: &[Figure]) -> Option<Failure> {
    let wrong = amounts.iter().find(|amount| {
        !rows.iter().any(|row| {
            amount.readings().iter().any(|value| same(*value, row.price))
                && amount
                    .currency()
                    .is_none_or(|code| code == row.currency || (code == "USD" && row.currency.ends_with('D')))
        })
    })?;
    let known: Vec<String> = rows.iter().map(|r| format!("{} {:.2} {}", r.name(), r.price, r.currency)).collect();
    Some(Failure::contradicted(
        "offers",
        Objection::PriceMismatch,
        format!("`{}` is not the price: {}", wrong.span.slice(&claim.text), known.join("; ")),
    ))
}

fn wrong_stock(claim: &Claim, rows: &[&Offer], available: bool, priced: bool, facts: &Facts<'_>) -> Option<Failure> {
    let denied = says_unavailable(&claim.text);
    let live: Vec<&&Offer> = rows.iter().filter(|row| row.available(facts.today).is_ok()).collect();
    let first = rows.first()?;
    if denied && !live.is_empty() && live.len() == rows.len() {
        return Some(Failure::contradicted(
            "offers",
            Objection::NotEntailed,
            format!("`{}` can be had today", first.name()),
        ));
    }
    if live.is_empty() && !denied && (available || priced) {
        let why = match first.available(facts.today) {
            Err(Unavailable::SoldOut) | Ok(()) => "is sold out",
            Err(Unavailable::Over) => "is an offer that is over",
            Err(Unavailable::NotYet) => "is an offer that has not begun",
        };
        return Some(Failure::contradicted("offers", Objection::ItemUnavailable, format!("`{}` {why}", first.name())));
    }
    let captures = LEFT.as_ref()?.captures(&claim.text)?;
    let counted = captures.get(1).or_else(|| captures.get(2))?.as_str();
    let count = figures(counted, facts.language).first().and_then(|f| f.readings().first().copied())?;
    let in_variant = rows.iter().any(|row| row.variant.as_deref().is_some_and(|v| v.contains(counted)));
    let agrees = in_variant || rows.iter().any(|row| row.stock.is_none_or(|stock| same(stock as f64, count)));
    (!agrees).then(|| {
        Failure::contradicted(
            "offers",
            Objection::FigureMismatch,
            format!("`{}` has another stock than {counted}", first.name()),
        )
    })
}

/// The claim has content beyond the row and the words of selling.
fn says_more(claim: &Claim, row: &Offer, facts: &Facts<'_>) -> bool {
    const SELLING: &str = "in stock available shop store price priced cost costs have left still right now currently today yes each one two three \
        eur euro euros usd gbp dollar dollars sale sold out buy order grab code discount offer offers just only for from at new \
        disponible boutique prix coute coutent coûte euros vente épuisé épuisée reste encore actuellement moment stock \
        disponible tienda precio cuesta cuestan agotado agotada queda quedan ahora venta";
    let selling = content_stems(SELLING, facts.language);
    let known = content_stems(&row.sentence(), facts.language);
    let message = facts.message.map(|m| content_stems(m, facts.language)).unwrap_or_default();
    let more = content_stems(&claim.text, facts.language)
        .into_iter()
        .filter(|w| !selling.contains(w) && !known.contains(w) && !message.contains(w))
        .filter(|w| !w.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ','))
        .count();
    more > 2
}
