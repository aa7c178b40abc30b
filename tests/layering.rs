//! The rules of the house that a compiler does not check.

use std::path::{Path, PathBuf};

use crate::support::root;

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

fn all(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    sources(&root().join(folder), &mut files);
    files
        .into_iter()
        .map(|path| (path.strip_prefix(root()).unwrap().display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn modules_use_only_what_stands_before_them_in_the_line() {
    // Left to right; a module may use those before it, never those after.
    const LINE: [&str; 17] = [
        "error", "clock", "policy", "persona", "question", "generate", "config", "claim", "verify", "repair", "check",
        "reply", "audit", "engine", "http", "cli", "main",
    ];
    let rank = |name: &str| LINE.iter().position(|m| *m == name);
    for (path, text) in all("src") {
        let Some(module) = path.strip_prefix("src/").and_then(|p| p.split(['/', '.']).next()) else { continue };
        let Some(own) = rank(module) else { continue };
        for line in text.lines().map(str::trim_start).filter(|l| l.starts_with("use crate::") || l.contains(" crate::"))
        {
            let Some((_, rest)) = line.split_once("crate::") else { continue };
            let used: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let other = rank(&used).unwrap_or(0);
            let exception = (module == "claim" && used == "persona") || used == module;
            assert!(other <= own || exception, "{path} uses crate::{used}: {line}");
        }
    }
}

#[test]
fn each_foreign_crate_has_one_door() {
    for (krate, door) in [
        ("tantivy::", "index/src/backend/embedded"),
        ("sqlx::", "index/src/"),
        ("fastembed::", "index/src/embed/fast.rs"),
        ("ort::", "index/src/onnx"),
        ("axum::", "src/http"),
        ("clap::", "src/cli"),
        ("reqwest::", "src/generate/chat.rs"),
    ] {
        for (path, text) in all("src").into_iter().chain(all("index/src")) {
            let used = text.lines().any(|line| {
                line.match_indices(krate)
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
            });
            let inside = match krate {
                "sqlx::" => path.starts_with("index/src/store") || path == "index/src/error.rs",
                _ => path.starts_with(door),
            };
            assert!(!used || inside, "{path} uses {krate}, whose door is {door}");
        }
    }
}

#[test]
fn every_file_opens_with_what_it_is() {
    for (path, text) in all("src").into_iter().chain(all("index/src")).chain(all("eval/src")).chain(all("tests")) {
        let exempt = path.ends_with("import/meta.rs") && text.starts_with("//!");
        assert!(text.starts_with("//! ") || exempt, "{path}");
    }
}
