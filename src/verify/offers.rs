//! Offers against catalogue rows as they stand today; pure. Invariant: the right value of the wrong
//! row is a mismatch, and a wish is not stock.

mod mention;
mod region;

use std::sync::LazyLock;

use groundwire_index::catalogue::{Offer, Unavailable};
use groundwire_index::text::figures::{Figure, Unit, figures, same};
use groundwire_index::text::words::{content_stems, fold, plain, stem, words};
use regex::Regex;

use super::arithmetic::{Operand, equation, operands};
use super::{Facts, Failure, Objection, own_words};
use crate::claim::{Claim, SpeechAct, is_kind_word, says_unavailable};
use mention::{Mention, Statement, mentions, names_variant, statements, stems};
use region::countries;

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
    Regex::new(r"(?i:\bcodes?|código|\bcoupon|\bpromo|\benter|\buse|\butilise|\busa)[ :«\x22'“]+((?-i:[A-Z0-9][A-Z0-9_-]*[0-9][A-Z0-9_-]*|[A-Z][A-Z0-9_-]{3,})|(?i:[a-z]+\d+))\b").ok()
});
static LEFT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(\d+|two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|six|dos|tres|cuatro|cinco)\b(?:\s+\S+){0,3}\s+(?:left|in stock|available|en stock|disponibles?|restants?)\b|(?:only|reste|quedan)\s+(\d+)").ok()
});

/// A discount code that no row has; asked of every claim, advice too.
pub fn wrong_code(claim: &Claim, facts: &Facts<'_>) -> Option<Failure> {
    unknown_code(claim, facts.catalogue?, facts)
}

/// The rows that a text names, as sentences.
pub fn rows_named(text: &str, facts: &Facts<'_>) -> String {
    let catalogue = facts.catalogue.unwrap_or_default();
    let named = mentions(text, catalogue, facts.language);
    let of_name: Vec<&Offer> = named.iter().flat_map(|mention| &mention.rows).copied().collect();
    let said = stems(text, facts.language);
    let of_variant = catalogue
        .iter()
        .filter(|row| row.variant.as_deref().is_some_and(|variant| names_variant(&said, variant, facts.language)));
    let mut rows: Vec<&Offer> = of_name.into_iter().chain(of_variant).collect();
    if rows.is_empty() {
        rows = catalogue.iter().collect();
    }
    rows.into_iter().map(|row| row.sentence() + "\n").collect()
}

/// An amount that the evidence or a row has, or that follows from those: then the rule of figures looks at
/// what it is of.
fn stands_somewhere(amount: &Figure, text: &str, facts: &Facts<'_>, beside: &[Operand]) -> bool {
    let in_evidence = facts
        .evidence
        .items
        .iter()
        .any(|item| figures(&item.text, facts.language).iter().any(|g| amount.carried_by(g)));
    let rows = facts.catalogue.unwrap_or_default();
    let in_rows = rows.iter().any(|row| amount.readings().iter().any(|value| same(*value, row.price)));
    let mut pool: Vec<Operand> = beside.to_vec();
    pool.extend(rows.iter().map(|row| Operand {
        value: row.price,
        unit: Unit::Money(row.currency.clone()),
        written: format!("{:.2}", row.price),
    }));
    pool.extend(
        facts.evidence.items.iter().flat_map(|item| operands(&item.text, &figures(&item.text, facts.language))),
    );
    let target = operands(text, std::slice::from_ref(amount)).pop();
    in_evidence || in_rows || target.is_some_and(|target| equation(&target, &pool, false).is_some())
}

/// Holds a claim against the catalogue.
pub fn check(claim: &Claim, facts: &Facts<'_>, beside: &[Operand]) -> Outcome {
    let Some(catalogue) = facts.catalogue else { return Outcome::NoOffer };
    let has_amount = figures(&claim.meaning, facts.language).iter().any(|figure| figure.currency().is_some());
    let has_code = CODE.as_ref().is_some_and(|r| r.is_match(&claim.meaning));
    if claim.act != SpeechAct::Offer && !has_amount && !has_code {
        return Outcome::NoOffer;
    }
    let mut statements = statements(&claim.meaning, catalogue, facts.language);
    if statements.iter().all(|statement| statement.of.is_empty()) {
        name_by_message(&mut statements, catalogue, facts);
    }
    let nameless = statements.iter().all(|statement| statement.of.is_empty());
    let amounts: Vec<&Figure> = statements.iter().flat_map(|statement| &statement.amounts).collect();
    if nameless && !amounts.is_empty() && amounts.iter().all(|a| stands_somewhere(a, &claim.meaning, facts, beside)) {
        return Outcome::NoOffer;
    }
    for statement in &statements {
        if let Some(failure) =
            no_such_item(claim, statement, facts).or_else(|| wrong(claim, statement, catalogue, facts))
        {
            return Outcome::Rejected(failure);
        }
    }
    let rows: Vec<&Offer> = statements.iter().flat_map(|s| &s.of).flat_map(|mention| &mention.rows).copied().collect();
    let Some(row) = rows.first() else { return Outcome::NoOffer };
    if says_more(claim, &rows, facts) { Outcome::Consistent(row.name()) } else { Outcome::Carried(row.name()) }
}

