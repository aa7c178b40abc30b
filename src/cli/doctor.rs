//! What is wrong with this installation, and what to do.

use groundwire_index::archive::DataFolder;
use groundwire_index::embed::Role;
use groundwire_index::onnx::ModelFolder;
use serde::Serialize;

use super::{Done, embedder, judge, open_archive, open_log, print, print_json};
use crate::config::{Config, EmbedderKind, JudgeKind};
use crate::error::Result;
use crate::verify::Pair;

#[derive(Serialize)]
struct Finding {
    what: &'static str,
    well: bool,
    said: String,
}

fn finding(what: &'static str, result: std::result::Result<String, String>) -> Finding {
    match result {
        Ok(said) => Finding { what, well: true, said },
        Err(said) => Finding { what, well: false, said },
    }
}

pub async fn doctor(config: &Config, as_json: bool) -> Result<Done> {
    let mut findings = vec![finding("version", Ok(format!("groundwire {}", env!("CARGO_PKG_VERSION"))))];
    findings.push(finding("models", models(config)));
    findings.push(finding("embedder", embedding(config).await));
    findings.push(finding("judge", judging(config).await));
    findings.push(finding("data folder", disk(config)));
    findings.push(finding("store", store(config).await));
    findings.push(finding("index", index(config).await));
    findings.push(finding("audit log", audit(config).await));
    findings.push(finding(
        "chat",
        Ok(config.chat.as_ref().map_or("not configured (GROUNDWIRE_CHAT_BASE_URL)".to_owned(), |c| {
            format!("{} at {}", c.model, c.base_url)
        })),
    ));
    let well = findings.iter().all(|f| f.well);
    if as_json {
        print_json(&findings)?;
    } else {
        for f in &findings {
            print(&format!("{} {:<12} {}", if f.well { "ok   " } else { "WRONG" }, f.what, f.said));
        }
    }
    Ok(if well { Done::Well } else { Done::WithBadInput })
}

fn models(config: &Config) -> std::result::Result<String, String> {
    if config.embedder == EmbedderKind::Deterministic && config.judge == JudgeKind::Baseline {
        return Ok("the deterministic embedder and the baseline judge need none; use them for tests only".to_owned());
    }
    let folder = ModelFolder::at(&config.models).map_err(|e| e.to_string())?;
    let mut count = 0;
    for (name, _) in folder.assets() {
        folder.checked_path(name).map_err(|e| e.to_string())?;
        count += 1;
    }
    Ok(format!("{count} files in {}, each with the pinned sha256", config.models.display()))
}

async fn embedding(config: &Config) -> std::result::Result<String, String> {
    let embedder = embedder(config).map_err(|e| e.to_string())?;
    let vectors = embedder.embed(vec!["a test".to_owned()], Role::Query).await.map_err(|e| e.to_string())?;
    let size = vectors.first().map_or(0, Vec::len);
    Ok(format!("{} gives {size} numbers", embedder.model_id()))
}

/// The judge carries what stands in the evidence.
async fn judging(config: &Config) -> std::result::Result<String, String> {
    let judge = judge(config, None).map_err(|e| e.to_string())?;
    let pair = Pair {
        evidence: "I bake bread on Fridays.".to_owned(),
        claim: "I bake bread on Fridays.".to_owned(),
        ..Pair::default()
    };
    let opinion = judge.judge(std::slice::from_ref(&pair)).await.map_err(|e| e.to_string())?;
    let sound = opinion.first().is_some_and(|o| o.is_sound() && o.supported > o.refuted);
    let id = judge.model_id();
    if sound {
        Ok(format!("{id} carries a sentence by itself"))
    } else {
        Err(format!("{id} does not carry a sentence by itself"))
    }
}

fn disk(config: &Config) -> std::result::Result<String, String> {
    let probe = config.data.join(".doctor");
    std::fs::create_dir_all(&config.data)
        .and_then(|()| std::fs::write(&probe, vec![0_u8; 1024 * 1024]))
        .and_then(|()| std::fs::remove_file(&probe))
        .map_err(|error| format!("{} cannot be written: {error}", config.data.display()))?;
    let size = folder_size(&config.data);
    Ok(format!("{} can be written, holds {:.1} MB", config.data.display(), size as f64 / 1e6))
}

/// Bytes of all files in a folder; what cannot be read counts nothing.
fn folder_size(folder: &std::path::Path) -> u64 {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => folder_size(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

async fn store(config: &Config) -> std::result::Result<String, String> {
    let store = DataFolder::new(&config.data).open_store().await.map_err(|e| e.to_string())?;
    store.check().await.map_err(|e| e.to_string())?;
    let creators = store.creators().await.map_err(|e| e.to_string())?;
    Ok(format!("sound, {} creators", creators.len()))
}

async fn index(config: &Config) -> std::result::Result<String, String> {
    let archive = open_archive(config).await.map_err(|e| e.to_string())?;
    // Opening compares the counts of index and store.
    let mut chunks = 0;
    for creator in archive.store().creators().await.map_err(|e| e.to_string())? {
        chunks += archive.index().count(&creator.id).await.map_err(|e| e.to_string())?;
    }
    Ok(format!("{chunks} chunks, as many as the store"))
}

async fn audit(config: &Config) -> std::result::Result<String, String> {
    let log = open_log(config).await.map_err(|e| e.to_string())?;
    let report = log.verify().await.map_err(|e| e.to_string())?;
    Ok(format!("intact, {} records", report.records))
}
