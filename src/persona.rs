//! The creator's voice, goals, limits and policy; invariant: a persona shapes style and permission,
//! and is never evidence.

use std::collections::BTreeMap;

use groundwire_index::source::{Creator, hash_hex};
use groundwire_index::text::language::Language;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A text in the languages in which it was given.
pub type PerLanguage = BTreeMap<String, String>;

/// A persona file (`docs/formats.md`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Persona {
    /// How the creator sounds.
    pub voice: Option<String>,
    /// What replies are for.
    pub goals: Vec<String>,
    /// What replies stay away from.
    pub limits: Vec<String>,
    /// Says that an assistant is answering.
    pub disclosure: PerLanguage,
    /// Closes an honest "I don't know".
    pub handoff: PerLanguage,
    /// What may be said.
    pub policy: Policy,
}

/// What may be said; the default allows least.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Kinds of commitment that may be made.
    pub commitments: Vec<CommitmentKind>,
    /// A credential that the creator's own words carry may be stated.
    pub credentials: bool,
    /// Contact data that the creator's own public words carry may be stated.
    pub contact: bool,
    /// Least probability of support at which a claim passes, 0 to 1.
    pub threshold: f64,
}

/// What a commitment promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentKind {
    /// To answer or get in touch.
    Reply,
    /// To ship an order.
    Ship,
    /// To give money back.
    Refund,
    /// To meet.
    Meet,
    /// To send, give, hold or make something.
    Send,
}

/// Where the baseline judge stops what rules let pass: below it the dev part of `fixtures/claims` has next to
/// no carried claim. The rules decide most; a trained judge comes with a threshold of its own.
pub const DEFAULT_THRESHOLD: f64 = 0.2;

impl Default for Policy {
    fn default() -> Self {
        Self { commitments: Vec::new(), credentials: false, contact: false, threshold: DEFAULT_THRESHOLD }
    }
}

impl Policy {
    /// A named policy: `default`, or `strict` with a higher threshold.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "default" => Some(Self::default()),
            "strict" => Some(Self { threshold: 0.5, ..Self::default() }),
            _ => None,
        }
    }

    /// Changes whenever the policy does.
    pub fn id(&self) -> String {
        let body = serde_json::to_vec(self).unwrap_or_default();
        let hash: String = hash_hex(&[&body]).chars().take(8).collect();
        format!("policy-{hash}")
    }
}

impl Persona {
    /// Reads a persona file's text; `name` is for messages.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let persona: Self = toml::from_str(text)
            .map_err(|error| Error::Config { source_name: name.to_owned(), message: error.to_string() })?;
        let threshold = persona.policy.threshold;
        if !(threshold > 0.0 && threshold <= 1.0) {
            return Err(Error::Config {
                source_name: name.to_owned(),
                message: format!("policy.threshold is {threshold}: it must be above 0 and at most 1"),
            });
        }
        Ok(persona)
    }

    /// The persona of a creator, or the default one.
    pub fn of(creator: &Creator) -> Result<Self> {
        creator.persona.as_deref().map_or_else(|| Ok(Self::default()), |text| Self::parse(creator.id.as_str(), text))
    }

    /// Says that an assistant is answering, in `language`.
    pub fn disclosure(&self, creator: &Creator, language: Language) -> String {
        if let Some(text) = in_language(&self.disclosure, language) {
            return text.to_owned();
        }
        match language {
            Language::Fr => {
                format!("(Réponse automatique d'un assistant IA, d'après ce que {} a publié.)", creator.name)
            }
            Language::Es => {
                format!("(Respuesta automática de un asistente de IA, según lo que {} ha publicado.)", creator.name)
            }
            Language::En | Language::Other => {
                format!("(Automatic reply by an AI assistant, from what {} has published.)", creator.name)
            }
        }
    }

    /// Tells where a person can be asked, if the persona says so.
    pub fn handoff(&self, language: Language) -> Option<&str> {
        in_language(&self.handoff, language)
    }
}

fn in_language(texts: &PerLanguage, language: Language) -> Option<&str> {
    texts.get(language.as_str()).or_else(|| texts.get("en")).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_and_thresholds_out_of_range_are_refused() {
        assert!(Persona::parse("p", "voice = 'x'\n[policy]\ncommitments = ['reply']\n").is_ok());
        assert!(Persona::parse("p", "voise = 'x'").is_err());
        assert!(Persona::parse("p", "[policy]\nthreshold = 0.0").is_err());
        assert!(Persona::parse("p", "[policy]\ncommitments = ['anything']").is_err());
    }

    #[test]
    fn a_policy_id_changes_with_the_policy() {
        let strict = Policy::named("strict").unwrap();
        assert_ne!(strict.id(), Policy::default().id());
        assert_eq!(Policy::default().id(), Policy::named("default").unwrap().id());
        assert!(Policy::named("lax").is_none());
    }
}
