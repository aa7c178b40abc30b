//! A model-free embedder for tests and for scale runs: hashed bags of stems. It knows no synonyms,
//! so it must never be the default.

use async_trait::async_trait;

use super::{Embedder, Role};
use crate::error::Result;
use crate::source::hash_hex;
use crate::text::language::Language;
use crate::text::words::content_stems;

/// Signed feature hashing of content stems (Weinberger et al. 2009), normalised.
#[derive(Debug, Clone)]
pub struct Deterministic {
    dimensions: usize,
    model_id: String,
}

impl Deterministic {
    /// Vectors of `dimensions` numbers, at least 8.
    pub fn new(dimensions: usize) -> Self {
        let dimensions = dimensions.max(8);
        Self { dimensions, model_id: format!("deterministic-{dimensions}") }
    }

    fn vector(&self, text: &str) -> Vec<f32> {
        let mut vector = vec![0.0_f32; self.dimensions];
        let mut stems = content_stems(text, Language::En);
        if stems.is_empty() {
            stems.push(text.to_owned());
        }
        for stem in stems {
            let hash = u64::from_str_radix(hash_hex(&[stem.as_bytes()]).get(..16).unwrap_or("0"), 16).unwrap_or(0);
            for part in 0..4 {
                let bits = hash.rotate_left(part * 16);
                let at = (bits % self.dimensions as u64) as usize;
                if let Some(slot) = vector.get_mut(at) {
                    *slot += if bits & (1 << 40) == 0 { 1.0 } else { -1.0 };
                }
            }
        }
        let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        if norm > 0.0 {
            for x in &mut vector {
                *x /= norm;
            }
        } else if let Some(first) = vector.first_mut() {
            *first = 1.0;
        }
        vector
    }
}

#[async_trait]
impl Embedder for Deterministic {
    fn model_id(&self) -> &str {
        &self.model_id
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn count_tokens(&self, text: &str) -> usize {
        text.split_whitespace().map(|word| 1 + word.len() / 8).sum()
    }

    async fn embed(&self, texts: Vec<String>, _: Role) -> Result<Vec<Vec<f32>>> {
        Ok(texts.iter().map(|text| self.vector(text)).collect())
    }
}
