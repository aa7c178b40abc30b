//! A claim is not more certain than its evidence; pure. A question, a "maybe" and a "used to" share
//! every word with the plain statement, and do not carry it.

use std::collections::HashSet;
use std::sync::LazyLock;

use groundwire_index::text::language::Language;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{content_stems, plain};
use regex::Regex;

use super::{Failure, Objection};
use crate::claim::{Claim, SpeechAct};

/// A sentence that shares this much of the claim's words speaks of the same.
const SAME: f64 = 0.6;
/// Sentences that share nearly as much as the best count as well.
const NEARLY: f64 = 0.15;

type Pattern = LazyLock<Option<Regex>>;

static PAST: Pattern = LazyLock::new(|| {
    Regex::new(r"\b(?:used to|no longer|in the past|back then|avant|autrefois|jadis|ne [a-z]+ plus|antes|ya no)\b").ok()
});
static OPEN: Pattern = LazyLock::new(|| {
    Regex::new(r"\b(?:maybe|perhaps|possibly|might|one day|some day|someday|thinking (?:of|about)|considering|planning to|plan to|hope to|hoping to|dream(?:ed|t)? (?:of|that)|nearly|almost|if i (?:had|were|was|could)|i would|presque|failli|si j\x27avais|casi|si (?:yo )?tuviera|peut-etre|un jour|j'envisage|j'espere|quiza|quizas|tal vez|algun dia|espero)\b").ok()
});
static SUBJECT_I: Pattern = LazyLock::new(|| Regex::new(r"\b(?:i|we|je|nous|yo|nosotr[ao]s)\b|\bj'").ok());
static OTHERS: Pattern = LazyLock::new(|| {
    Regex::new(r"^(?:(?:And|But|So|Then) )?(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir) \w+(?: \p{Lu}[\p{L}'-]+)? \w+|^(?:(?:And|But|So|Then) )?(?:[Hh]e|[Ss]he|[Tt]hey|[Ss]omeone|[Ss]omebody|\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?) (?:\w{3,}ed|won|taught|made|got|took|went|ran|built|bought|sold|wrote|found|grew|has|had|is|was|does|did)\b").ok()
});

fn occurs(pattern: &Pattern, text: &str) -> bool {
    pattern.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Why the sentences that speak of the same do not carry the claim; `None` when one does.
pub fn check(claim: &Claim, evidence: &str, language: Language) -> Option<Failure> {
    let wanted: HashSet<String> = content_stems(&claim.meaning, language).into_iter().collect();
    if wanted.is_empty() {
        return None;
    }
    let clauses: Vec<(&str, f64)> = sentences(evidence)
        .into_iter()
        .flat_map(|span| clauses(span.slice(evidence)))
        .map(|clause| {
            let words: HashSet<String> = content_stems(clause, language).into_iter().collect();
            (clause, words.intersection(&wanted).count() as f64 / wanted.len() as f64)
        })
        .collect();
    let best = clauses.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    if best < SAME {
        return None;
    }
    let mut reason = None;
    for (clause, _) in clauses.iter().filter(|(_, share)| *share >= best - NEARLY) {
        match obstacle(claim, clause, wanted.len() < 2) {
            None => return None,
            Some(found) => reason = reason.or(Some((found, *clause))),
        }
    }
    let ((objection, what), clause) = reason?;
    Some(Failure::unsupported("certainty", objection, format!("{what}: \"{}\"", clause.trim())))
}

/// A sentence and, where another subject follows in it, its parts.
fn clauses(sentence: &str) -> Vec<&str> {
    let mut pieces = vec![sentence];
    for joint in [", and ", ", but ", "; ", ", et ", ", mais ", ", y ", ", pero "] {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(joint)).collect();
    }
    pieces
}

/// `wanted_is_one`: of a claim of one word only what is plain counts.
fn obstacle(claim: &Claim, clause: &str, wanted_is_one: bool) -> Option<(Objection, &'static str)> {
    let (said, claimed) = (plain(clause), plain(&claim.meaning));
    if clause.trim_end().ends_with('?') && !wanted_is_one {
        return Some((Objection::NotEntailed, "the evidence only asks it"));
    }
    // The month is written with a capital.
    let may = clause.contains(" may ") && !claimed.contains(" may ") && !claimed.contains(" can ");
    if may && [" will ", "'ll ", " always ", " never "].iter().any(|sure| claimed.contains(sure)) {
        return Some((Objection::NotEntailed, "the evidence says that it may be so"));
    }
    if wanted_is_one {
        return None;
    }
    if occurs(&OPEN, &said) && !occurs(&OPEN, &claimed) {
        return Some((Objection::NotEntailed, "the evidence leaves it open"));
    }
    let past = occurs(&PAST, &said) && !occurs(&PAST, &claimed);
    if past && !claimed.contains(" was ") && !claimed.contains("ed ") && !said.contains("not ") {
        return Some((Objection::Superseded, "the evidence says that it was so once"));
    }
    // A third person's doing in the words of the creator is not the creator's.
    // Of a relative the creator speaks in the third person anyway.
    let of_self = claim.act.needs_own_words() && claim.act != SpeechAct::Biography;
    let of_others =
        SUBJECT_I.as_ref().is_some_and(|r| r.is_match(&claimed)) && of_self && occurs(&OTHERS, clause.trim());
    let says_i = ["i ", "i'", "we ", "we'", "je ", "j'", "nous ", "yo "]
        .iter()
        .any(|me| said.starts_with(me) || said.contains(&format!(" {me}")));
    (of_others && !says_i && !occurs(&OTHERS, claim.meaning.trim()))
        .then_some((Objection::NotTheirWords, "the creator says it of somebody else"))
}
