//! Newer beats older: a later source of the creator's says otherwise of the same thing, or the very sentence
//! says that the value was an old one; pure. Undated is never newer than dated.

use std::sync::LazyLock;

use groundwire_index::text::figures::{Figure, figures};
use groundwire_index::text::words::plain;
use jiff::civil::Date;
use regex::Regex;

use super::alignment::{overlaps, weight_of};
use super::reading::{Reading, Sentence};
use super::{Facts, Failure, Objection};
use crate::claim::Claim;

static CHANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:no longer|any ?more|not anymore|stopped|instead|nowadays|these days|from now on|as of|from today|since|used to|changed|new price|went up|switched|update|replaces?|retired|gave up|is now|are now|moved|closed|sold out|gone|ne [a-z]+ plus|n'[a-z]+ plus|desormais|dorenavant|a partir d|depuis|maintenant|a la place|j'ai arrete|plus d[e']|fini|passe a|passee a|ya no|ahora|desde|en lugar|deje de|a partir de|cambie|me equivoque|agotad[ao])\b").ok()
});
/// What follows was so once: "(it was 4.90)", "instead of 65".
static ONCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\bnon plus|\bno longer|\bnot|\bya no|\bpas|\bit was|\bwas|\bwere|\bused to (?:be|cost)|\binstead of|\brather than|\bup from|\bdown from|\bc'etait|\betait|\bau lieu de|\bavant,?|\bantes(?: era| costaba)?|\bera|\ben (?:lugar|vez) de)(?: only| about| seulement| de| a)? ?[(«\x22]?$").ok()
});
/// Takes back what was said.
static RETRACTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:i take (?:it|that) back|i was wrong|no more|sold out|went in|are gone|all gone|je retire|je me suis trompee?|plus d[e'] ?|epuise|lo retiro|me equivoque|nada de|se acabo|agotad[ao]s?)\b").ok()
});
/// The claim speaks of what was.
static PAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:was|were|used to|before|formerly|back (?:in|then)|until|once|had|did|etait|avant|autrefois|jusqu|antes|era|hasta|costaba|[a-z]{3,}ed|in (?:19|20)\d\d|en (?:19|20)\d\d)\b").ok()
});

fn occurs(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// What replaces the evidence in `by`: the failure, and the id of the newer item.
pub fn check(claim: &Claim, by: &[usize], reading: &Reading, facts: &Facts<'_>) -> Option<(Failure, String)> {
    if occurs(&PAST, &plain(&claim.meaning)) {
        return None;
    }
    let items = &facts.evidence.items;
    let claimed = figures(&claim.meaning, facts.language);
    if let Some(failure) = of_old(&claimed, claim, by, reading) {
        let id = by.first().and_then(|at| items.get(*at)).map_or(String::new(), |item| item.id.clone());
        return Some((failure, id));
    }
    let dated = by.iter().filter_map(|at| items.get(*at)).filter_map(|item| item.date).max()?;
    // What the newest of them says again stands.
    let shared = overlaps(claim, &reading.own, facts.language);
    let others = reading.own.iter().zip(shared).filter(|(sentence, _)| !by.contains(&sentence.item));
    others.into_iter().find_map(|(sentence, shared)| {
        let item = items.get(sentence.item)?;
        let newer = item.date.filter(|date| *date > dated)?;
        let said = replaces(sentence, shared, &claimed, claim, facts)?;
        Some((failure(&said, dated, newer, claim, &claimed), item.id.clone()))
    })
}

fn failure(said: &str, old: Date, new: Date, claim: &Claim, claimed: &[Figure]) -> Failure {
    let value =
        claimed.first().map_or("this".to_owned(), |figure| format!("`{}`", figure.span.slice(&claim.meaning).trim()));
    let reason = format!("{value} is of {old}; on {new} the creator wrote: \"{}\"", said.trim());
    Failure::contradicted("supersede", Objection::Superseded, reason)
}

/// The value stands in the evidence only as what it once was.
fn of_old(claimed: &[Figure], claim: &Claim, by: &[usize], reading: &Reading) -> Option<Failure> {
    let carriers = |figure: &Figure| -> Vec<(&Sentence, Figure)> {
        let sentences = reading.all.iter().filter(|s| by.contains(&s.item));
        sentences.flat_map(|s| s.figures.iter().filter(|g| figure.carried_by(g)).map(move |g| (s, g.clone()))).collect()
    };
    let old = claimed.iter().find_map(|figure| {
        let found = carriers(figure);
        let all_old = !found.is_empty() && found.iter().all(|(sentence, given)| was_once(sentence, given));
        all_old.then(|| (figure, found.first().map_or(String::new(), |(sentence, _)| sentence.text.clone())))
    });
    let (figure, sentence) = old?;
    let value = figure.span.slice(&claim.meaning).trim();
    let reason =
        format!("it says `{value}` as if it were so now, the evidence says that it was: \"{}\"", sentence.trim());
    Some(Failure::contradicted("supersede", Objection::Superseded, reason))
}

/// The figure stands behind "it was", "instead of", "no longer".
fn was_once(sentence: &Sentence, figure: &Figure) -> bool {
    let before = sentence.text.get(..figure.span.start).unwrap_or("");
    occurs(&ONCE, plain(before).trim_end())
}

/// A newer sentence speaks of the same and has another value, or says that it changed.
fn replaces(sentence: &Sentence, shared: f64, claimed: &[Figure], claim: &Claim, facts: &Facts<'_>) -> Option<String> {
    if shared < 1.0 {
        return None;
    }
    let weight = weight_of(claim, facts.language).max(1.0);
    let agrees = !claimed.is_empty()
        && claimed.iter().all(|c| sentence.figures.iter().any(|g| c.carried_by(g) && !was_once(sentence, g)));
    let rivals = claimed
        .iter()
        .any(|c| sentence.figures.iter().any(|g| g.unit() == c.unit() && !g.is_date() && !c.carried_by(g)));
    let says_change = occurs(&CHANGE, &plain(&sentence.text));
    let same_topic = shared >= 2.0 && shared / weight >= 0.4;
    let retracts = occurs(&RETRACTS, &plain(&sentence.text));
    // "24 hours, not 48"
    let corrects = shared >= 1.0
        && rivals
        && claimed.iter().any(|c| {
            let written = c.span.slice(&claim.meaning);
            let same = |g: &Figure| {
                c.carried_by(g) || written.split_whitespace().next() == Some(g.span.slice(&sentence.text).trim())
            };
            sentence.figures.iter().any(|g| same(g) && was_once(sentence, g))
        });
    let replaced = corrects
        || same_topic && retracts
        || same_topic && ((rivals && (shared / weight >= 0.5 || says_change)) || (says_change && claimed.is_empty()));
    (replaced && !agrees).then(|| sentence.text.clone())
}
