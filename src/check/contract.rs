//! The objects of the check contract, as lines of JSON and bodies over HTTP have them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::claim::SpeechAct;
use crate::policy::Policy;
use crate::question::ThreadTurn;
use crate::verify::{Objection, Probabilities, RuleTrace};

/// One line in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckRequest {
    /// Given back as it came.
    #[serde(default)]
    pub id: Option<serde_json::Value>,
    /// The candidate reply; may carry markers such as `[evidence-id]`.
    pub reply: String,
    /// What it may rest on; may be empty.
    #[serde(default)]
    pub evidence: Vec<GivenEvidence>,
    /// The fan's words.
    #[serde(default)]
    pub message: Option<String>,
    /// Earlier turns, oldest first.
    #[serde(default)]
    pub turns: Vec<ThreadTurn>,
    /// Whose voice it is.
    #[serde(default)]
    pub creator: Option<GivenCreator>,
    /// Offers as they stand.
    #[serde(default)]
    pub catalogue: Option<Vec<GivenOffer>>,
    /// A policy or the name of one.
    #[serde(default)]
    pub policy: Option<GivenPolicy>,
    /// Least support that passes, in place of the policy's: above 0, at most 1.
    #[serde(default)]
    pub threshold: Option<f64>,
    /// RFC 3339; today when absent.
    #[serde(default)]
    pub now: Option<Timestamp>,
    /// Mend what is objected to, and give the text that then passes.
    #[serde(default)]
    pub repair: bool,
    /// Also tell of each claim which rules were asked, in order, and what they said.
    #[serde(default)]
    pub explain: bool,
    /// Gold labels of our own fixtures travel with the line and are not read.
    #[serde(default, rename = "gold")]
    pub(super) _gold: Option<serde_json::Value>,
}

impl CheckRequest {
    /// A reply and nothing else: no evidence, no creator, the default policy.
    pub fn new(reply: impl Into<String>) -> Self {
        Self {
            id: None,
            reply: reply.into(),
            evidence: Vec::new(),
            message: None,
            turns: Vec::new(),
            creator: None,
            catalogue: None,
            policy: None,
            threshold: None,
            now: None,
            repair: false,
            explain: false,
            _gold: None,
        }
    }
}

impl GivenEvidence {
    /// A text of which nothing more is known.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            kind: None,
            date: None,
            author: None,
            speaker: None,
            title: None,
            url: None,
        }
    }
}

/// One evidence item in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenEvidence {
    /// Unique in the line.
    pub id: String,
    /// Its text.
    pub text: String,
    /// `persona` is never evidence; any other kind is only shown.
    #[serde(default)]
    pub kind: Option<String>,
    /// `YYYY-MM-DD` or RFC 3339.
    #[serde(default)]
    pub date: Option<String>,
    /// Who wrote it; absent is the creator.
    #[serde(default)]
    pub author: Option<String>,
    /// Who says it; absent is the author.
    #[serde(default)]
    pub speaker: Option<String>,
    /// Title of the source.
    #[serde(default)]
    pub title: Option<String>,
    /// What a reader can open.
    #[serde(default)]
    pub url: Option<String>,
}

/// Whose voice a reply is in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenCreator {
    /// The creator's name.
    #[serde(default)]
    pub name: String,
    /// Names under which the creator speaks.
    #[serde(default)]
    pub speakers: Vec<String>,
    /// Style only, never evidence: a text, or an object as in a persona file.
    #[serde(default)]
    pub persona: Option<serde_json::Value>,
}

/// A row in, as a person would write it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenOffer {
    /// The item's name.
    pub item: String,
    /// Size, colour ...
    #[serde(default)]
    pub variant: Option<String>,
    /// In units of `currency`.
    #[serde(default)]
    pub price: Option<f64>,
    /// ISO 4217.
    #[serde(default)]
    pub currency: Option<String>,
    /// Units that can be sold now; absent is not counted.
    #[serde(default)]
    pub stock: Option<i64>,
    /// Where it ships.
    #[serde(default)]
    pub region: Option<serde_json::Value>,
    /// First day.
    #[serde(default)]
    pub valid_from: Option<String>,
    /// Last day.
    #[serde(default)]
    pub valid_until: Option<String>,
    /// A discount code.
    #[serde(default)]
    pub code: Option<String>,
    /// Not used.
    #[serde(default)]
    pub url: Option<String>,
}

/// A policy object or a name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum GivenPolicy {
    /// `default` or `strict`.
    Name(String),
    /// As in a persona file.
    Policy(Policy),
}

/// Accept or reject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Every claim passed.
    Accept,
    /// At least one did not.
    Reject,
}

/// The four labels of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// Carried by evidence.
    Supported,
    /// Carried by nothing.
    Unsupported,
    /// The evidence says otherwise.
    Contradicted,
    /// Needs no evidence.
    NotNeeded,
}

/// One claim out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedClaim {
    /// First byte in the reply as given.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The claim's text.
    pub text: String,
    /// Kind of statement.
    pub act: SpeechAct,
    /// What was decided.
    pub verdict: Label,
    /// Support from 0 to 1; 1 when none is needed.
    pub score: f64,
    /// Ids of the evidence that carries it.
    pub citations: Vec<String>,
    /// Code of the rule that rejected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objection: Option<Objection>,
    /// One plain sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the judge thinks, where it was asked; the verdict weighs it with the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Probabilities>,
    /// Rules in the order in which they were asked; only when `explain` was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleTrace>,
}

/// A mended reply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Repaired {
    /// Passes as it stands.
    pub text: String,
    /// Its claims, offsets in `text`.
    pub claims: Vec<CheckedClaim>,
}

/// Which verifier decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerifierIds {
    /// Model of the judge.
    pub judge: String,
    /// Policy.
    pub policy: String,
    /// Least support that passes.
    pub threshold: f64,
}

/// One line out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckReport {
    /// As it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<serde_json::Value>,
    /// Accept or reject.
    pub decision: Decision,
    /// Support of the weakest claim that needs evidence; 1 when none does.
    pub score: f64,
    /// In order.
    pub claims: Vec<CheckedClaim>,
    /// The reply without what was objected to, verified again; only when `repair` was asked, the reply was
    /// rejected, and something worth sending is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repaired: Option<Repaired>,
    /// Where instructions to the assistant were seen: `message`, or ids of evidence. They are data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instructions: Vec<String>,
    /// Which verifier decided.
    pub verifier: VerifierIds,
    /// Microseconds that the check took.
    pub elapsed_us: u64,
    /// Microseconds of these that went by until the judge had answered; of a repair's own checks not.
    pub judge_us: u64,
}
