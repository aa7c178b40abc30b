//! The baseline judge: a logistic regression over words and sentence vectors. It knows no logic; it
//! stands in until a trained judge replaces it behind the same trait, and its figures on public sets
//! stand in the README.
//!
//! Features of a (evidence, claim) pair, each from 0 to 1 unless said otherwise; windows are one to
//! three consecutive sentences of the evidence:
//! 0 share of the claim's content stems in the best window; 1 the same in the whole evidence; 2 share
//! of the claim's pairs of neighbouring stems that stand within three places of each other in the
//! evidence; 3 cosine of the claim and the nearest of the best windows (-1 to 1); 4 negation in one
//! of claim and best window only; 5 logarithm of the number of content stems, over 4.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use groundwire_index::embed::{Embedder, Role, cosine};
use groundwire_index::text::language::{Language, detect};
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::content_stems;

use super::entailment::{Judge, Pair, Probabilities};
use crate::claim::is_negated;
use crate::error::Result;

/// Number of features.
pub const FEATURES: usize = 6;

/// Intercept and one weight a feature, fitted by `models/baseline/fit.py`.
const WEIGHTS: [f64; FEATURES + 1] = [-2.72, 1.70, -0.03, 0.50, 2.73, -0.07, 0.02];
const MODEL_ID: &str = "lexical-embedding-1";

/// Sentences of an evidence text that are read; the rest is left out.
const MAX_SENTENCES: usize = 600;
/// Windows that are embedded, the best by words.
const EMBEDDED: usize = 3;
/// Texts whose vectors are kept.
const CACHE: usize = 4096;

/// The baseline judge.
pub struct LexicalJudge {
    embedder: Arc<dyn Embedder>,
    model_id: String,
    cache: Mutex<HashMap<String, Arc<[f32]>>>,
}

/// A stretch of evidence and the share of the claim's stems in it.
struct Window {
    text: String,
    coverage: f64,
}

impl LexicalJudge {
    /// A judge that embeds with `embedder`.
    pub fn new(embedder: Arc<dyn Embedder>) -> Self {
        let model_id = format!("{MODEL_ID}+{}", embedder.model_id());
        Self { embedder, model_id, cache: Mutex::new(HashMap::new()) }
    }

    /// Vectors of `texts`, from the cache where they are known.
    async fn vectors(&self, texts: &[String]) -> Result<HashMap<String, Arc<[f32]>>> {
        let mut known = HashMap::new();
        let mut missing: Vec<String> = Vec::new();
        {
            let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
            for text in texts {
                match cache.get(text) {
                    Some(vector) => {
                        known.insert(text.clone(), Arc::clone(vector));
                    }
                    None if !missing.contains(text) => missing.push(text.clone()),
                    None => {}
                }
            }
        }
        let vectors = self.embedder.embed(missing.clone(), Role::Query).await?;
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() + missing.len() > CACHE {
            cache.clear();
        }
        for (text, vector) in missing.into_iter().zip(vectors) {
            let vector: Arc<[f32]> = vector.into();
            cache.insert(text.clone(), Arc::clone(&vector));
            known.insert(text, vector);
        }
        Ok(known)
    }

    /// The features of each pair, in order.
    pub async fn features(&self, pairs: &[Pair]) -> Result<Vec<[f64; FEATURES]>> {
        let mut read = Vec::with_capacity(pairs.len());
        let mut texts = Vec::new();
        for pair in pairs {
            let language = detect(&pair.claim, Language::En);
            let windows = best_windows(pair, language);
            texts.push(pair.claim.clone());
            texts.extend(windows.iter().map(|w| w.text.clone()));
            read.push((windows, language));
        }
        let vectors = self.vectors(&texts).await?;
        Ok(pairs
            .iter()
            .zip(read)
            .map(|(pair, (windows, language))| features(pair, &windows, language, &vectors))
            .collect())
    }
}

