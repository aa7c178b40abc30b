//! One source's text at one version; invariants: the text never changes once stored, every
//! non-blank byte lies in exactly one [`Block`], and blocks are in order.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::catalogue::Offer;
use crate::source::{Creator, DocumentId, SourceId, SourceKind, Visibility};
use crate::span::Span;
use crate::text::language::Language;

/// Who says a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The source's author.
    Author,
    /// A named speaker of a transcript or a video.
    Speaker(String),
    /// A text quoted from somebody else.
    Quoted,
    /// Nobody in particular: a jingle, an untitled speaker.
    Nobody,
}

impl Voice {
    /// True when these are the creator's own words, given who wrote the source.
    /// A source without an author is the creator's own; an unknown speaker is not the creator.
    pub fn is_creator(&self, creator: &Creator, author: Option<&str>) -> bool {
        match self {
            Self::Author => author.is_none_or(|name| creator.is_called(name)),
            Self::Speaker(name) => creator.is_called(name),
            Self::Quoted | Self::Nobody => false,
        }
    }

    /// The speaker's name, if one was given.
    pub fn speaker(&self) -> Option<&str> {
        match self {
            Self::Speaker(name) => Some(name),
            Self::Author | Self::Quoted | Self::Nobody => None,
        }
    }
}

/// What a block is in its document's structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading; it opens a new chunk.
    Heading,
    /// A paragraph or a speaker's turn.
    Paragraph,
    /// An entry of a list.
    ListItem,
    /// Code or another preformatted text.
    Code,
}

/// One structural unit of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands in the document's text.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Who says it.
    pub voice: Voice,
}

/// From byte `at` on, the recording is at `seconds`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TimeMark {
    /// Byte offset in the document's text.
    pub at: usize,
    /// Seconds from the start of the recording.
    pub seconds: f64,
}

/// What is known about a source beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Meta {
    /// Shown with each citation.
    pub title: Option<String>,
    /// When it was published; undated is never newer than dated.
    pub date: Option<Date>,
    /// What a reader can open.
    pub url: Option<String>,
    /// Who wrote it; `None` is the creator.
    pub author: Option<String>,
    /// Who may be answered from it.
    #[serde(default)]
    pub visibility: Visibility,
}

/// A document as an importer gives it, before it has an id and a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parsed {
    /// Path of the file, and `#id` of the entry in it.
    pub locator: String,
    /// Kind of source.
    pub kind: SourceKind,
    /// Title, date and so on.
    pub meta: Meta,
    /// Language, given or found.
    pub language: Language,
    /// Normalised text: NFC, `\n` line ends, no markup.
    pub text: String,
    /// Structure of the text.
    pub blocks: Vec<Block>,
    /// Times, in order; empty for what is not a recording.
    pub marks: Vec<TimeMark>,
    /// The offer that a catalogue row makes.
    pub offer: Option<Offer>,
}

impl Parsed {
    /// SHA-256 over everything that makes a version: text, structure, times, metadata, offer.
    pub fn content_hash(&self) -> String {
        let body = serde_json::to_vec(&(
            self.kind,
            &self.meta,
            self.language,
            &self.text,
            &self.blocks,
            &self.marks,
            &self.offer,
        ))
        .unwrap_or_default();
        crate::source::hash_hex(&[&body])
    }
}

/// One version of one source, as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Id from source, version and content.
    pub id: DocumentId,
    /// Whose text it is.
    pub source: SourceId,
    /// 1 for the first, one more for each edit.
    pub version: u32,
    /// What was imported.
    pub parsed: Parsed,
}

/// Builds a text and its blocks together, so that they cannot disagree.
#[derive(Debug, Default)]
pub struct DocumentText {
    text: String,
    blocks: Vec<Block>,
    marks: Vec<TimeMark>,
}

impl DocumentText {
    /// Adds a block after a blank line; blank text adds nothing. `marks` are offsets into `text`.
    pub fn push(&mut self, text: &str, kind: BlockKind, voice: Voice, marks: &[(usize, f64)]) {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            if let Some((_, seconds)) = marks.last() {
                self.marks.push(TimeMark { at: self.text.len(), seconds: *seconds });
            }
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let lead = text.len() - text.trim_start().len();
        let start = self.text.len();
        self.text.push_str(trimmed);
        let end = self.text.len();
        for (offset, seconds) in marks {
            let at = (start + offset.saturating_sub(lead)).min(end);
            self.marks.push(TimeMark { at, seconds: *seconds });
        }
        self.blocks.push(Block { span: Span::new(start, end), kind, voice });
    }

    /// No block yet.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Text, blocks and time marks.
    pub fn finish(self) -> (String, Vec<Block>, Vec<TimeMark>) {
        (self.text, self.blocks, self.marks)
    }
}
