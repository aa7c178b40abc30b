//! What the fan asks, with what was said before; invariant: a question is not blank, not longer
//! than [`MAX_BYTES`], and is data wherever it is shown to a model.

use groundwire_index::text::language::{Language, detect};
use groundwire_index::text::words::plain;
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

    /// The fan sincerely asks who or what is answering.
    pub fn asks_who_answers(&self) -> bool {
        const ASKS: [&str; 20] = [
            "are you human",
            "are you real",
            "are you a bot",
            "are you an ai",
            "are you a robot",
            "is this a bot",
            "is this an ai",
            "is this really you",
            "am i talking to",
            "who are you",
            "es-tu humain",
            "es-tu un robot",
            "etes-vous un",
            "est-ce vraiment toi",
            "qui es-tu",
            "t'es un bot",
            "eres humana",
            "eres un bot",
            "eres real",
            "quien eres",
        ];
        let asked = plain(&self.text);
        ASKS.iter().any(|ask| asked.contains(ask))
    }
}

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
}
