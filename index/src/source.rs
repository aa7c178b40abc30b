//! Whose words they are and what a reader can open; invariant: every id names exactly one thing of
//! exactly one creator, and only validated creator ids exist.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::text::words::fold;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

text_id!(
    /// `src_` and 20 hex digits of the hash of (creator, locator).
    SourceId
);
text_id!(
    /// `doc_` and 20 hex digits of the hash of (source, version, content hash).
    DocumentId
);
text_id!(
    /// `chk_` and 20 hex digits of the hash of (document, start, end).
    ChunkId
);

/// SHA-256 of the parts, each preceded by its length so that no two lists collide; 64 hex digits.
pub fn hash_hex(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hex(&hasher.finalize())
}

/// Two lowercase hex digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn short_hash(parts: &[&[u8]]) -> String {
    hash_hex(parts).chars().take(20).collect()
}

impl SourceId {
    /// The id of the thing at `locator` in a creator's archive.
    pub fn derive(creator: &CreatorId, locator: &str) -> Self {
        Self(format!("src_{}", short_hash(&[creator.as_str().as_bytes(), locator.as_bytes()])))
    }
}

impl DocumentId {
    /// The id of one version of a source's text.
    pub fn derive(source: &SourceId, version: u32, content_hash: &str) -> Self {
        Self(format!("doc_{}", short_hash(&[source.0.as_bytes(), &version.to_le_bytes(), content_hash.as_bytes()])))
    }
}

impl ChunkId {
    /// The id of one span of a document.
    pub fn derive(document: &DocumentId, start: usize, end: usize) -> Self {
        Self(format!(
            "chk_{}",
            short_hash(&[document.0.as_bytes(), &(start as u64).to_le_bytes(), &(end as u64).to_le_bytes()])
        ))
    }
}

/// A creator's id: 1 to 64 lowercase letters, digits and hyphens. Only [`CreatorId::parse`] and
/// [`CreatorId::from_name`] make one, serde included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreatorId(String);

impl CreatorId {
    /// Reads an id as it is written.
    pub fn parse(text: &str) -> Result<Self> {
        let legal = !text.is_empty()
            && text.len() <= 64
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        if legal {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::Invalid {
            what: "creator id",
            value: text.chars().take(80).collect(),
            why: "use 1 to 64 lowercase letters, digits and hyphens".to_owned(),
        })
    }

    /// The id that a name gives: folded to ASCII letters and digits, joined by hyphens.
    pub fn from_name(name: &str) -> Result<Self> {
        let mut slug = String::new();
        for c in fold(name).chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug: String = slug.chars().take(64).collect();
        Self::parse(slug.trim_matches('-'))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for CreatorId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CreatorId {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        Self::parse(&text)
    }
}

impl From<CreatorId> for String {
    fn from(id: CreatorId) -> Self {
        id.0
    }
}

/// Whose words are indexed and who may speak as "I".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creator {
    /// Scope of everything.
    pub id: CreatorId,
    /// The name as given.
    pub name: String,
    /// Names under which the creator speaks in transcripts; the name itself always counts.
    pub speakers: Vec<String>,
    /// The persona file's text, if one was given. Style only, never evidence.
    pub persona: Option<String>,
    /// Policy file's text; what may be said in the creator's name.
    #[serde(default)]
    pub policy: Option<String>,
}

impl Creator {
    /// True when `name` is the creator: equal after folding case and accents, to the name, one of
    /// the speakers, or the first name of either when nothing but that first name is given.
    pub fn is_called(&self, name: &str) -> bool {
        let wanted = fold(name.trim());
        if wanted.is_empty() {
            return false;
        }
        std::iter::once(&self.name).chain(&self.speakers).any(|own| {
            let own = fold(own.trim());
            own == wanted || own.split_whitespace().next() == Some(wanted.as_str())
        })
    }
}

/// What kind of thing a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A Markdown or text file.
    Page,
    /// One entry of a posts export.
    Post,
    /// A Markdown transcript with named turns.
    Transcript,
    /// An SRT or WebVTT file.
    Subtitles,
    /// A row of a product catalogue.
    Catalogue,
}

impl SourceKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Page, Self::Post, Self::Transcript, Self::Subtitles, Self::Catalogue];

    /// As stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Post => "post",
            Self::Transcript => "transcript",
            Self::Subtitles => "subtitles",
            Self::Catalogue => "catalogue",
        }
    }

    /// Reads what [`SourceKind::as_str`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Who may be answered from a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Any fan.
    #[default]
    Public,
    /// Nobody but the creator: never retrieved for a fan, never cited.
    Private,
}

impl Visibility {
    /// As stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }

    /// Reads what [`Visibility::as_str`] wrote; anything else is private, to fail closed.
    pub fn parse(text: &str) -> Self {
        if text == "public" { Self::Public } else { Self::Private }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids_and_bad_ids_are_refused() {
        assert_eq!(CreatorId::from_name("Inès Kerval").unwrap().as_str(), "ines-kerval");
        assert_eq!(CreatorId::from_name("  Hollow  Pine! ").unwrap().as_str(), "hollow-pine");
        for bad in ["", "-a", "a-", "A", "a b", "é", "../x"] {
            assert!(CreatorId::parse(bad).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<CreatorId>("\"../etc\"").is_err());
    }

    #[test]
    fn a_creator_is_called_by_name_speaker_or_first_name_only() {
        let creator = Creator {
            id: CreatorId::parse("x").unwrap(),
            name: "Inès Kerval".into(),
            speakers: vec!["Nori Host".into()],
            persona: None,
            policy: None,
        };
        for yes in ["ines kerval", "Inès", "NORI HOST", "Nori"] {
            assert!(creator.is_called(yes), "{yes}");
        }
        for no in ["", "Kerval", "Inès Dupont", "Host"] {
            assert!(!creator.is_called(no), "{no}");
        }
    }
}
