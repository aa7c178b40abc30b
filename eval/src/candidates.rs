//! Labelled candidate replies (`fixtures/claims/README.md`) through the check: what is caught, what is
//! refused that was true, how well the blame sits, and what repair saves. Each figure with a Wilson
//! interval (Wilson 1927) and its n.

mod opinions;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::ValueEnum;
use groundwire::check::{CheckReport, CheckRequest, Decision, Label, check};
use groundwire::config::Config;
use groundwire::index::text::sentences::sentences;
use groundwire::verify::{Judge, Pair, RulesAlone, Verifier};
use serde::Deserialize;

use crate::metrics::{quantile, wilson};
use crate::say;

/// Who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deciders {
    /// Rules, the judge never asked.
    Rules,
    /// The judge on each sentence against all evidence, no rule.
    Judge,
    /// Rules and judge: what users get.
    Both,
}

#[derive(Debug, Clone, Deserialize)]
struct Gold {
    decision: String,
    kind: String,
    lang: String,
    #[serde(default)]
    incident: Option<String>,
    #[serde(default)]
    spans: Vec<GoldSpan>,
    #[serde(default)]
    repaired: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct GoldSpan {
    text: String,
    verdict: String,
    objections: Vec<String>,
}

struct Line {
    id: String,
    request: CheckRequest,
    gold: Gold,
    labels: serde_json::Value,
}

/// What the system said of one line.
struct Answer {
    rejects: bool,
    blamed: Vec<(usize, usize)>,
    repaired: Option<String>,
    report: Option<CheckReport>,
    micros: f64,
}

/// Scores files or folders of candidates. `show` prints each line that went wrong.
pub async fn run(config: &Config, paths: &[PathBuf], deciders: &[Deciders], show: bool) -> anyhow::Result<()> {
    let lines = read(paths)?;
    let judge: Arc<dyn Judge> = groundwire::cli::judge(config, None)?;
    for way in deciders {
        let name = match way {
            Deciders::Rules => "rules alone".to_owned(),
            Deciders::Judge => format!("judge alone ({}, each sentence, threshold 0.50)", judge.model_id()),
            Deciders::Both => format!("rules and judge ({})", judge.model_id()),
        };
        say(&format!("## {name}"));
        let verifier = Verifier::new(match way {
            Deciders::Rules => Arc::new(RulesAlone),
            Deciders::Judge | Deciders::Both => Arc::clone(&judge),
        });
        let mut answers = Vec::with_capacity(lines.len());
        for line in &lines {
            answers.push(match way {
                Deciders::Judge => judged(judge.as_ref(), line).await?,
                Deciders::Rules | Deciders::Both => checked(&verifier, line).await?,
            });
        }
        report(&lines, &answers);
        if show {
            show_wrong(&lines, &answers);
        }
    }
    Ok(())
}

/// Writes what the rules and the judge say of each line's claims, as JSON lines.
pub async fn opinions(config: &Config, paths: &[PathBuf]) -> anyhow::Result<()> {
    let verifier = Verifier::new(groundwire::cli::judge(config, None)?);
    for line in read(paths)? {
        let mut request = line.request.clone();
        request.explain = true;
        let report = check(&verifier, request, jiff::Timestamp::UNIX_EPOCH).await?;
        say(&opinions::line(&line.id, &line.labels, &report));
    }
    Ok(())
}

fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    for path in paths {
        let mut files: Vec<PathBuf> = if path.is_dir() {
            let listed = std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
            listed.filter_map(|entry| entry.ok().map(|e| e.path())).filter(|p| is_jsonl(p)).collect()
        } else {
            vec![path.clone()]
        };
        files.sort();
        anyhow::ensure!(!files.is_empty(), "{} holds no .jsonl file", path.display());
        for file in files {
            let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let place = || format!("{}:{}", file.display(), at + 1);
                let value: serde_json::Value = serde_json::from_str(line).with_context(place)?;
                let gold = value.get("gold").cloned().context("the line has no `gold`").with_context(place)?;
                let labels = gold.clone();
                let gold: Gold = serde_json::from_value(gold).with_context(place)?;
                let id = value.get("id").and_then(|id| id.as_str()).unwrap_or_default().to_owned();
                lines.push(Line { id, request: serde_json::from_value(value).with_context(place)?, gold, labels });
            }
        }
    }
    Ok(lines)
}

fn is_jsonl(path: &Path) -> bool {
    path.extension().is_some_and(|ext| ext == "jsonl")
}

