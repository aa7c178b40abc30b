//! What an offer's sentence speaks of: which items, which variants, and what it states of each; pure.

use groundwire_index::catalogue::Offer;
use groundwire_index::text::figures::{Figure, figures};
use groundwire_index::text::language::Language;
use groundwire_index::text::words::{stem, words};

use crate::claim::{claims_availability, says_unavailable};

/// One item that a text names.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention<'a> {
    /// Its rows: those of the variants that are named, else all.
    pub rows: Vec<&'a Offer>,
    /// A variant is named, so the statement is of each of the rows.
    pub variant_named: bool,
}

impl Mention<'_> {
    /// Only the rows of the variants that are named, when any is.
    fn narrowed(mut self, said: &[String], language: Language) -> Self {
        let is_named = |row: &Offer| row.variant.as_deref().is_some_and(|v| names_variant(said, v, language));
        if !self.variant_named && self.rows.iter().any(|row| is_named(row)) {
            self.rows.retain(|row| is_named(row));
            self.variant_named = true;
        }
        self
    }
}

/// A stretch of a sentence that states something of the items named in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement<'a> {
    /// The stretch.
    pub text: String,
    /// What it is about; empty when it names nothing that is in the catalogue.
    pub of: Vec<Mention<'a>>,
    /// Amounts of money in it.
    pub amounts: Vec<Figure>,
    /// It says that they can be had.
    pub available: bool,
    /// It says that they cannot.
    pub denied: bool,
}

/// Cuts a sentence at its joints and reads what each stretch states. A stretch that names an item and
/// states nothing shares the next statement ("the spoon and the bowl are in stock"); one that names
/// nothing speaks of the items before it ("... and is in stock").
pub fn statements<'a>(text: &str, catalogue: &'a [Offer], language: Language) -> Vec<Statement<'a>> {
    let mut found: Vec<Statement<'a>> = Vec::new();
    let mut open = String::new();
    let mut waiting: Vec<Mention<'a>> = Vec::new();
    let pieces = pieces(text);
    let count = pieces.len();
    for (at, piece) in pieces.into_iter().enumerate() {
        if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(piece);
        let amounts: Vec<Figure> =
            figures(&open, language).into_iter().filter(|figure| figure.currency().is_some()).collect();
        let (available, denied) = (claims_availability(&open), says_unavailable(&open));
        let named = mentions(&open, catalogue, language);
        let states = !amounts.is_empty() || available || denied;
        if !states && at + 1 < count {
            if !named.is_empty() {
                waiting.extend(named);
                open.clear();
            }
            continue;
        }
        let mut of = std::mem::take(&mut waiting);
        of.extend(named);
        if of.is_empty()
            && let Some(last) = found.last()
        {
            of.clone_from(&last.of);
        }
        // "Walnut spoon, large: ...": the variant may stand in another stretch than the item.
        let said = stems(&open, language);
        let of = of.into_iter().map(|mention| mention.narrowed(&said, language)).collect();
        found.push(Statement { text: std::mem::take(&mut open), of, amounts, available, denied });
    }
    found
}

/// A sentence cut at commas and at the words that join its parts.
fn pieces(text: &str) -> Vec<&str> {
    const JOINTS: [&str; 10] =
        [", ", "; ", " and ", " but ", " while ", " et ", " mais ", " y ", " pero ", " whereas "];
    let mut out = vec![text];
    for joint in JOINTS {
        out = out.into_iter().flat_map(|piece| piece.split(joint)).collect();
    }
    out.into_iter().map(str::trim).filter(|piece| piece.contains(char::is_alphanumeric)).collect()
}

/// The items that a text names, each with the rows of the variants that it names.
pub fn mentions<'a>(text: &str, catalogue: &'a [Offer], language: Language) -> Vec<Mention<'a>> {
    let said = stems(text, language);
    let mut items: Vec<(&str, f64)> = Vec::new();
    for row in catalogue {
        if !items.iter().any(|(item, _)| *item == row.item)
            && let Some(share) = share(&row.item, &said, language)
        {
            items.push((&row.item, share));
        }
    }
    // "Walnut spoon" whole beats "spoon" of another item.
    let whole = items.iter().any(|(_, share)| *share >= 1.0);
    items.retain(|(_, share)| !whole || *share >= 1.0);
    // A longer name that holds a shorter one is meant: "spoon butter" is no spoon.
    let held = |item: &str| {
        items.iter().any(|(other, _)| {
            other.len() > item.len() && stems(item, language).iter().all(|w| stems(other, language).contains(w))
        })
    };
    let items: Vec<&str> = items.iter().map(|(item, _)| *item).filter(|item| !held(item)).collect();
    items
        .into_iter()
        .map(|item| {
            let rows = catalogue.iter().filter(|row| row.item == item).collect();
            Mention { rows, variant_named: false }.narrowed(&said, language)
        })
        .collect()
}

/// Share of a name's words that stand together in the text: all of them, or its head noun without
/// another's words before it. "A walnut cutting board" is no "oak board".
fn share(name: &str, said: &[String], language: Language) -> Option<f64> {
    let wanted = stems(name, language);
    let head = if language == Language::En { wanted.last() } else { wanted.first() }?;
    if together(&wanted, said) == wanted.len() {
        return Some(1.0);
    }
    let at = said.iter().position(|word| word == head)?;
    let before = at.checked_sub(1).and_then(|i| said.get(i));
    let foreign = language == Language::En
        && before.is_some_and(|word| !wanted.contains(word) && !PLAIN.contains(&word.as_str()));
    let found = wanted.iter().filter(|word| said.contains(word)).count() as f64 / wanted.len().max(1) as f64;
    (!foreign && found >= 0.5).then_some(found.min(0.99))
}

/// Stems that may stand before a noun without making it another thing.
const PLAIN: [&str; 40] = [
    "my", "our", "your", "this", "that", "these", "those", "each", "everi", "one", "two", "three", "small", "larg",
    "medium", "big", "littl", "new", "last", "is", "are", "sell", "have", "has", "for", "with", "onli", "some", "ani",
    "to", "on", "in", "an", "it", "its", "no", "love", "nice", "next", "first",
];

/// Most words of a name that stand together in the text, with at most two others between: a name is
/// not scattered over a sentence.
fn together(wanted: &[String], said: &[String]) -> usize {
    said.windows((wanted.len() + 2).min(said.len()).max(1))
        .map(|window| wanted.iter().filter(|word| window.contains(word)).count())
        .max()
        .unwrap_or(0)
}

/// All words of a variant are said.
pub fn names_variant(said: &[String], variant: &str, language: Language) -> bool {
    let wanted = stems(variant, language);
    !wanted.is_empty() && wanted.iter().all(|word| said.contains(word))
}

/// All words, stemmed; single letters are sizes here, not noise.
pub fn stems(text: &str, language: Language) -> Vec<String> {
    // "In a 13" is said of "size 13".
    const LITTLE: [&str; 17] = [
        "a", "the", "of", "de", "du", "la", "le", "et", "and", "en", "el", "y", "size", "taille", "talla", "ages",
        "age",
    ];
    words(text)
        .into_iter()
        .filter(|word| !LITTLE.contains(&word.folded.as_str()))
        .map(|word| stem(&word.folded, language))
        .collect()
}
