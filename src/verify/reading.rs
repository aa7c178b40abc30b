//! The evidence of a draft as sentences, each with who says it; pure. Invariant: persona texts are no evidence, and the
//! order in which items were retrieved decides nothing.

use std::sync::OnceLock;

use groundwire_index::retrieve::EvidenceItem;
use groundwire_index::text::figures::{Figure, figures};
use groundwire_index::text::language::{Language, detect};
use groundwire_index::text::sentences::sentences;

use super::closeness::lengths;
use super::quote::outside_quotations;
use super::vocabulary::stems_of;
use super::{Facts, own_words};
use crate::claim::{SpeechAct, Subject, is_first_person, subject};
use crate::question::before_orders;

/// A sentence of the evidence, read once for all claims of a draft.
pub struct Sentence {
    /// Place of its item.
    pub item: usize,
    /// Its text.
    pub text: String,
    /// The creator says it.
    pub own: bool,
    /// Who says it, when a speaker is known.
    pub speaker: Option<String>,
    /// It says "I" or "my".
    pub first_person: bool,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Its stems.
    pub stems: Vec<String>,
    /// Its stretches, read when first asked for.
    stretches: OnceLock<Vec<Stretch>>,
    language: Language,
}

/// A part of a sentence between marks and joining words, in which one thing is said.
pub struct Stretch {
    /// Its text.
    pub text: String,
    /// Its stems.
    pub stems: Vec<String>,
    /// Its figures, "a week" among them.
    pub figures: Vec<Figure>,
    /// Of what it speaks.
    pub subject: Subject,
}

impl Sentence {
    /// The parts of the sentence.
    pub fn stretches(&self) -> &[Stretch] {
        self.stretches.get_or_init(|| stretches(&self.text, self.language))
    }
}

fn stretches(text: &str, language: Language) -> Vec<Stretch> {
    let mut pieces = vec![text];
    for joint in [", ", "; ", ": ", " — ", " – ", " and ", " but ", " while ", " et ", " mais ", " y ", " pero "] {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(joint)).collect();
    }
    let read = |text: &str| {
        let mut found = figures(text, language);
        found.extend(lengths(text, language));
        Stretch {
            text: text.to_owned(),
            stems: stems_of(text, language),
            figures: found,
            subject: subject(text, language).0,
        }
    };
    pieces.into_iter().map(read).collect()
}

/// The evidence of a draft, read.
pub struct Reading {
    /// All that may carry a fact, in the claim's language.
    pub all: Vec<Sentence>,
    /// The creator's own words without what they quote, in the claim's language.
    pub own: Vec<Sentence>,
    /// Evidence in another language than the reply.
    pub foreign: Vec<Sentence>,
}

impl Reading {
    /// Reads the evidence of a draft.
    pub fn of(facts: &Facts<'_>) -> Self {
        let mut reading = Self { all: Vec::new(), own: Vec::new(), foreign: Vec::new() };
        // In the order of their ids: what was retrieved first decides nothing.
        let mut items: Vec<(usize, &EvidenceItem)> = facts.evidence.items.iter().enumerate().collect();
        items.sort_by(|a, b| a.1.id.cmp(&b.1.id));
        for (item, evidence) in items {
            if own_words::is_persona(evidence) {
                continue;
            }
            let language = detect(&evidence.text, facts.language);
            let foreign = language != facts.language;
            for passage in &evidence.passages {
                let text = before_orders(passage.span.slice(&evidence.text));
                let speaker = passage.voice.speaker().or(evidence.author.as_deref());
                let read = |text: &str, own: bool| -> Vec<Sentence> {
                    let spans = sentences(text);
                    spans.iter().map(|s| sentence(s.slice(text), item, own, speaker, language)).collect()
                };
                if foreign {
                    reading.foreign.extend(read(text, passage.own));
                    continue;
                }
                reading.all.extend(read(text, passage.own));
                if passage.own {
                    reading.own.extend(read(&outside_quotations(text), true));
                }
            }
        }
        reading
    }

    /// What may carry a claim of this kind.
    pub fn for_act(&self, act: SpeechAct) -> &[Sentence] {
        if act.needs_own_words() { &self.own } else { &self.all }
    }
}

fn sentence(text: &str, item: usize, own: bool, speaker: Option<&str>, language: Language) -> Sentence {
    Sentence {
        item,
        text: text.to_owned(),
        own,
        speaker: speaker.map(str::to_owned),
        first_person: is_first_person(text),
        figures: figures(text, language),
        stems: stems_of(text, language),
        stretches: OnceLock::new(),
        language,
    }
}

/// A sentence of the creator's, for tests.
#[cfg(test)]
pub fn sentence_of(text: &str, language: Language) -> Sentence {
    sentence(text, 0, true, None, language)
}
