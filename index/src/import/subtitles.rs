//! SRT and WebVTT; invariant: a text's place in the document never gets a time of another cue.

use std::collections::{HashMap, HashSet};
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
    parts: Vec<Part>,
}

/// A stretch of a cue in one voice.
struct Part {
    said_by: SaidBy,
    words: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum SaidBy {
    /// Whoever spoke last.
    Same,
    /// A change of speaker, without a name.
    Unknown,
    /// By a `<v Name>` tag.
    Name(String),
    /// By a word and a colon, which may be a name; the words without it.
    Label(String, String),
}

static TIMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})").ok()
});
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<[^>]*>|\{\\[^}]*\}").ok());
static VOICE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<v(?:\.[^\s>]*)?\s+([^>]+)>").ok());
static LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,2}):\s+(\S.*)$").ok());

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

/// A time line opens a cue, wherever it stands; the number above it is not a word of the cue before.
fn cues(text: &str) -> (Vec<Cue>, Vec<Problem>) {
    let lines: Vec<&str> = text.lines().collect();
    let is_blank = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
    let is_time = |at: usize| lines.get(at).is_some_and(|line| line.contains("-->"));
    let opens_cue = |at: usize| is_time(at) || (is_number(line_at(&lines, at)) && is_time(at + 1));
    let (mut cues, mut problems) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(line) = lines.get(at).map(|line| line.trim()) {
        if line.is_empty() {
            at += 1;
        } else if !is_time(at) && ["WEBVTT", "NOTE", "STYLE", "REGION"].iter().any(|word| line.starts_with(word)) {
            while !is_blank(at) {
                at += 1;
            }
        } else if is_time(at) {
            let first = at + 1;
            // A blank line ends a cue, unless the next lines are of no cue: exports leave gaps.
            at = first;
            while !(is_blank(at) || opens_cue(at)) {
                at += 1;
            }
            take_cue(&mut cues, &mut problems, first, line, lines.get(first..at).unwrap_or(&[]));
        } else if is_time(at + 1) {
            at += 1;
        } else {
            problems.push(Problem::at(
                at + 1,
                format!("`{}` has no time line (00:00:01,000 --> 00:00:04,000): each cue needs one", clip(line)),
            ));
            while !is_blank(at) && !is_time(at) {
                at += 1;
            }
        }
    }
    (cues, problems)
}

fn line_at<'a>(lines: &[&'a str], at: usize) -> &'a str {
    lines.get(at).copied().unwrap_or("")
}

fn is_number(line: &str) -> bool {
    !line.trim().is_empty() && line.trim().bytes().all(|b| b.is_ascii_digit())
}

/// `number` is the 1-based line of the times.
fn take_cue(cues: &mut Vec<Cue>, problems: &mut Vec<Problem>, number: usize, times: &str, body: &[&str]) {
    let Some((start, end)) = read_times(times) else {
        problems.push(Problem::at(number, "cannot read the times: write 00:00:01,000 --> 00:00:04,000"));
        return;
    };
    check_order(cues, number, start, end, problems);
    let mut parts = parts(body);
    // Rolling captions show the last line again above the new one.
    let last = cues.last().and_then(|cue| cue.parts.last()).map(|part| part.words.as_str());
    if parts.len() > 1 && parts.first().map(|part| part.words.as_str()) == last {
        parts.remove(0);
    }
    cues.push(Cue { line: number, start, end, parts });
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

fn parts(lines: &[&str]) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for line in lines {
        for (name, words) in voiced(line) {
            let bare = TAG.as_ref().map_or_else(|| words.clone(), |r| r.replace_all(&words, "").into_owned());
            let bare = super::without_entities(&bare);
            let bare = bare.trim();
            let opened = bare.strip_prefix("- ").or_else(|| bare.strip_prefix(">>")).map(str::trim);
            let words = opened.unwrap_or(bare).to_owned();
            let label = LABEL
                .as_ref()
                .and_then(|r| r.captures(&words))
                .and_then(|c| Some((c.get(1)?.as_str().to_owned(), c.get(2)?.as_str().to_owned())));
            let said_by = match (name, label, opened) {
                (Some(name), _, _) => SaidBy::Name(name),
                (None, Some((name, rest)), _) => SaidBy::Label(name, rest),
                (None, None, Some(_)) => SaidBy::Unknown,
                (None, None, None) => SaidBy::Same,
            };
            if !words.is_empty() {
                out.push(Part { said_by, words });
            }
        }
    }
    out
}

/// A line cut at its `<v Name>` tags.
fn voiced(line: &str) -> Vec<(Option<String>, String)> {
    let mut out = Vec::new();
    let (mut name, mut from) = (None, 0);
    for captures in VOICE.iter().flat_map(|r| r.captures_iter(line)) {
        let (Some(whole), Some(said_by)) = (captures.get(0), captures.get(1)) else { continue };
        out.push((name, line.get(from..whole.start()).unwrap_or("").to_owned()));
        name = Some(said_by.as_str().trim().to_owned());
        from = whole.end();
    }
    out.push((name, line.get(from..).unwrap_or("").to_owned()));
    out
}

/// Seconds of silence after which a new paragraph begins.
const PAUSE: f64 = 3.0;

/// The labels that name speakers: written in capitals, of two words, or seen twice. `Remember: ...`
/// once is a sentence.
fn names(cues: &[Cue]) -> HashSet<String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for part in cues.iter().flat_map(|cue| &cue.parts) {
        if let SaidBy::Label(name, _) = &part.said_by {
            *seen.entry(name.as_str()).or_default() += 1;
        }
    }
    let is_name = |name: &str, times: usize| {
        times >= 2 || name.contains(' ') || (name.chars().count() > 1 && !name.contains(char::is_lowercase))
    };
    seen.into_iter().filter(|(name, times)| is_name(name, *times)).map(|(name, _)| name.to_owned()).collect()
}

/// One paragraph a speaker's run of cues. Where speakers are named, what comes before the first name
/// is nobody's, and a cue without a name goes on in the voice before it; where none is named, the
/// words are the author's, but for those of an unnamed second voice.
fn fill(document: &mut DocumentText, cues: &[Cue]) {
    let labels = names(cues);
    let is_named = |part: &Part| match &part.said_by {
        SaidBy::Name(_) => true,
        SaidBy::Label(name, _) => labels.contains(name),
        SaidBy::Same | SaidBy::Unknown => false,
    };
    let named = cues.iter().flat_map(|cue| &cue.parts).any(is_named);
    let start = if named { Voice::Nobody } else { Voice::Author };
    let mut voice = start.clone();
    let mut open = String::new();
    let mut marks: Vec<(usize, f64)> = Vec::new();
    let mut last_end = f64::NEG_INFINITY;
    for cue in cues {
        for (at, part) in cue.parts.iter().enumerate() {
            let (next, words) = match &part.said_by {
                SaidBy::Name(name) => (Voice::Speaker(name.clone()), &part.words),
                SaidBy::Label(name, rest) if labels.contains(name) => (Voice::Speaker(name.clone()), rest),
                // Who `Bo:` is, once, among named speakers, nobody can say.
                SaidBy::Label(..) if named => (Voice::Nobody, &part.words),
                SaidBy::Unknown => (Voice::Nobody, &part.words),
                // In a file without names a new cue is the author again.
                SaidBy::Same | SaidBy::Label(..) if !named && at == 0 => (start.clone(), &part.words),
                SaidBy::Same | SaidBy::Label(..) => (voice.clone(), &part.words),
            };
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
