//! The judge: whether a text entails a statement. Invariant: an opinion that is not a sound probability
//! is no opinion.

use async_trait::async_trait;
use groundwire_index::text::language::Language;
use serde::{Deserialize, Serialize};

use super::weigh::Trust;
use crate::error::Result;

/// One thing to judge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pair {
    /// What the fan wrote; a claim about them, or a fragment, is read beside it. May be empty.
    pub message: String,
    /// Text that is taken as true.
    pub evidence: String,
    /// Statement that is held against it.
    pub claim: String,
}

/// What a judge thinks; four numbers from 0 to 1 that add up to 1. The four are those of the FACTS Grounding
/// judge (Jacovi et al. 2025): supported, contradictory, unsupported, nothing to check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Probabilities {
    /// The evidence carries the claim.
    pub supported: f64,
    /// The evidence says otherwise.
    pub refuted: f64,
    /// It says nothing of it.
    pub neither: f64,
    /// The claim states nothing that evidence could carry: a greeting, a wish, a kind word. A judge that does not
    /// know of such claims says 0.
    pub nothing_to_check: f64,
    /// Whether it is of a kind that a policy may forbid, whatever the evidence.
    #[serde(default)]
    pub kinds: Kinds,
}

/// How sure a judge is that a claim is of a kind that a policy may forbid; each from 0 to 1, by itself. A judge that
/// does not know of kinds says 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Kinds {
    /// A licence, a diploma, a regulated profession, confidentiality.
    pub credential: f64,
    /// That a person is writing or reading.
    pub human: f64,
    /// An address, a number, a place to meet.
    pub contact: f64,
    /// A promise.
    pub commitment: f64,
}

impl Kinds {
    fn surer(&self, other: &Self) -> Self {
        Self {
            credential: self.credential.max(other.credential),
            human: self.human.max(other.human),
            contact: self.contact.max(other.contact),
            commitment: self.commitment.max(other.commitment),
        }
    }
}

impl Probabilities {
    /// Of two parts of one claim the opinion of the one that is carried less; of each kind the surer of the two.
    #[must_use]
    pub fn worse(&self, other: &Self) -> Self {
        let fit = |one: &Self| one.supported + one.nothing_to_check;
        let (worse, better) = if fit(other) < fit(self) { (other, self) } else { (self, other) };
        Self { kinds: worse.kinds.surer(&better.kinds), ..*worse }
    }

    /// Finite, in range, adding up to one; a broken model must not decide.
    pub fn is_sound(&self) -> bool {
        let all = [self.supported, self.refuted, self.neither, self.nothing_to_check];
        let Kinds { credential, human, contact, commitment } = self.kinds;
        let kinds = [credential, human, contact, commitment];
        all.iter().chain(&kinds).all(|p| p.is_finite() && (0.0..=1.0).contains(p))
            && (all.iter().sum::<f64>() - 1.0).abs() < 1e-3
    }
}

/// Decides whether evidence carries a claim.
#[async_trait]
pub trait Judge: Send + Sync {
    /// Names model, version and calibration.
    fn model_id(&self) -> &str;

    /// It can hold a claim in one language against evidence in another.
    fn reads(&self, claim: Language, evidence: Language) -> bool {
        claim == evidence
    }

    /// How far it may be trusted beside the rules.
    fn trust(&self) -> Trust {
        Trust::Objects
    }

    /// One opinion a pair, in order.
    async fn judge(&self, pairs: &[Pair]) -> Result<Vec<Probabilities>>;
}

/// A judge that never objects: the rules alone decide. For measuring what they carry by themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct RulesAlone;

#[async_trait]
impl Judge for RulesAlone {
    fn model_id(&self) -> &'static str {
        "none"
    }

    async fn judge(&self, pairs: &[Pair]) -> Result<Vec<Probabilities>> {
        Ok(vec![Probabilities { supported: 1.0, ..Probabilities::default() }; pairs.len()])
    }
}
