//! What was decided on a claim, and on a draft; invariant: the fields of a [`Ruling`] are open to the
//! verifier alone.

use serde::{Deserialize, Serialize};

use super::entailment::Probabilities;
use crate::claim::{Claim, SpeechAct};

/// Why a claim was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Objection {
    /// It cites nothing and there is nothing that carries it.
    Uncited,
    /// It cites what is not there, and nothing carries it.
    UnknownCitation,
    /// The words in quotation marks are not those of the source, or not of that speaker.
    QuoteMismatch,
    /// A number, amount, percentage, quantity or time is not in the evidence.
    FigureMismatch,
    /// A date is not in the evidence.
    DateMismatch,
    /// A name is not in the evidence.
    NameMismatch,
    /// The catalogue has no such item or variant.
    NoSuchItem,
    /// The catalogue row is sold out or its time is over.
    ItemUnavailable,
    /// The catalogue names another price.
    PriceMismatch,
    /// The catalogue has no such discount code.
    NoSuchCode,
    /// Somebody else said it, or nobody: the creator's own words do not.
    NotTheirWords,
    /// The evidence does not carry it.
    NotEntailed,
    /// A newer source says otherwise.
    Superseded,
    /// The policy forbids such statements.
    Forbidden,
    /// The verifier does not know the language.
    LanguageUnsupported,
    /// The judge failed.
    VerifierUnavailable,
}

/// How the evidence stands to a rejected claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// It says nothing of it.
    Unsupported,
    /// It says otherwise.
    Contradicted,
}

/// What was decided on one claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Carried by evidence.
    Supported {
        /// Ids of evidence items or catalogue rows; never empty.
        by: Vec<String>,
        /// The claim did not cite them itself.
        assigned: bool,
        /// Probability of support, at least the threshold.
        score: f64,
    },
    /// Of a kind that needs no evidence.
    NotNeeded {
        /// Why.
        why: String,
    },
    /// Not to be sent.
    Rejected {
        /// How the evidence stands to it.
        stance: Stance,
        /// Which rule rejected it.
        objection: Objection,
        /// One plain sentence for a person.
        reason: String,
        /// Ids of the evidence that was held against it; may be empty.
        against: Vec<String>,
        /// Support, below the threshold; 0 for what is forbidden.
        score: f64,
        /// The value that the evidence has in the place of a wrong one, where there is exactly one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<Instead>,
    },
}

/// A wrong value and the right one, both as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instead {
    /// As the claim has it.
    pub wrong: String,
    /// As the evidence has it.
    pub right: String,
}

impl Verdict {
    /// It may be sent.
    pub const fn passes(&self) -> bool {
        matches!(self, Self::Supported { .. } | Self::NotNeeded { .. })
    }

    /// Support from 0 to 1, where evidence is needed.
    pub const fn score(&self) -> Option<f64> {
        match self {
            Self::Supported { score, .. } | Self::Rejected { score, .. } => Some(*score),
            Self::NotNeeded { .. } => None,
        }
    }
}

/// One rule that was asked about one claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleTrace {
    /// Name of the rule.
    pub rule: String,
    /// What it said.
    pub said: String,
    /// Where rules and judge were weighed: the support, 0 to 1, that was held against the threshold. A claim
    /// without it is decided by rules alone, and no threshold changes that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<f64>,
}

impl RuleTrace {
    /// What a rule said.
    pub fn new(rule: &str, said: impl Into<String>) -> Self {
        Self { rule: rule.to_owned(), said: said.into(), weighed: None }
    }
}

/// A claim with its verdict and the rules that led there, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ruled {
    /// The claim.
    pub claim: Claim,
    /// The verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Rules in the order in which they were asked.
    pub rules: Vec<RuleTrace>,
    /// What the judge thinks, where it was asked; the verdict weighs it with the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Probabilities>,
}

/// Every verdict of one draft. Only [`super::Verifier::verify`] makes one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ruling {
    pub(super) claims: Vec<Ruled>,
    pub(super) judge: String,
    pub(super) policy: String,
    pub(super) threshold: f64,
    /// Waiting for the judge is no part of what was decided.
    #[serde(skip)]
    pub(super) judge_us: u64,
}

impl Ruling {
    /// Claims in order.
    pub fn claims(&self) -> &[Ruled] {
        &self.claims
    }

    /// Id of the judge.
    pub fn judge(&self) -> &str {
        &self.judge
    }

    /// Id of the policy.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// Least support that passes.
    pub const fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Microseconds that went by until the judge had answered.
    pub const fn judge_us(&self) -> u64 {
        self.judge_us
    }

    /// Nothing was rejected.
    pub fn accepts(&self) -> bool {
        self.claims.iter().all(|ruled| ruled.verdict.passes())
    }

    /// Support of the weakest claim that needs evidence; 1 when none does.
    pub fn score(&self) -> f64 {
        self.claims.iter().filter_map(|ruled| ruled.verdict.score()).fold(1.0, f64::min)
    }

    /// At least one claim was carried by evidence.
    pub fn says_something(&self) -> bool {
        self.claims.iter().any(|ruled| matches!(ruled.verdict, Verdict::Supported { .. }))
    }

    /// More claims were rejected than carried by evidence: whoever wrote the draft was not answering from it, and what
    /// passed of it passed by chance.
    pub fn is_mostly_rejected(&self) -> bool {
        let count = |wanted: fn(&Verdict) -> bool| self.claims.iter().filter(|ruled| wanted(&ruled.verdict)).count();
        count(|verdict| !verdict.passes()) > count(|verdict| matches!(verdict, Verdict::Supported { .. }))
    }

    /// There is no claim, or nothing beside an honest "I don't know" and kind words: the reply that
    /// is sent then has the persona's hand-off line.
    pub fn says_nothing(&self) -> bool {
        let abstains = self.claims.iter().any(|ruled| ruled.claim.act == SpeechAct::Abstention);
        self.claims.is_empty() || (abstains && self.accepts() && !self.says_something())
    }

    /// At least one claim is of a kind that repair may not soften.
    pub fn is_blocked(&self) -> bool {
        self.claims.iter().any(|ruled| {
            let hard = matches!(ruled.claim.act, SpeechAct::Human | SpeechAct::Contact | SpeechAct::Credential);
            hard && !ruled.verdict.passes()
        })
    }
}
