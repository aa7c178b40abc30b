//! What the fan asks, with what was said before; invariant: a question is not blank, not longer
//! than [`MAX_BYTES`], and is data wherever it is shown to a model.

use std::sync::LazyLock;

use groundwire_index::text::language::{Language, detect};
use groundwire_index::text::words::plain;
use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Longest question, in bytes.
pub const MAX_BYTES: usize = 16 * 1024;

/// One earlier turn of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreadTurn {
    /// `fan` or `creator`.
    pub role: Role,
    /// What was said.
    pub text: String,
}

/// Who said a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The fan.
    #[serde(alias = "user")]
    Fan,
    /// The reply that was sent in the creator's name.
    #[serde(alias = "assistant")]
    Creator,
}

/// A fan's message with its thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What the fan wrote.
    pub text: String,
    /// Earlier turns, oldest first; used to understand, never as evidence.
    pub thread: Vec<ThreadTurn>,
    /// The fan's language.
    pub language: Language,
}

impl Question {
    /// Checks and reads a message.
    pub fn new(text: &str, thread: Vec<ThreadTurn>) -> Result<Self> {
        if text.trim().is_empty() {
            return Err(Error::request("question", "it is blank: ask something"));
        }
        if text.len() > MAX_BYTES {
            return Err(Error::request(
                "question",
                format!("it has {} bytes, the limit is {MAX_BYTES}: shorten it", text.len()),
            ));
        }
        Ok(Self { text: text.to_owned(), thread, language: detect(text, Language::En) })
    }

    /// What is searched: the message, and the fan's message before it when this one is too short to
    /// stand alone.
    pub fn search_words(&self) -> String {
        let short = self.text.split_whitespace().count() < 5;
        let before = self.thread.iter().rev().find(|turn| turn.role == Role::Fan).filter(|_| short);
        before.map_or_else(|| self.text.clone(), |turn| format!("{}\n{}", turn.text, self.text))
    }

    /// The fan asks who or what is answering.
    pub fn asks_who_answers(&self) -> bool {
        asks_who_answers(&self.text)
    }

    /// Nothing was answered in this thread yet.
    pub fn opens_thread(&self) -> bool {
        !self.thread.iter().any(|turn| turn.role == Role::Creator)
    }
}

/// A message asks who or what is answering.
pub fn asks_who_answers(message: &str) -> bool {
    WHO_ANSWERS.as_ref().is_some_and(|pattern| pattern.is_match(&plain(message)))
}

/// Matched against text as `plain` writes it.
static WHO_ANSWERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const WHAT: &str = "(?:human|humain|humaine|humano|humana|person|persona|personne|real|reel|reelle|bot|chatbot|robot|ai|ia|a\\.i\\.|machine|maquina|computer|program|automated|automatique|assistant|asistente)";
    Regex::new(&format!(
        r"\b(?:are|r) (?:you|u) (?:[a-z]+ ){{0,3}}{WHAT}\b|\bis (?:this|it|that) (?:[a-z]+ ){{0,3}}(?:{WHAT}|you)\b|\bis this (?:really|actually) |\b(?:talking|chatting|speaking|writing|texting) (?:to|with) |\bwho (?:are you|is this|am i|answers|writes|replies)\b|\b(?:es-tu|tu es|t'es|etes-vous|vous etes|c'est|est-ce)(?: [a-z]+){{0,3}} (?:{WHAT}|toi|vous)\b|\bje parle (?:a|avec) |\bqui (?:es-tu|etes-vous|me repond|repond)\b|\beres(?: [a-z]+){{0,3}} {WHAT}\b|\b(?:hablo|hablando|escribo) con |\bquien (?:eres|responde|me responde)\b"
    ))
    .ok()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_and_huge_questions_are_refused_with_a_reason() {
        assert!(Question::new(" \n", Vec::new()).unwrap_err().to_string().contains("blank"));
        let huge = "x".repeat(1_000_000);
        assert!(Question::new(&huge, Vec::new()).unwrap_err().to_string().contains("1000000 bytes"));
    }

    #[test]
    fn a_short_question_is_searched_with_the_one_before() {
        let thread = vec![
            ThreadTurn { role: Role::Fan, text: "Which oil for spoons?".into() },
            ThreadTurn { role: Role::Creator, text: "Tung.".into() },
        ];
        let question = Question::new("And for bowls?", thread).unwrap();
        assert!(question.search_words().starts_with("Which oil"));
        assert!(Question::new("Are you human or a bot?", Vec::new()).unwrap().asks_who_answers());
    }

    #[test]
    fn whoever_asks_who_answers_is_told() {
        let asks = |text: &str| Question::new(text, Vec::new()).unwrap().asks_who_answers();
        for text in [
            "Are you a person?",
            "Is this really Maya?",
            "am I chatting with a bot?",
            "Are you actually human?",
            "Are you AI?",
            "C'est un bot ?",
            "Es-tu une IA ?",
            "¿Hablo con una persona?",
            "¿Eres un robot?",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in ["Are you open on Monday?", "Is this walnut?", "C'est du lin ?", "Who made the bowl?"] {
            assert!(!asks(text), "{text}");
        }
    }
}
