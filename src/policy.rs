//! What may be said in a creator's name: promises, topics that go to a person, languages, strictness, and how
//! reasons are told. One TOML file a creator (`docs/policy.md`), named with its version in every record; the
//! default allows least.

use std::collections::BTreeMap;

use groundwire_index::source::hash_hex;
use groundwire_index::text::language::Language;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A text in the languages in which it was given.
pub type PerLanguage = BTreeMap<String, String>;

/// What may be said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// The author's name for this state of the file; stands in every record beside the hash.
    pub version: String,
    /// Kinds of commitment that may be made.
    pub commitments: Vec<CommitmentKind>,
    /// A credential that the creator's own words carry may be stated.
    pub credentials: bool,
    /// Contact data that the creator's own public words carry may be stated.
    pub contact: bool,
    /// Least probability of support at which a claim passes, above 0, at most 1; belongs to the judge.
    pub threshold: f64,
    /// The same for what a language model drafts, where it is above `threshold`: a model invents far more often than
    /// the people on whose replies `threshold` rests.
    pub draft_threshold: f64,
    /// Languages in which replies may be sent; empty allows all that the verifier knows.
    pub languages: Vec<Language>,
    /// Language in which reasons are told.
    pub reasons: Language,
    /// Asked for people's experience where the creator tells of none.
    pub uninvited: Uninvited,
    /// Topics on which a person is named before anything else is said.
    pub topics: BTreeMap<Topic, HandOff>,
    /// Says that an assistant is answering; goes before the persona's.
    pub disclosure: PerLanguage,
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

/// What to do when a group is asked for experiences and the creator has told of none (the invented child of
/// a parents' group).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Uninvited {
    /// An honest "I don't know".
    #[default]
    Abstain,
    /// Nothing at all.
    Silence,
}

/// A topic that belongs to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Danger to life: nothing but the hand-off is sent.
    Crisis,
    /// Symptoms, medicines, therapy.
    Health,
    /// Law, contracts, taxes.
    Legal,
}

/// How a topic is handed off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HandOff {
    /// Stands before the answer, or in its place; ours where a language is missing.
    pub text: PerLanguage,
    /// More words that open the topic, beside ours.
    pub words: Vec<String>,
    /// The topic is not handed off.
    pub off: bool,
}

/// Least calibrated support that passes, from rules and judge together (`src/verify/weigh.rs`).
pub const DEFAULT_THRESHOLD: f64 = 0.7;
/// The same under the policy `strict`.
pub const STRICT_THRESHOLD: f64 = 0.8;

/// The default threshold for what a language model drafts. Support is calibrated where 12 of 100 claims are bad; in the
/// drafts of a model that knows no better half are, and the odds that stood for 0.7 there stand for this here: odds times
/// (88 / 12), the shift of a prior (Elkan 2001).
pub const DEFAULT_DRAFT_THRESHOLD: f64 = 0.945;

impl Default for Policy {
    fn default() -> Self {
        Self {
            version: "default".to_owned(),
            commitments: Vec::new(),
            credentials: false,
            contact: false,
            threshold: DEFAULT_THRESHOLD,
            draft_threshold: DEFAULT_DRAFT_THRESHOLD,
            languages: Vec::new(),
            reasons: Language::En,
            uninvited: Uninvited::default(),
            topics: BTreeMap::new(),
            disclosure: PerLanguage::new(),
        }
    }
}

impl Policy {
    /// A named policy: `default`, or `strict` with a higher threshold.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "default" => Some(Self::default()),
            "strict" => Some(Self { version: "strict".to_owned(), threshold: STRICT_THRESHOLD, ..Self::default() }),
            _ => None,
        }
    }

    /// Reads a policy file's text; `name` is for messages.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let wrong = |message: String| Error::Config { source_name: name.to_owned(), message };
        let policy: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        policy.check().map_err(wrong)?;
        Ok(policy)
    }

    /// Says what is out of range.
    pub fn check(&self) -> std::result::Result<(), String> {
        for (name, threshold) in [("threshold", self.threshold), ("draft_threshold", self.draft_threshold)] {
            if !(threshold > 0.0 && threshold <= 1.0) {
                return Err(format!("{name} is {threshold}: it must be above 0 and at most 1"));
            }
        }
        if self.version.trim().is_empty() {
            return Err("version is blank: name this state of the file, a date will do".to_owned());
        }
        if self.languages.contains(&Language::Other) || self.reasons == Language::Other {
            return Err("languages are en, fr and es: the verifier knows no other".to_owned());
        }
        Ok(())
    }

    /// Names version and content: changes whenever the policy does.
    pub fn id(&self) -> String {
        let body = serde_json::to_vec(self).unwrap_or_default();
        let hash: String = hash_hex(&[&body]).chars().take(8).collect();
        format!("{}-{hash}", self.version.trim())
    }

    /// The same policy for what a language model drafts.
    #[must_use]
    pub fn for_drafts(&self) -> Self {
        Self { threshold: self.threshold.max(self.draft_threshold), ..self.clone() }
    }

    /// Replies in this language may be sent.
    pub fn speaks(&self, language: Language) -> bool {
        self.languages.is_empty() || self.languages.contains(&language)
    }

    /// What is said first on `topic`; `None` when the topic is switched off.
    pub fn hand_off(&self, topic: Topic, language: Language) -> Option<String> {
        let own = self.topics.get(&topic);
        if own.is_some_and(|hand_off| hand_off.off) {
            return None;
        }
        let own = own.and_then(|hand_off| in_language(&hand_off.text, language));
        Some(own.map_or_else(|| topic.text(language).to_owned(), str::to_owned))
    }

    /// Words of the creator's that open a topic.
    pub fn words(&self, topic: Topic) -> &[String] {
        self.topics.get(&topic).map_or(&[], |hand_off| hand_off.words.as_slice())
    }
}

