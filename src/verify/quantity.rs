//! A claim says no more than its evidence: "all", "always", "only" and "never" need a word as strong, and what
//! the claim denies the evidence denies too; pure.

use std::sync::LazyLock;

use groundwire_index::text::language::Language;
use groundwire_index::text::words::plain;
use regex::Regex;

use super::alignment::Support;
use super::reading::Sentence;
use super::vocabulary::{same_word, stem_of};
use super::{Failure, Objection};
use crate::claim::{Claim, is_negated};

type Pattern = LazyLock<Option<Regex>>;

static ALWAYS: Pattern = LazyLock::new(|| {
    Regex::new(r"\b(?:always|invariably|without exception|toujours|sans exception|siempre|sin excepcion)\b").ok()
});
static EVERY: Pattern = LazyLock::new(|| {
    Regex::new(r"\b(?:always|invariably|every|each|all|any|never|no|none|without fail|whole|whenever|both|only|toujours|chaque|tous|toutes|tout|jamais|aucune?|siempre|cada|todos?|todas?|nunca|ningun[ao]?)\b").ok()
});
static EVERYTHING: Pattern = LazyLock::new(|| {
    Regex::new(r"\b(?:everything|the (?:whole|entire) (?:shop|list|archive|range|lot)|all (?:items|orders|products|the)|every (?:single )?(?:item|order|product)|tout(?:e)? (?:la|le) (?:boutique|liste|site)|toute la|tous les (?:articles|produits)|toda la tienda|todos los (?:productos|articulos))\b").ok()
});
static CERTAINLY: Pattern = LazyLock::new(|| {
    Regex::new(r"\b(?:definitely|certainly|without (?:a )?doubt|no doubt|guaranteed|for sure|proven|proved|sans (?:aucun )?doute|certainement|garanti|prouver|prouve|c'est sur|seguro que|sin duda|garantizado|demostrado)\b").ok()
});
static UNSURE: Pattern = LazyLock::new(|| {
    Regex::new(r"\b(?:maybe|perhaps|might|may|could|probably|i think|i guess|i don't know|not sure|wouldn't swear|can't tell|no idea|as far as i know|usually|mostly|often|sometimes|peut-etre|probablement|je crois|je ne sais|pas sure?|je ne jurerais|souvent|parfois|quiza|tal vez|creo que|no se|no estoy segur|a veces|suele)\b").ok()
});

/// "all my spoons", "always": it holds of every one, or every time.
static UNIVERSAL: Pattern = LazyLock::new(|| {
    Regex::new(r"\b(?:(?:all|every|each|none|no|tous|toutes|chaque|aucune?|todos|todas|cada|ningun[ao]?)(?: (?:one|single))?(?: (?:of|de|d[ae]s?|du))?(?: (?:the|my|our|these|those|les|mes|nos|ces|los|las|mis|nuestr[ao]s|estos|estas))? (?P<of>[a-z]{3,})|(?P<when>always|never|every time|toujours|jamais|siempre|nunca))\b").ok()
});
/// "most of my spoons", "usually": it holds of some, or at times.
static PARTIAL: Pattern = LazyLock::new(|| {
    Regex::new(r"\b(?:(?:most|many|some|half|several|a few|few|nearly all|almost all|la plupart|beaucoup|certaine?s|plusieurs|quelques|la moitie|presque tou(?:s|tes)|la mayoria|much[ao]s|algun[ao]s|la mitad|vari[ao]s|casi tod[ao]s)(?: (?:of|de|d[ae]s?|du))?(?: (?:the|my|our|these|those|les|mes|nos|ces|los|las|mis|nuestr[ao]s|estos|estas))? (?P<of>[a-z]{3,})|(?P<when>usually|mostly|often|sometimes|generally|normally|rarely|seldom|hardly ever|d'habitude|souvent|parfois|en general|rarement|a menudo|a veces|casi siempre|casi nunca|normalmente|raramente|suel[oe]))\b").ok()
});

