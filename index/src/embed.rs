//! Texts to vectors; invariant: every vector has [`Embedder::dimensions`] finite numbers and length
//! 1, and vectors of two models are never compared (see [`Embedder::model_id`]).

mod deterministic;
mod fast;

use async_trait::async_trait;

use crate::error::Result;

pub use deterministic::Deterministic;
pub use fast::FastEmbed;

/// What a text is for; some models prefix the two differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A passage that is to be found.
    Passage,
    /// A question, or a claim that is to be compared with passages.
    Query,
}

/// A model that turns texts into vectors.
#[async_trait]
pub trait Embedder: Send + Sync {
    /// Names model, version and quantisation; stored beside the vectors.
    fn model_id(&self) -> &str;

    /// Numbers in a vector.
    fn dimensions(&self) -> usize;

    /// Tokens of `text` by the model's own tokenizer, without special tokens.
    fn count_tokens(&self, text: &str) -> usize;

    /// One vector a text, in order. Texts beyond the model's length are cut.
    async fn embed(&self, texts: Vec<String>, role: Role) -> Result<Vec<Vec<f32>>>;
}

/// Cosine of two vectors of length 1; 0 when their sizes differ.
pub fn cosine(a: &[f32], b: &[f32]) -> f32 {
    use simsimd::SpatialSimilarity as _;
    f32::dot(a, b).unwrap_or(0.0) as f32
}
