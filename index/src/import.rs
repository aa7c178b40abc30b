//! Files to documents, one format a file; invariant: a bad entry becomes a [`Problem`] with its
//! line, and the entries beside it are still read.

mod catalogue;
mod markdown;
mod meta;
mod plain;
mod posts;
mod speakers;
mod subtitles;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::document::Parsed;
use crate::error::{Error, Result};

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Something wrong with a file or one of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// 1-based line, when one line is to blame.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
    /// The entry was read all the same.
    pub warning: bool,
}

impl Problem {
    pub(crate) fn at(line: usize, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into(), warning: false }
    }

    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into(), warning: false }
    }

    pub(crate) fn warning(line: usize, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into(), warning: true }
    }
}

/// What one file gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Imported {
    /// Documents, in file order; their locators are unique.
    pub documents: Vec<Parsed>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

impl Imported {
    fn failed(problem: Problem) -> Self {
        Self { documents: Vec::new(), problems: vec![problem] }
    }

    /// Nothing kept an entry from being read.
    pub fn is_clean(&self) -> bool {
        self.problems.iter().all(|problem| problem.warning)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Markdown,
    Plain,
    Srt,
    Vtt,
    Posts,
    Csv,
}

fn format_of(path: &Path) -> Option<Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "md" | "markdown" => Some(Format::Markdown),
        "txt" | "text" => Some(Format::Plain),
        "srt" => Some(Format::Srt),
        "vtt" => Some(Format::Vtt),
        "jsonl" | "ndjson" => Some(Format::Posts),
        "csv" => Some(Format::Csv),
        _ => None,
    }
}

/// A sidecar is read with its file, never by itself.
pub fn is_sidecar(path: &Path) -> bool {
    path.to_str().is_some_and(|p| p.ends_with(".meta.yaml"))
}

/// A text file that is subtitles by what it holds.
fn sniff(format: Format, text: &str) -> Format {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
    match format {
        Format::Plain if first.starts_with("WEBVTT") => Format::Vtt,
        Format::Plain if first.bytes().all(|b| b.is_ascii_digit()) && second.contains("-->") => Format::Srt,
        Format::Plain | Format::Markdown | Format::Srt | Format::Vtt | Format::Posts | Format::Csv => format,
    }
}

/// Whether a file of this name is of a kind that is read.
pub fn is_readable_kind(path: &Path) -> bool {
    format_of(path).is_some()
}

/// Reads one file. Failing to open it is an error; anything wrong inside is a [`Problem`].
pub fn read(path: &Path) -> Result<Imported> {
    let Some(locator) = path.to_str().map(str::to_owned) else {
        return Ok(Imported::failed(Problem::whole("its name is not UTF-8: rename it")));
    };
    if is_sidecar(path) {
        return Ok(Imported::failed(Problem::whole(
            "is a sidecar of no file: its name is the file's whole name and `.meta.yaml`, as in `talk.txt.meta.yaml`",
        )));
    }
    let Some(format) = format_of(path) else {
        return Ok(Imported::failed(Problem::whole(
            "is of no kind that is read (.md .txt .srt .vtt .jsonl .csv): left out",
        )));
    };
    let size = std::fs::metadata(path).map_err(Error::io("read", path))?.len();
    if size > MAX_FILE_BYTES {
        return Ok(Imported::failed(Problem::whole(format!(
            "has {size} bytes, the limit is {MAX_FILE_BYTES}: split it into smaller files"
        ))));
    }
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let text = match decode(&bytes) {
        Ok(text) => text,
        Err(problem) => return Ok(Imported::failed(problem)),
    };
    if text.trim().is_empty() {
        return Ok(Imported::failed(Problem::whole("is empty: nothing to read")));
    }
    let sidecar = match meta::read_sidecar(path)? {
        Ok(sidecar) => sidecar,
        Err(problem) => return Ok(Imported::failed(problem)),
    };
    let mut imported = match sniff(format, &text) {
        Format::Markdown => markdown::read(&locator, &text, sidecar),
        Format::Plain => plain::read(&locator, &text, sidecar),
        Format::Srt => subtitles::read(&locator, &text, &sidecar, subtitles::Dialect::Srt),
        Format::Vtt => subtitles::read(&locator, &text, &sidecar, subtitles::Dialect::Vtt),
        Format::Posts => posts::read(&locator, &text, &sidecar),
        Format::Csv => catalogue::read(&locator, &text, &sidecar),
    };
    imported.documents.retain(|document| !document.blocks.is_empty());
    if imported.documents.is_empty() && imported.problems.is_empty() {
        imported.problems.push(Problem::whole("holds no text: nothing to read"));
    }
    Ok(imported)
}

/// Bytes to NFC text with `\n` line ends; says where and why when it cannot.
fn decode(bytes: &[u8]) -> std::result::Result<String, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Problem::whole("is UTF-16: convert it with `iconv -f utf-16 -t utf-8`"));
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        let line = line_of(bytes, at);
        return Err(Problem::at(line, "holds a zero byte: this is a binary file, not text"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(normalised(text)),
        Err(error) => {
            let at = error.valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or_default();
            Err(Problem::at(
                line_of(bytes, at),
                format!(
                    "byte 0x{byte:02x} is not UTF-8; if the file is Latin-1, convert it with `iconv -f latin1 -t utf-8`"
                ),
            ))
        }
    }
}

/// NFC with `\n` line ends.
fn normalised(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect()
}

/// HTML without tags, comments, scripts and styles.
fn without_tags(html: &str) -> String {
    static UNSEEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?is)<!--.*?(?:-->|$)|<(?:script|style)\b.*?(?:</(?:script|style)>|$)|<[^>]*>").ok()
    });
    let bare = UNSEEN.as_ref().map_or_else(|| html.into(), |r| r.replace_all(html, " "));
    without_entities(&bare).split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace(" ,", ",")
}

/// The entities that exports and captions write.
fn without_entities(text: &str) -> String {
    let mut out = text.to_owned();
    for (entity, letter) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&lrm;", ""),
        ("&rlm;", ""),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, letter);
    }
    out
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|b| **b == b'\n').count() + 1
}

/// The files under `paths`, sorted, each once; hidden files and folders are left out, and so are
/// sidecars, but for those that belong to no file. Links are followed; one that leads nowhere is
/// listed, so that reading it says so.
pub fn walk(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let root = path.canonicalize().map_err(Error::io("find", path))?;
        for entry in walkdir::WalkDir::new(&root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|e| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.'))
        {
            match entry {
                Ok(entry) if entry.file_type().is_file() && !has_file(entry.path()) => files.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => match error.path() {
                    Some(path) if error.depth() > 0 => files.push(path.to_owned()),
                    _ => return Err(Error::Io { what: "walk", path: root.clone(), source: error.into() }),
                },
            }
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// A sidecar with its file beside it.
fn has_file(path: &Path) -> bool {
    path.to_str().and_then(|p| p.strip_suffix(".meta.yaml")).is_some_and(|file| Path::new(file).exists())
}

#[cfg(test)]
mod tests;