impl Topic {
    /// The gravest first.
    pub const ALL: [Self; 3] = [Self::Crisis, Self::Health, Self::Legal];

    /// Our hand-off. It names no number: numbers differ by country and change.
    const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Crisis, Language::Fr) => {
                "Ce que tu écris m'inquiète, et un assistant automatique n'est pas la bonne aide. Si toi ou quelqu'un est en danger, appelle maintenant les secours ou une ligne d'écoute de ton pays, ou parle à quelqu'un près de toi."
            }
            (Self::Crisis, Language::Es) => {
                "Lo que escribes preocupa, y un asistente automático no es la ayuda adecuada. Si tú u otra persona está en peligro, llama ahora a emergencias o a una línea de ayuda de tu país, o habla con alguien cercano."
            }
            (Self::Crisis, Language::En | Language::Other) => {
                "What you write is worrying, and an automatic assistant is not the right help. If you or somebody else is in danger, please call your local emergency number or a crisis line now, or talk to someone near you."
            }
            (Self::Health, Language::Fr) => "Pour une question de santé, demande à un médecin ou à un pharmacien.",
            (Self::Health, Language::Es) => "Para una cuestión de salud, pregunta a un médico o a un farmacéutico.",
            (Self::Health, Language::En | Language::Other) => {
                "For a question of health, please ask a doctor or a pharmacist."
            }
            (Self::Legal, Language::Fr) => "Pour une question de droit, demande à un avocat ou à un conseil juridique.",
            (Self::Legal, Language::Es) => "Para una cuestión legal, pregunta a un abogado o a una asesoría.",
            (Self::Legal, Language::En | Language::Other) => {
                "For a question of law, please ask a lawyer or an advice centre."
            }
        }
    }
}

/// The text in this language, else in English.
pub(crate) fn in_language(texts: &PerLanguage, language: Language) -> Option<&str> {
    texts.get(language.as_str()).or_else(|| texts.get("en")).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_in_a_file_is_named() {
        assert!(
            Policy::parse("p", "version = '3'\ncommitments = ['reply']\nreasons = 'fr'\nuninvited = 'silence'\n")
                .is_ok()
        );
        for (text, says) in [
            ("threshold = 0.0", "threshold"),
            ("draft_threshold = 1.5", "draft_threshold"),
            ("commitments = ['anything']", "anything"),
            ("version = ' '", "version"),
            ("languages = ['other']", "languages"),
            ("langages = ['fr']", "langages"),
            ("[topics.sports]\noff = true", "sports"),
        ] {
            let message = Policy::parse("policy.toml", text).unwrap_err().to_string();
            assert!(message.contains(says) && message.contains("policy.toml"), "{message}");
        }
    }

    #[test]
    fn the_id_names_the_version_and_changes_with_the_content() {
        let first = Policy::parse("p", "version = '2026-11-22'").unwrap();
        let second = Policy::parse("p", "version = '2026-11-22'\ncontact = true").unwrap();
        assert!(first.id().starts_with("2026-11-22-") && first.id() != second.id());
        assert!(Policy::named("lax").is_none());
    }

    #[test]
    fn a_topic_may_be_worded_or_switched_off() {
        let policy =
            Policy::parse("p", "[topics.health]\ntext = { en = 'Ask Dr Bo.' }\n[topics.legal]\noff = true").unwrap();
        assert_eq!(policy.hand_off(Topic::Health, Language::Fr).unwrap(), "Ask Dr Bo.");
        assert!(policy.hand_off(Topic::Legal, Language::En).is_none());
        assert!(policy.hand_off(Topic::Crisis, Language::Es).unwrap().contains("emergencias"));
    }
}
