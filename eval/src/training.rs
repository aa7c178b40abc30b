//! What our own recipes in `models/` are fitted on: features of the baseline judge, and what rules and judge say of each
//! claim. Invariant: of a public set only half A is ever written.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use groundwire::check::check;
use groundwire::config::Config;
use groundwire::verify::{LexicalJudge, Pair, Verifier};
use serde_json::json;

use crate::item::{Half, Work, half_of};
use crate::read::{Format, read};
use crate::say;

/// Rows that are judged together.
const BATCH: usize = 32;

/// Label and features of each row of half A, tab-separated, for `models/baseline/fit.py`.
pub async fn features(config: &Config, files: &[PathBuf], limit: Option<usize>) -> anyhow::Result<()> {
    let judge = LexicalJudge::new(groundwire::cli::embedder(config)?);
    for file in files {
        let mut pairs: Vec<(Pair, bool)> = Vec::new();
        let mut claims: Vec<_> = read(Format::Claims, file)?.found.into_iter().map(|(_, row)| row.work).collect();
        claims.sort_by_cached_key(|work| match work {
            Work::Claim(claim) => crate::item::hash(&[&claim.evidence, &claim.text]),
            Work::Reply(_) | Work::Question(_) | Work::Query(_) => [0; 32],
        });
        claims.truncate(limit.unwrap_or(usize::MAX));
        for work in claims {
            if let Work::Claim(claim) = work
                && half_of(&[&claim.evidence, &claim.text]) == Half::A
            {
                let pair = Pair { message: String::new(), evidence: claim.evidence, claim: claim.text };
                pairs.push((pair, claim.supported));
            }
        }
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        for batch in pairs.chunks(BATCH) {
            let asked: Vec<Pair> = batch.iter().map(|(pair, _)| pair.clone()).collect();
            for ((_, supported), features) in batch.iter().zip(judge.features(&asked).await?) {
                let numbers: Vec<String> = features.iter().map(|x| format!("{x:.5}")).collect();
                say(&format!("{name}\t{}\t{}", u8::from(*supported), numbers.join("\t")));
            }
        }
    }
    Ok(())
}

/// What the rules and the judge say of each line's claims, as JSON lines for `models/judge/combine.py`.
pub async fn opinions(config: &Config, paths: &[PathBuf]) -> anyhow::Result<()> {
    let verifier = Verifier::new(groundwire::cli::judge(config, None)?);
    for file in paths.iter().map(|path| files(path)).collect::<anyhow::Result<Vec<_>>>()?.into_iter().flatten() {
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let place = || format!("{} line {}", file.display(), at + 1);
            let value: serde_json::Value = serde_json::from_str(line).with_context(place)?;
            let (id, gold) = (value.get("id").cloned(), value.get("gold").cloned());
            let mut request: groundwire::check::CheckRequest = serde_json::from_value(value).with_context(place)?;
            request.explain = true;
            let report = check(&verifier, request, jiff::Timestamp::UNIX_EPOCH).await?;
            say(&json!({ "id": id, "gold": gold, "claims": report.claims }).to_string());
        }
    }
    Ok(())
}

fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let listed = std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
    let mut found: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    found.sort();
    Ok(found)
}
