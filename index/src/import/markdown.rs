//! Markdown pages and speaker transcripts, by way of pulldown-cmark; invariant: markup goes, words
//! stay, and a quotation block is never its quoter's own words.

use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::{Imported, Problem, meta};
use crate::document::{BlockKind, DocumentText, Parsed, Voice};
use crate::source::SourceKind;
use crate::text::language::{Language, detect};

static TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?\]\s?").ok());

pub fn read(locator: &str, text: &str, sidecar: meta::FileMeta) -> Imported {
    let (front, body, _) = match meta::split_front_matter(text) {
        Ok(parts) => parts,
        Err(problem) => return Imported::failed(problem),
    };
    let (mut meta, language) = match front.or(sidecar).checked() {
        Ok(checked) => checked,
        Err(why) => return Imported::failed(Problem::whole(why)),
    };
    let mut page = Page::default();
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
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

/// Events to blocks.
#[derive(Default)]
struct Page {
    document: DocumentText,
    open: String,
    /// The bold text that opens the current paragraph, while it may still be a speaker's name.
    label: Option<String>,
    in_label: bool,
    speaker: Option<Voice>,
    quotes: usize,
    in_heading: bool,
    in_item: usize,
    in_code: bool,
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
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.in_label {
            self.label.get_or_insert_default().push_str(text);
            return;
        }
        self.settle_label(text.starts_with(':'));
        let text = if self.label.is_none() && self.open.is_empty() { text.trim_start_matches(':') } else { text };
        self.open.push_str(text);
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "other tags only wrap words")]
    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Strong if self.open.trim().is_empty() && self.quotes == 0 && !self.in_heading => self.in_label = true,
            Tag::BlockQuote(_) => {
                self.flush(BlockKind::Paragraph);
                self.quotes += 1;
            }
            Tag::Heading { .. } => {
                self.flush(BlockKind::Paragraph);
                self.in_heading = true;
            }
            Tag::Item => {
                self.flush(if self.in_item > 0 { BlockKind::ListItem } else { BlockKind::Paragraph });
                self.in_item += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush(BlockKind::Paragraph);
                self.in_code = true;
            }
            Tag::TableCell if !self.open.trim().is_empty() => self.open.push_str(" | "),
            _ => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "other tags only wrap words")]
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong if self.in_label => {
                self.in_label = false;
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
                self.in_heading = false;
            }
            TagEnd::Item => {
                self.flush(BlockKind::ListItem);
                self.in_item = self.in_item.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.flush(BlockKind::Code);
                self.in_code = false;
            }
            TagEnd::Paragraph => {
                let kind = if self.in_item > 0 { BlockKind::ListItem } else { BlockKind::Paragraph };
                self.flush(kind);
            }
            TagEnd::TableRow | TagEnd::TableHead => self.flush(BlockKind::ListItem),
            _ => {}
        }
    }

    /// Bold words that open a paragraph are a speaker when a colon ends them, else plain words.
    fn settle_label(&mut self, colon_follows: bool) {
        let Some(label) = self.label.take() else { return };
        let name = label.trim().trim_end_matches(':').trim();
        let is_name = (label.trim().ends_with(':') || colon_follows)
            && (1..=60).contains(&name.chars().count())
            && (self.turns > 0 || self.document.is_empty());
        if !is_name {
            self.open.push_str(&label);
            return;
        }
        self.turns += 1;
        self.speaker = Some(match name {
            "Break" | "Jingle" | "Music" => Voice::Nobody,
            name => Voice::Speaker(name.to_owned()),
        });
    }

    fn flush(&mut self, kind: BlockKind) {
        self.in_label = false;
        self.settle_label(false);
        let raw = std::mem::take(&mut self.open);
        let raw = if self.in_code { raw } else { raw.split_whitespace().collect::<Vec<_>>().join(" ") };
        let (text, marks) = take_times(&raw);
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
