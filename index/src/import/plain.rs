//! Plain text: blank lines end paragraphs, lines that begin with a bullet stand alone.

use super::{Imported, Problem, meta};
use crate::document::{BlockKind, DocumentText, Parsed, Voice};
use crate::source::SourceKind;
use crate::text::language::{Language, detect};

pub fn read(locator: &str, text: &str, sidecar: meta::FileMeta) -> Imported {
    let (front, body) = match meta::split_front_matter(text) {
        Ok(parts) => parts,
        Err(problem) => return Imported::failed(problem),
    };
    let (meta, language) = match front.or(sidecar).checked() {
        Ok(checked) => checked,
        Err(why) => return Imported::failed(Problem::whole(why)),
    };
    let mut document = DocumentText::default();
    for paragraph in body.split("\n\n") {
        push_paragraph(&mut document, paragraph);
    }
    let (text, blocks, marks) = document.finish();
    let language = language.unwrap_or_else(|| detect(&text, Language::En));
    let locator = locator.to_owned();
    let kind = SourceKind::Page;
    let parsed = Parsed { locator, kind, meta, language, text, blocks, marks, offer: None };
    Imported { documents: vec![parsed], problems: Vec::new() }
}

/// Joins wrapped lines; list entries become blocks of their own.
pub fn push_paragraph(document: &mut DocumentText, paragraph: &str) {
    let mut open = String::new();
    let mut kind = BlockKind::Paragraph;
    for line in paragraph.lines() {
        let line = line.trim();
        // A mark without a space after it is a minus: `-20% on all spoons`.
        let entry = line.strip_prefix(['-', '*', '•']).filter(|rest| rest.starts_with(char::is_whitespace));
        if let Some(entry) = entry {
            document.push(&open, kind, Voice::Author, &[]);
            open.clear();
            kind = BlockKind::ListItem;
            open.push_str(entry.trim_start());
        } else {
            if !open.is_empty() {
                open.push(' ');
            }
            open.push_str(line);
        }
    }
    document.push(&open, kind, Voice::Author, &[]);
}