async fn checked(verifier: &Verifier, line: &Line) -> anyhow::Result<Answer> {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let report = check(verifier, line.request.clone(), now).await?;
    let micros = report.elapsed_us as f64;
    let mut request = line.request.clone();
    request.repair = true;
    let repaired = check(verifier, request, now).await?.repaired.map(|repair| repair.text);
    let wrong = |label: Label| matches!(label, Label::Unsupported | Label::Contradicted);
    let blamed = report.claims.iter().filter(|c| wrong(c.verdict)).map(|c| (c.start, c.end)).collect();
    Ok(Answer { rejects: report.decision == Decision::Reject, blamed, repaired, report: Some(report), micros })
}

async fn judged(judge: &dyn Judge, line: &Line) -> anyhow::Result<Answer> {
    let started = std::time::Instant::now();
    let evidence: Vec<&str> = line.request.evidence.iter().map(|item| item.text.as_str()).collect();
    let evidence = evidence.join("\n\n");
    let spans = sentences(&line.request.reply);
    let message = line.request.message.clone().unwrap_or_default();
    let pair = |claim: &str| Pair { message: message.clone(), evidence: evidence.clone(), claim: claim.to_owned() };
    let pairs: Vec<Pair> = spans.iter().map(|span| pair(span.slice(&line.request.reply))).collect();
    let opinions = judge.judge(&pairs).await?;
    let blamed: Vec<(usize, usize)> = spans
        .iter()
        .zip(opinions)
        .filter(|(_, opinion)| opinion.supported + opinion.nothing_to_check < 0.5)
        .map(|(span, _)| (span.start, span.end))
        .collect();
    let micros = started.elapsed().as_micros() as f64;
    Ok(Answer { rejects: !blamed.is_empty(), blamed, repaired: None, report: None, micros })
}

/// Counts of one slice.
#[derive(Debug, Default, Clone)]
struct Counts {
    bad: usize,
    caught: usize,
    good: usize,
    refused: usize,
    overlap: f64,
    placed: usize,
    repairable: usize,
    repaired: usize,
}

impl Counts {
    fn add(&mut self, line: &Line, answer: &Answer) {
        if line.gold.decision == "accept" {
            self.good += 1;
            self.refused += usize::from(answer.rejects);
            return;
        }
        self.bad += 1;
        self.caught += usize::from(answer.rejects);
        if answer.rejects {
            self.placed += 1;
            self.overlap += overlap(line, answer);
        }
        if line.gold.repaired.is_some() {
            self.repairable += 1;
            self.repaired += usize::from(is_repaired(line, answer));
        }
    }

    fn row(&self, name: &str) -> String {
        let share = |hits: usize, n: usize| if n == 0 { "-".to_owned() } else { wilson(hits, n).percent() };
        format!(
            "| {name} | {} | {} | {} | {} | {} | {} |",
            self.bad,
            share(self.caught, self.bad),
            self.good,
            share(self.refused, self.good),
            if self.placed == 0 { "-".to_owned() } else { format!("{:.2}", self.overlap / self.placed as f64) },
            if self.repairable == 0 { "-".to_owned() } else { format!("{}/{}", self.repaired, self.repairable) },
        )
    }
}

/// F1 of the bytes that are blamed against the bytes that are at fault.
fn overlap(line: &Line, answer: &Answer) -> f64 {
    let reply = &line.request.reply;
    let mut gold = vec![false; reply.len()];
    for span in &line.gold.spans {
        if let Some(at) = reply.find(&span.text) {
            gold.iter_mut().skip(at).take(span.text.len()).for_each(|bit| *bit = true);
        }
    }
    let mut said = vec![false; reply.len()];
    for (start, end) in &answer.blamed {
        said.iter_mut().skip(*start).take(end - start).for_each(|bit| *bit = true);
    }
    let both = gold.iter().zip(&said).filter(|(g, s)| **g && **s).count() as f64;
    let sum = (gold.iter().filter(|g| **g).count() + said.iter().filter(|s| **s).count()) as f64;
    if sum == 0.0 { 0.0 } else { 2.0 * both / sum }
}

/// A repaired text came, without any of the faulty clauses, and with at least half of what the good
/// editor left.
fn is_repaired(line: &Line, answer: &Answer) -> bool {
    let (Some(text), Some(gold)) = (&answer.repaired, &line.gold.repaired) else { return false };
    let faulty = line.gold.spans.iter().any(|span| text.contains(span.text.as_str()));
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (kept, wanted) = (words(text), words(gold));
    let shared = wanted.iter().filter(|word| kept.contains(word)).count();
    !faulty && shared * 2 >= wanted.len()
}

