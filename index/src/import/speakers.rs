//! Which bold words of a Markdown text name speakers; invariant: the same label means the same
//! wherever it stands in one text.
//!
//! Transcripts open a turn with a bold name and a colon, either alone in its paragraph or before the
//! words. Pages open paragraphs with bold words too (`**Note:** ...`), and in a transcript so do
//! lists of topics. A label counts as a name only in the style of the text's first label.

use std::collections::HashMap;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// A bold opener with a colon.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Label {
    name: String,
    /// Nothing else stands in its paragraph.
    alone: bool,
    /// No paragraph, list or quotation stands before it.
    first: bool,
}

/// The labels of one text that open turns.
#[derive(Debug, Default)]
pub struct Speakers {
    /// Labels open turns only when they stand alone.
    alone: bool,
    is_transcript: bool,
}

impl Speakers {
    /// Reads the labels of a text and decides.
    pub fn of(events: Parser<'_>) -> Self {
        let labels: Vec<Label> = labels(events).into_iter().filter(|label| is_name(&label.name)).collect();
        let Some(opening) = labels.first() else { return Self::default() };
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for label in labels.iter().filter(|label| label.alone == opening.alone) {
            *counts.entry(label.name.as_str()).or_default() += 1;
        }
        let turns: usize = counts.values().sum();
        let recurs = counts.values().any(|count| *count >= 2);
        let full_name = opening.name.split_whitespace().count() >= 2;
        let opens = opening.first && (opening.alone || turns >= 2 || full_name);
        Self { alone: opening.alone, is_transcript: opens || recurs }
    }

    /// Whether a label opens a turn. `alone` tells that its paragraph holds nothing else.
    pub fn includes(&self, name: &str, alone: bool) -> bool {
        self.is_transcript && (alone || !self.alone) && (is_name(name) || is_nobody(name))
    }
}

/// A jingle or a pause: words after it are nobody's.
pub fn is_nobody(name: &str) -> bool {
    matches!(name, "Break" | "Jingle" | "Music")
}

/// Could be the name of a person: up to four words, no digit, the first and the last with a capital
/// letter, and none of the words that pages open paragraphs with.
fn is_name(name: &str) -> bool {
    const NOT: [&str; 61] = [
        "note",
        "notes",
        "update",
        "updates",
        "edit",
        "warning",
        "caution",
        "tip",
        "tips",
        "hint",
        "important",
        "example",
        "summary",
        "question",
        "answer",
        "conclusion",
        "background",
        "disclaimer",
        "source",
        "sources",
        "credits",
        "links",
        "ingredients",
        "materials",
        "tools",
        "method",
        "steps",
        "result",
        "results",
        "pros",
        "cons",
        "price",
        "size",
        "sizes",
        "shipping",
        "returns",
        "faq",
        "tldr",
        "ps",
        "remember",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "attention",
        "remarque",
        "astuce",
        "exemple",
        "nota",
        "consejo",
        "aviso",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: Option<&&str>| word.and_then(|w| w.chars().next()).is_some_and(char::is_uppercase);
    (1..=4).contains(&words.len())
        && (2..=60).contains(&name.chars().count())
        && !name.contains(|c: char| c.is_ascii_digit() || matches!(c, '?' | '!' | '/' | ',' | '(' | '"'))
        && capital(words.first())
        && capital(words.last())
        && !is_nobody(name)
        && !NOT.contains(&name.to_lowercase().as_str())
}

/// Bold openers with a colon of top-level paragraphs, in order.
#[expect(clippy::wildcard_enum_match_arm, reason = "other events neither open nor close a paragraph")]
fn labels(events: Parser<'_>) -> Vec<Label> {
    let mut out = Vec::new();
    let (mut depth, mut begun) = (0_usize, false);
    let mut events = events.peekable();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                if let Some(label) = label(&mut events, !begun) {
                    out.push(label);
                }
                begun = true;
            }
            Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::Table(_)) => {
                depth += 1;
                begun = true;
            }
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::Table) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    out
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a name is plain words")]
fn label(events: &mut std::iter::Peekable<Parser<'_>>, first: bool) -> Option<Label> {
    events.next_if(|event| matches!(event, Event::Start(Tag::Strong)))?;
    let mut bold = String::new();
    while let Some(event) = events.next_if(|event| !matches!(event, Event::End(TagEnd::Strong))) {
        match event {
            Event::Text(text) | Event::Code(text) => bold.push_str(&text),
            _ => return None,
        }
    }
    events.next();
    let inside = bold.trim_end().ends_with(':');
    let outside = matches!(events.peek(), Some(Event::Text(text)) if colon_follows(text));
    let alone = matches!(events.peek(), Some(Event::End(TagEnd::Paragraph)));
    (inside || outside).then(|| Label { name: bold.trim().trim_end_matches(':').trim().to_owned(), alone, first })
}

/// A colon, with the space before it that French sets.
pub fn colon_follows(text: &str) -> bool {
    text.trim_start().starts_with(':')
}
