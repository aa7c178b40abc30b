//! Posts, one JSON object a line.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Imported, Problem, meta, plain};
use crate::document::{DocumentText, Parsed};
use crate::source::{SourceKind, Visibility};
use crate::text::language::{Language, detect};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Post {
    id: Id,
    text: String,
    date: Option<String>,
    url: Option<String>,
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
    visibility: Option<Visibility>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

pub fn read(locator: &str, text: &str, sidecar: &meta::FileMeta) -> Imported {
    let mut imported = Imported::default();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if line.trim().is_empty() {
            continue;
        }
        match read_post(locator, line, sidecar) {
            Ok((id, _)) if seen.contains_key(&id) => {
                let first = seen.get(&id).copied().unwrap_or_default();
                imported.problems.push(Problem::at(
                    number,
                    format!(
                        "id `{id}` stands on line {first} already: give each post its own id; this line was left out"
                    ),
                ));
            }
            Ok((id, parsed)) => {
                seen.insert(id, number);
                if parsed.blocks.is_empty() {
                    imported.problems.push(Problem::at(number, "`text` is blank: left out"));
                } else {
                    imported.documents.push(parsed);
                }
            }
            Err(why) => imported.problems.push(Problem::at(number, why)),
        }
    }
    imported
}

fn read_post(locator: &str, line: &str, sidecar: &meta::FileMeta) -> Result<(String, Parsed), String> {
    let post: Post =
        serde_json::from_str(line).map_err(|error| format!("is not a post (column {}): {error}", error.column()))?;
    let id = match post.id {
        Id::Text(id) => id,
        Id::Number(id) => id.to_string(),
    };
    let own = meta::FileMeta {
        title: post.title,
        date: post.date,
        url: post.url,
        author: post.author,
        language: post.language,
        visibility: post.visibility,
        currency: None,
    };
    // A sidecar speaks for the whole file; its title and date are not those of each post.
    let shared = meta::FileMeta { title: None, date: None, url: None, ..sidecar.clone() };
    let (meta, language) = own.or(shared).checked()?;
    let mut document = DocumentText::default();
    for paragraph in super::normalised(&post.text).split("\n\n") {
        plain::push_paragraph(&mut document, paragraph);
    }
    let (text, blocks, marks) = document.finish();
    let language = language.unwrap_or_else(|| detect(&text, Language::En));
    let locator = format!("{locator}#{id}");
    let parsed = Parsed { locator, kind: SourceKind::Post, meta, language, text, blocks, marks, offer: None };
    Ok((id, parsed))
}
