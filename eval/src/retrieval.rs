//! Retrieval over a BEIR folder through the embedded index: keyword, vector and fused.

use std::collections::{BTreeMap, HashMap};
use std::io::BufRead as _;
use std::path::Path;

use anyhow::Context as _;
use groundwire::config::Config;
use groundwire::index::backend::{ChunkIndex as _, Embedded, Filter, IndexQuery, IndexedChunk};
use groundwire::index::embed::Role;
use groundwire::index::source::{ChunkId, CreatorId, SourceKind, Visibility};
use groundwire::index::text::language::Language;
use serde::Deserialize;

use crate::data::{lines, open};
use crate::metrics::bootstrap;
use crate::say;

#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
}

/// Query to relevant documents with their grade.
type Judgements = BTreeMap<String, HashMap<String, f64>>;

fn judgements(path: &Path) -> anyhow::Result<Judgements> {
    let mut out = Judgements::new();
    for (index, line) in open(path)?.lines().enumerate() {
        let line = line?;
        let mut columns = line.split('\t');
        let (Some(query), Some(document), Some(grade)) = (columns.next(), columns.next(), columns.next()) else {
            anyhow::bail!("{} line {}: three columns are needed", path.display(), index + 1);
        };
        let Ok(grade) = grade.trim().parse::<f64>() else {
            anyhow::ensure!(index == 0, "{} line {}: `{grade}` is not a grade", path.display(), index + 1);
            continue;
        };
        if grade > 0.0 {
            out.entry(query.to_owned()).or_default().insert(document.to_owned(), grade);
        }
    }
    Ok(out)
}

/// nDCG@10 (Järvelin and Kekäläinen 2002, linear gain) and recall@100 of one ranking.
fn judge(ranking: &[String], relevant: &HashMap<String, f64>) -> [f64; 2] {
    let discount = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let gain: f64 =
        ranking.iter().take(10).enumerate().filter_map(|(rank, id)| relevant.get(id).map(|g| g * discount(rank))).sum();
    let mut grades: Vec<f64> = relevant.values().copied().collect();
    grades.sort_by(|a, b| b.total_cmp(a));
    let ideal: f64 = grades.iter().take(10).enumerate().map(|(rank, g)| g * discount(rank)).sum();
    let found = ranking.iter().take(100).filter(|id| relevant.contains_key(*id)).count();
    [gain / ideal, found as f64 / relevant.len() as f64]
}

/// Indexes the corpus in a temporary folder and runs the test queries.
pub async fn run(config: &Config, folder: &Path) -> anyhow::Result<()> {
    let embedder = groundwire::cli::embedder(config)?;
    let corpus: Vec<Entry> = lines(&folder.join("corpus.jsonl"))?;
    let queries: Vec<Entry> = lines(&folder.join("queries.jsonl"))?;
    let relevant = judgements(&folder.join("qrels/test.tsv")).context("qrels/test.tsv")?;
    let place = tempfile::tempdir()?;
    let index = Embedded::open(place.path(), embedder.dimensions())?;
    let creator = CreatorId::parse("beir")?;
    let mut names: HashMap<ChunkId, String> = HashMap::new();
    for batch in corpus.chunks(256) {
        let words: Vec<String> = batch.iter().map(|d| format!("{}\n{}", d.title, d.text)).collect();
        let vectors = embedder.embed(words.clone(), Role::Passage).await?;
        let mut chunks = Vec::with_capacity(batch.len());
        for ((document, words), vector) in batch.iter().zip(words).zip(vectors) {
            let id = ChunkId(format!("chk_{}", document.id));
            names.insert(id.clone(), document.id.clone());
            chunks.push(IndexedChunk {
                creator: creator.clone(),
                id,
                words,
                language: Language::En,
                kind: SourceKind::Page,
                date: None,
                visibility: Visibility::Public,
                vector,
            });
        }
        index.upsert(chunks).await?;
    }
    let mut scores: BTreeMap<&str, Vec<[f64; 2]>> = BTreeMap::new();
    for query in queries.iter().filter(|q| relevant.contains_key(&q.id)) {
        let Some(wanted) = relevant.get(&query.id) else { continue };
        let vector = embedder.embed(vec![query.text.clone()], Role::Query).await?.pop().unwrap_or_default();
        for (leg, words, vector) in [
            ("keyword", query.text.as_str(), Vec::new()),
            ("vector", "", vector.clone()),
            ("fused", query.text.as_str(), vector),
        ] {
            let hits = index
                .search(IndexQuery {
                    creator: creator.clone(),
                    words: words.to_owned(),
                    vector,
                    filter: Filter::default(),
                    depth: 100,
                    limit: 100,
                })
                .await?;
            let ranking: Vec<String> = hits.iter().filter_map(|hit| names.get(&hit.id).cloned()).collect();
            scores.entry(leg).or_default().push(judge(&ranking, wanted));
        }
    }
    for (leg, values) in scores {
        let mean = |at: usize| {
            bootstrap(&values, |sample: &[[f64; 2]]| {
                sample.iter().filter_map(|v| v.get(at)).sum::<f64>() / sample.len() as f64
            })
        };
        say(&format!(
            "{leg}: nDCG@10 {}, recall@100 {}, n={} queries, {} documents",
            mean(0),
            mean(1),
            values.len(),
            corpus.len()
        ));
    }
    Ok(())
}
