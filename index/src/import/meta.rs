//! Front matter and sidecars; invariant: an unknown key is an error, not a silent loss.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;

use super::Problem;
use crate::document::Meta;
use crate::error::{Error, Result};
use crate::source::Visibility;
use crate::text::language::Language;

/// Keys of a front matter or a sidecar, as `docs/formats.md` lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileMeta {
    pub title: Option<String>,
    pub date: Option<String>,
    pub url: Option<String>,
    pub author: Option<String>,
    pub language: Option<String>,
    pub visibility: Option<Visibility>,
    pub currency: Option<String>,
}

impl FileMeta {
    /// What this says, and where it is silent what `other` says.
    pub fn or(self, other: Self) -> Self {
        Self {
            title: self.title.or(other.title),
            date: self.date.or(other.date),
            url: self.url.or(other.url),
            author: self.author.or(other.author),
            language: self.language.or(other.language),
            visibility: self.visibility.or(other.visibility),
            currency: self.currency.or(other.currency),
        }
    }

    /// Checked values.
    pub fn checked(&self) -> std::result::Result<(Meta, Option<Language>), String> {
        let date = self.date.as_deref().map(parse_date).transpose()?;
        let language = self
            .language
            .as_deref()
            .map(|code| Language::parse(code).ok_or_else(|| format!("`language: {code}` is none of en, fr, es, other")))
            .transpose()?;
        let meta = Meta {
            title: self.title.clone(),
            date,
            url: self.url.clone(),
            author: self.author.clone(),
            visibility: self.visibility.unwrap_or_default(),
        };
        Ok((meta, language))
    }
}

/// `2026-03-01` or RFC 3339; the day as it is written.
pub fn parse_date(text: &str) -> std::result::Result<Date, String> {
    let text = text.trim();
    let day = text.get(..10).unwrap_or(text);
    let whole = text.len() <= 10 || text.parse::<Timestamp>().is_ok() || text.parse::<DateTime>().is_ok();
    let parsed = if whole { day.parse::<Date>().ok() } else { None };
    parsed.ok_or_else(|| format!("`date: {text}` is neither YYYY-MM-DD nor RFC 3339"))
}

/// The values, or the line in the YAML (1-based) and what is wrong there.
fn parse_yaml(yaml: &str) -> std::result::Result<FileMeta, (usize, String)> {
    if yaml.trim().is_empty() {
        return Ok(FileMeta::default());
    }
    let meta: FileMeta = serde_saphyr::from_str(yaml).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line() as usize);
        (line, first_line(&error.to_string()))
    })?;
    let line_of = |why: &str| {
        let key = why.trim_start_matches('`').split(':').next().unwrap_or_default();
        yaml.lines().position(|line| line.starts_with(key)).map_or(1, |at| at + 1)
    };
    meta.checked().map_err(|why| (line_of(&why), why))?;
    Ok(meta)
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("cannot be read").to_owned()
}

/// Splits `---` front matter off. What looks like one and is not closed is a problem: its
/// `visibility: private` must not become a public page.
pub fn split_front_matter(text: &str) -> std::result::Result<(FileMeta, &str), Problem> {
    let blank_lines = text.lines().take_while(|line| line.trim().is_empty()).count();
    let mut lines = text.split_inclusive('\n').skip(blank_lines);
    let skipped: usize = text.split_inclusive('\n').take(blank_lines).map(str::len).sum();
    let Some(opening) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Ok((FileMeta::default(), text));
    };
    let from = skipped + opening.len();
    let mut to = from;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            let yaml = text.get(from..to).unwrap_or("");
            let meta = parse_yaml(yaml)
                .map_err(|(line, why)| Problem::at(blank_lines + 1 + line, format!("front matter: {why}")))?;
            return Ok((meta, text.get(to + line.len()..).unwrap_or("")));
        }
        to += line.len();
    }
    let next = text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or("");
    let is_key = next.split_once(':').is_some_and(|(key, _)| !key.is_empty() && key.chars().all(char::is_alphanumeric));
    if is_key {
        let why = "the front matter that opens here is never closed: end it with a line `---`";
        return Err(Problem::at(blank_lines + 1, why));
    }
    // A thematic break at the top, not a front matter.
    Ok((FileMeta::default(), text))
}

/// Reads `FILE.meta.yaml` beside a file, if there is one.
pub fn read_sidecar(path: &Path) -> Result<std::result::Result<FileMeta, Problem>> {
    let mut name = path.as_os_str().to_owned();
    name.push(".meta.yaml");
    let sidecar = Path::new(&name);
    // A sidecar that is there and cannot be read may say `private`.
    if !sidecar.try_exists().map_err(Error::io("look for", sidecar))? && !sidecar.is_symlink() {
        return Ok(Ok(FileMeta::default()));
    }
    let bytes = std::fs::read(sidecar).map_err(Error::io("read", sidecar))?;
    let shown = sidecar.display();
    let text = match super::decode(&bytes) {
        Ok(text) => text,
        Err(problem) => {
            return Ok(Err(Problem { message: format!("its sidecar `{shown}` {}", problem.message), ..problem }));
        }
    };
    Ok(parse_yaml(&text).map_err(|(line, why)| Problem::whole(format!("its sidecar `{shown}`:{line}: {why}"))))
}
