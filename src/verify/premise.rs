//! What the judge is given: the fan's message and the sentences of the evidence, each with who says it and when;
//! pure. Invariant: the order in which the evidence came decides nothing, and what is too long to be read is left
//! out sentence by sentence, those that share least with the claims first.

use std::collections::BTreeSet;

use super::Facts;
use super::alignment::overlaps;
use super::entailment::Pair;
use super::reading::Sentence;
use super::support::Case;
use crate::claim::Claim;

/// Letters of evidence that are read at once, about 250 word pieces: what the judge was trained on. With the message
/// and the rows beside them they stay below what the network reads.
const AT_ONCE: usize = 1000;
/// Letters of the fan's message that are read.
const OF_MESSAGE: usize = 240;
/// Letters of catalogue rows that are read.
const OF_ROWS: usize = 300;
/// Sentences around which a claim is read when not all can be.
const NEAREST: usize = 3;

/// What the judge reads of a case. It hangs on this claim alone, never on what else the reply says.
pub fn pair(case: &Case<'_>) -> Pair {
    let Case { claim, facts, held, .. } = *case;
    let reading = &held.reading;
    let all: Vec<&Sentence> = reading.all.iter().chain(&reading.foreign).collect();
    let others = reading.all.iter().filter(|sentence| !sentence.own);
    let own: Vec<&Sentence> = reading.own.iter().chain(others).chain(&reading.foreign).collect();
    // What the creator quotes is not what they say of themselves; where nothing is quoted all claims read one text.
    let quotes = letters(&all) != letters(&own);
    let given = if quotes && claim.act.needs_own_words() { own } else { all };
    let whole: BTreeSet<usize> = (0..given.len()).collect();
    let picked = if size(&whole, &given) <= AT_ONCE { whole } else { nearest(claim, &given, facts) };
    Pair {
        message: shortened(facts.message.unwrap_or_default()),
        evidence: told(&picked, &given, &held.rows, facts),
        claim: claim.read().to_owned(),
    }
}

fn letters(given: &[&Sentence]) -> usize {
    given.iter().map(|sentence| sentence.text.len()).sum()
}

fn size(picked: &BTreeSet<usize>, given: &[&Sentence]) -> usize {
    picked.iter().filter_map(|at| given.get(*at)).map(|sentence| sentence.text.len() + 1).sum()
}

/// The sentences that share most with the claim, each with its neighbours of the same item.
fn nearest(claim: &Claim, given: &[&Sentence], facts: &Facts<'_>) -> BTreeSet<usize> {
    let shared = overlaps(claim, given, facts.language);
    let mut order: Vec<usize> = (0..given.len()).filter(|at| shared.get(*at).is_some_and(|s| *s > 0.0)).collect();
    order.sort_by(|a, b| {
        let of = |at: &usize| shared.get(*at).copied().unwrap_or_default();
        of(b).total_cmp(&of(a)).then(a.cmp(b))
    });
    let mut picked = BTreeSet::new();
    for at in order.into_iter().take(NEAREST) {
        let item = given.get(at).map(|sentence| sentence.item);
        for near in [at.checked_sub(1), Some(at), at.checked_add(1)].into_iter().flatten() {
            if given.get(near).map(|sentence| sentence.item) == item {
                picked.insert(near);
            }
        }
        if size(&picked, given) > AT_ONCE {
            break;
        }
    }
    while size(&picked, given) > AT_ONCE && picked.len() > 1 {
        picked.pop_last();
    }
    picked
}

/// The picked sentences; each item's begin with who speaks, and when.
fn told(picked: &BTreeSet<usize>, given: &[&Sentence], rows: &str, facts: &Facts<'_>) -> String {
    let mut text = String::new();
    let mut before: Option<(usize, Option<&str>, bool)> = None;
    for sentence in picked.iter().filter_map(|at| given.get(*at)) {
        let voice = (sentence.item, sentence.speaker.as_deref(), sentence.own);
        if !text.is_empty() {
            text.push(' ');
        }
        if before.replace(voice) != Some(voice) {
            text.push_str(&introduced(sentence, facts));
        }
        text.push_str(sentence.text.trim());
    }
    if facts.catalogue.is_some_and(|rows| !rows.is_empty()) {
        text.push_str(" shop: ");
        text.extend(rows.chars().take(OF_ROWS).map(|sign| if sign == '\n' { ' ' } else { sign }));
    }
    text
}

/// "me, 2025-03-02: " for the creator's words, a name for another's, nothing where nobody is named.
fn introduced(sentence: &Sentence, facts: &Facts<'_>) -> String {
    if facts.creator.name.is_empty() && sentence.speaker.is_none() {
        return String::new();
    }
    let who = if sentence.own { "me" } else { sentence.speaker.as_deref().unwrap_or("someone") };
    let date = facts.evidence.items.get(sentence.item).and_then(|item| item.date);
    date.map_or_else(|| format!("{who}: "), |date| format!("{who}, {date}: "))
}

fn shortened(message: &str) -> String {
    message.chars().take(OF_MESSAGE).collect()
}
