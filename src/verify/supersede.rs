//! A newer source of the creator's says otherwise; pure. Undated is never newer than dated.

use std::sync::LazyLock;

use groundwire_index::retrieve::EvidenceItem;
use groundwire_index::text::figures::figures;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{content_stems, plain};
use regex::Regex;

use super::{Facts, Failure, Objection};
use crate::claim::Claim;

static CHANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:no longer|any ?more|not anymore|stopped|instead|nowadays|from now on|as of|since|used to|changed|new price|went up|switched|update|replaces?|retired|gave up|is now|are now|ne [a-z]+ plus|n'[a-z]+ plus|desormais|dorenavant|a partir d|depuis|maintenant|a la place|j'ai arrete|fini|passe a|ya no|ahora|desde|en lugar|deje de|a partir de)\b").ok()
});

/// An item newer than every item of `by` that speaks of the same and says that it changed.
pub fn check(claim: &Claim, by: &[usize], facts: &Facts<'_>) -> Option<(Failure, String)> {
    let items = &facts.evidence.items;
    let dated = by.iter().filter_map(|at| items.get(*at)).filter_map(|item| item.date).max()?;
    let wanted = content_stems(&claim.meaning, facts.language);
    items.iter().enumerate().filter(|(at, _)| !by.contains(at)).find_map(|(_, item)| {
        let newer = item.date.is_some_and(|date| date > dated) && item.is_all_own();
        if newer && replaces(item, claim, &wanted, facts) {
            let reason = format!(
                "a newer source{} says that this changed",
                item.date.map(|d| format!(" of {d}")).unwrap_or_default()
            );
            return Some((Failure::contradicted("supersede", Objection::Superseded, reason), item.id.clone()));
        }
        None
    })
}

fn replaces(item: &EvidenceItem, claim: &Claim, wanted: &[String], facts: &Facts<'_>) -> bool {
    let claimed = figures(&claim.meaning, facts.language);
    sentences(&item.text).into_iter().map(|span| span.slice(&item.text)).any(|sentence| {
        let shared = content_stems(sentence, facts.language).iter().filter(|w| wanted.contains(w)).count();
        let same_topic = shared >= 2 && shared * 5 >= wanted.len() * 2;
        let says_change = CHANGE.as_ref().is_some_and(|r| r.is_match(&plain(sentence)));
        let given = figures(sentence, facts.language);
        let rivals = !claimed.is_empty()
            && shared * 2 >= wanted.len()
            && claimed.iter().any(|c| given.iter().any(|g| g.unit() == c.unit() && !c.carried_by(g)));
        let agrees = !claimed.is_empty() && claimed.iter().all(|c| given.iter().any(|g| c.carried_by(g)));
        same_topic && (says_change || rivals) && !agrees
    })
}
