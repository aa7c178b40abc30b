//! What is measured: one labelled claim, candidate reply, fan question or search, with what is true of it. Invariant:
//! which half an item is in hangs on its text alone, and what belongs together is in one half.

use std::collections::BTreeMap;

use groundwire::check::CheckRequest;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::metrics::ranking::Relevant;

/// Which half of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Half {
    /// May tune.
    A,
    /// Only reports.
    B,
}

/// By what figures are split: `lang`, `kind`, `incident`, `set`, `model`.
pub type Slices = BTreeMap<String, String>;

/// One item with its gold.
#[derive(Debug, Clone)]
pub struct Item {
    /// Unique within its part.
    pub id: String,
    /// Part of the suite.
    pub part: String,
    /// Which half.
    pub half: Half,
    /// Items of one cluster are not independent: twins, replies to one source.
    pub cluster: String,
    /// Properties to split by.
    pub slices: Slices,
    /// What is to be done.
    pub work: Work,
}

/// What is to be done with an item, and what is true of it.
#[derive(Debug, Clone)]
pub enum Work {
    /// Say whether the evidence carries a claim.
    Claim(Claim),
    /// Say whether a whole reply may be sent.
    Reply(Box<Candidate>),
    /// Answer a fan.
    Question(Asked),
    /// Find documents.
    Query(Query),
}

/// A claim held against a text.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What it is held against; may be empty.
    pub evidence: String,
    /// The claim itself.
    pub text: String,
    /// What was asked, where the set has it.
    pub message: Option<String>,
    /// The evidence carries it.
    pub supported: bool,
}

/// A candidate reply.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// As it is handed to the check.
    pub request: CheckRequest,
    /// Nothing in it is at fault.
    pub acceptable: bool,
    /// What is at fault, as bytes of the reply, with the right reasons where the set names them.
    pub faults: Vec<Fault>,
    /// What a careful editor made of it, where there is something left worth sending.
    pub repaired: Option<String>,
}

/// A stretch of a reply that nothing carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Objections that are right; empty where the set names none.
    pub objections: Vec<String>,
}

/// How a fan's message is to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// The archive answers it.
    Answer,
    /// The archive does not: an honest "I don't know".
    Abstain,
    /// What must never be given or claimed is asked for.
    Refuse,
    /// A person has to be named first.
    HandOff,
    /// Kind words, and nothing to check.
    Social,
}

/// A fan's message to a fixture creator.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Folder of the creator.
    pub creator: String,
    /// The message.
    pub question: String,
    /// How it is to be met.
    pub expect: Behaviour,
    /// Any one of these stands in a right answer.
    pub must_contain: Vec<String>,
    /// None of these stands in any reply.
    pub must_not_contain: Vec<String>,
    /// Any one of these sources carries the answer.
    pub sources: Vec<String>,
}

/// A search with its judged documents.
#[derive(Debug, Clone)]
pub struct Query {
    /// What is searched for.
    pub text: String,
    /// Grades.
    pub relevant: Relevant,
}

/// Hash of the parts, a zero byte between them.
pub fn hash(parts: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            hasher.update([0]);
        }
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

/// The first byte of the hash of a text decides.
pub fn half_of(parts: &[&str]) -> Half {
    if hash(parts)[0].is_multiple_of(2) { Half::A } else { Half::B }
}

impl Item {
    /// For a sample that hangs on the texts and the seed, not on the order of the file. Seed 0 draws by the hash alone.
    pub fn draw(&self, seed: u64) -> [u8; 32] {
        let own = match &self.work {
            // Not the hash that decides the half: a draw by that one would take one half first.
            Work::Claim(claim) => hash(&["draw", &claim.evidence, &claim.text]),
            Work::Reply(_) | Work::Question(_) | Work::Query(_) => hash(&[&self.part, &self.cluster, &self.id]),
        };
        if seed == 0 { own } else { Sha256::new().chain_update(seed.to_le_bytes()).chain_update(own).finalize().into() }
    }
}
