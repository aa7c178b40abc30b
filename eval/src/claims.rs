//! Labelled claims through the judge, and through the whole check.

use std::path::PathBuf;
use std::sync::Arc;

use groundwire::check::{CheckRequest, check};
use groundwire::config::Config;
use groundwire::verify::{Judge, LexicalJudge, Pair, Verifier};
use serde_json::json;

use crate::data::{Half, Row, claims as read};
use crate::metrics::{Scored, auroc, balanced_accuracy, best_threshold, bootstrap, f1_unsupported};
use crate::say;

/// Rows that are judged together.
const BATCH: usize = 32;

/// Scores each file: by the judge alone, and by the whole check as users get it.
pub async fn run(config: &Config, files: &[PathBuf], limit: Option<usize>) -> anyhow::Result<()> {
    let baseline: Arc<dyn Judge> = Arc::new(LexicalJudge::new(groundwire::cli::embedder(config)?));
    let judge = groundwire::cli::judge(config, None)?;
    let verifier = Verifier::new(Arc::clone(&judge));
    say(&format!(
        "judge {}; intervals are 95 % bootstrap; threshold 0.50 for the judge, its own for the check, unless said; half B only reports",
        judge.model_id()
    ));
    for file in files {
        let rows = read(file, limit)?;
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let before = score_alone(baseline.as_ref(), &rows).await?;
        let alone = score_alone(judge.as_ref(), &rows).await?;
        let whole = score_whole(&verifier, &rows).await?;
        for (way, scores) in [("baseline", &before), ("judge", &alone), ("check", &whole)] {
            let half = |half: Half| -> Vec<Scored> {
                rows.iter().zip(scores).filter(|(row, _)| row.half() == half).map(|(_, s)| *s).collect()
            };
            let (a, b) = (half(Half::A), half(Half::B));
            let tuned = best_threshold(&a);
            say(&format!(
                "{name} {way} n={} (B {}): balanced accuracy B {}, at A's best threshold {tuned:.2} B {}, AUROC B {}, F1 unsupported B {}; A: balanced accuracy {:.3}, AUROC {:.3}",
                rows.len(),
                b.len(),
                bootstrap(&b, |s| balanced_accuracy(s, 0.5)),
                bootstrap(&b, |s| balanced_accuracy(s, tuned)),
                bootstrap(&b, auroc),
                bootstrap(&b, |s| f1_unsupported(s, 0.5)),
                balanced_accuracy(&a, 0.5),
                auroc(&a),
            ));
        }
    }
    Ok(())
}

fn pair(row: &Row) -> Pair {
    Pair { message: String::new(), evidence: row.evidence.clone(), claim: row.claim.clone() }
}

async fn score_alone(judge: &dyn Judge, rows: &[Row]) -> anyhow::Result<Vec<Scored>> {
    let mut out = Vec::with_capacity(rows.len());
    for batch in rows.chunks(BATCH) {
        let pairs: Vec<Pair> = batch.iter().map(pair).collect();
        let opinions = judge.judge(&pairs).await?;
        out.extend(
            batch.iter().zip(opinions).map(|(row, p)| Scored { score: p.supported, supported: row.supported() }),
        );
    }
    Ok(out)
}

async fn score_whole(verifier: &Verifier, rows: &[Row]) -> anyhow::Result<Vec<Scored>> {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let evidence =
            if row.evidence.trim().is_empty() { json!([]) } else { json!([{ "id": "e1", "text": row.evidence }]) };
        let request: CheckRequest = serde_json::from_value(json!({ "reply": row.claim, "evidence": evidence }))?;
        let report = check(verifier, request, now).await?;
        out.push(Scored { score: centred(report.score, report.verifier.threshold), supported: row.supported() });
    }
    Ok(out)
}

/// The check's score moved so that its own threshold lies at 0.5: what it accepts scores at least that.
fn centred(score: f64, threshold: f64) -> f64 {
    if score >= threshold {
        0.5 + 0.5 * (score - threshold) / (1.0 - threshold).max(f64::EPSILON)
    } else {
        0.5 * score / threshold
    }
}

/// Label and features of each row of half A.
pub async fn features(config: &Config, files: &[PathBuf], limit: Option<usize>) -> anyhow::Result<()> {
    let judge = LexicalJudge::new(groundwire::cli::embedder(config)?);
    for file in files {
        let rows: Vec<Row> = read(file, limit)?.into_iter().filter(|row| row.half() == Half::A).collect();
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        for batch in rows.chunks(BATCH) {
            let pairs: Vec<Pair> = batch.iter().map(pair).collect();
            for (row, features) in batch.iter().zip(judge.features(&pairs).await?) {
                let numbers: Vec<String> = features.iter().map(|x| format!("{x:.5}")).collect();
                say(&format!("{name}\t{}\t{}", u8::from(row.supported()), numbers.join("\t")));
            }
        }
    }
    Ok(())
}
