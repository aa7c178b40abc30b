//! Quotations are verbatim up to typography, and by the speaker that the reply names; pure.

use std::sync::LazyLock;

use groundwire_index::retrieve::{Evidence, EvidenceItem};
use groundwire_index::source::Creator;
use groundwire_index::span::Span;
use groundwire_index::text::words::{content_stems, fold, plain};
use regex::Regex;

use super::{Facts, Failure, Objection};
use crate::claim::{Claim, is_first_person};
use crate::question::before_orders;

/// Quotations of fewer words are titles and scare quotes.
const MIN_WORDS: usize = 3;

/// The texts between quotation marks of at least [`MIN_WORDS`] words.
pub fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, c) in text.char_indices() {
        match open {
            None => {
                let closing = match c {
                    '"' => Some('"'),
                    '\u{201c}' => Some('\u{201d}'),
                    '\u{ab}' => Some('\u{bb}'),
                    _ => None,
                };
                open = closing.map(|closing| (closing, at + c.len_utf8()));
            }
            Some((closing, start)) if c == closing => {
                let span = Span::new(start, at).trimmed(text);
                if span.slice(text).split_whitespace().count() >= MIN_WORDS {
                    found.push(span);
                }
                open = None;
            }
            Some(_) => {}
        }
    }
    found
}

/// Without typography, quotation marks (which nest differently in a quotation) and closing marks.
pub fn bare(text: &str) -> String {
    unmarked(text).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

fn unmarked(text: &str) -> String {
    plain(text).replace(['"', '\''], "")
}

static SAID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const NAME: &str = r"(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*)";
    Regex::new(&format!(
        r"{NAME}(?:, [^,\x22“«]{{1,40}},)? (?:once |also |always )?(?:said|says|told|tells|put|puts|wrote|writes|explained|explains|a dit|dit|disait|explique|dijo|dice|explico)\b|(?:[Aa]ccording to|[Ss]elon|[Ss]egún|[Dd]'après) {NAME}"
    ))
    .ok()
});

/// The name to which the claim ascribes its quotation.
fn ascribed_to(outside: &str) -> Option<String> {
    let captures = SAID.as_ref()?.captures(outside)?;
    captures.get(1).or_else(|| captures.get(2)).map(|name| fold(name.as_str()))
}

/// Whether `item` holds the words in a voice that fits: the one the claim names, the creator's when
/// the claim says "I", else any.
fn holds(item: &EvidenceItem, words: &str, claim: &Claim, creator: &Creator) -> bool {
    if !unmarked(&item.text).contains(words) {
        return false;
    }
    let outside = fold(&outside_quotations(&claim.meaning));
    let named = |name: &str| fold(name).split_whitespace().any(|part| part.len() > 2 && outside.contains(part));
    let ascribed = ascribed_to(&outside_quotations(&claim.meaning));
    let is_ascribed = |name: &str| {
        ascribed
            .as_deref()
            .is_none_or(|to| fold(name).split_whitespace().any(|part| to.split_whitespace().any(|t| t == part)))
    };
    let someone_named = item.passages.iter().any(|p| p.voice.speaker().is_some_and(named));
    item.passages.iter().filter(|p| unmarked(before_orders(p.span.slice(&item.text))).contains(words)).any(|passage| {
        let by_creator = named(&creator.name) || is_first_person(&outside);
        let voice = passage.voice.speaker().or(item.author.as_deref());
        let right = match voice {
            Some(name) => is_ascribed(name) || (passage.own && is_ascribed(&creator.name)),
            None => is_ascribed(&creator.name),
        };
        if !right {
            return false;
        }
        match passage.voice.speaker() {
            Some(speaker) if someone_named => named(speaker) || (by_creator && passage.own),
            _ if by_creator => passage.own,
            // Nobody is named: then these are the creator's words.
            Some(_) | None => passage.own || ascribed.is_some(),
        }
    })
}

/// The text without what it quotes.
pub fn outside_quotations(text: &str) -> String {
    let mut out = text.to_owned();
    for span in quotations(text).into_iter().rev() {
        out.replace_range(span.start..span.end, "");
    }
    out
}

/// Each quotation of the claim stands in the evidence. `None` when it has none or all stand.
pub fn check(claim: &Claim, facts: &Facts<'_>) -> Option<Failure> {
    for span in quotations(&claim.meaning) {
        let words = bare(span.slice(&claim.meaning));
        if carriers(&words, claim, facts.evidence, facts.creator).is_empty() {
            return Some(Failure::unsupported(
                "quote",
                Objection::QuoteMismatch,
                format!("no source has the words \"{}\" by that speaker", span.slice(&claim.meaning)),
            ));
        }
    }
    None
}

fn carriers(words: &str, claim: &Claim, evidence: &Evidence, creator: &Creator) -> Vec<usize> {
    (0..evidence.items.len())
        .filter(|at| evidence.items.get(*at).is_some_and(|item| holds(item, words, claim, creator)))
        .collect()
}

/// Items that carry a claim which is nothing but a quotation and who said it.
pub fn carried_by(claim: &Claim, facts: &Facts<'_>) -> Option<Vec<usize>> {
    let spans = quotations(&claim.meaning);
    let quoted: usize = spans.iter().map(|s| s.len()).sum();
    // Beside the quotation only who said it: "Odile, my ex-wife, said" says more.
    let outside = outside_quotations(&claim.meaning);
    let said_by = SAID.as_ref().and_then(|said| said.find(&outside)).map_or("", |found| found.as_str());
    let beside = outside.replacen(said_by, "", 1);
    let more = !content_stems(&beside, facts.language).is_empty() || said_by.contains(',');
    if spans.is_empty() || quoted * 2 < claim.meaning.len() || more {
        return None;
    }
    let mut items = Vec::new();
    for span in spans {
        let found = carriers(&bare(span.slice(&claim.meaning)), claim, facts.evidence, facts.creator);
        items.push(*found.first()?);
    }
    items.sort_unstable();
    items.dedup();
    Some(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_in_three_styles_and_no_scare_quotes() {
        let text = "She said \"never rush the cut\" and « prends ton temps ici », a “so called” pro.";
        let found: Vec<_> = quotations(text).into_iter().map(|s| s.slice(text)).collect();
        assert_eq!(found, ["never rush the cut", "prends ton temps ici"]);
    }
}
