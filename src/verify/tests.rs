//! A judge that is late, broken or lies about itself lets nothing pass.

use super::*;
use crate::claim::{Fan, claims};
use crate::error::{Error, Result};
use async_trait::async_trait;
use groundwire_index::document::Voice;
use groundwire_index::retrieve::{EvidenceItem, Passage};
use groundwire_index::source::CreatorId;
use groundwire_index::span::Span;

/// What a fake judge does.
enum Fake {
    Sure,
    Fails,
    IsLate,
    SaysTooLittle,
    IsUnsound(f64),
}

#[async_trait]
impl Judge for Fake {
    fn model_id(&self) -> &'static str {
        "fake"
    }

    async fn judge(&self, pairs: &[Pair]) -> Result<Vec<Probabilities>> {
        let sure = Probabilities { supported: 1.0, ..Probabilities::default() };
        match self {
            Self::Sure => Ok(vec![sure; pairs.len()]),
            Self::Fails => Err(Error::request("judge", "no memory")),
            Self::IsLate => {
                tokio::time::sleep(Duration::from_mins(1)).await;
                Ok(vec![sure; pairs.len()])
            }
            Self::SaysTooLittle => Ok(Vec::new()),
            Self::IsUnsound(supported) => Ok(vec![Probabilities { supported: *supported, ..sure }; pairs.len()]),
        }
    }
}

const OWN: &str = "Tung oil goes on every spoon that I carve.";

async fn ruling(judge: Fake, reply: &str) -> Ruling {
    let creator = Creator {
        id: CreatorId::parse("sam").unwrap(),
        name: "Sam".into(),
        speakers: Vec::new(),
        persona: None,
        policy: None,
    };
    let whole = Passage { span: Span::new(0, OWN.len()), voice: Voice::Author, own: true };
    let item = EvidenceItem::new("e1", OWN, vec![whole]);
    let evidence = Evidence { items: vec![item] };
    let found = claims(reply, &evidence, Language::En, &Fan::default());
    let policy = Policy::default();
    let facts = Facts {
        evidence: &evidence,
        creator: &creator,
        catalogue: None,
        policy: &policy,
        message: None,
        today: "2026-06-01".parse().unwrap(),
        language: Language::En,
    };
    Verifier::new(Arc::new(judge)).within(Duration::from_millis(200)).verify(found, facts).await
}

#[tokio::test]
async fn whatever_is_wrong_with_the_judge_nothing_passes() {
    let reply = "Every spoon gets tung oil [e1].";
    assert!(ruling(Fake::Sure, reply).await.accepts());
    for judge in [
        Fake::Fails,
        Fake::IsLate,
        Fake::SaysTooLittle,
        Fake::IsUnsound(f64::NAN),
        Fake::IsUnsound(1.5),
        Fake::IsUnsound(-0.1),
        Fake::IsUnsound(0.7),
    ] {
        let ruling = ruling(judge, reply).await;
        assert!(!ruling.accepts() && ruling.score() < ruling.threshold());
        let Verdict::Rejected { objection, .. } = &ruling.claims()[0].verdict else { panic!("{ruling:?}") };
        // .7 with nothing against it does not add up to one.
        assert_eq!(*objection, Objection::VerifierUnavailable);
    }
}

#[tokio::test]
async fn kind_words_need_no_judge_and_a_late_judge_stops_what_follows() {
    assert!(ruling(Fake::Fails, "Hi! Thank you so much.").await.accepts());
    let late = ruling(Fake::IsLate, "Every spoon gets tung oil [e1]. The spoons get tung oil each time [e1].").await;
    assert!(late.claims().iter().all(|ruled| !ruled.verdict.passes()));
}