/// "The small one is in stock": the fan's words may name the item, never the stock.
fn name_by_message<'a>(statements: &mut [Statement<'a>], catalogue: &'a [Offer], facts: &Facts<'_>) {
    let asked = mentions(facts.message.unwrap_or_default(), catalogue, facts.language);
    let [asked] = asked.as_slice() else { return };
    let Some(item) = asked.rows.first().map(|row| &row.item) else { return };
    for statement in statements.iter_mut() {
        let said = stems(&statement.text, facts.language);
        // "It's €22": of the variant that was asked for, when the message names one.
        let pointed: Vec<&'a Offer> = if asked.variant_named { asked.rows.clone() } else { Vec::new() };
        let named: Vec<&'a Offer> = catalogue
            .iter()
            .filter(|row| {
                row.item == *item && row.variant.as_deref().is_none_or(|v| names_variant(&said, v, facts.language))
            })
            .collect();
        // A statement with a noun of its own speaks of that.
        let pointing = PRONOUN.as_ref().is_some_and(|r| r.is_match(&plain(&statement.text)));
        let named = if named.is_empty() { pointed } else { named };
        let by_variant = named.iter().all(|row| row.variant.is_some());
        if !named.is_empty() && (pointing || by_variant) {
            statement.of = vec![Mention { rows: named, variant_named: true }];
        }
    }
}

static PRONOUN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:it|it's|they|they're|that|this|one|ones|these|those|il|elle|ils|elles|celui|celle|c'est|en|lo|la|los|las|este|esta)\b").ok()
});
/// A price that somebody paid, or may pay, is no offer.
static NO_PRICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:paid|spent|cost me|used to be|was|were|budget|raised|donated|lost|payed|paye|depense|coutait|etait|pague|gaste|costaba|presupuesto)\b").ok()
});

fn is_no_price(text: &str) -> bool {
    NO_PRICE.as_ref().is_some_and(|r| r.is_match(&plain(text)))
}

fn no_such_item(claim: &Claim, statement: &Statement<'_>, facts: &Facts<'_>) -> Option<Failure> {
    let priced = !statement.amounts.is_empty()
        && !is_no_price(&statement.text)
        && facts.catalogue.is_some_and(|c| !c.is_empty());
    let offers = claim.act == SpeechAct::Offer && (statement.available || priced);
    // A podcast that is available on a platform is no item: the creator's own sentence stands.
    let own = statement.amounts.is_empty() && own_words::verbatim_carrier(claim, facts).is_some();
    (statement.of.is_empty() && offers && !own)
        .then(|| Failure::unsupported("offers", Objection::NoSuchItem, "the catalogue has no such item today"))
}

/// What a statement says of its items and no row does.
fn wrong(claim: &Claim, statement: &Statement<'_>, catalogue: &[Offer], facts: &Facts<'_>) -> Option<Failure> {
    statement.of.iter().find_map(|mention| {
        wrong_variant(claim, catalogue, &mention.rows, facts)
            .or_else(|| wrong_price(statement, mention, facts))
            .or_else(|| wrong_stock(statement, mention, facts))
            .or_else(|| wrong_region(statement, mention))
    })
}

fn wrong_region(statement: &Statement<'_>, mention: &Mention<'_>) -> Option<Failure> {
    let named = countries(&statement.text);
    let out_of_reach = named.iter().find(|code| {
        mention
            .rows
            .iter()
            .all(|row| !row.region.is_empty() && !row.region.iter().any(|region| region.eq_ignore_ascii_case(code)))
    })?;
    if statement.denied {
        return None;
    }
    let row = mention.rows.first()?;
    Some(Failure::contradicted(
        "offers",
        Objection::ItemUnavailable,
        format!("`{}` is offered in {} only, not in {out_of_reach}", row.name(), row.region.join(", ")),
    ))
}