/// The windows that share most words with the claim, best first, each sentence-wise distinct.
fn best_windows(pair: &Pair, language: Language) -> Vec<Window> {
    let wanted = content_stems(&pair.claim, language);
    let unique: HashSet<&String> = wanted.iter().collect();
    let spans: Vec<_> = sentences(&pair.evidence).into_iter().take(MAX_SENTENCES).collect();
    let stems: Vec<HashSet<String>> =
        spans.iter().map(|s| content_stems(s.slice(&pair.evidence), language).into_iter().collect()).collect();
    let mut windows: Vec<(f64, usize, usize)> = Vec::new();
    for size in 1..=3 {
        for (start, group) in stems.windows(size).enumerate() {
            let found = unique.iter().filter(|w| group.iter().any(|set| set.contains(**w))).count();
            let coverage = found as f64 / unique.len().max(1) as f64;
            windows.push((coverage, size, start));
        }
    }
    windows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    windows
        .into_iter()
        .take(EMBEDDED)
        .filter_map(|(coverage, size, start)| {
            let first = spans.get(start)?;
            let last = spans.get(start + size - 1)?;
            let text = pair.evidence.get(first.start..last.end)?;
            Some(Window { text: text.to_owned(), coverage })
        })
        .collect()
}

/// The features of one pair, from its best windows and the vectors of claim and windows.
fn features(
    pair: &Pair,
    windows: &[Window],
    language: Language,
    vectors: &HashMap<String, Arc<[f32]>>,
) -> [f64; FEATURES] {
    let wanted = content_stems(&pair.claim, language);
    let given = content_stems(&pair.evidence, language);
    let set: HashSet<&String> = given.iter().collect();
    let unique: HashSet<&String> = wanted.iter().collect();
    let all = unique.iter().filter(|w| set.contains(**w)).count() as f64 / unique.len().max(1) as f64;
    let claim = vectors.get(&pair.claim);
    let near =
        windows.iter().filter_map(|w| Some(f64::from(cosine(claim?, vectors.get(&w.text)?)))).fold(-1.0_f64, f64::max);
    let best = windows.first();
    let polarity = best.is_some_and(|w| is_negated(&w.text) != is_negated(&pair.claim));
    [
        best.map_or(0.0, |w| w.coverage),
        all,
        neighbours(&wanted, &given),
        near,
        f64::from(u8::from(polarity)),
        (wanted.len() as f64).ln_1p() / 4.0,
    ]
}

/// Share of neighbouring stems of the claim that stand near each other in the evidence.
fn neighbours(wanted: &[String], given: &[String]) -> f64 {
    let mut near: HashSet<(&str, &str)> = HashSet::new();
    for (at, word) in given.iter().enumerate() {
        for other in given.iter().skip(at + 1).take(3) {
            near.insert((word, other));
            near.insert((other, word));
        }
    }
    let pairs: Vec<_> = wanted.windows(2).filter_map(|w| Some((w.first()?.as_str(), w.get(1)?.as_str()))).collect();
    if pairs.is_empty() {
        return 0.0;
    }
    pairs.iter().filter(|pair| near.contains(pair)).count() as f64 / pairs.len() as f64
}

fn probabilities(features: &[f64; FEATURES]) -> Probabilities {
    let [intercept, weights @ ..] = &WEIGHTS;
    let sum: f64 = intercept + weights.iter().zip(features).map(|(w, x)| w * x).sum::<f64>();
    let supported = 1.0 / (1.0 + (-sum).exp());
    let [coverage, _, _, near, polarity, _] = features;
    // One negates what both speak of: more likely otherwise than silent.
    let otherwise = if *polarity > 0.5 && *coverage >= 0.5 && *near >= 0.5 { 0.7 } else { 0.2 };
    let refuted = (1.0 - supported) * otherwise;
    Probabilities { supported, refuted, neither: 1.0 - supported - refuted, ..Probabilities::default() }
}

#[async_trait]
impl Judge for LexicalJudge {
    fn model_id(&self) -> &str {
        &self.model_id
    }

    async fn judge(&self, pairs: &[Pair]) -> Result<Vec<Probabilities>> {
        Ok(self.features(pairs).await?.iter().map(probabilities).collect())
    }
}