fn report(lines: &[Line], answers: &[Answer]) {
    let mut all = Counts::default();
    let mut slices: BTreeMap<(u8, String), Counts> = BTreeMap::new();
    for (line, answer) in lines.iter().zip(answers) {
        all.add(line, answer);
        let gold = &line.gold;
        slices.entry((0, gold.lang.clone())).or_default().add(line, answer);
        slices.entry((1, gold.kind.clone())).or_default().add(line, answer);
        if let Some(incident) = &gold.incident {
            slices.entry((2, incident.clone())).or_default().add(line, answer);
        }
    }
    say("| slice | to reject | caught | to accept | refused | span overlap (F1 of bytes) | repaired |");
    say("| --- | --- | --- | --- | --- | --- | --- |");
    say(&all.row("all"));
    for ((_, name), counts) in &slices {
        say(&counts.row(name));
    }
    let mut times: Vec<f64> = answers.iter().map(|answer| answer.micros).collect();
    times.sort_by(f64::total_cmp);
    let words = |line: &&(&Line, &Answer)| (50..=70).contains(&line.0.request.reply.split_whitespace().count());
    let pairs: Vec<(&Line, &Answer)> = lines.iter().zip(answers).collect();
    let mut long: Vec<f64> = pairs.iter().filter(words).map(|(_, answer)| answer.micros).collect();
    long.sort_by(f64::total_cmp);
    say(&format!(
        "replies of 50 to 70 words (n={}): time p50 {:.2} ms, p99 {:.2} ms",
        long.len(),
        quantile(&long, 0.5) / 1000.0,
        quantile(&long, 0.99) / 1000.0
    ));
    say(&format!("time p50 {:.2} ms, p99 {:.2} ms", quantile(&times, 0.5) / 1000.0, quantile(&times, 0.99) / 1000.0));
    // The judge alone gives no reasons.
    if let Some((code, stance)) = codes_right(lines, answers) {
        let (code, stance) = (code.percent(), stance.percent());
        say(&format!("of blamed clauses at fault {code} have a right objection, {stance} a right stance"));
    }
    say("");
}

/// Of gold spans that a rejected claim touches: the objection is one of the right ones; the stance is right.
fn codes_right(lines: &[Line], answers: &[Answer]) -> Option<(crate::metrics::Interval, crate::metrics::Interval)> {
    let (mut n, mut code, mut stance) = (0, 0, 0);
    for (line, answer) in lines.iter().zip(answers) {
        let Some(report) = &answer.report else { continue };
        for span in &line.gold.spans {
            let Some(start) = line.request.reply.find(&span.text) else { continue };
            let end = start + span.text.len();
            let hit = report.claims.iter().find(|c| c.objection.is_some() && c.start < end && start < c.end);
            let Some(claim) = hit else { continue };
            n += 1;
            let said = claim.objection.map(|o| format!("{o:?}")).unwrap_or_default();
            code += usize::from(span.objections.contains(&said));
            let contradicted = claim.verdict == Label::Contradicted;
            stance += usize::from(contradicted == (span.verdict == "contradicted"));
        }
    }
    (n > 0).then(|| (wilson(code, n), wilson(stance, n)))
}

fn show_wrong(lines: &[Line], answers: &[Answer]) {
    for (line, answer) in lines.iter().zip(answers) {
        if answer.rejects == (line.gold.decision == "reject") {
            continue;
        }
        let kind = &line.gold.kind;
        if answer.rejects {
            say(&format!("REFUSED {} {kind}: {}", line.id, line.request.reply));
            for claim in answer.report.iter().flat_map(|r| &r.claims).filter(|c| c.objection.is_some()) {
                let why = claim.reason.as_deref().unwrap_or_default();
                say(&format!("    [{:?}] {:?} {:?}: {why}", claim.text, claim.act, claim.objection));
            }
        } else {
            say(&format!("PASSED {} {kind}: {}", line.id, line.request.reply));
            for span in &line.gold.spans {
                say(&format!("    gold [{}] {} {:?}", span.text, span.verdict, span.objections));
            }
            for claim in answer.report.iter().flat_map(|r| &r.claims) {
                say(&format!(
                    "    [{:?}] {:?} {:?} {:.2} {:?}",
                    claim.text, claim.act, claim.verdict, claim.score, claim.citations
                ));
            }
        }
    }
}
