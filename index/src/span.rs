//! Half-open byte ranges; invariant: a [`Span`] made by [`Span::of`] lies on char boundaries of
//! its text.

use serde::{Deserialize, Serialize};

/// Bytes `start..end` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte; never before `start`.
    pub end: usize,
}

impl Span {
    /// A span whose ends are known to be in order.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The span if it lies inside `text` on char boundaries.
    pub fn of(text: &str, start: usize, end: usize) -> Option<Self> {
        text.get(start..end).map(|_| Self { start, end })
    }

    /// The text under the span; empty when the span is not one of this text.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// No bytes at all.
    pub const fn is_empty(self) -> bool {
        self.end == self.start
    }

    /// The two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// `other` lies inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    #[must_use]
    /// Moved right by `by` bytes.
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    #[must_use]
    /// Without white space at either end.
    pub fn trimmed(self, text: &str) -> Self {
        let slice = self.slice(text);
        let start = self.start + (slice.len() - slice.trim_start().len());
        let end = start + slice.trim().len();
        Self::new(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_span_of_a_text_always_slices(text in "\\PC{0,40}", a in 0usize..60, b in 0usize..60) {
            if let Some(span) = Span::of(&text, a, b) {
                prop_assert_eq!(span.slice(&text), &text[a..b]);
                let trimmed = span.trimmed(&text);
                prop_assert_eq!(trimmed.slice(&text), text[a..b].trim());
                prop_assert!(span.contains(trimmed));
            } else {
                prop_assert!(a > b || b > text.len() || !text.is_char_boundary(a) || !text.is_char_boundary(b));
            }
        }
    }
}
