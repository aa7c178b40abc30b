//! A reply cut into claims; invariants: each claim's span is the claim's text in the reply as it was
//! given, spans are in order and disjoint, and every letter and digit outside a citation marker lies
//! in exactly one.

mod act;
mod biography;
mod classify;
mod contact;
mod fan;
mod kind;
mod lexicon;
mod marker;

use groundwire_index::retrieve::Evidence;
use groundwire_index::span::Span;
use groundwire_index::text::language::Language;
use groundwire_index::text::sentences::sentences;
use serde::{Deserialize, Serialize};

use crate::question::asks_who_answers;
use classify::{Context, classify, is_bare_answer};

pub use act::{SpeechAct, claims_availability, commitment_kinds, is_first_person, is_negated, says_unavailable};
pub use biography::{Told, anchors};
pub use fan::Fan;
pub use kind::is_kind_word;
pub use marker::{Marker, markers, without_markers};

/// One checkable statement of a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Where it stands in the reply as given, in bytes.
    pub span: Span,
    /// `reply[span]`, markers blanked.
    pub text: String,
    /// What kind of statement it is.
    pub act: SpeechAct,
    /// What it cites, as written; not yet resolved.
    pub cites: Vec<String>,
}

/// Cuts `reply` into claims, one a sentence. Markers count as citations of the sentence that they
/// stand in or follow. `fan` is what the fan said, for telling an echo.
pub fn claims(reply: &str, evidence: &Evidence, language: Language, fan: &Fan<'_>) -> Vec<Claim> {
    let markers = markers(reply, evidence);
    let blanked = marker::blanked(reply, &markers);
    let spans = sentences(&blanked);
    let mut context = Context::new(language, fan);
    let mut found: Vec<Claim> = Vec::with_capacity(spans.len());
    for (index, span) in spans.iter().enumerate() {
        let text = span.slice(&blanked).to_owned();
        let next = spans.get(index + 1).map_or(usize::MAX, |s| s.start);
        let first = index == 0;
        let cites = markers
            .iter()
            .filter(|m| (first || m.span.start >= span.start) && m.span.start < next)
            .map(|m| m.reference.clone())
            .collect();
        let act = classify(&text, &mut context);
        context.after_abstention = act == SpeechAct::Abstention;
        found.push(Claim { span: *span, text, act, cites });
    }
    answer_for_bare_answers(&mut found, fan);
    found
}

/// "Yes!" to a question says what was asked: it stands with the statements beside it, and where there
/// are none it is one itself.
fn answer_for_bare_answers(found: &mut [Claim], fan: &Fan<'_>) {
    let (Some(message), true) = (fan.message, fan.asks()) else { return };
    let who = asks_who_answers(message);
    let alone = !found.iter().any(|claim| claim.act.needs_none().is_none() || claim.act == SpeechAct::Disclosure);
    for claim in found.iter_mut().filter(|claim| claim.act == SpeechAct::Social && is_bare_answer(&claim.text)) {
        if who && !is_negated(&claim.text) {
            claim.act = SpeechAct::Human;
        } else if alone {
            claim.act = SpeechAct::Fact;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundwire_index::retrieve::EvidenceItem;
    use proptest::prelude::*;

    fn evidence(ids: &[&str]) -> Evidence {
        let item = |id: &&str| EvidenceItem::new(*id, "x", Vec::new());
        Evidence { items: ids.iter().map(item).collect() }
    }

    #[test]
    fn markers_belong_to_the_sentence_they_stand_in_or_follow() {
        let reply = "I use tung oil [e1]. It dries slowly. [e2][e3] Nice day!";
        let claims = claims(reply, &evidence(&["e1", "e2"]), Language::En, &Fan::default());
        let cites: Vec<_> = claims.iter().map(|c| c.cites.clone()).collect();
        assert_eq!(cites, [vec!["e1".to_owned()], vec!["e2".into(), "e3".into()], vec![]]);
        assert_eq!(claims[0].span.slice(reply), "I use tung oil [e1].");
        assert_eq!(claims[1].span.slice(reply), "It dries slowly.");
    }

    proptest! {
        #[test]
        fn claims_cover_the_reply(reply in "([a-zA-Zéñ0-9 .!?…«»'\n,🎉]|\\[e[0-9]\\]|\\[x\\]){0,80}") {
            let claims = claims(&reply, &evidence(&["e1", "e2"]), Language::En, &Fan { message: Some("hello there"), earlier: Vec::new() });
            let mut at = 0;
            for claim in &claims {
                prop_assert!(claim.span.start >= at && claim.span.end <= reply.len());
                prop_assert!(reply.get(claim.span.start..claim.span.end).is_some());
                prop_assert_eq!(claim.text.len(), claim.span.len());
                at = claim.span.end;
            }
            let found = markers(&reply, &evidence(&["e1", "e2"]));
            for (index, c) in reply.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let in_marker = found.iter().any(|m| m.span.start <= index && index < m.span.end);
                let in_claim = claims.iter().filter(|k| k.span.start <= index && index < k.span.end).count();
                prop_assert!(in_marker || in_claim == 1, "{c} at {index}");
            }
        }
    }
}
