//! Creators, ingest, forget, search, reindex.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use groundwire_index::archive::{Archive, DataFolder, FileOutcome, IngestOptions, IngestReport};
use groundwire_index::backend::Filter;
use groundwire_index::source::{Creator, CreatorId, SourceId, SourceKind};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::args::Search;
use super::{Done, embedder, open_archive, print, print_json, tell};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::persona::Persona;
use crate::policy::Policy;

/// Files that say how a creator sounds and what may be said.
pub struct CreatorFiles<'a> {
    pub persona: Option<&'a Path>,
    pub policy: Option<&'a Path>,
}

pub async fn add_creator(
    config: &Config,
    name: &str,
    speakers: Vec<String>,
    files: CreatorFiles<'_>,
    replace: bool,
    as_json: bool,
) -> Result<Done> {
    let persona =
        files.persona.map(|path| read(path, |name, text| Persona::parse(name, text).map(drop))).transpose()?;
    let policy = files.policy.map(|path| read(path, |name, text| Policy::parse(name, text).map(drop))).transpose()?;
    let creator = Creator { id: CreatorId::from_name(name)?, name: name.trim().to_owned(), speakers, persona, policy };
    let store = DataFolder::new(&config.data).open_store().await?;
    if replace && store.creator(&creator.id).await.is_ok() {
        store.update_creator(&creator).await?;
    } else {
        store.add_creator(&creator).await?;
    }
    if as_json {
        print_json(&json!({ "id": creator.id, "name": creator.name, "speakers": creator.speakers }))?;
    } else {
        print(creator.id.as_str());
        tell(&format!("next: groundwire ingest {} PATH...", creator.id));
    }
    Ok(Done::Well)
}

/// The text of a file that passes its check.
fn read(path: &Path, check: impl Fn(&str, &str) -> Result<()>) -> Result<String> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::Config { source_name: name.clone(), message: format!("cannot be read: {error}") })?;
    check(&name, &text)?;
    Ok(text)
}

pub async fn list_creators(config: &Config, as_json: bool) -> Result<Done> {
    let store = DataFolder::new(&config.data).open_store().await?;
    let mut rows = Vec::new();
    for creator in store.creators().await? {
        let counts = store.counts(&creator.id).await?;
        rows.push((creator, counts));
    }
    if as_json {
        let list: Vec<_> = rows
            .iter()
            .map(|(c, n)| json!({ "id": c.id, "name": c.name, "speakers": c.speakers, "sources": n.sources, "chunks": n.chunks, "offers": n.offers }))
            .collect();
        print_json(&list)?;
    } else if rows.is_empty() {
        tell("no creators yet: groundwire creator add NAME");
    } else {
        print(&format!("{:<24} {:>8} {:>8} {:>7}  name", "id", "sources", "chunks", "offers"));
        for (creator, counts) in rows {
            print(&format!(
                "{:<24} {:>8} {:>8} {:>7}  {}",
                creator.id.as_str(),
                counts.sources,
                counts.chunks,
                counts.offers,
                creator.name
            ));
        }
    }
    Ok(Done::Well)
}

