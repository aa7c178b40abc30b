//! Markdown pages and speaker transcripts, by way of pulldown-cmark; invariant: markup goes, words
//! stay, and a quotation block is never its quoter's own words.

use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::speakers::{Speakers, colon_follows, is_nobody};
use super::{Imported, Problem, meta};
use crate::document::{BlockKind, DocumentText, Parsed, Voice};
use crate::source::SourceKind;
use crate::text::language::{Language, detect};

static TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?\]\s?").ok());

pub fn read(locator: &str, text: &str, sidecar: meta::FileMeta) -> Imported {
    let (front, body) = match meta::split_front_matter(text) {
        Ok(parts) => parts,
        Err(problem) => return Imported::failed(problem),
    };
    let (mut meta, language) = match front.or(sidecar).checked() {
        Ok(checked) => checked,
        Err(why) => return Imported::failed(Problem::whole(why)),
    };
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let speakers = Speakers::of(Parser::new_ext(body, options));
    let mut page = Page { speakers, ..Page::default() };
    for event in Parser::new_ext(body, options) {
        page.take(event);
    }
    let turns = page.turns;
    let title = page.title.take();
    let (text, blocks, marks) = page.document.finish();
    meta.title = meta.title.or(title);
    let language = language.unwrap_or_else(|| detect(&text, Language::En));
    let kind = if turns > 0 { SourceKind::Transcript } else { SourceKind::Page };
    let locator = locator.to_owned();
    let parsed = Parsed { locator, kind, meta, language, text, blocks, marks, offer: None };
    Imported { documents: vec![parsed], problems: Vec::new() }
}

/// What the words at hand stand in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Text,
    /// Bold words that open a paragraph.
    Label,
    Heading,
    Code,
    Table,
}

/// Events to blocks.
#[derive(Default)]
struct Page {
    document: DocumentText,
    open: String,
    /// The bold text that opens the current paragraph, while it may still be a speaker's name.
    label: Option<String>,
    speakers: Speakers,
    /// HTML of the block at hand.
    html: String,
    speaker: Option<Voice>,
    quotes: usize,
    within: Within,
    in_item: usize,
    turns: usize,
    title: Option<String>,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::Rule => self.flush(BlockKind::Paragraph),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.within == Within::Label {
            self.label.get_or_insert_default().push_str(text);
            return;
        }
        let opened = self.settle_label(colon_follows(text), false);
        let text = if opened { text.trim_start().trim_start_matches(':') } else { text };
        self.open.push_str(text);
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "other tags only wrap words")]
    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Strong if self.may_open_a_turn() => self.within = Within::Label,
            Tag::BlockQuote(_) => {
                self.flush(BlockKind::Paragraph);
                self.quotes += 1;
            }
            Tag::Heading { .. } => {
                self.flush(BlockKind::Paragraph);
                self.within = Within::Heading;
            }
            Tag::Item => {
                self.flush(if self.in_item > 0 { BlockKind::ListItem } else { BlockKind::Paragraph });
                self.in_item += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush(BlockKind::Paragraph);
                self.within = Within::Code;
            }
            Tag::Table(_) => self.within = Within::Table,
            Tag::TableCell if !self.open.trim().is_empty() => self.open.push_str(" | "),
            _ => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "other tags only wrap words")]
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong if self.within == Within::Label => {
                self.within = Within::Text;
                if self.label.as_deref().is_none_or(|l| l.trim().is_empty()) {
                    self.label = None;
                }
            }
            TagEnd::BlockQuote(_) => {
                self.flush(BlockKind::Paragraph);
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Heading(_) => {
                if self.title.is_none() && self.document.is_empty() {
                    self.title = Some(self.open.trim().to_owned()).filter(|t| !t.is_empty());
                }
                self.flush(BlockKind::Heading);
                self.within = Within::Text;
            }
            TagEnd::Item => {
                self.flush(BlockKind::ListItem);
                self.in_item = self.in_item.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.flush(BlockKind::Code);
                self.within = Within::Text;
            }
            TagEnd::Paragraph => {
                let kind = if self.in_item > 0 { BlockKind::ListItem } else { BlockKind::Paragraph };
                self.flush(kind);
            }
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.flush(BlockKind::Paragraph);
                self.open.push_str(&super::without_tags(&html));
                self.flush(BlockKind::Paragraph);
            }
            TagEnd::Table => self.within = Within::Text,
            TagEnd::TableRow | TagEnd::TableHead => self.flush(BlockKind::ListItem),
            _ => {}
        }
    }

    fn may_open_a_turn(&self) -> bool {
        let nested = self.quotes > 0 || self.in_item > 0 || self.within != Within::Text;
        self.open.trim().is_empty() && self.label.is_none() && !nested
    }

    /// Bold words that open a paragraph are a speaker when a colon ends them and the text is a
    /// transcript, else plain words; whether they are a speaker.
    fn settle_label(&mut self, colon_follows: bool, alone: bool) -> bool {
        let Some(label) = self.label.take() else { return false };
        let name = label.trim().trim_end_matches(':').trim();
        let with_colon = label.trim().ends_with(':') || colon_follows;
        if !with_colon || !self.speakers.includes(name, alone) {
            self.open.push_str(&label);
            return false;
        }
        self.turns += 1;
        self.speaker = Some(if is_nobody(name) { Voice::Nobody } else { Voice::Speaker(name.to_owned()) });
        true
    }

    fn flush(&mut self, kind: BlockKind) {
        if self.within == Within::Label {
            self.within = Within::Text;
        }
        self.settle_label(false, self.open.trim().is_empty());
        let raw = std::mem::take(&mut self.open);
        let raw = if self.within == Within::Code { raw } else { raw.split_whitespace().collect::<Vec<_>>().join(" ") };
        // Elsewhere `[10:30]` is when the doors open.
        let timed = self.turns > 0 && self.within != Within::Code;
        let (text, marks) = if timed { take_times(&raw) } else { (raw, Vec::new()) };
        let voice = if self.quotes > 0 { Voice::Quoted } else { self.speaker.clone().unwrap_or(Voice::Author) };
        self.document.push(&text, kind, voice, &marks);
    }
}

/// Removes `[00:04:01.06]` marks and says where they stood.
fn take_times(raw: &str) -> (String, Vec<(usize, f64)>) {
    let mut text = String::with_capacity(raw.len());
    let mut marks = Vec::new();
    let mut from = 0;
    for captures in TIME.iter().flat_map(|r| r.captures_iter(raw)) {
        let Some(whole) = captures.get(0) else { continue };
        text.push_str(raw.get(from..whole.start()).unwrap_or(""));
        from = whole.end();
        let part = |i: usize| captures.get(i).and_then(|m| m.as_str().parse::<f64>().ok()).unwrap_or(0.0);
        let fraction = captures.get(4).and_then(|m| format!("0.{}", m.as_str()).parse::<f64>().ok()).unwrap_or(0.0);
        marks.push((text.len(), part(1) * 3600.0 + part(2) * 60.0 + part(3) + fraction));
    }
    text.push_str(raw.get(from..).unwrap_or(""));
    (text, marks)
}
