//! Taking out what was objected to; invariant: a repaired text is a new draft, and is verified again
//! like any other.

use crate::verify::Ruling;

/// The draft without its rejected claims and their markers, or `None` when nothing that answers
/// would be left, or when the kind of the objection forbids softening.
pub fn strip(draft: &str, ruling: &Ruling) -> Option<String> {
    let keeps_something = ruling.says_something() && !ruling.accepts();
    if !keeps_something || ruling.is_blocked() {
        return None;
    }
    let claims = ruling.claims();
    let mut out = String::with_capacity(draft.len());
    for (index, ruled) in claims.iter().enumerate() {
        if !ruled.verdict.passes() {
            continue;
        }
        // Up to the next claim: the markers that follow a sentence go with it.
        let next = claims.get(index + 1).map_or(draft.len(), |c| c.claim.span.start);
        let kept = draft.get(ruled.claim.span.start..next).unwrap_or("").trim();
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(kept);
    }
    (!out.trim().is_empty()).then_some(out)
}