/// A bar on a terminal, nothing elsewhere.
fn bar(unit: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    let template = format!("{{bar:30}} {{pos}}/{{len}} {unit} {{elapsed}} {{wide_msg}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

pub async fn ingest(
    config: &Config,
    creator: &str,
    paths: &[PathBuf],
    prune: bool,
    dry_run: bool,
    as_json: bool,
) -> Result<Done> {
    let creator = CreatorId::parse(creator)?;
    let archive = open_archive(config).await?;
    let bar = bar("files");
    let progress = |done: usize, all: usize, path: &Path| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        bar.set_message(path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default());
    };
    let report = archive.ingest(&creator, paths, IngestOptions { prune, dry_run }, &progress).await?;
    bar.finish_and_clear();
    if as_json {
        print_json(&report)?;
    } else {
        show_report(&report);
    }
    Ok(if report.is_clean() { Done::Well } else { Done::WithBadInput })
}

fn show_report(report: &IngestReport) {
    for file in &report.files {
        for (line, message, warning) in &file.problems {
            let place = line.map(|l| format!(":{l}")).unwrap_or_default();
            let kind = if *warning { "warning" } else { "error" };
            tell(&format!("{kind}: {}{place}: {message}", file.path.display()));
        }
    }
    let files = |outcome: FileOutcome| report.files.iter().filter(|f| f.outcome == outcome).count();
    print(&format!(
        "files      {:>6}   written {}, unchanged {}, partly read {}, failed {}, of other kinds {}",
        report.files.len(),
        files(FileOutcome::Written),
        files(FileOutcome::Unchanged),
        files(FileOutcome::Partial),
        files(FileOutcome::Failed),
        files(FileOutcome::LeftOut)
    ));
    print(&format!(
        "documents  {:>6}   new {}, changed {}, unchanged {}",
        report.total(|f| f.added + f.changed + f.unchanged),
        report.total(|f| f.added),
        report.total(|f| f.changed),
        report.total(|f| f.unchanged)
    ));
    print(&format!("chunks     {:>6}   written", report.total(|f| f.chunks)));
    let retired = report.total(|f| f.retired);
    if retired > 0 {
        print(&format!("offers     {retired:>6}   gone from their catalogue, no longer offered"));
    }
    for locator in &report.pruned {
        print(&format!("forgotten  {locator}"));
    }
    if report.dry_run {
        print("dry run: nothing was written");
    }
}

pub async fn forget(config: &Config, creator: &str, source: Option<&str>, as_json: bool) -> Result<Done> {
    let creator = CreatorId::parse(creator)?;
    let archive = open_archive(config).await?;
    let source = source.map(|id| SourceId(id.to_owned()));
    let chunks = archive.forget(&creator, source.as_ref()).await?;
    if as_json {
        print_json(&json!({ "creator": creator, "source": source, "chunks": chunks }))?;
    } else {
        print(&format!("forgotten: {chunks} chunks are gone from search, citation and record texts"));
    }
    Ok(Done::Well)
}

pub async fn sources(config: &Config, creator: &str, as_json: bool) -> Result<Done> {
    let store = DataFolder::new(&config.data).open_store().await?;
    let creator = store.creator(&CreatorId::parse(creator)?).await?;
    let sources = store.sources(&creator.id).await?;
    if as_json {
        print_json(&sources)?;
    } else {
        for source in sources {
            let date = source.meta.date.map_or_else(|| "undated".to_owned(), |d| d.to_string());
            let title = source.meta.title.as_deref().unwrap_or("-");
            print(&format!(
                "{}  {:<10}  {:<10}  v{}  {title}  {}",
                source.id,
                source.kind.as_str(),
                date,
                source.version,
                source.locator
            ));
        }
    }
    Ok(Done::Well)
}

pub async fn search(config: &Config, search: &Search, as_json: bool) -> Result<Done> {
    let kinds = search
        .kind
        .iter()
        .map(|text| {
            SourceKind::parse(text).ok_or_else(|| {
                Error::request("--kind", format!("`{text}` is none of page, post, transcript, subtitles, catalogue"))
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let filter = Filter { kinds, since: search.since, until: search.until, include_private: search.private };
    let creator = CreatorId::parse(&search.creator)?;
    let archive = open_archive(config).await?;
    archive.store().creator(&creator).await?;
    let hits = archive.retriever().search(&creator, &search.words, filter, search.limit).await?;
    if as_json {
        let list: Vec<_> = hits
            .iter()
            .map(|hit| {
                let meta = &hit.chunk.meta;
                json!({
                    "chunk": hit.chunk.chunk.id, "source": hit.chunk.source, "score": hit.score,
                    "keyword": hit.keyword, "vector": hit.vector, "kind": hit.chunk.kind, "title": meta.title,
                    "date": meta.date, "url": hit.deep_link(), "text": hit.chunk.chunk.text,
                    "speakers": hit.chunk.chunk.turns.iter().filter_map(|t| t.voice.speaker()).collect::<Vec<_>>(),
                })
            })
            .collect();
        print_json(&list)?;
        return Ok(Done::Well);
    }
    if hits.is_empty() {
        tell("nothing found");
    }
    for (rank, hit) in hits.iter().enumerate() {
        let leg = |leg: Option<groundwire_index::fuse::Leg>| {
            leg.map_or_else(|| "-".to_owned(), |l| format!("#{} {:.3}", l.rank, l.score))
        };
        let date = hit.chunk.meta.date.map_or_else(|| "undated".to_owned(), |d| d.to_string());
        print(&format!(
            "{:>2}. {:.4}  words {}  vector {}  {date}  {}  {}",
            rank + 1,
            hit.score,
            leg(hit.keyword),
            leg(hit.vector),
            hit.chunk.source,
            hit.chunk.meta.title.as_deref().unwrap_or("-")
        ));
        if let Some(link) = hit.deep_link() {
            print(&format!("    {link}"));
        }
        let text: String =
            hit.chunk.chunk.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(220).collect();
        print(&format!("    {text}"));
    }
    Ok(Done::Well)
}

pub async fn reindex(config: &Config, as_json: bool) -> Result<Done> {
    let embedder: Arc<_> = embedder(config)?;
    let bar = bar("chunks");
    let progress = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let chunks = Archive::rebuild(&DataFolder::new(&config.data), embedder, &progress).await?;
    bar.finish_and_clear();
    if as_json {
        print_json(&json!({ "chunks": chunks }))?;
    } else {
        print(&format!("index built anew: {chunks} chunks"));
    }
    Ok(Done::Well)
}