/// Of what a quantity is told, by stem; empty where it is told of times.
fn quantified(pattern: &Pattern, text: &str, language: Language) -> Vec<String> {
    let Some(pattern) = pattern.as_ref() else { return Vec::new() };
    let of =
        |found: regex::Captures<'_>| found.name("of").map_or(String::new(), |word| stem_of(word.as_str(), language));
    pattern.captures_iter(text).map(of).collect()
}

/// "All my spoons" where the evidence says "most of my spoons".
fn whole_for_part(said: &str, support: &Support, near: &[&Sentence], language: Language) -> Option<Failure> {
    // Of times it counts where most of the claim stands there.
    const SAME: f64 = 0.6;
    let wholes = quantified(&UNIVERSAL, said, language);
    let told: Vec<(String, &Sentence)> = near.iter().map(|sentence| (plain(&sentence.text), *sentence)).collect();
    let has = |pattern: &Pattern, of: &str| {
        told.iter().find(|(text, _)| {
            let found = quantified(pattern, text, language);
            found.iter().any(|other| if of.is_empty() { other.is_empty() } else { same_word(of, other, language) })
        })
    };
    wholes.iter().filter(|of| !of.is_empty() || support.coverage >= SAME).find_map(|of| {
        let (_, sentence) = has(&PARTIAL, of).filter(|_| has(&UNIVERSAL, of).is_none())?;
        let reason = format!("it says more than the evidence, which speaks of a part: \"{}\"", sentence.text.trim());
        Some(Failure::contradicted("quantity", Objection::NotEntailed, reason))
    })
}

fn occurs(pattern: &Pattern, text: &str) -> bool {
    pattern.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// The first thing that the claim says more strongly than what carries it.
pub fn check(claim: &Claim, support: &Support, given: &[Sentence], language: Language) -> Option<Failure> {
    let said = plain(&claim.meaning);
    let near: Vec<&Sentence> = support.sentences.iter().filter_map(|at| given.get(*at)).collect();
    let evidence: Vec<String> = near.iter().map(|s| plain(&s.text)).collect();
    let any = |pattern: &Pattern| evidence.iter().any(|text| occurs(pattern, text));
    let shown = near.first().map_or("", |s| s.text.trim());
    let more = |what: &str| {
        let reason = format!("it says {what}, the evidence does not: \"{shown}\"");
        Some(Failure::unsupported("quantity", Objection::NotEntailed, reason))
    };
    if let Some(failure) = whole_for_part(&said, support, &near, language) {
        return Some(failure);
    }
    if occurs(&ALWAYS, &said) && !any(&EVERY) {
        return more("`always`");
    }
    if occurs(&EVERYTHING, &said) && !any(&EVERYTHING) && !any(&EVERY) {
        return more("that it holds of everything");
    }
    if occurs(&CERTAINLY, &said) && !any(&CERTAINLY) && any(&UNSURE) {
        return more("that it is certain");
    }
    denies(claim, support, &near)
}

/// The claim denies what its evidence plainly says.
fn denies(claim: &Claim, support: &Support, near: &[&Sentence]) -> Option<Failure> {
    const MOST: f64 = 0.75;
    let negated = is_negated(&claim.meaning);
    let open = |text: &str| {
        [" would ", " said ", " everyone ", " dit ", " disait ", " dijo "].iter().any(|word| plain(text).contains(word))
    };
    let any_negated = near.iter().any(|s| is_negated(&s.text) || s.text.contains('?') || open(&s.text));
    let conditional = ["if ", "unless ", "si ", "sauf "].iter().any(|lead| plain(&claim.meaning).contains(lead));
    if conditional || !negated || any_negated || support.coverage < MOST || support.weight < 2.0 {
        return None;
    }
    let shown = near.first().map_or("", |s| s.text.trim());
    let reason = format!("it denies what the evidence says: \"{shown}\"");
    Some(Failure::contradicted("quantity", Objection::NotEntailed, reason))
}
