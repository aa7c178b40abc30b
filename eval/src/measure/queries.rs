//! Searches over a corpus that is indexed in a temporary folder: keyword, vector and fused.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use groundwire::index::backend::{ChunkIndex as _, Embedded, Filter, IndexQuery, IndexedChunk};
use groundwire::index::embed::{Embedder, Role};
use groundwire::index::source::{ChunkId, CreatorId, SourceKind, Visibility};
use groundwire::index::text::language::Language;

use super::Micros;
use super::claims::micros;
use super::progress::tell;
use crate::item::Query;
use crate::metrics::ranking::{ndcg, recall, reciprocal_rank};
use crate::read::{Format, Rows, beir};
use crate::run::{Found, Ranking};
use crate::suite::{FileNote, Suite};

/// Documents that are ranked for one query.
const DEPTH: usize = 100;
/// Documents that are embedded and indexed together.
const BATCH: usize = 256;

/// An indexed corpus.
pub struct Corpus {
    _place: tempfile::TempDir,
    index: Embedded,
    embedder: Arc<dyn Embedder>,
    creator: CreatorId,
    names: HashMap<ChunkId, String>,
}

impl Corpus {
    /// Indexes the documents of the suite's retrieval part.
    pub async fn open(
        suite: &Suite,
        root: &Path,
        embedder: Arc<dyn Embedder>,
        files: &mut [FileNote],
    ) -> anyhow::Result<Self> {
        let part = suite.parts.iter().find(|part| part.format == Format::Beir);
        let folder = part.and_then(|part| part.files.first()).context("the suite has no folder in BEIR layout")?;
        let mut rows = Rows::default();
        let documents = beir::corpus(&root.join(&folder.path), &mut rows)?;
        if let Some(note) = files.iter_mut().find(|note| note.path == folder.path) {
            note.malformed.extend(rows.malformed);
        }
        let place = tempfile::tempdir()?;
        let index = Embedded::open(place.path(), embedder.dimensions())?;
        let creator = CreatorId::parse("corpus")?;
        let mut corpus = Self { _place: place, index, embedder, creator, names: HashMap::new() };
        let started = Instant::now();
        for (at, batch) in documents.chunks(BATCH).enumerate() {
            corpus.add(batch).await?;
            if at % 4 == 3 {
                let seconds = started.elapsed().as_secs_f64();
                tell(&format!("indexed {} of {} documents, {seconds:.0} s", corpus.names.len(), documents.len()));
            }
        }
        Ok(corpus)
    }

    async fn add(&mut self, batch: &[beir::Entry]) -> anyhow::Result<()> {
        let words: Vec<String> = batch.iter().map(|d| format!("{}\n{}", d.title, d.text)).collect();
        let vectors = self.embedder.embed(words.clone(), Role::Passage).await?;
        let mut chunks = Vec::with_capacity(batch.len());
        for ((document, words), vector) in batch.iter().zip(words).zip(vectors) {
            let id = ChunkId(format!("chk_{}", document.id));
            self.names.insert(id.clone(), document.id.clone());
            chunks.push(IndexedChunk {
                creator: self.creator.clone(),
                id,
                words,
                language: Language::En,
                kind: SourceKind::Page,
                date: None,
                visibility: Visibility::Public,
                vector,
            });
        }
        Ok(self.index.upsert(chunks).await?)
    }

    /// One query by each leg.
    pub async fn search(&self, query: Query) -> anyhow::Result<(Found, Micros)> {
        let started = Instant::now();
        let vector = self.embedder.embed(vec![query.text.clone()], Role::Query).await?.pop().unwrap_or_default();
        let mut times = Micros::from([("embed the query".to_owned(), micros(started))]);
        let mut legs = BTreeMap::new();
        for (leg, words, vector) in [
            ("keyword", query.text.as_str(), Vec::new()),
            ("vector", "", vector.clone()),
            ("fused", query.text.as_str(), vector),
        ] {
            let started = Instant::now();
            let asked = IndexQuery {
                creator: self.creator.clone(),
                words: words.to_owned(),
                vector,
                filter: Filter::default(),
                depth: DEPTH,
                limit: DEPTH,
            };
            let hits = self.index.search(asked).await?;
            times.insert(format!("search, {leg}"), micros(started));
            let ranking: Vec<String> = hits.iter().filter_map(|hit| self.names.get(&hit.id).cloned()).collect();
            let figures = [
                ndcg(&ranking, &query.relevant, 10),
                recall(&ranking, &query.relevant, 10),
                recall(&ranking, &query.relevant, DEPTH),
                reciprocal_rank(&ranking, &query.relevant),
            ];
            legs.insert(leg.to_owned(), figures);
        }
        Ok((Found::Ranking(Ranking { legs }), times))
    }
}