fn unknown_code(claim: &Claim, catalogue: &[Offer], facts: &Facts<'_>) -> Option<Failure> {
    let named = mentions(&claim.meaning, catalogue, facts.language);
    CODE.as_ref()?.captures_iter(&claim.meaning).find_map(|captures| {
        let code = captures.get(1)?.as_str();
        let rows: Vec<&Offer> =
            catalogue.iter().filter(|row| row.code.as_deref().is_some_and(|c| fold(c) == fold(code))).collect();
        let failure = |why: String| Some(Failure::unsupported("offers", Objection::NoSuchCode, why));
        if rows.is_empty() {
            return failure(format!("no offer has the code `{code}`"));
        }
        if !rows.iter().any(|row| row.available(facts.today) != Err(Unavailable::Over)) {
            let why = format!("the code `{code}` is over");
            return Some(Failure::contradicted("offers", Objection::NoSuchCode, why));
        }
        let fits = named.iter().all(|mention| mention.rows.iter().any(|row| rows.iter().any(|r| r.item == row.item)));
        if fits { None } else { failure(format!("the code `{code}` is of another item")) }
    })
}

static SIZE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:size|taille|talla|pointure)\s+(\d{1,3})\b").ok());

/// Of which a catalogue may have only some.
const COLOURS: [&str; 30] = [
    "red", "blue", "green", "yellow", "black", "white", "brown", "pink", "purple", "orange", "grey", "rouge", "bleu",
    "vert", "jaune", "noir", "blanc", "brun", "rose", "violet", "gris", "rojo", "azul", "verde", "amarillo", "negro",
    "blanco", "marron", "rosa", "morado",
];

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
        .and_then(|r| r.captures(&claim.meaning))
        .and_then(|c| c.get(1).map(|m| m.as_str().to_owned()))
        .filter(|w| !in_name(w, &item_words) && !variants.iter().any(|v| in_name(w, v)));
    let worded = words(&claim.meaning)
        .into_iter()
        .map(|w| w.folded)
        .find(|w| SIZES.contains(&w.as_str()) && !in_name(w, &item_words) && !variants.iter().any(|v| in_name(w, v)));
    // "red or blue", where there is only red.
    let coloured = variants.iter().any(|v| COLOURS.iter().any(|colour| in_name(colour, v)));
    let colour = words(&claim.meaning).into_iter().map(|w| w.folded).find(|w| {
        coloured && COLOURS.contains(&w.as_str()) && !in_name(w, &item_words) && !variants.iter().any(|v| in_name(w, v))
    });
    let size = numbered.or(worded).or(colour)?;
    if variants.is_empty() || says_unavailable(&claim.meaning) {
        return None;
    }
    Some(Failure::unsupported(
        "offers",
        Objection::NoSuchItem,
        format!("`{item}` has no variant `{size}` (there is {}) on {}", variants.join(", "), facts.today),
    ))
}

fn wrong_price(statement: &Statement<'_>, mention: &Mention<'_>, facts: &Facts<'_>) -> Option<Failure> {
    let fits = |amount: &Figure, row: &Offer| {
        let code = amount.currency().unwrap_or_default();
        // A bare `$` is any dollar; `18 USD` is not.
        let bare = amount.span.slice(&statement.text).contains('$');
        amount.readings().iter().any(|value| same(*value, row.price))
            && (code == row.currency || (bare && code == "USD" && row.currency.ends_with('D')))
    };
    let fans: Vec<Figure> = facts.message.map(|message| figures(message, facts.language)).unwrap_or_default();
    let wrong = statement.amounts.iter().find(|amount| {
        let fit = if mention.variant_named {
            mention.rows.iter().all(|row| fits(amount, row))
        } else {
            mention.rows.iter().any(|row| fits(amount, row))
        };
        // The fan's own budget is not the price, as long as the price stands beside it.
        let fans_own = fans.iter().any(|given| amount.carried_by(given)) && statement.amounts.len() > 1;
        !fit && !fans_own
    })?;
    if is_no_price(&statement.text) {
        return None;
    }
    let known: Vec<String> =
        mention.rows.iter().map(|r| format!("{} {:.2} {}", r.name(), r.price, r.currency)).collect();
    Some(Failure::contradicted(
        "offers",
        Objection::PriceMismatch,
        format!("`{}` is not the price: {}", wrong.span.slice(&statement.text), known.join("; ")),
    ))
}

