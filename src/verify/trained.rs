//! The judge that we trained (`models/judge/README.md`): reads each claim beside the evidence and says
//! supported, refuted, neither or nothing to check. Invariants: an opinion does not depend on the other claims, and
//! evidence that is too long is read where it is nearest to the claim, never cut in silence at its end.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use groundwire_index::onnx::{EntailmentModel, Logits, ModelFolder};
use groundwire_index::text::language::{Language, detect};
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::content_stems;

use super::entailment::{Judge, Kinds, Pair, Probabilities};
use super::weigh::Trust;
use crate::error::Result;

/// Letters of evidence that are read at once, about 250 word pieces.
const AT_ONCE: usize = 1000;
/// Sentences of long evidence that a claim is read beside, each with its neighbours.
const NEAREST: usize = 3;
/// Letters of a claim that are read at once, about 80 word pieces: what the network takes of one.
const OF_CLAIM: usize = 280;
/// Opinions that are kept: a repair asks again about most of a reply.
const KEPT: usize = 4096;

/// The trained judge.
pub struct TrainedJudge {
    model: EntailmentModel,
    id: String,
    kept: Mutex<HashMap<Pair, Probabilities>>,
}

impl TrainedJudge {
    /// Loads the pinned model; `threads` is what one pass may use.
    pub fn load(models: &ModelFolder, threads: usize) -> Result<Self> {
        let model = EntailmentModel::load(models, threads)?;
        let id = format!("groundwire-judge-1@{}", model.id());
        Ok(Self { model, id, kept: Mutex::new(HashMap::new()) })
    }

    fn known(&self, pair: &Pair) -> Option<Probabilities> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(pair).copied()
    }

    fn keep(&self, pairs: impl Iterator<Item = (Pair, Probabilities)>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.extend(pairs);
    }
}

#[async_trait]
impl Judge for TrainedJudge {
    fn model_id(&self) -> &str {
        &self.id
    }

    fn trust(&self) -> Trust {
        Trust::Weighs
    }

    fn reads(&self, claim: Language, evidence: Language) -> bool {
        claim != Language::Other && evidence != Language::Other
    }

    async fn judge(&self, pairs: &[Pair]) -> Result<Vec<Probabilities>> {
        let mut found: Vec<Option<Probabilities>> = pairs.iter().map(|pair| self.known(pair)).collect();
        let mut open: Vec<(usize, String)> = pairs
            .iter()
            .enumerate()
            .filter(|(at, _)| found.get(*at).is_some_and(Option::is_none))
            .map(|(at, pair)| (at, given(pair)))
            .collect();
        // What is read beside the same text is read in one pass.
        open.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
        for group in open.chunk_by(|a, b| a.1 == b.1) {
            let Some((_, text)) = group.first() else { continue };
            let parts: Vec<(usize, String)> = group
                .iter()
                .filter_map(|(at, _)| Some((*at, pairs.get(*at)?)))
                .flat_map(|(at, pair)| parts(&pair.claim).into_iter().map(move |part| (at, part)))
                .collect();
            let claims: Vec<String> = parts.iter().map(|(_, part)| part.clone()).collect();
            let logits = self.model.read(text.clone(), claims).await?;
            for ((at, _), logits) in parts.iter().zip(&logits) {
                if let Some(slot) = found.get_mut(*at) {
                    let of_part = probabilities(logits);
                    *slot = Some(slot.map_or(of_part, |before| before.worse(&of_part)));
                }
            }
        }
        let all: Option<Vec<Probabilities>> = found.into_iter().collect();
        // With one missing nothing is known of any: the verifier sees that the number is wrong.
        let all = all.unwrap_or_default();
        self.keep(pairs.iter().cloned().zip(all.iter().copied()));
        Ok(all)
    }
}

/// The softmax of the scores; `weigh` calibrates what comes of it.
fn probabilities(logits: &Logits) -> Probabilities {
    let scores = logits.labels.map(f64::from);
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers = scores.map(|number| (number - highest).exp());
    let sum: f64 = powers.iter().sum();
    let [supported, refuted, neither, nothing_to_check] = powers.map(|power| power / sum);
    // The first two, of the sender's life, were never told apart from ordinary claims (`models/judge/README.md`).
    let [_, _, credential, human, contact, commitment] =
        logits.kinds.map(|number| 1.0 / (1.0 + (-f64::from(number)).exp()));
    let kinds = Kinds { credential, human, contact, commitment };
    Probabilities { supported, refuted, neither, nothing_to_check, kinds }
}

/// A claim that is too long to be read at once, in parts of whole words; a claim of usual length as it is.
fn parts(claim: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in claim.split_whitespace() {
        if parts.last().is_some_and(|part| !part.is_empty() && part.len() + word.len() > OF_CLAIM) {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(if part.is_empty() { "" } else { " " });
            part.push_str(word);
        }
    }
    parts
}

/// What the claim is read beside, as in training.
fn given(pair: &Pair) -> String {
    let evidence = near(pair);
    if pair.message.trim().is_empty() { evidence } else { format!("fan: {} {evidence}", pair.message.trim()) }
}

/// The evidence, or of a long one the sentences that share most content stems with the claim and their neighbours.
fn near(pair: &Pair) -> String {
    if pair.evidence.len() <= AT_ONCE * 3 / 2 {
        return pair.evidence.clone();
    }
    let language = detect(&pair.claim, Language::En);
    let wanted: HashSet<String> = content_stems(&pair.claim, language).into_iter().collect();
    let texts: Vec<&str> = sentences(&pair.evidence).into_iter().map(|span| span.slice(&pair.evidence)).collect();
    let shared: Vec<usize> = texts
        .iter()
        .map(|text| content_stems(text, language).into_iter().collect::<HashSet<_>>().intersection(&wanted).count())
        .collect();
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(shared.get(*at).copied().unwrap_or_default()), *at));
    let mut picked: BTreeSet<usize> = BTreeSet::new();
    let mut size = 0;
    for at in order.into_iter().take(NEAREST) {
        for near in [Some(at), at.checked_sub(1), at.checked_add(1)].into_iter().flatten() {
            let Some(text) = texts.get(near).filter(|text| size + text.len() <= AT_ONCE) else { continue };
            if picked.insert(near) {
                size += text.len();
            }
        }
    }
    picked.into_iter().filter_map(|at| texts.get(at).copied()).map(str::trim).collect::<Vec<_>>().join(" ")
}
