//! Front matter and sidecars; invariant: an unknown key is an error, not a silent loss.

use std::path::Path;

use jiff::civil::Date;
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

/// `2026-03-01` or RFC 3339.
pub fn parse_date(text: &str) -> std::result::Result<Date, String> {
    let day = text.trim().get(..10).unwrap_or(text.trim());
    day.parse::<Date>().map_err(|_| format!("`date: {text}` is neither YYYY-MM-DD nor RFC 3339"))
}

fn parse_yaml(yaml: &str) -> std::result::Result<FileMeta, String> {
    if yaml.trim().is_empty() {
        return Ok(FileMeta::default());
    }
    serde_saphyr::from_str(yaml).map_err(|error| first_line(&error.to_string()))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("cannot be read").to_owned()
}

/// Splits `---` front matter off; the last value is the line on which the body begins.
pub fn split_front_matter(text: &str) -> std::result::Result<(FileMeta, &str, usize), Problem> {
    let Some(rest) = text.strip_prefix("---\n") else {
        return Ok((FileMeta::default(), text, 1));
    };
    let Some((yaml, body)) = rest.split_once("\n---\n").or_else(|| rest.strip_suffix("\n---").map(|y| (y, ""))) else {
        // A thematic break at the top, not a front matter.
        return Ok((FileMeta::default(), text, 1));
    };
    let meta = parse_yaml(yaml).map_err(|why| Problem::at(2, format!("front matter: {why}")))?;
    meta.checked().map_err(|why| Problem::at(2, format!("front matter: {why}")))?;
    Ok((meta, body, yaml.lines().count() + 3))
}

/// Reads `FILE.meta.yaml` beside a file, if there is one.
pub fn read_sidecar(path: &Path) -> Result<std::result::Result<FileMeta, Problem>> {
    let mut name = path.as_os_str().to_owned();
    name.push(".meta.yaml");
    let sidecar = Path::new(&name);
    if !sidecar.exists() {
        return Ok(Ok(FileMeta::default()));
    }
    let text = std::fs::read_to_string(sidecar).map_err(Error::io("read", sidecar))?;
    Ok(parse_yaml(&text)
        .and_then(|meta| meta.checked().map(|_| meta))
        .map_err(|why| Problem::whole(format!("its sidecar `{}`: {why}", sidecar.display()))))
}
