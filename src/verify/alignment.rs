//! Word by word: what of a claim stands in the evidence, where, and what nowhere does; pure. Every
//! content word, figure and name of the claim is looked for in windows of the evidence; what is left over
//! is what the reply added, and the reason names it.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};

use groundwire_index::text::figures::{Figure, figures};
use groundwire_index::text::language::Language;
use groundwire_index::text::words::{is_function_word, stem, words};

use super::reading::Sentence;
use super::vocabulary::{is_light, same_word, stem_of};
use crate::claim::{Claim, SpeechAct, is_kind_word};

/// A content word of the claim.
pub struct Wanted {
    /// As it is written.
    pub surface: String,
    /// Of its base form.
    pub stem: String,
    /// How much of a word it counts.
    pub weight: f64,
}

/// What is known beside the sentences counts no more than this.
const KNOWN: f64 = 0.05;
/// Words that say little count this much of a word that says something.
pub const LIGHT: f64 = 0.2;
/// A further sentence in a window costs this much of a word.
const WIDER: f64 = 0.1;
/// A further place in the evidence must add more than this.
const FURTHER: f64 = 0.6;
/// Places of the evidence that may carry a claim together.
const PLACES: usize = 3;

/// Where a claim stands in the evidence.
pub struct Support {
    /// Places of the items, in order, each once.
    pub items: Vec<usize>,
    /// Places of the sentences in what was searched, in order.
    pub sentences: Vec<usize>,
    /// The sentences' text.
    pub text: String,
    /// Weighted share of the claim's content that was found, 0 to 1; 1 when it has none.
    pub coverage: f64,
    /// Weight of its content.
    pub weight: f64,
    /// What was not found, as it is written.
    pub missing: Vec<String>,
    /// For each sentence that was searched the weight of words that it shares with the claim.
    pub overlaps: Vec<f64>,
    /// The longest run of words of weight of which none was found, as they are written.
    pub run: Vec<String>,
}

impl Support {
    /// All that was searched, as one support: for evidence in another language, where words tell little. Its items
    /// are those that share most figures and names with the claim, else what the claim cites, else all.
    pub fn across(claim: &Claim, given: &[Sentence], preferred: &[usize], language: Language) -> Self {
        let claimed = figures(&claim.meaning, language);
        let words = overlaps(claim, given, language);
        let mut shares: Vec<(usize, f64)> = Vec::new();
        for (sentence, shared) in given.iter().zip(&words) {
            let numbers = figure_mask(sentence, &claimed).count_ones();
            let share = shared + f64::from(numbers);
            if let Some((_, held)) = shares.iter_mut().find(|(item, _)| *item == sentence.item) {
                *held += share;
            } else {
                let cited = if preferred.contains(&sentence.item) { 0.5 } else { 0.0 };
                shares.push((sentence.item, share + cited));
            }
        }
        let most = shares.iter().map(|(_, share)| *share).fold(0.0, f64::max);
        let items: Vec<usize> = shares.iter().filter(|(_, share)| *share >= most).map(|(item, _)| *item).collect();
        let text = given.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ");
        Self {
            items,
            sentences: (0..given.len()).collect(),
            text,
            coverage: 1.0,
            weight: 0.0,
            missing: Vec::new(),
            overlaps: words,
            run: Vec::new(),
        }
    }
}

/// Finds the claim in `given`; of equals, sentences of `preferred` items come first. `None` when there is nothing to
/// search.
pub fn align(
    claim: &Claim,
    given: &[Sentence],
    preferred: &[usize],
    known: &[String],
    language: Language,
) -> Option<Support> {
    if given.is_empty() {
        return None;
    }
    let mut wanted = wanted(claim, language);
    // Who speaks, what the source is called and the rows of an offer need no sentence of their own.
    for word in &mut wanted {
        if known.iter().any(|given| same_word(&word.stem, given, language)) {
            word.weight = KNOWN;
        }
    }
    let claimed = figures(&claim.meaning, language);
    let by_words = word_masks(given, &wanted, language);
    let masks: Vec<u128> = given.iter().zip(&by_words).map(|(s, mask)| mask | figure_mask(s, &claimed)).collect();
    let weight_of = |mask: u128| -> f64 {
        let words: f64 = wanted.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, w)| w.weight).sum();
        let numbers = (0..claimed.len()).filter(|i| mask >> (FIGURES + i) & 1 == 1).count();
        words + numbers as f64
    };
    let mut found = 0_u128;
    let mut picked: Vec<usize> = Vec::new();
    for place in 0..PLACES {
        let best = windows(given, &masks)
            .map(|(start, size, mask)| {
                let cited = given.get(start).is_some_and(|s| preferred.contains(&s.item));
                let gain = weight_of(mask & !found) - WIDER * (size as f64 - 1.0) + if cited { 0.05 } else { 0.0 };
                (start, size, mask, gain)
            })
            .fold(None, |best: Option<(usize, usize, u128, f64)>, next| match best {
                Some(held) if held.3 >= next.3 => Some(held),
                _ => Some(next),
            });
        let Some((start, size, mask, gain)) = best else { break };
        if place > 0 && gain <= FURTHER {
            break;
        }
        found |= mask;
        picked.extend(start..start + size);
    }
    picked.sort_unstable();
    picked.dedup();
    let total: f64 = wanted.iter().map(|w| w.weight).sum::<f64>() + claimed.len() as f64;
    let missing = wanted.iter().enumerate().filter(|(i, w)| found >> i & 1 == 0 && w.weight > LIGHT);
    let mut run: Vec<String> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for (i, word) in wanted.iter().enumerate().filter(|(_, word)| word.weight > LIGHT) {
        if found >> i & 1 == 0 {
            open.push(word.surface.clone());
        } else {
            open.clear();
        }
        if open.len() > run.len() {
            run.clone_from(&open);
        }
    }
    let mut items: Vec<usize> = picked.iter().filter_map(|at| given.get(*at)).map(|s| s.item).collect();
    items.dedup();
    Some(Support {
        items,
        text: picked.iter().filter_map(|at| given.get(*at)).map(|s| s.text.as_str()).collect::<Vec<_>>().join(" "),
        sentences: picked,
        coverage: if total > 0.0 { weight_of(found) / total } else { 1.0 },
        weight: total,
        missing: missing.map(|(_, w)| w.surface.clone()).collect(),
        overlaps: overlaps(claim, given, language),
        run,
    })
}

