//! Times: search at scale, search and answers on a real archive, the embedder alone.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use groundwire::config::Config;
use groundwire::index::backend::{ChunkIndex as _, Embedded, Filter, IndexQuery, IndexedChunk};
use groundwire::index::chunk::{ChunkPolicy, split};
use groundwire::index::embed::{Deterministic, Embedder as _, Role};
use groundwire::index::import;
use groundwire::index::source::{ChunkId, CreatorId, DocumentId, SourceKind, Visibility};
use groundwire::index::text::language::Language;
use groundwire::question::Question;

use crate::metrics::interval::Random;
use crate::metrics::times::quantile;
use crate::say;

const DIMENSIONS: usize = 384;

fn report(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    say(&format!(
        "{what}: p50 {:.2} ms, p99 {:.2} ms, n={}",
        quantile(&times, 0.5),
        quantile(&times, 0.99),
        times.len()
    ));
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// About 100 words, drawn by a Zipf-like law from 20,000.
fn synthetic_text(random: &mut Random) -> String {
    let mut words = Vec::with_capacity(100);
    for _ in 0..100 {
        let u = (random.below(1_000_000) as f64 + 1.0) / 1_000_000.0;
        words.push(format!("w{}", (20_000.0_f64.powf(u)) as usize));
    }
    words.join(" ")
}

/// Hybrid search over synthetic chunks of one creator.
pub async fn search(chunks: usize, queries: usize) -> anyhow::Result<()> {
    let embedder = Deterministic::new(DIMENSIONS);
    let place = tempfile::tempdir()?;
    let index = Embedded::open(place.path(), DIMENSIONS)?;
    let creator = CreatorId::parse("scale")?;
    let mut random = Random(11);
    let started = Instant::now();
    let mut made = 0;
    while made < chunks {
        let count = 5000.min(chunks - made);
        let words: Vec<String> = (0..count).map(|_| synthetic_text(&mut random)).collect();
        let vectors = embedder.embed(words.clone(), Role::Passage).await?;
        let batch = words
            .into_iter()
            .zip(vectors)
            .enumerate()
            .map(|(at, (words, vector))| IndexedChunk {
                creator: creator.clone(),
                id: ChunkId(format!("chk_{:08}", made + at)),
                words,
                language: Language::En,
                kind: SourceKind::Post,
                date: None,
                visibility: Visibility::Public,
                vector,
            })
            .collect();
        index.upsert(batch).await?;
        made += count;
    }
    say(&format!("indexed {made} chunks in {:.1} s", started.elapsed().as_secs_f64()));
    let (mut hybrid, mut words_alone, mut scan, mut exact) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut agreed, mut wanted) = (0, 0);
    for number in 0..=queries {
        let words: String = synthetic_text(&mut random).split(' ').take(8).collect::<Vec<_>>().join(" ");
        let vector = embedder.embed(vec![words.clone()], Role::Query).await?.pop().unwrap_or_default();
        let query =
            IndexQuery { creator: creator.clone(), words, vector, filter: Filter::default(), depth: 50, limit: 8 };
        let started = Instant::now();
        index.search(query.clone()).await?;
        let took = ms(started);
        let started = Instant::now();
        index.search(IndexQuery { vector: Vec::new(), ..query.clone() }).await?;
        let by_words = ms(started);
        let ten = IndexQuery { depth: 10, ..query };
        let started = Instant::now();
        let fast = index.vector_leg(&ten, false)?;
        let scanned = ms(started);
        let started = Instant::now();
        let all = index.vector_leg(&ten, true)?;
        // The first search reads the vectors into memory.
        if number > 0 {
            hybrid.push(took);
            words_alone.push(by_words);
            scan.push(scanned);
            exact.push(ms(started));
            agreed += all.iter().filter(|hit| fast.contains(hit)).count();
            wanted += all.len();
        }
    }
    report("hybrid search, vector at hand", hybrid);
    report("keyword leg alone", words_alone);
    report("vector leg, i8 scan with f32 rescoring", scan);
    report("vector leg, exact f32 scan", exact);
    say(&format!(
        "recall@10 of the vector leg against the exact scan: {:.4} (n={wanted})",
        agreed as f64 / f64::from(u32::try_from(wanted)?)
    ));
    Ok(())
}

/// Search and extractive answers on a real archive.
pub async fn ask(config: &Config, creator: &str, questions: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let engine = groundwire::cli::open_engine(config).await?;
    say(&format!("open: {:.0} ms", ms(started)));
    let creator = CreatorId::parse(creator)?;
    let text = std::fs::read_to_string(questions).with_context(|| questions.display().to_string())?;
    let (mut searches, mut answers) = (Vec::new(), Vec::new());
    let embedder = engine.archive().embedder();
    for (round, line) in text.lines().cycle().take(text.lines().count() * 3 + 1).enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let vector = embedder.embed(vec![line.to_owned()], Role::Query).await?.pop().unwrap_or_default();
        let started = Instant::now();
        engine.retriever().search_with_vector(&creator, line, vector, Filter::default(), 8).await?;
        let found_in = ms(started);
        let started = Instant::now();
        engine.reply(&creator, Question::new(line, Vec::new())?, None).await?;
        if round > 0 {
            searches.push(found_in);
            answers.push(ms(started));
        }
    }
    report("hybrid search, vector at hand", searches);
    report("ask, extractive, recorded", answers);
    Ok(())
}

/// The embedder alone on the chunks that ingest would make.
pub async fn embed(config: &Config, paths: &[PathBuf], limit: usize) -> anyhow::Result<()> {
    let embedder = groundwire::cli::embedder(config)?;
    let mut texts = Vec::new();
    for path in import::walk(paths)? {
        for parsed in import::read(&path)?.documents {
            let count = |text: &str| embedder.count_tokens(text);
            let chunks = split(&DocumentId("doc_x".to_owned()), &parsed, ChunkPolicy::default(), &count);
            let title = parsed.meta.title.clone().map(|t| t + "\n").unwrap_or_default();
            texts.extend(chunks.into_iter().map(|chunk| format!("{title}{}", chunk.text)));
        }
        if texts.len() >= limit {
            break;
        }
    }
    texts.truncate(limit);
    let tokens: usize = texts.iter().map(|t| embedder.count_tokens(t)).sum();
    let count = texts.len();
    let started = Instant::now();
    for batch in texts.chunks(256) {
        embedder.embed(batch.to_vec(), Role::Passage).await?;
    }
    let seconds = started.elapsed().as_secs_f64();
    say(&format!(
        "{count} chunks of {} tokens on average in {seconds:.1} s: {:.1} chunks/s",
        tokens / count.max(1),
        count as f64 / seconds
    ));
    Ok(())
}
