//! The creator's voice, goals, limits and policy; invariant: a persona shapes style and permission,
//! and is never evidence.

use groundwire_index::source::Creator;
use groundwire_index::text::language::Language;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::policy::{PerLanguage, Policy, in_language};

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
    /// Answers a message that asks nothing: thanks, a greeting. Verified like any reply, so it may state nothing.
    pub small_talk: PerLanguage,
    /// What may be said.
    pub policy: Policy,
}

impl Persona {
    /// Reads a persona file's text; `name` is for messages.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let persona: Self = toml::from_str(text)
            .map_err(|error| Error::Config { source_name: name.to_owned(), message: error.to_string() })?;
        persona.policy.check().map_err(|message| Error::Config {
            source_name: name.to_owned(),
            message: format!("in [policy]: {message}"),
        })?;
        Ok(persona)
    }

    /// The persona of a creator, or the default one, with the creator's policy.
    pub fn of(creator: &Creator) -> Result<Self> {
        let text = creator.persona.as_deref();
        let mut persona = text.map_or_else(|| Ok(Self::default()), |text| Self::parse(creator.id.as_str(), text))?;
        // A policy file of its own goes before the persona's table.
        if let Some(policy) = creator.policy.as_deref() {
            persona.policy = Policy::parse(creator.id.as_str(), policy)?;
        }
        Ok(persona)
    }

    /// Says that an assistant is answering, in `language`.
    pub fn disclosure(&self, creator: &Creator, language: Language) -> String {
        let own = in_language(&self.policy.disclosure, language).or_else(|| in_language(&self.disclosure, language));
        if let Some(text) = own {
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

    /// Answers a message that asks nothing.
    pub fn small_talk(&self, language: Language) -> &str {
        in_language(&self.small_talk, language).unwrap_or(match language {
            Language::Fr => "Merci pour ton message !",
            Language::Es => "¡Gracias por tu mensaje!",
            Language::En | Language::Other => "Thank you for your message!",
        })
    }

    /// Tells where a person can be asked, if the persona says so.
    pub fn handoff(&self, language: Language) -> Option<&str> {
        in_language(&self.handoff, language)
    }
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
}
