//! What was said of one item, beside what is true of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::item::{Behaviour, Half, Slices};
use crate::metrics::spans::Chars;

/// What was said of one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// As in the suite.
    pub id: String,
    /// Part of the suite.
    pub part: String,
    /// Which half.
    pub half: Half,
    /// What it belongs together with.
    pub cluster: String,
    /// Properties to split by.
    pub slices: Slices,
    /// Microseconds of each stage.
    pub micros: BTreeMap<String, u64>,
    /// What was said, with the gold.
    pub found: Found,
}

/// What was said of one item, with the gold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
pub enum Found {
    /// On a claim or a candidate reply.
    Decision(Decision),
    /// To a fan.
    Answer(Box<Answer>),
    /// Rankings of one query, by leg.
    Ranking(Ranking),
    /// The same draft raw and guarded.
    Pair(Box<Pair>),
    /// It could not be measured; counted, and shown.
    Failed {
        /// Why.
        error: String,
    },
}

/// Whether something may be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Gold: it may.
    pub acceptable: bool,
    /// Said: it may.
    pub accepted: bool,
    /// Support, 0 to 1.
    pub score: f64,
    /// A rule alone rejects it: no threshold lets it pass.
    pub firm: bool,
    /// Least support among what was weighed against the threshold; 1 where nothing was.
    pub weighed: f64,
    /// Sentences of a reply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<Sentence>,
    /// How the blame sits; where the set marks spans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chars: Option<Chars>,
    /// Where a good editor left something: a repair came, it has none of the faults and most of what was left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repaired: Option<bool>,
    /// Of blamed faults whose right reasons the set names: how many have one of them, and how many there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<(usize, usize)>,
    /// The claim or reply.
    pub text: String,
    /// What it was held against, cut short.
    pub evidence: String,
    /// What was objected to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objected>,
}

/// One sentence of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Gold: nothing in it is at fault.
    pub supported: bool,
    /// Nothing in it was rejected.
    pub accepted: bool,
    /// Support of its weakest claim.
    pub score: f64,
}

/// One claim that was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objected {
    /// Its text.
    pub claim: String,
    /// Code.
    pub objection: String,
    /// One plain sentence.
    pub reason: String,
}

/// What a fan got.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that a figure asks")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Gold.
    pub expect: Behaviour,
    /// The message.
    pub question: String,
    /// What was sent.
    pub text: String,
    /// How it came to be.
    pub outcome: String,
    /// It counts as an answer.
    pub answers: bool,
    /// A person was named first.
    pub handed_off: bool,
    /// It has what a right answer needs (for `answer`).
    pub has_needed: bool,
    /// Forbidden strings that stand in it.
    pub leaks: Vec<String>,
    /// A right source is cited; where something is cited.
    pub cites_right: Option<bool>,
    /// A right source was found at all (for `answer`).
    pub found_right: Option<bool>,
    /// ALCE: carried by its citations, citations that count, citations; each statement.
    pub citations: Vec<(bool, usize, usize)>,
    /// Behaved as the gold says.
    pub right: bool,
}

/// Rankings of one query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// Leg to nDCG@10, recall@10, recall@100, reciprocal rank.
    pub legs: BTreeMap<String, [f64; 4]>,
}

/// One draft, sent raw, and through the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The message.
    pub question: String,
    /// Evidence that both had, in order.
    pub evidence: Vec<String>,
    /// The generator's draft, with its markers.
    #[serde(default)]
    pub draft: String,
    /// The same as it would have been sent without us.
    pub raw: String,
    /// What was sent.
    pub guarded: String,
    /// How it came to be.
    pub outcome: String,
    /// The guarded reply counts as an answer.
    pub answers: bool,
    /// What was objected to.
    pub objections: Vec<Objected>,
}

impl Measured {
    /// What was decided on a claim or reply.
    pub const fn decision(&self) -> Option<&Decision> {
        if let Found::Decision(decision) = &self.found { Some(decision) } else { None }
    }

    /// What a fan got.
    pub fn answer(&self) -> Option<&Answer> {
        if let Found::Answer(answer) = &self.found { Some(answer) } else { None }
    }

    /// What a query found.
    pub const fn ranking(&self) -> Option<&Ranking> {
        if let Found::Ranking(ranking) = &self.found { Some(ranking) } else { None }
    }

    /// A draft raw and guarded.
    pub fn pair(&self) -> Option<&Pair> {
        if let Found::Pair(pair) = &self.found { Some(pair) } else { None }
    }

    /// It could not be measured.
    pub const fn has_failed(&self) -> bool {
        matches!(self.found, Found::Failed { .. })
    }
}
