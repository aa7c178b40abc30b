//! From a question to evidence; invariants: evidence is of one creator, live, and visible to whom
//! it is for, and nothing but evidence can be cited.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::backend::{ChunkIndex, Filter, IndexQuery};
use crate::document::Voice;
use crate::embed::{Embedder, Role};
use crate::error::Result;
use crate::fuse::Leg;
use crate::source::{Creator, CreatorId, SourceId};
use crate::span::Span;
use crate::store::{Store, StoredChunk};

/// A chunk that was found, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What was found.
    pub chunk: StoredChunk,
    /// Fused score.
    pub score: f32,
    /// Place among the keyword hits.
    pub keyword: Option<Leg>,
    /// Place among the vector hits.
    pub vector: Option<Leg>,
}

impl Hit {
    /// What opens the source where the chunk begins.
    pub fn deep_link(&self) -> Option<String> {
        deep_link(self.chunk.meta.url.as_deref(), self.chunk.chunk.seconds)
    }
}

fn deep_link(url: Option<&str>, seconds: Option<f64>) -> Option<String> {
    let url = url?;
    match seconds.map(|s| s.max(0.0) as u64) {
        Some(at) if at > 0 => {
            let (page, fragment) = url.split_once('#').map_or((url, String::new()), |(p, f)| (p, format!("#{f}")));
            let joint = if page.contains('?') { '&' } else { '?' };
            Some(format!("{page}{joint}t={at}s{fragment}"))
        }
        _ => Some(url.to_owned()),
    }
}

/// A stretch of an evidence item in one voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Where it stands in the item's text.
    pub span: Span,
    /// Who says it.
    pub voice: Voice,
    /// These are the creator's own words.
    pub own: bool,
}

/// One citable thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceItem {
    /// Chunk id, or the caller's id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Who says what in it; covers every non-blank byte.
    pub passages: Vec<Passage>,
    /// Kind as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Title of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Date of the source; undated is never newer than dated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Who wrote the source, when it is not the creator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// What a reader can open, at the right second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The source, when it is ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// Version of the source's document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Where the item stands in that document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// Retrieval score, 0 when it was handed in.
    #[serde(default)]
    pub score: f32,
}

impl EvidenceItem {
    /// A text and who says what in it; nothing else is known.
    pub fn new(id: impl Into<String>, text: impl Into<String>, passages: Vec<Passage>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            passages,
            kind: None,
            title: None,
            date: None,
            author: None,
            url: None,
            source: None,
            version: None,
            span: None,
            score: 0.0,
        }
    }

    /// From a hit; passages are moved from document to item offsets.
    pub fn from_hit(hit: &Hit, creator: &Creator) -> Self {
        let stored = &hit.chunk;
        let chunk = &stored.chunk;
        let author = stored.meta.author.as_deref();
        let passages = chunk
            .turns
            .iter()
            .map(|turn| Passage {
                span: Span::new(
                    turn.span.start.saturating_sub(chunk.span.start),
                    turn.span.end.saturating_sub(chunk.span.start),
                ),
                own: turn.voice.is_creator(creator, author),
                voice: turn.voice.clone(),
            })
            .collect();
        Self {
            id: chunk.id.to_string(),
            text: chunk.text.clone(),
            passages,
            kind: Some(stored.kind.as_str().to_owned()),
            title: stored.meta.title.clone(),
            date: stored.meta.date,
            author: stored.meta.author.clone(),
            url: hit.deep_link(),
            source: Some(stored.source.clone()),
            version: Some(stored.version),
            span: Some(chunk.span),
            score: hit.score,
        }
    }

    /// The creator says some of it.
    pub fn is_any_own(&self) -> bool {
        self.passages.iter().any(|passage| passage.own)
    }

    /// All of it is, or some of it is not, the creator's own words.
    pub fn is_all_own(&self) -> bool {
        self.passages.iter().all(|passage| passage.own)
    }

    /// The voice at a byte of the text.
    pub fn passage_at(&self, at: usize) -> Option<&Passage> {
        self.passages.iter().find(|passage| passage.span.start <= at && at < passage.span.end)
    }
}

/// What a reply may cite, best first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// In order; the first is `c1`.
    pub items: Vec<EvidenceItem>,
}

impl Evidence {
    /// `c1` for the first.
    pub fn marker(index: usize) -> String {
        format!("c{}", index + 1)
    }

    /// Place of the item of an id or a marker.
    pub fn position(&self, reference: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id == reference).or_else(|| {
            let number: usize = reference.strip_prefix('c')?.parse().ok()?;
            (1..=self.items.len()).contains(&number).then(|| number - 1)
        })
    }
}

/// Hybrid search over one data folder.
#[derive(Clone)]
pub struct Retriever {
    store: Store,
    index: Arc<dyn ChunkIndex>,
    embedder: Arc<dyn Embedder>,
}

/// Hits of each leg before fusion.
pub const DEPTH: usize = 50;
/// Most hits of one search; more are not given.
pub const MAX_HITS: usize = 1000;

impl Retriever {
    /// Over a store, the index derived from it, and the embedder of that index.
    pub fn new(store: Store, index: Arc<dyn ChunkIndex>, embedder: Arc<dyn Embedder>) -> Self {
        Self { store, index, embedder }
    }

    /// The best `limit` chunks for `words`, best first.
    pub async fn search(&self, creator: &CreatorId, words: &str, filter: Filter, limit: usize) -> Result<Vec<Hit>> {
        let vector = self.embedder.embed(vec![words.to_owned()], Role::Query).await?.pop().unwrap_or_default();
        self.search_with_vector(creator, words, vector, filter, limit).await
    }

    /// As [`Retriever::search`], for a question whose vector is at hand.
    pub async fn search_with_vector(
        &self,
        creator: &CreatorId,
        words: &str,
        vector: Vec<f32>,
        filter: Filter,
        limit: usize,
    ) -> Result<Vec<Hit>> {
        let limit = limit.min(MAX_HITS);
        let query = IndexQuery {
            creator: creator.clone(),
            words: words.to_owned(),
            vector,
            filter: filter.clone(),
            depth: DEPTH.max(limit),
            limit,
        };
        let fused = self.index.search(query).await?;
        let ids: Vec<_> = fused.iter().map(|hit| hit.id.clone()).collect();
        let mut chunks: std::collections::HashMap<_, _> = self
            .store
            .live_chunks(creator, &ids)
            .await?
            .into_iter()
            .map(|chunk| (chunk.chunk.id.clone(), chunk))
            .collect();
        // The store has the last word: what it no longer holds live, or shows to nobody, is no hit.
        Ok(fused
            .into_iter()
            .filter_map(|hit| {
                let chunk = chunks.remove(&hit.id)?;
                let visible = filter.include_private || chunk.meta.visibility == crate::source::Visibility::Public;
                visible.then_some(Hit { chunk, score: hit.score, keyword: hit.keyword, vector: hit.vector })
            })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_links_keep_query_and_fragment() {
        let link = |url, at| deep_link(Some(url), at).unwrap();
        assert_eq!(link("https://v.example/1", Some(754.9)), "https://v.example/1?t=754s");
        assert_eq!(link("https://v.example/1?v=2#x", Some(5.0)), "https://v.example/1?v=2&t=5s#x");
        assert_eq!(link("https://v.example/1", None), "https://v.example/1");
        assert_eq!(link("https://v.example/1", Some(0.2)), "https://v.example/1");
        assert_eq!(deep_link(None, Some(3.0)), None);
    }
}
