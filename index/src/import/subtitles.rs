//! SRT and WebVTT; invariant: a text's place in the document never gets a time of another cue.

use std::sync::LazyLock;

use regex::Regex;

use super::{Imported, Problem, meta};
use crate::document::{BlockKind, DocumentText, Parsed, Voice};
use crate::source::SourceKind;
use crate::text::language::{Language, detect};

/// Which of the two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Srt,
    Vtt,
}

struct Cue {
    line: usize,
    start: f64,
    end: f64,
    /// Voice (when the cue names one) and words.
    parts: Vec<(Option<String>, String)>,
}

static TIMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})").ok()
});
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<[^>]*>|\{\\[^}]*\}").ok());
static VOICE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<v(?:\.[^\s>]*)?\s+([^>]+)>").ok());
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:-\s*)?(?:>>\s*)?(\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,2}):\s+(\S.*)$").ok()
});

pub fn read(locator: &str, text: &str, sidecar: &meta::FileMeta, dialect: Dialect) -> Imported {
    let (meta, language) = match sidecar.checked() {
        Ok(checked) => checked,
        Err(why) => return Imported::failed(Problem::whole(why)),
    };
    if dialect == Dialect::Vtt && !text.starts_with("WEBVTT") {
        return Imported::failed(Problem::at(1, "a WebVTT file begins with the line `WEBVTT`"));
    }
    let (cues, mut problems) = cues(text);
    if let Some(bad) = problems.iter().find(|p| !p.warning).cloned() {
        problems.retain(|p| p.warning || *p == bad);
        return Imported { documents: Vec::new(), problems };
    }
    let mut document = DocumentText::default();
    fill(&mut document, &cues);
    let (text, blocks, marks) = document.finish();
    let language = language.unwrap_or_else(|| detect(&text, Language::En));
    let kind = SourceKind::Subtitles;
    let locator = locator.to_owned();
    let parsed = Parsed { locator, kind, meta, language, text, blocks, marks, offer: None };
    Imported { documents: vec![parsed], problems }
}

fn cues(text: &str) -> (Vec<Cue>, Vec<Problem>) {
    let mut cues: Vec<Cue> = Vec::new();
    let mut problems = Vec::new();
    let mut line = 1;
    for block in text.split("\n\n") {
        let first = line;
        line += block.matches('\n').count() + 2;
        let lines: Vec<&str> = block.lines().collect();
        let skipped = lines.iter().take_while(|l| l.trim().is_empty()).count();
        let head = lines.get(skipped).copied().unwrap_or("").trim();
        let is_note = ["WEBVTT", "NOTE", "STYLE", "REGION"].iter().any(|word| head.starts_with(word));
        if head.is_empty() || is_note {
            continue;
        }
        let Some(at) = lines.iter().position(|l| l.contains("-->")) else {
            problems.push(Problem::at(
                first + skipped,
                format!("`{}` has no time line (00:00:01,000 --> 00:00:04,000): each cue needs one", clip(head)),
            ));
            continue;
        };
        let number = first + at;
        match lines.get(at).and_then(|l| read_times(l)) {
            None => problems.push(Problem::at(number, "cannot read the times: write 00:00:01,000 --> 00:00:04,000")),
            Some((start, end)) => {
                let body = lines.get(at + 1..).unwrap_or(&[]);
                check_order(&cues, number, start, end, &mut problems);
                cues.push(Cue { line: number, start, end, parts: parts(body) });
            }
        }
    }
    (cues, problems)
}

fn check_order(cues: &[Cue], line: usize, start: f64, end: f64, problems: &mut Vec<Problem>) {
    if end < start {
        problems.push(Problem::at(line, "the cue ends before it starts: correct its times"));
    }
    if let Some(last) = cues.last() {
        if start < last.start {
            problems.push(Problem::at(
                line,
                format!("the cue starts before the one on line {}: put cues in order of time", last.line),
            ));
        } else if start < last.end {
            problems.push(Problem::warning(line, format!("the cue overlaps the one on line {}", last.line)));
        }
    }
}

fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

fn read_times(line: &str) -> Option<(f64, f64)> {
    let captures = TIMES.as_ref()?.captures(line)?;
    let part = |index: usize| -> f64 { captures.get(index).and_then(|m| m.as_str().parse().ok()).unwrap_or(0.0) };
    let fraction = |index: usize| -> f64 {
        captures.get(index).and_then(|m| format!("0.{}", m.as_str()).parse().ok()).unwrap_or(0.0)
    };
    Some((
        part(1) * 3600.0 + part(2) * 60.0 + part(3) + fraction(4),
        part(5) * 3600.0 + part(6) * 60.0 + part(7) + fraction(8),
    ))
}

fn parts(lines: &[&str]) -> Vec<(Option<String>, String)> {
    let mut out: Vec<(Option<String>, String)> = Vec::new();
    for line in lines {
        let voice =
            VOICE.as_ref().and_then(|r| r.captures(line)).and_then(|c| c.get(1).map(|m| m.as_str().trim().to_owned()));
        let bare = TAG.as_ref().map_or_else(|| (*line).to_owned(), |r| r.replace_all(line, "").into_owned());
        let label = LABEL.as_ref().and_then(|r| r.captures(bare.trim()));
        let (voice, words) = match (voice, label) {
            (Some(voice), _) => (Some(voice), bare.trim().to_owned()),
            (None, Some(c)) => {
                let get = |i: usize| c.get(i).map_or("", |m| m.as_str()).trim().to_owned();
                (Some(get(1)), get(2))
            }
            (None, None) => (None, bare.trim().to_owned()),
        };
        if words.is_empty() {
            continue;
        }
        let dash = words.starts_with("- ");
        let words = words.trim_start_matches("- ").to_owned();
        match out.last_mut() {
            Some((_, open)) if voice.is_none() && !dash => {
                open.push(' ');
                open.push_str(&words);
            }
            _ => out.push((voice, words)),
        }
    }
    out
}

/// Seconds of silence after which a new paragraph begins.
const PAUSE: f64 = 3.0;

/// One paragraph a speaker's run of cues. In a file that names speakers, a cue without a name goes
/// on in the voice before it; in one that names none, the words are the author's.
fn fill(document: &mut DocumentText, cues: &[Cue]) {
    let mut voice = Voice::Author;
    let mut open = String::new();
    let mut marks: Vec<(usize, f64)> = Vec::new();
    let mut last_end = f64::NEG_INFINITY;
    for cue in cues {
        for (name, words) in &cue.parts {
            let next = name.clone().map_or_else(|| voice.clone(), Voice::Speaker);
            let ended = open.ends_with(['.', '!', '?', '…']);
            if next != voice || (ended && cue.start - last_end > PAUSE) {
                document.push(&open, BlockKind::Paragraph, voice, &marks);
                open.clear();
                marks.clear();
                voice = next;
            }
            if !open.is_empty() {
                open.push(' ');
            }
            marks.push((open.len(), cue.start));
            open.push_str(words);
        }
        last_end = cue.end;
    }
    document.push(&open, BlockKind::Paragraph, voice, &marks);
}
