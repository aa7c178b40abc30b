//! Our own forms: labelled claims, candidate replies with gold, fan questions.

use groundwire::check::CheckRequest;
use serde::Deserialize;
use serde_json::Value;

use super::{Fault as Bad, Read, Row, typed};
use crate::item::{Asked, Behaviour, Candidate, Fault, Slices, Work};

/// What a claim's label may be.
const SUPPORTED: &str = "supported";
const NOT_SUPPORTED: [&str; 5] = ["refuted", "neutral", "not_supported", "contradicted", "unsupported"];

#[derive(Deserialize)]
struct Labelled {
    evidence: String,
    claim: String,
    label: String,
    #[serde(default)]
    message: Option<String>,
}

pub fn claim(value: Value) -> Read {
    let row: Labelled = typed(value)?;
    let supported = row.label == SUPPORTED;
    if !supported && !NOT_SUPPORTED.contains(&row.label.as_str()) {
        let known = NOT_SUPPORTED.join(", ");
        return Err(format!("the label `{}` is none of {SUPPORTED}, {known}", row.label).into());
    }
    let found = Row::claim(row.evidence, row.claim, supported).with("label", row.label);
    Ok(vec![match row.message {
        Some(message) => found.asked(message),
        None => found,
    }])
}

#[derive(Deserialize)]
struct Gold {
    decision: String,
    kind: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    group: Option<String>,
    #[serde(default)]
    incident: Option<String>,
    #[serde(default)]
    spans: Vec<GoldSpan>,
    #[serde(default)]
    claims: Vec<GoldSpan>,
    #[serde(default)]
    repaired: Option<String>,
}

#[derive(Deserialize)]
struct GoldSpan {
    text: String,
    verdict: String,
    #[serde(default)]
    objections: Vec<String>,
}

pub fn candidate(value: Value) -> Read {
    let gold = value.get("gold").cloned().ok_or_else(|| "the line has no `gold`".to_owned())?;
    let gold: Gold = typed(gold)?;
    let id = value.get("id").and_then(super::name_of);
    let request: CheckRequest = typed(value)?;
    let acceptable = match gold.decision.as_str() {
        "accept" => true,
        "reject" => false,
        other => return Err(format!("gold.decision is `{other}`: accept or reject").into()),
    };
    let wrong = |span: &&GoldSpan| matches!(span.verdict.as_str(), "unsupported" | "contradicted");
    let faults = gold.spans.iter().chain(&gold.claims).filter(wrong).map(|span| place(&request.reply, span));
    let faults = faults.collect::<Result<Vec<_>, _>>()?;
    let mut slices = Slices::from([("kind".to_owned(), gold.kind)]);
    slices.extend(gold.lang.map(|lang| ("lang".to_owned(), lang)));
    slices.extend(gold.incident.map(|incident| ("incident".to_owned(), incident)));
    let candidate = Candidate { request, acceptable, faults, repaired: gold.repaired };
    Ok(vec![Row { cluster: gold.group, id, slices, work: Work::Reply(Box::new(candidate)) }])
}

fn place(reply: &str, span: &GoldSpan) -> Result<Fault, Bad> {
    let start = reply.find(&span.text).ok_or_else(|| format!("`{}` does not stand in the reply", span.text))?;
    Ok(Fault { start, end: start + span.text.len(), objections: span.objections.clone() })
}

#[derive(Deserialize)]
struct Asking {
    id: String,
    kind: String,
    lang: String,
    question: String,
    expect: Behaviour,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    must_contain: Vec<String>,
    #[serde(default)]
    must_not_contain: Vec<String>,
}

pub fn question(value: Value, creator: &str) -> Read {
    let row: Asking = typed(value)?;
    if row.expect == Behaviour::Answer && (row.must_contain.is_empty() || row.sources.is_empty()) {
        return Err("a question to be answered needs `must_contain` and `sources`".to_owned().into());
    }
    let slices = Slices::from([("kind".to_owned(), row.kind), ("lang".to_owned(), row.lang)]);
    let asked = Asked {
        creator: creator.to_owned(),
        question: row.question,
        expect: row.expect,
        must_contain: row.must_contain,
        must_not_contain: row.must_not_contain,
        sources: row.sources,
    };
    Ok(vec![Row { id: Some(row.id), cluster: None, slices, work: Work::Question(asked) }])
}
