//! What can be measured, and what is missing for it.

use std::path::Path;

use crate::say;
use crate::suite::{Suite, built_in};

/// Every built-in suite.
pub fn list(data: Option<&Path>) -> anyhow::Result<()> {
    for suite in built_in()? {
        // A suite that has a folder of its own has it whatever else is named.
        let folder = if suite.data.is_some() { None } else { data };
        tell_of(&suite, folder);
    }
    Ok(())
}

fn tell_of(suite: &Suite, data: Option<&Path>) {
    let root = suite.root(data);
    let packed = |path: &Path| Path::new(&format!("{}.gz", path.display())).exists();
    let missing: Vec<String> = suite
        .all_assets()
        .map(|asset| root.join(&asset.path))
        .filter(|path| !path.exists() && !packed(path))
        .map(|path| path.display().to_string())
        .collect();
    say(&format!("{}  {} (version {})", suite.name, suite.title, suite.version));
    say(&format!("    licence: {}", suite.licence));
    let parts: Vec<&str> = suite.parts.iter().map(|part| part.name.as_str()).collect();
    if parts.len() > 1 {
        say(&format!("    parts: {}", parts.join(", ")));
    }
    match missing.as_slice() {
        [] => match suite.load(data, true) {
            Ok(loaded) => {
                let changed = loaded.files.iter().filter(|file| !file.pinned).count();
                let differ = if changed > 0 {
                    format!("; {changed} files have no hash in the suite, or another")
                } else {
                    String::new()
                };
                say(&format!("    ready: {} items under {}{differ}", loaded.items.len(), root.display()));
            }
            Err(error) => say(&format!("    cannot be read: {error:#}")),
        },
        [first, ..] => {
            say(&format!("    get: {}", suite.source));
            let more = if missing.len() > 1 { format!(" and {} more", missing.len() - 1) } else { String::new() };
            say(&format!("    expected at: {first}{more}"));
        }
    }
}
