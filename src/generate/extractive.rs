//! The default generator: the creator's own sentences that answer, and nothing else. Invariant:
//! every sentence of a draft stands in the evidence, word for word, or is a guest's word for word
//! in quotation marks with the guest's name, or is the persona's line for a message that asks nothing.

mod asking;
mod compose;
mod reading;

use std::sync::Arc;

use async_trait::async_trait;
use groundwire_index::embed::{Embedder, Role, cosine};
use groundwire_index::retrieve::Evidence;

use super::{Draft, Generator, Request};
use crate::error::Result;
use compose::compose;
use reading::{Asked, ITEMS, Sentence, read};

/// Picks and orders sentences.
pub struct Extractive {
    embedder: Arc<dyn Embedder>,
}

/// Sentences that are embedded, the best by words first.
const EMBEDDED: usize = 16;
/// Least score of the best sentence; below it nothing answers.
const ANSWERS: f64 = 0.46;
/// Weight of shared words against nearness of meaning, for a question of three content words or more.
const WORDS_WEIGHT: f64 = 0.45;
/// What the last of the items that were retrieved loses against the first.
const RANK: f64 = 0.04;
impl Extractive {
    /// Its id; any other generator's draft is held to the policy's `draft_threshold`.
    pub const ID: &str = "extractive-3";

    /// Ranks with `embedder`.
    pub fn new(embedder: Arc<dyn Embedder>) -> Self {
        Self { embedder }
    }
}

#[async_trait]
impl Generator for Extractive {
    fn id(&self) -> &'static str {
        Self::ID
    }

    async fn generate(&self, request: Request<'_>) -> Result<Draft> {
        let asked = Asked::of(request);
        let mut found = read(request.evidence, &asked);
        found.retain(|sentence| sentence.named);
        best_first(&mut found, |sentence| sentence.coverage + sentence.fit);
        found.truncate(EMBEDDED);
        self.score(&mut found, &asked, request.evidence).await?;
        best_first(&mut found, |sentence| sentence.score);
        for sentence in &found {
            let Sentence { item, score, coverage, fit, text, .. } = sentence;
            tracing::debug!(item, score, coverage, fit, text, "candidate sentence");
        }
        let answers = found.first().is_some_and(|best| best.score >= ANSWERS);
        let text = if answers {
            compose(&found, request.evidence, asked.language)
        } else if request.question.is_small_talk(&request.persona.policy) {
            request.persona.small_talk(asked.language).to_owned()
        } else {
            String::new()
        };
        Ok(Draft { text })
    }
}

/// By value descending, then in the order of the sources.
fn best_first(found: &mut [Sentence<'_>], value: impl Fn(&Sentence<'_>) -> f64) {
    found.sort_by(|a, b| value(b).total_cmp(&value(a)).then(a.item.cmp(&b.item)).then(a.span.cmp(&b.span)));
}

impl Extractive {
    async fn score(&self, found: &mut [Sentence<'_>], asked: &Asked<'_>, evidence: &Evidence) -> Result<()> {
        let mut texts = vec![asked.text.to_owned()];
        texts.extend(found.iter().map(|sentence| with_before(sentence, evidence)));
        let vectors = self.embedder.embed(texts, Role::Query).await?;
        let Some((question, rest)) = vectors.split_first() else { return Ok(()) };
        // One shared word says little: `live` in "we live in odd times" does not tell where.
        let by_words = WORDS_WEIGHT * (asked.stems.len() as f64 / 3.0).min(1.0);
        for (sentence, vector) in found.iter_mut().zip(rest) {
            let near = f64::from(cosine(question, vector)).max(0.0);
            let voice = if sentence.guest.is_some() { 0.97 } else { 1.0 };
            let rank = RANK * sentence.item as f64 / ITEMS as f64;
            sentence.score = ((1.0 - by_words) * near + by_words * sentence.coverage) * voice + sentence.fit - rank;
        }
        Ok(())
    }
}

/// A sentence that points at the one before means little without it.
fn with_before(sentence: &Sentence<'_>, evidence: &Evidence) -> String {
    let item = evidence.items.get(sentence.item);
    match sentence.before.zip(item) {
        Some((before, item)) => format!("{} {}", before.slice(&item.text), sentence.text),
        None => sentence.text.to_owned(),
    }
}
