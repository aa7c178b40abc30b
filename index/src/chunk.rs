//! Cutting a document into pieces that can be found and cited; invariants: `document[span]` is the
//! chunk's text, every non-blank byte of the document lies in exactly one chunk, chunks are in
//! order, and a chunk with more than one voice lists each of its turns.

use serde::{Deserialize, Serialize};

use crate::document::{Block, BlockKind, Parsed, Voice};
use crate::source::{ChunkId, DocumentId};
use crate::span::Span;
use crate::text::sentences::sentences;

/// How to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkPolicy {
    /// Most tokens of the embedder's tokenizer in a chunk.
    pub max_tokens: usize,
    /// A heading or a new voice starts a new chunk once the open one holds this many tokens.
    pub min_tokens: usize,
}

impl Default for ChunkPolicy {
    fn default() -> Self {
        Self { max_tokens: 200, min_tokens: 60 }
    }
}

/// A stretch of a chunk in one voice; its span is in the document, like the chunk's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Where it stands in the document.
    pub span: Span,
    /// Who says it.
    pub voice: Voice,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    /// From document and span.
    pub id: ChunkId,
    /// The document that it is cut from.
    pub document: DocumentId,
    /// 0 for the document's first.
    pub ordinal: usize,
    /// Where it stands in the document's text.
    pub span: Span,
    /// `document[span]`.
    pub text: String,
    /// Voices, in order; at least one, together they cover every non-blank byte.
    pub turns: Vec<Turn>,
    /// Seconds from the start of the recording, where times are known.
    pub seconds: Option<f64>,
}

/// A piece that is never cut further unless it alone is too long.
struct Piece<'a> {
    span: Span,
    tokens: usize,
    block: &'a Block,
    opens_block: bool,
}

/// More bytes than this a token, on average, are no words; those of text have four or five.
const MOST_BYTES_A_TOKEN: usize = 16;

/// Cuts `parsed`, counting tokens with `count_tokens`.
pub fn split(
    document: &DocumentId,
    parsed: &Parsed,
    policy: ChunkPolicy,
    count_tokens: &dyn Fn(&str) -> usize,
) -> Vec<Chunk> {
    // A word that the tokenizer does not know is one token to it, be it a megabyte long.
    let measure = |text: &str| count_tokens(text).max(text.len() / MOST_BYTES_A_TOKEN);
    let pieces = pieces(parsed, policy, &measure);
    let mut groups: Vec<Vec<Piece<'_>>> = Vec::new();
    let mut open_tokens = 0;
    for piece in pieces {
        let fits = open_tokens + piece.tokens <= policy.max_tokens;
        match groups.last_mut() {
            Some(group) if fits && !should_open(group, &piece, open_tokens, policy) => {
                open_tokens += piece.tokens;
                group.push(piece);
            }
            _ => {
                open_tokens = piece.tokens;
                groups.push(vec![piece]);
            }
        }
    }
    groups.into_iter().enumerate().filter_map(|(ordinal, group)| close(document, parsed, ordinal, &group)).collect()
}

/// A heading opens a chunk; so does a change of voice once the open chunk is big enough. A heading
/// is never left alone at the end of a chunk.
fn should_open(group: &[Piece<'_>], piece: &Piece<'_>, open_tokens: usize, policy: ChunkPolicy) -> bool {
    let Some(last) = group.last() else { return false };
    if last.block.kind == BlockKind::Heading {
        return false;
    }
    if piece.opens_block && piece.block.kind == BlockKind::Heading {
        return true;
    }
    piece.opens_block && piece.block.voice != last.block.voice && open_tokens >= policy.min_tokens
}

fn pieces<'a>(parsed: &'a Parsed, policy: ChunkPolicy, count: &dyn Fn(&str) -> usize) -> Vec<Piece<'a>> {
    let mut out = Vec::new();
    for block in &parsed.blocks {
        let text = block.span.slice(&parsed.text);
        let tokens = count(text);
        if tokens <= policy.max_tokens / 2 {
            out.push(Piece { span: block.span, tokens, block, opens_block: true });
            continue;
        }
        let mut opens_block = true;
        for sentence in sentences(text) {
            for span in cut_long(text, sentence, policy.max_tokens, count) {
                let tokens = count(span.slice(text));
                out.push(Piece { span: span.shifted(block.span.start), tokens, block, opens_block });
                opens_block = false;
            }
        }
    }
    out
}