fn wrong_stock(statement: &Statement<'_>, mention: &Mention<'_>, facts: &Facts<'_>) -> Option<Failure> {
    let live: Vec<&Offer> = mention.rows.iter().copied().filter(|row| row.available(facts.today).is_ok()).collect();
    let first = mention.rows.first()?;
    if statement.denied {
        let all_live = live.len() == mention.rows.len();
        let why = format!("`{}` can be had today", first.name());
        return all_live.then(|| Failure::contradicted("offers", Objection::NotEntailed, why));
    }
    let missing = if mention.variant_named { live.len() < mention.rows.len() } else { live.is_empty() };
    if missing && (statement.available || !statement.amounts.is_empty()) {
        let gone = mention.rows.iter().find(|row| row.available(facts.today).is_err()).unwrap_or(first);
        let why = match gone.available(facts.today) {
            Err(Unavailable::SoldOut) | Ok(()) => "is sold out",
            Err(Unavailable::Over) => "is an offer that is over",
            Err(Unavailable::NotYet) => "is an offer that has not begun",
        };
        return Some(Failure::contradicted("offers", Objection::ItemUnavailable, format!("`{}` {why}", gone.name())));
    }
    wrong_count(statement, mention, facts)
}

fn wrong_count(statement: &Statement<'_>, mention: &Mention<'_>, facts: &Facts<'_>) -> Option<Failure> {
    let captures = LEFT.as_ref()?.captures(&statement.text)?;
    let counted = captures.get(1).or_else(|| captures.get(2))?;
    // `only 18 €` is a price.
    let is_money =
        statement.amounts.iter().any(|amount| amount.span.start <= counted.start() && counted.end() <= amount.span.end);
    let counted = counted.as_str();
    let count = figures(counted, facts.language).first().and_then(|f| f.readings().first().copied())?;
    let in_variant = mention.rows.iter().any(|row| row.variant.as_deref().is_some_and(|v| v.contains(counted)));
    let agrees = is_money
        || in_variant
        || mention.rows.iter().any(|row| row.stock.is_none_or(|stock| same(stock as f64, count)));
    (!agrees).then(|| {
        let name = mention.rows.first().map(|row| row.name()).unwrap_or_default();
        Failure::contradicted("offers", Objection::FigureMismatch, format!("`{name}` has another stock than {counted}"))
    })
}

/// The claim says something that its rows and the words of selling do not.
fn says_more(claim: &Claim, rows: &[&Offer], facts: &Facts<'_>) -> bool {
    const SELLING: &str = "longer anymore more ended over closed code works work working applies valid use gets \
        in stock available shop store price priced cost costs have left still right now currently today yes each \
        eur euro euros usd gbp dollar dollars sale sell selling sold out buy order grab code discount offer offers just only for \
        from at ship ships shipping get pick find online website link here size colour color variant comes budget fits fit \
        disponible boutique prix coute coutent vente vends epuise epuisee reste encore actuellement moment stock commande budget \
        disponible tienda precio cuesta cuestan agotado agotada queda quedan ahora venta vendo";
    let language = facts.language;
    let selling = content_stems(SELLING, language);
    let row_text: String = rows.iter().map(|row| row.sentence() + " ").collect();
    let known = content_stems(&row_text, language);
    let reached: Vec<&str> = rows.iter().flat_map(|row| row.region.iter().map(String::as_str)).collect();
    let reached: Vec<String> = words(&claim.meaning)
        .into_iter()
        .filter(|word| countries(&word.folded).iter().any(|code| reached.contains(code)))
        .map(|word| stem(&word.folded, language))
        .collect();
    let more = content_stems(&claim.meaning, language).into_iter().any(|word| {
        let is_number = word.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
        !(is_number
            || selling.contains(&word)
            || known.contains(&word)
            || is_kind_word(&word, language)
            || reached.contains(&word))
    });
    let given =
        [figures(&row_text, language), facts.message.map(|m| figures(m, language)).unwrap_or_default()].concat();
    let priced = |figure: &Figure| {
        rows.iter().any(|row| figure.currency().is_some() && figure.readings().iter().any(|v| same(*v, row.price)))
    };
    let figures_more = figures(&claim.meaning, language)
        .iter()
        .any(|figure| !priced(figure) && !given.iter().any(|g| figure.carried_by(g)));
    more || figures_more || PROMISES.as_ref().is_some_and(|r| r.is_match(&plain(&claim.meaning)))
}

/// What a row never says: gifts, rebates, times.
static PROMISES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\bfree\b|\bgratuite?|\bgratis\b|\d ?%|\boffert|\bguarantee|\bgarant|\buntil\b|\bjusqu|\bhasta\b").ok()
});
