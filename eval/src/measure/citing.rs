//! Asks a judge whether citations carry what they stand behind (ALCE). The judge is the baseline, which is not the one
//! that let the reply pass; it is a model all the same, and the report says so.

use std::sync::Arc;

use groundwire::audit::Explained;
use groundwire::index::retrieve::Evidence;
use groundwire::reply::Reply;
use groundwire::verify::{Judge, Pair};

use crate::metrics::citations::{Cited, count, questions};

/// The judge of citations.
pub struct Citing {
    judge: Arc<dyn Judge>,
}

/// Support from which on a text entails a statement.
const ENTAILS: f64 = 0.5;

impl Citing {
    /// With this judge.
    pub fn new(judge: Arc<dyn Judge>) -> Self {
        Self { judge }
    }

    /// Who says so.
    pub fn judge_id(&self) -> &str {
        self.judge.model_id()
    }

    /// Of each cited statement of a reply: carried, citations that count, citations.
    pub async fn count(&self, reply: &Reply, explained: &Explained) -> anyhow::Result<Vec<(bool, usize, usize)>> {
        let mut out = Vec::new();
        for cited in statements(reply, explained) {
            let pair = |(evidence, claim): (String, String)| Pair { message: String::new(), evidence, claim };
            let pairs: Vec<Pair> = questions(&cited).into_iter().map(pair).collect();
            let entailed: Vec<bool> =
                self.judge.judge(&pairs).await?.iter().map(|opinion| opinion.supported >= ENTAILS).collect();
            out.push(count(&cited, &entailed));
        }
        Ok(out)
    }
}

/// Statements with the texts that they cite, in order.
fn statements(reply: &Reply, explained: &Explained) -> Vec<Cited> {
    let mut found: Vec<((usize, usize), Cited)> = Vec::new();
    for citation in &reply.citations {
        let place = (citation.start, citation.end);
        let text = evidence_text(&citation.id, explained).unwrap_or_default();
        if let Some((_, cited)) = found.iter_mut().find(|(at, _)| *at == place) {
            cited.texts.push(text);
        } else {
            let statement = reply.text.get(citation.start..citation.end).unwrap_or_default().to_owned();
            found.push((place, Cited { statement, texts: vec![text] }));
        }
    }
    found.into_iter().map(|(_, cited)| cited).collect()
}

/// The text of one evidence item, from the record.
fn evidence_text(id: &str, explained: &Explained) -> Option<String> {
    let at = explained.decision.evidence.iter().position(|note| note.id == id)?;
    explained.texts.get(&format!("evidence.{}", Evidence::marker(at))).cloned().flatten()
}
