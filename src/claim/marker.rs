//! Citation markers such as `[c1]`; invariant: text in brackets that is neither an evidence id nor
//! shaped like one is text, and is left alone.

use std::sync::LazyLock;

use groundwire_index::retrieve::Evidence;
use groundwire_index::span::Span;
use regex::Regex;

/// A marker in a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The brackets included.
    pub span: Span,
    /// What it refers to, which may not exist.
    pub reference: String,
}

static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[([^\[\]\n]{1,200})\]").ok());
static SHAPE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:c|e|ev|doc|src|chk|ref|source)[_-]?\d{1,4}$").ok());

/// The markers of `reply`, in order; `[e1, e2]` gives two of one span.
pub fn markers(reply: &str, evidence: &Evidence) -> Vec<Marker> {
    let mut found = Vec::new();
    let numbered = evidence.items.iter().any(|item| item.id.bytes().all(|b| b.is_ascii_digit()));
    for captures in BRACKETS.iter().flat_map(|r| r.captures_iter(reply)) {
        let (Some(whole), Some(inner)) = (captures.get(0), captures.get(1)) else { continue };
        let span = Span::new(whole.start(), whole.end());
        let whole_id = inner.as_str().trim();
        let parts: Vec<&str> = if evidence.position(whole_id).is_some() {
            vec![whole_id]
        } else {
            whole_id.split([',', ';']).map(str::trim).collect()
        };
        // `[5]` is a reference only where ids are numbers; elsewhere it may be the hour.
        let number = |part: &str| numbered && part.bytes().all(|b| b.is_ascii_digit());
        let is_reference = |part: &&str| {
            evidence.position(part).is_some() || number(part) || SHAPE.as_ref().is_some_and(|r| r.is_match(part))
        };
        if parts.iter().all(is_reference) {
            found.extend(parts.into_iter().map(|part| Marker { span, reference: part.to_owned() }));
        }
    }
    found
}

/// The reply with each marker replaced by as many spaces, so that offsets stay.
pub fn blanked(reply: &str, markers: &[Marker]) -> String {
    let mut out = String::with_capacity(reply.len());
    let mut from = 0;
    for marker in markers {
        if marker.span.start < from {
            continue;
        }
        out.push_str(reply.get(from..marker.span.start).unwrap_or(""));
        out.extend(std::iter::repeat_n(' ', marker.span.len()));
        from = marker.span.end;
    }
    out.push_str(reply.get(from..).unwrap_or(""));
    out
}

/// The reply as it is sent: without markers, and without the space that stood before them.
pub fn without_markers(reply: &str, evidence: &Evidence) -> String {
    let mut out = String::with_capacity(reply.len());
    let mut from = 0;
    for marker in markers(reply, evidence) {
        if marker.span.start < from {
            continue;
        }
        out.push_str(reply.get(from..marker.span.start).unwrap_or("").trim_end_matches(' '));
        from = marker.span.end;
        let next = reply.get(from..).and_then(|rest| rest.chars().next());
        if next.is_some_and(char::is_alphanumeric) {
            out.push(' ');
        }
    }
    out.push_str(reply.get(from..).unwrap_or(""));
    out.trim().to_owned()
}
