//! A decision told in order, and the check of the chain.

use serde_json::{Value, json};

use super::{Done, open_log, print, print_json, tell};
use crate::audit::{Explained, Step};
use crate::config::Config;
use crate::error::{Error, Result};

pub async fn why(config: &Config, id: &str, as_json: bool) -> Result<Done> {
    let explained = open_log(config).await?.explain(id).await?;
    if as_json {
        print_json(&explained)?;
    } else {
        show(&explained);
    }
    Ok(Done::Well)
}

fn text<'a>(explained: &'a Explained, slot: &str) -> &'a str {
    explained.texts.get(slot).and_then(Option::as_deref).unwrap_or("(erased)")
}

fn show(explained: &Explained) {
    let decision = &explained.decision;
    print(&format!("decision   {} (record {} of {})", decision.id, explained.seq, explained.creator));
    print(&format!("at         {}", explained.at));
    print(&format!("question   {}", text(explained, "question")));
    print(&format!("reply      {}", text(explained, "reply")));
    let refusal = decision.refusal.map(|r| format!(" ({r:?})")).unwrap_or_default();
    print(&format!("outcome    {:?}{refusal}", decision.outcome));
    print("");
    print("evidence, best first");
    for (at, item) in decision.evidence.iter().enumerate() {
        let words = text(explained, &format!("evidence.c{}", at + 1));
        let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(110).collect();
        let version = item.version.map(|v| format!("v{v}")).unwrap_or_default();
        print(&format!("  c{:<2} {:.4}  {} {version}  {words}", at + 1, item.score, item.id));
    }
    for step in &decision.steps {
        show_step(explained, step);
    }
    let models = &decision.models;
    print("");
    print(&format!("models     judge {}; embedder {}; generator {}", models.judge, models.embedder, models.generator));
    print(&format!("policy     {}", models.policy));
    let t = decision.timings;
    print(&format!(
        "time       retrieve {} us, generate {} us, verify {} us",
        t.retrieve_us, t.generate_us, t.verify_us
    ));
    print(&format!("record     {}", explained.hash));
}

fn show_step(explained: &Explained, step: &Step) {
    let verdict = if step.accepted { "accepted" } else { "rejected" };
    print("");
    let least = step.threshold.map(|least| format!(", support of at least {least:.3} needed")).unwrap_or_default();
    print(&format!("{} by {}: {verdict}{least}", step.name, step.generator));
    let draft = text(explained, &step.slot);
    let rules: Vec<Value> = explained
        .texts
        .get(&format!("{}.rules", step.slot))
        .and_then(Option::as_deref)
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    for (at, claim) in step.claims.iter().enumerate() {
        let mark = if claim.passes { "pass" } else { "STOP" };
        let score = claim.score.map(|s| format!(" {s:.2}")).unwrap_or_default();
        print(&format!("  {mark}{score} [{:?}] {}", claim.act, claim.span.slice(draft).trim()));
        let said = rules.get(at);
        if let Some(objection) = claim.objection {
            let reason = said.and_then(|s| s.get("reason")).and_then(Value::as_str).unwrap_or("(erased)");
            print(&format!("       {objection:?}: {reason}"));
        }
        if !claim.evidence.is_empty() {
            let how = match (claim.passes, claim.assigned) {
                (true, true) => "carried by (assigned)",
                (true, false) => "carried by",
                (false, _) => "held against",
            };
            print(&format!("       {how} {}", claim.evidence.join(", ")));
        }
        let lines = said.and_then(|s| s.get("rules")).and_then(Value::as_array).into_iter().flatten();
        for line in lines {
            let field = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or("");
            print(&format!("         {}: {}", field("rule"), field("said")));
        }
    }
}

pub async fn verify(config: &Config, as_json: bool) -> Result<Done> {
    match open_log(config).await?.verify().await {
        Ok(report) => {
            if as_json {
                print_json(&json!({ "intact": true, "report": report }))?;
            } else {
                let unsealed = if report.unsealed > 0 {
                    format!("; {} after the head, left by a crash and sealed at the next start", report.unsealed)
                } else {
                    String::new()
                };
                print(&format!(
                    "intact: {} records, {} texts, {} erased{unsealed}",
                    report.records, report.texts, report.erased
                ));
            }
            Ok(Done::Well)
        }
        Err(Error::BrokenChain(message)) => {
            if as_json {
                print_json(&json!({ "intact": false, "message": message }))?;
            }
            tell(&format!("the audit log is broken: {message}"));
            Err(Error::BrokenChain(message))
        }
        Err(other) => Err(other),
    }
}
