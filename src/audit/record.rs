//! What a record says; invariant: it holds ids, spans, scores and hashes, and no text of a fan or a
//! creator: those stand in slots that can be erased.

use std::collections::BTreeMap;

use groundwire_index::source::{CreatorId, SourceId};
use groundwire_index::span::Span;
use serde::{Deserialize, Serialize};

use crate::claim::SpeechAct;
use crate::policy::Topic;
use crate::reply::{Outcome, Refusal};
use crate::verify::{Objection, Ruled, Ruling, Stance, Verdict};

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Id of the reply.
    pub id: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Why the draft was not sent as it was.
    pub refusal: Option<Refusal>,
    /// Topics of the question that belong to a person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// Where instructions to the assistant were seen: `message`, or ids of evidence. They are data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instructions: Vec<String>,
    /// What was retrieved, best first.
    pub evidence: Vec<EvidenceNote>,
    /// Each draft and its ruling, in order.
    pub steps: Vec<Step>,
    /// Models and policy.
    pub models: Models,
    /// Where the time went.
    pub timings: Timings,
}

/// One retrieved item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceNote {
    /// Chunk id.
    pub id: String,
    /// Its source.
    pub source: Option<SourceId>,
    /// Version of the document.
    pub version: Option<u32>,
    /// Where it stands in that version.
    pub span: Option<Span>,
    /// Retrieval score.
    pub score: f32,
}

/// One draft and what was decided on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// `draft`, `strip` or `fall_back`.
    pub name: String,
    /// Slot of the text.
    pub slot: String,
    /// Which generator wrote it.
    pub generator: String,
    /// Every claim, in order.
    pub claims: Vec<ClaimNote>,
    /// Nothing was rejected.
    pub accepted: bool,
    /// Least support that passed; what a language model drafts needs more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
}

/// One claim; its text is the span of the step's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimNote {
    /// Where it stands.
    pub span: Span,
    /// Kind of statement.
    pub act: SpeechAct,
    /// Passed.
    pub passes: bool,
    /// Support, where evidence is needed.
    pub score: Option<f64>,
    /// Evidence that carries it or was held against it.
    pub evidence: Vec<String>,
    /// The citation is ours, not the draft's.
    pub assigned: bool,
    /// How the evidence stands to it, when it was rejected.
    pub stance: Option<Stance>,
    /// Which rule rejected it.
    pub objection: Option<Objection>,
    /// Names of the rules that were asked, in order.
    pub rules: Vec<String>,
}

/// Models and policy of a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Models {
    /// Embedder.
    pub embedder: String,
    /// Judge.
    pub judge: String,
    /// Generator that was asked for.
    pub generator: String,
    /// Policy.
    pub policy: String,
    /// Least support that passes; each step says what held for it.
    pub threshold: f64,
}

/// Microseconds of each stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Timings {
    /// Searching.
    pub retrieve_us: u64,
    /// Writing drafts.
    pub generate_us: u64,
    /// Verifying them.
    pub verify_us: u64,
}

impl Step {
    /// A step from the ruling on its text.
    pub fn of(name: &str, slot: &str, generator: &str, ruling: &Ruling) -> Self {
        Self {
            name: name.to_owned(),
            slot: slot.to_owned(),
            generator: generator.to_owned(),
            claims: ruling.claims().iter().map(ClaimNote::of).collect(),
            accepted: ruling.accepts(),
            threshold: Some(ruling.threshold()),
        }
    }
}

impl ClaimNote {
    fn of(ruled: &Ruled) -> Self {
        let (evidence, assigned, stance, objection) = match &ruled.verdict {
            Verdict::Supported { by, assigned, .. } => (by.clone(), *assigned, None, None),
            Verdict::NotNeeded { .. } => (Vec::new(), false, None, None),
            Verdict::Rejected { stance, objection, against, .. } => {
                (against.clone(), false, Some(*stance), Some(*objection))
            }
        };
        Self {
            span: ruled.claim.span,
            act: ruled.claim.act,
            passes: ruled.verdict.passes(),
            score: ruled.verdict.score(),
            evidence,
            assigned,
            stance,
            objection,
            rules: ruled.rules.iter().map(|rule| rule.rule.clone()).collect(),
        }
    }
}

/// A decision read back, with the texts that were not erased.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// Place in the log.
    pub seq: i64,
    /// When, RFC 3339.
    pub at: String,
    /// Whose.
    pub creator: CreatorId,
    /// Hash in the chain.
    pub hash: String,
    /// The record.
    #[serde(flatten)]
    pub decision: Decision,
    /// Texts by slot; `null` once erased.
    pub texts: BTreeMap<String, Option<String>>,
}
