//! Mending a draft claim by claim: put the cited value in place of a wrong one, strike a clause and keep
//! the grammar, strike a sentence; invariants: a mended text is a new draft that is verified again like
//! any other, and nothing of a kind that may not be softened is mended.

use groundwire_index::text::words::fold;

use crate::verify::{Ruled, Ruling, Verdict};

/// Mended texts to try, the one that keeps most first; empty when nothing would be left, or when the kind
/// of an objection forbids softening.
pub fn proposals(draft: &str, ruling: &Ruling) -> Vec<String> {
    if ruling.accepts() || ruling.is_blocked() {
        return Vec::new();
    }
    let mut out: Vec<String> = Vec::new();
    for mend in [Mend::ValuesAndClauses, Mend::Clauses, Mend::Sentences] {
        let text = mended(draft, ruling.claims(), mend);
        if !text.trim().is_empty() && text != draft && !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mend {
    ValuesAndClauses,
    Clauses,
    Sentences,
}

/// One claim as it goes on.
struct Piece<'a> {
    ruled: &'a Ruled,
    /// Its text with a value replaced, or as it was.
    text: String,
    /// Marks, markers and spaces up to the next claim.
    gap: &'a str,
    kept: bool,
    /// Its head was struck: it stands by itself now.
    alone: bool,
}

fn mended(draft: &str, claims: &[Ruled], mend: Mend) -> String {
    let mut pieces: Vec<Piece<'_>> = claims
        .iter()
        .enumerate()
        .map(|(index, ruled)| {
            let span = ruled.claim.span;
            let next = claims.get(index + 1).map_or(draft.len(), |c| c.claim.span.start);
            let own = draft.get(span.start..span.end).unwrap_or("");
            let replaced = (mend == Mend::ValuesAndClauses).then(|| with_value(own, &ruled.verdict)).flatten();
            Piece {
                ruled,
                kept: ruled.verdict.passes() || replaced.is_some(),
                text: replaced.unwrap_or_else(|| own.to_owned()),
                gap: draft.get(span.end..next).unwrap_or(""),
                alone: false,
            }
        })
        .collect();
    drop_what_hangs(&mut pieces);
    let mut out = String::new();
    let mut rest = pieces.as_slice();
    while let Some(end) =
        rest.iter().position(ends_sentence).map(|at| at + 1).or(Some(rest.len())).filter(|end| *end > 0)
    {
        let (sentence, after) = rest.split_at(end);
        let whole = sentence.iter().all(|piece| piece.kept);
        let text = if whole || mend != Mend::Sentences { sentence_of(sentence) } else { String::new() };
        if !text.is_empty() {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push(' ');
            }
            out.push_str(&text);
            if sentence.last().is_some_and(|piece| piece.gap.contains('\n')) {
                out.push('\n');
            }
        }
        rest = after;
    }
    out.trim().to_owned()
}

/// What hangs on a struck clause goes with it, unless it can stand alone.
fn drop_what_hangs(pieces: &mut [Piece<'_>]) {
    let kept: Vec<bool> = pieces.iter().map(|piece| piece.kept).collect();
    for piece in pieces.iter_mut() {
        let head_struck = piece.ruled.claim.head.is_some_and(|head| !kept.get(head).copied().unwrap_or(true));
        if !(piece.kept && head_struck) {
            continue;
        }
        if piece.ruled.claim.joint.has_predicate() && piece.ruled.claim.meaning != piece.ruled.claim.text {
            piece.text.clone_from(&piece.ruled.claim.meaning);
            piece.alone = true;
        } else {
            piece.kept = false;
        }
    }
}

fn ends_sentence(piece: &Piece<'_>) -> bool {
    let text = piece.ruled.claim.text.trim_end();
    piece.gap.contains('\n')
        || text.ends_with(|c: char| {
            !c.is_alphanumeric() && !matches!(c, '"' | '”' | '»' | '%' | '€' | '$' | '£' | '°' | '+')
        })
        || closes_quoted(text)
}

/// `."` ends a sentence inside a quotation.
fn closes_quoted(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '»', ' ']);
    bare.len() < text.len() && bare.ends_with(['.', '!', '?', '…'])
}

/// The kept clauses of one sentence, joined so that they read as one.
fn sentence_of(pieces: &[Piece<'_>]) -> String {
    let kept: Vec<(usize, &Piece<'_>)> = pieces.iter().enumerate().filter(|(_, piece)| piece.kept).collect();
    if kept.len() == pieces.len() && !kept.iter().any(|(_, piece)| piece.alone) {
        let whole: Vec<&str> = pieces.iter().flat_map(|piece| [piece.text.as_str(), piece.gap]).collect();
        return whole.concat().trim().to_owned();
    }
    let mut out = String::new();
    let mut before: Option<usize> = None;
    for (at, piece) in kept {
        let text = piece.text.trim();
        if before.is_none() {
            out.push_str(&capitalised(without_conjunction(text)));
        } else {
            let adjacent = before == Some(at - 1) && !piece.alone;
            let gap = pieces.get(at - 1).map_or(" ", |p| p.gap);
            let joint = if adjacent { gap.to_owned() } else { joint(piece, gap) };
            out = out.trim_end_matches(['.', ',', ' ']).to_owned();
            out.push_str(&joint);
            out.push_str(text);
        }
        out.push_str(&markers(piece.gap));
        before = Some(at);
    }
    if out.is_empty() {
        return out;
    }
    let end = pieces.last().map_or("", |p| p.ruled.claim.text.trim_end());
    let mark = end.chars().last().filter(|c| matches!(c, '.' | '!' | '…')).unwrap_or('.');
    let open = out.trim_end_matches([',', ';', ':', ' ', '—', '–', '-']).to_owned();
    if open.ends_with(['.', '!', '?', '…']) { open } else { format!("{open}{mark}") }
}

/// What stands between two clauses that were not neighbours.
fn joint(piece: &Piece<'_>, gap: &str) -> String {
    let starts_with_and = without_conjunction(piece.text.trim()).len() < piece.text.trim().len();
    if piece.alone {
        "; ".to_owned()
    } else if starts_with_and || piece.ruled.claim.joint.resumes() || gap.trim().is_empty() {
        " ".to_owned()
    } else {
        ", ".to_owned()
    }
}

fn markers(gap: &str) -> String {
    match (gap.find('['), gap.rfind(']')) {
        (Some(from), Some(to)) if from < to => format!(" {}", gap.get(from..=to).unwrap_or("")),
        _ => String::new(),
    }
}

fn without_conjunction(text: &str) -> &str {
    const AND: [&str; 14] = [
        "and ", "but ", "so ", "or ", "yet ", "plus ", "et ", "mais ", "puis ", "donc ", "y ", "e ", "pero ",
        "because ",
    ];
    let lower = fold(text);
    AND.iter().find(|word| lower.starts_with(**word)).and_then(|word| text.get(word.len()..)).unwrap_or(text)
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

/// The clause with the cited value in the place of the wrong one.
fn with_value(text: &str, verdict: &Verdict) -> Option<String> {
    let Verdict::Rejected { instead: Some(instead), .. } = verdict else { return None };
    (text.matches(instead.wrong.as_str()).count() == 1).then(|| text.replace(&instead.wrong, &instead.right))
}
