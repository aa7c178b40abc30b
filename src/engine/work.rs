//! A reply on its way to the record: what each stage did, and the texts that go with it.

use groundwire_index::retrieve::{Evidence, EvidenceItem};
use serde::Serialize;

use crate::audit::{EvidenceNote, Step, Text, Timings};
use crate::generate::Draft;
use crate::reply::{ObjectionNote, Reply};
use crate::verify::{RuleTrace, Ruling, Verdict};

/// A reply on its way to the record.
pub(super) struct Work {
    pub steps: Vec<Step>,
    texts: Vec<Text>,
    pub timings: Timings,
    ruling: Option<Ruling>,
    pub objections: Vec<ObjectionNote>,
}

pub(super) fn note_of(item: &EvidenceItem) -> EvidenceNote {
    EvidenceNote {
        id: item.id.clone(),
        source: item.source.clone(),
        version: item.version,
        span: item.span,
        score: item.score,
    }
}

/// What the rules said of each claim, as it is kept beside the record.
#[derive(Serialize)]
struct Said<'a> {
    claim: &'a str,
    rules: &'a [RuleTrace],
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl Work {
    pub fn new() -> Self {
        Self { steps: Vec::new(), texts: Vec::new(), timings: Timings::default(), ruling: None, objections: Vec::new() }
    }

    pub fn note(&mut self, name: &str, generator: &str, draft: &Draft, ruling: &Ruling) {
        let slot = format!("step{}", self.steps.len());
        self.steps.push(Step::of(name, &slot, generator, ruling));
        let said: Vec<Said<'_>> = ruling
            .claims()
            .iter()
            .map(|ruled| Said { claim: &ruled.claim.text, rules: &ruled.rules, reason: reason_of(&ruled.verdict) })
            .collect();
        let rules = serde_json::to_string(&said).unwrap_or_default();
        self.texts.push(Text { slot: format!("{slot}.rules"), source: None, text: rules });
        self.texts.push(Text { slot, source: None, text: draft.text.clone() });
        if self.ruling.is_none() {
            self.objections = objections(ruling);
            self.ruling = Some(ruling.clone());
        }
    }

    pub fn into_texts(mut self, question: &str, evidence: &Evidence, reply: &Reply) -> Vec<Text> {
        self.texts.push(Text { slot: "question".to_owned(), source: None, text: question.to_owned() });
        self.texts.push(Text { slot: "reply".to_owned(), source: None, text: reply.text.clone() });
        for (at, item) in evidence.items.iter().enumerate() {
            self.texts.push(Text {
                slot: format!("evidence.{}", Evidence::marker(at)),
                source: item.source.clone(),
                text: item.text.clone(),
            });
        }
        self.texts
    }
}

fn reason_of(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Rejected { reason, .. } => Some(reason),
        Verdict::NotNeeded { why } => Some(why),
        Verdict::Supported { .. } => None,
    }
}

fn objections(ruling: &Ruling) -> Vec<ObjectionNote> {
    ruling
        .claims()
        .iter()
        .filter_map(|ruled| match &ruled.verdict {
            Verdict::Rejected { objection, reason, .. } => Some(ObjectionNote {
                claim: ruled.claim.text.trim().to_owned(),
                objection: *objection,
                reason: reason.clone(),
            }),
            Verdict::Supported { .. } | Verdict::NotNeeded { .. } => None,
        })
        .collect()
}