/// Bits of a mask from here on are figures; before, words.
const FIGURES: usize = 96;

fn windows<'a>(given: &'a [Sentence], masks: &'a [u128]) -> impl Iterator<Item = (usize, usize, u128)> + 'a {
    (0..given.len()).flat_map(move |start| {
        (1..=3_usize).filter_map(move |size| {
            let group = given.get(start..start + size)?;
            let of_one = group.iter().all(|s| group.first().is_some_and(|f| f.item == s.item));
            let mask = masks.get(start..start + size)?.iter().fold(0, |all, mask| all | mask);
            of_one.then_some((start, size, mask))
        })
    })
}

/// For each sentence the words of the claim that it has. A stem of the evidence is compared once, however
/// often it stands there.
fn word_masks<S: Borrow<Sentence>>(given: &[S], wanted: &[Wanted], language: Language) -> Vec<u128> {
    let mut known: HashMap<&str, u128> = HashMap::new();
    let of_stem = |stem: &str| -> u128 {
        let hits = wanted.iter().enumerate().take(FIGURES).filter(|(_, word)| same_word(&word.stem, stem, language));
        hits.fold(0, |mask, (i, _)| mask | 1 << i)
    };
    let masks = given.iter().map(|sentence| {
        sentence
            .borrow()
            .stems
            .iter()
            .fold(0, |mask, stem| mask | *known.entry(stem.as_str()).or_insert_with(|| of_stem(stem)))
    });
    masks.collect()
}

fn figure_mask(sentence: &Sentence, claimed: &[Figure]) -> u128 {
    let hits = claimed.iter().enumerate().take(128 - FIGURES);
    hits.filter(|(_, figure)| sentence.figures.iter().any(|given| figure.carried_by(given)))
        .fold(0, |mask, (i, _)| mask | 1 << (FIGURES + i))
}

/// The claim's content words, each once.
pub fn wanted(claim: &Claim, language: Language) -> Vec<Wanted> {
    let numbers = figures(&claim.meaning, language);
    let mut seen: HashSet<String> = HashSet::new();
    let opinion = claim.act == SpeechAct::Opinion;
    words(&claim.meaning)
        .into_iter()
        .filter(|word| !numbers.iter().any(|n| n.span.start <= word.span.start && word.span.end <= n.span.end))
        .filter(|word| !is_function_word(&word.folded, language) && word.folded.chars().any(char::is_alphabetic))
        .filter_map(|word| {
            let plain = stem(&word.folded, language);
            let stem = stem_of(&word.folded, language);
            let light =
                is_light(&plain, language) || is_light(&stem, language) || (!opinion && is_kind_word(&plain, language));
            seen.insert(stem.clone()).then(|| Wanted {
                surface: word.span.slice(&claim.meaning).to_owned(),
                stem,
                weight: if light { LIGHT } else { 1.0 },
            })
        })
        .take(FIGURES)
        .collect()
}

/// Weight of the claim's words of weight.
pub fn weight_of(claim: &Claim, language: Language) -> f64 {
    wanted(claim, language).iter().filter(|word| word.weight > LIGHT).map(|word| word.weight).sum()
}

/// For each sentence the weight of the claim's words of weight that it has.
pub fn overlaps<S: Borrow<Sentence>>(claim: &Claim, given: &[S], language: Language) -> Vec<f64> {
    let mut heavy = wanted(claim, language);
    heavy.retain(|word| word.weight > LIGHT);
    let weight = |mask: u128| heavy.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, w)| w.weight).sum();
    word_masks(given, &heavy, language).into_iter().map(weight).collect()
}
