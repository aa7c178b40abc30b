//! What the fan said; invariant: it is evidence about the fan alone, and only what they stated of
//! themself, never what they asked or demanded.

use std::collections::HashSet;

use groundwire_index::text::figures::{Figure, figures};
use groundwire_index::text::language::Language;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{content_stems, plain, words};

use super::lexicon as lex;
use crate::question::{Role, ThreadTurn};

/// The fan's side of a thread.
#[derive(Debug, Clone, Default)]
pub struct Fan<'a> {
    /// The message that is answered.
    pub message: Option<&'a str>,
    /// Earlier messages, oldest first.
    pub earlier: Vec<&'a str>,
    /// All earlier turns, for reading what the reply refers to; never evidence.
    pub turns: Vec<Turn<'a>>,
}

/// One turn of the thread, for reading what a reply refers to.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    /// The fan said it.
    pub by_fan: bool,
    /// What was said.
    pub text: &'a str,
}

impl<'a> Fan<'a> {
    /// The fan's message and earlier turns of the thread.
    pub fn new(message: Option<&'a str>, thread: &'a [ThreadTurn]) -> Self {
        let earlier = thread.iter().filter(|turn| turn.role == Role::Fan).map(|turn| turn.text.as_str()).collect();
        let turns = thread.iter().map(|turn| Turn { by_fan: turn.role == Role::Fan, text: turn.text.as_str() });
        Self { message, earlier, turns: turns.collect() }
    }

    /// The thread in order, the message that is answered last.
    pub(super) fn thread(&self) -> impl Iterator<Item = Turn<'a>> + '_ {
        self.turns.iter().copied().chain(self.message.map(|text| Turn { by_fan: true, text }))
    }

    fn texts(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.earlier.iter().copied().chain(self.message)
    }

    /// Content stems of everything that they wrote.
    pub(super) fn words(&self, language: Language) -> HashSet<String> {
        self.texts().flat_map(|text| content_stems(text, language)).collect()
    }

    /// Every word that they wrote, folded.
    pub(super) fn folded_words(&self) -> HashSet<String> {
        self.texts().flat_map(|text| words(text).into_iter().map(|word| word.folded)).collect()
    }

    /// Figures of everything that they wrote.
    pub(super) fn figures(&self, language: Language) -> Vec<Figure> {
        self.texts().flat_map(|text| figures(text, language)).collect()
    }

    /// What they stated of themself: sentences that say "I" or "my", neither questions nor orders.
    pub(super) fn statements(&self) -> Vec<&'a str> {
        self.texts()
            .flat_map(|text| sentences(text).into_iter().map(move |span| span.slice(text)))
            .filter(|sentence| {
                let plain = plain(sentence);
                let order = lex::ADVICE.occurs(&plain) || lex::ORDER.occurs(&plain);
                lex::FIRST_PERSON.occurs(&plain) && !sentence.contains('?') && !order
            })
            .collect()
    }

    /// There is a message and it asks nothing: what follows it is a comment, no answer.
    pub(super) fn only_tells(&self) -> bool {
        self.message.is_some_and(|message| !message.contains('?'))
    }

    /// The message asks something.
    pub(super) fn asks(&self) -> bool {
        self.message.is_some_and(|message| message.contains('?'))
    }
}
