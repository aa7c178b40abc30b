//! Whose a statement is: all that the claim says of one thing stands in the evidence, and there it is said of another;
//! pure. "The small spoon takes three coats" where it is the bowl that does: every word and figure is there, no count of
//! words finds it, and small models are blind to it (the project's issue of right values on wrong rows).

use groundwire_index::text::figures::{Figure, Unit, figures};
use groundwire_index::text::language::Language;

use super::alignment::{LIGHT, wanted};
use super::reading::{Sentence, Stretch};
use super::vocabulary::{is_light, same_word, stem_of};
use super::{Failure, Objection};
use crate::claim::{Claim, Subject, subject};

/// Words that stand for a thing named elsewhere.
const STANDS_FOR: [&str; 12] =
    ["mine", "hers", "theirs", "mien", "mienn", "sien", "sienn", "mio", "mia", "suy", "othe", "rest"];

/// Everything that the claim says of its subject is said in the evidence of something else.
pub fn check(claim: &Claim, given: &[Sentence], language: Language) -> Option<Failure> {
    let (of, _) = subject(&claim.meaning, language);
    let named = match of {
        Subject::Named(words) => words,
        Subject::Pronoun | Subject::Unclear => words_of(claim.about.as_deref()?, language),
        Subject::Sender => return None,
    };
    let heavy = |words: &[String]| -> Vec<String> {
        let stems = words.iter().map(|word| stem_of(word, language));
        stems.filter(|stem| !is_light(stem, language) && !STANDS_FOR.contains(&stem.as_str())).collect()
    };
    let named = heavy(&named);
    let has = |stems: &[String], word: &str| stems.iter().any(|given| same_word(word, given, language));
    let said: Vec<String> = wanted(claim, language)
        .into_iter()
        .filter(|word| word.weight > LIGHT && !has(&named, &word.stem))
        .map(|word| word.stem)
        .collect();
    let claimed = figures(&claim.meaning, language);
    if named.is_empty() || (said.is_empty() && claimed.is_empty()) {
        return None;
    }
    let says_it = |stems: &[String], figures: &[Figure]| {
        said.iter().all(|word| has(stems, word))
            && claimed.iter().all(|figure| figures.iter().any(|given| figure.carried_by(given)))
    };
    let speaks_of_it = |stems: &[String]| named.iter().any(|word| has(stems, word));
    let carriers: Vec<&Stretch> = given
        .iter()
        .filter(|sentence| says_it(&sentence.stems, &sentence.figures))
        .flat_map(Sentence::stretches)
        .filter(|stretch| says_it(&stretch.stems, &stretch.figures))
        .collect();
    let mut others: Option<(Vec<String>, &str)> = None;
    for stretch in &carriers {
        let Subject::Named(other) = &stretch.subject else { return None };
        let other = heavy(other);
        // What the claim says is no name of another thing.
        let apart = !other.is_empty()
            && !is_of_all(&stretch.text)
            && !speaks_of_it(&stretch.stems)
            && !other.iter().any(|word| has(&said, word));
        if !apart {
            return None;
        }
        others = others.or(Some((other, stretch.text.as_str())));
    }
    let all: Vec<&Stretch> = given.iter().flat_map(Sentence::stretches).collect();
    let Some((other, shown)) = others else { return of_another(&claimed, &all, &speaks_of_it, &heavy) };
    // The evidence knows both and nowhere says that one is the other.
    let mut known = false;
    for stretch in &all {
        let (this, that) = (speaks_of_it(&stretch.stems), other.iter().any(|word| has(&stretch.stems, word)));
        if this && that {
            return None;
        }
        known |= named.iter().all(|word| has(&stretch.stems, word));
    }
    known.then(|| {
        let reason = format!("the evidence says it of something else: \"{}\"", shown.trim());
        Failure::contradicted("binding", Objection::NotEntailed, reason)
    })
}

/// "The bowl takes three hours" where the bowl takes one and the spoon three: the thing has another value of the kind,
/// and this one stands only with things that are named.
fn of_another(
    claimed: &[Figure],
    all: &[&Stretch],
    speaks_of_it: &dyn Fn(&[String]) -> bool,
    heavy: &dyn Fn(&[String]) -> Vec<String>,
) -> Option<Failure> {
    let [figure] = claimed else { return None };
    let unit = figure.unit().filter(|unit| !matches!(unit, Unit::None | Unit::Percent))?;
    let is_its = |stretch: &&&Stretch| matches!(&stretch.subject, Subject::Named(words) if speaks_of_it(&heavy(words)));
    let rival = all.iter().filter(is_its).find(|stretch| {
        stretch.figures.iter().any(|other| other.unit() == Some(unit))
            && !stretch.figures.iter().any(|other| figure.carried_by(other))
    })?;
    let mut carriers =
        all.iter().filter(|stretch| stretch.figures.iter().any(|given| figure.carried_by(given))).peekable();
    carriers.peek()?;
    let all_of_others = carriers.all(|stretch| {
        let named = matches!(&stretch.subject, Subject::Named(words) if !heavy(words).is_empty());
        named && !is_of_all(&stretch.text) && !speaks_of_it(&stretch.stems)
    });
    all_of_others.then(|| {
        let reason = format!("the evidence says another figure of it: \"{}\"", rival.text.trim());
        Failure::contradicted("binding", Objection::FigureMismatch, reason)
    })
}

/// "Everything in the shop": the thing is among them.
fn is_of_all(text: &str) -> bool {
    const ALL: [&str; 20] = [
        "everything",
        "all",
        "every",
        "each",
        "any",
        "both",
        "piece",
        "pieces",
        "item",
        "items",
        "tout",
        "toute",
        "tous",
        "toutes",
        "chaque",
        "todo",
        "toda",
        "todos",
        "todas",
        "cada",
    ];
    groundwire_index::text::words::words(text).iter().any(|word| ALL.contains(&word.folded.as_str()))
}

fn words_of(text: &str, language: Language) -> Vec<String> {
    groundwire_index::text::words::words(text)
        .into_iter()
        .filter(|word| !groundwire_index::text::words::is_function_word(&word.folded, language))
        .map(|word| word.folded)
        .collect()
}