/// A sentence that is too long alone is halved at white space, or failing that at a character.
fn cut_long(text: &str, span: Span, max_tokens: usize, count: &dyn Fn(&str) -> usize) -> Vec<Span> {
    let slice = span.slice(text);
    if slice.chars().count() < 2 || count(slice) <= max_tokens {
        return vec![span];
    }
    let middle = slice.len() / 2;
    let at_space = slice
        .char_indices()
        .filter(|(at, c)| c.is_whitespace() && *at > 0)
        .map(|(at, _)| at)
        .min_by_key(|at| at.abs_diff(middle));
    let at_char = slice.char_indices().map(|(at, _)| at).filter(|at| *at > 0).min_by_key(|at| at.abs_diff(middle));
    let Some(at) = at_space.or(at_char) else { return vec![span] };
    let left = Span::new(span.start, span.start + at).trimmed(text);
    let right = Span::new(span.start + at, span.end).trimmed(text);
    let mut out = Vec::new();
    for half in [left, right] {
        if !half.is_empty() {
            out.extend(cut_long(text, half, max_tokens, count));
        }
    }
    out
}

fn close(document: &DocumentId, parsed: &Parsed, ordinal: usize, group: &[Piece<'_>]) -> Option<Chunk> {
    let span = Span::new(group.first()?.span.start, group.last()?.span.end);
    let mut turns: Vec<Turn> = Vec::new();
    for piece in group {
        match turns.last_mut() {
            Some(turn) if turn.voice == piece.block.voice => turn.span.end = piece.span.end,
            _ => turns.push(Turn { span: piece.span, voice: piece.block.voice.clone() }),
        }
    }
    let seconds = parsed.marks.iter().take_while(|mark| mark.at <= span.start).last().map(|mark| mark.seconds);
    Some(Chunk {
        id: ChunkId::derive(document, span.start, span.end),
        document: document.clone(),
        ordinal,
        span,
        text: span.slice(&parsed.text).to_owned(),
        turns,
        seconds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{DocumentText, Meta};
    use crate::source::SourceKind;
    use crate::text::language::Language;
    use proptest::prelude::*;

    fn count(text: &str) -> usize {
        text.split_whitespace().count() + text.len() / 12
    }

    fn parsed(blocks: &[(String, u8)]) -> Parsed {
        let mut text = DocumentText::default();
        for (body, tag) in blocks {
            let kind = match tag % 4 {
                0 => BlockKind::Heading,
                1 => BlockKind::ListItem,
                _ => BlockKind::Paragraph,
            };
            let voice = if tag % 3 == 0 { Voice::Author } else { Voice::Speaker(format!("s{}", tag % 3)) };
            text.push(body, kind, voice, &[(0, f64::from(*tag))]);
        }
        let (text, blocks, marks) = text.finish();
        Parsed {
            locator: "t".into(),
            kind: SourceKind::Transcript,
            meta: Meta::default(),
            language: Language::En,
            text,
            blocks,
            marks,
            offer: None,
        }
    }

    proptest! {
        #[test]
        fn chunks_cover_and_stay_small(
            blocks in prop::collection::vec(("[a-zé .!?🎉\n]{0,400}", 0u8..12), 0..12),
            max in 8usize..60,
        ) {
            let parsed = parsed(&blocks);
            let id = DocumentId("doc_x".into());
            let policy = ChunkPolicy { max_tokens: max, min_tokens: max / 3 };
            let chunks = split(&id, &parsed, policy, &count);
            let mut at = 0;
            for chunk in &chunks {
                prop_assert_eq!(chunk.span.slice(&parsed.text), chunk.text.as_str());
                prop_assert!(!chunk.text.trim().is_empty());
                prop_assert!(chunk.span.start >= at);
                prop_assert!(parsed.text[at..chunk.span.start].trim().is_empty());
                prop_assert!(count(&chunk.text) <= max * 2, "{} tokens of {}", count(&chunk.text), max);
                at = chunk.span.end;
                // Each voice is listed where it speaks.
                for block in parsed.blocks.iter().filter(|b| b.span.overlaps(chunk.span)) {
                    prop_assert!(chunk.turns.iter().any(|t| t.voice == block.voice && t.span.overlaps(block.span)));
                }
            }
            prop_assert!(parsed.text[at..].trim().is_empty());
        }
    }

    #[test]
    fn a_word_of_a_megabyte_is_cut_whatever_the_tokenizer_calls_it() {
        let parsed = parsed(&[("x".repeat(1_000_000), 1)]);
        let chunks = split(&DocumentId("d".into()), &parsed, ChunkPolicy::default(), &|_| 1);
        let most = (ChunkPolicy::default().max_tokens + 1) * MOST_BYTES_A_TOKEN;
        assert!(chunks.iter().all(|chunk| chunk.text.len() <= most));
        assert_eq!(chunks.iter().map(|chunk| chunk.text.len()).sum::<usize>(), 1_000_000);
    }

    #[test]
    fn turns_and_times_are_kept() {
        let parsed = parsed(&[("Who are you?".into(), 1), ("I carve spoons.".into(), 2)]);
        let chunks = split(&DocumentId("d".into()), &parsed, ChunkPolicy::default(), &count);
        assert_eq!(chunks.len(), 1);
        assert_eq!(chunks[0].turns.len(), 2);
        assert_eq!(chunks[0].turns[1].voice.speaker(), Some("s2"));
        assert_eq!(chunks[0].seconds, Some(1.0));
    }
}
