//! A reply cut into atomic claims; invariants: each claim's span is the claim's text in the reply as it
//! was given, spans are in order and disjoint, and every letter and digit outside a citation marker lies
//! in exactly one. A sentence that needs no evidence stays whole; one that does is cut into clauses.

mod act;
mod answer;
mod biography;
mod classify;
mod clauses;
mod contact;
mod conversation;
mod fan;
mod kind;
mod lexicon;
mod marker;
mod reference;
mod subject;
mod verbs;

use groundwire_index::retrieve::Evidence;
use groundwire_index::span::Span;
use groundwire_index::text::language::{Language, detect};
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::content_stems;
use serde::{Deserialize, Serialize};

use crate::question::asks_who_answers;
use answer::{bare_answer, of_the_sender, statement};
use classify::{Context, classify};
use clauses::{Clause, clauses};
use reference::Antecedents;

pub use act::{
    SpeechAct, claims_availability, commitment_kinds, is_first_person, is_negated, says_unavailable, says_unpublished,
    speaks_to_fan,
};
pub use biography::{Told, anchors, is_relative};
pub use clauses::Joint;
pub use fan::Fan;
pub use kind::is_kind_word;
pub use marker::{Marker, markers, without_markers};
pub use subject::{Subject, subject};

/// One checkable statement of a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Where it stands in the reply as given, in bytes.
    pub span: Span,
    /// `reply[span]`, markers blanked.
    pub text: String,
    /// What it says by itself: the subject that it shares, whom "she" means and what a fragment leaves
    /// out are put back. This is what is held against the evidence.
    #[serde(default)]
    pub meaning: String,
    /// Of what "it" or "they" says it, where that is plain.
    #[serde(default)]
    pub about: Option<String>,
    /// How it hangs on its head.
    #[serde(default)]
    pub joint: Joint,
    /// Place among the claims of the reply of the one on which it hangs.
    #[serde(default)]
    pub head: Option<usize>,
    /// What kind of statement it is.
    pub act: SpeechAct,
    /// Language of its sentence, which need not be that of the reply.
    #[serde(default)]
    pub language: Language,
    /// What it cites, as written; not yet resolved.
    pub cites: Vec<String>,
}

/// Longest sentence that is read, in bytes; a longer one is no sentence, and the verifier refuses it.
pub const MAX_SENTENCE: usize = 4096;

impl Claim {
    /// What a judge reads: the claim as it stands, for in its own words a clause was judged better than in
    /// resolved ones (dev part of `fixtures/claims`); of a bare "yes" what it says.
    pub fn read(&self) -> &str {
        if bare_answer(&self.text).is_some() { &self.meaning } else { &self.text }
    }

    /// A claim that is all of `text` in English and cites nothing.
    pub fn whole(text: &str, act: SpeechAct) -> Self {
        Self {
            span: Span::new(0, text.len()),
            text: text.to_owned(),
            meaning: text.to_owned(),
            about: None,
            act,
            language: Language::En,
            cites: Vec::new(),
            joint: Joint::Own,
            head: None,
        }
    }
}

/// Cuts `reply` into claims. Markers count as citations of the clause that they stand in or follow, and
/// of a whole sentence when they close it. `fan` is what the fan said, for telling an echo and for
/// reading what the reply refers to.
pub fn claims(reply: &str, evidence: &Evidence, language: Language, fan: &Fan<'_>) -> Vec<Claim> {
    let markers = markers(reply, evidence);
    let blanked = marker::blanked(reply, &markers);
    let spans = sentences(&blanked);
    let mut contexts: Vec<Context<'_>> = vec![Context::new(language, fan, evidence)];
    let mut antecedents = Antecedents::of_thread(fan, language);
    let mut found: Vec<Claim> = Vec::with_capacity(spans.len());
    for (index, span) in spans.iter().enumerate() {
        let next = spans.get(index + 1).map_or(usize::MAX, |s| s.start);
        let from = if index == 0 { 0 } else { span.start };
        let cites = |from: usize, to: usize| -> Vec<String> {
            markers.iter().filter(|m| from <= m.span.start && m.span.start < to).map(|m| m.reference.clone()).collect()
        };
        let sentence = span.slice(&blanked);
        let of_sentence = language_of(sentence, language);
        let context = context_in(of_sentence, &mut contexts, fan, evidence);
        let pieces = if let Some(context) = context.filter(|_| sentence.len() <= MAX_SENTENCE) {
            atoms(sentence, context, &mut antecedents)
        } else {
            let whole = Span::new(0, sentence.len());
            let clause = Clause { span: whole, joint: Joint::Own, head: None, meaning: String::new(), about: None };
            vec![(clause, SpeechAct::Fact)]
        };
        let first = found.len();
        // A marker after the last clause is the sentence's.
        let closing = pieces.last().map_or(Vec::new(), |(last, _)| cites(last.span.shifted(span.start).end, next));
        for (piece, act) in pieces {
            let at = piece.span.shifted(span.start);
            let mut own = cites(if found.len() == first { from } else { at.start }, at.end);
            own.extend(closing.iter().filter(|c| !own.contains(c)).cloned().collect::<Vec<_>>());
            found.push(Claim {
                span: at,
                text: at.slice(&blanked).to_owned(),
                meaning: piece.meaning,
                about: piece.about,
                act,
                language: of_sentence,
                cites: own,
                joint: piece.joint,
                head: piece.head.map(|head| head + first),
            });
        }
    }
    if let Some(context) = contexts.first_mut() {
        answer_for_bare_answers(&mut found, context);
    }
    found
}

/// The language of one sentence of a reply; too short to tell, it is the reply's.
fn language_of(sentence: &str, of_reply: Language) -> Language {
    const TELLING: usize = 6;
    if sentence.split_whitespace().count() < TELLING { of_reply } else { detect(sentence, of_reply) }
}

/// What a sentence in `language` is read with, made when the first such sentence comes.
fn context_in<'a, 'c>(
    language: Language,
    contexts: &'c mut Vec<Context<'a>>,
    fan: &'a Fan<'a>,
    evidence: &Evidence,
) -> Option<&'c mut Context<'a>> {
    if !contexts.iter().any(|context| context.language == language) {
        contexts.push(Context::new(language, fan, evidence));
    }
    contexts.iter_mut().find(|context| context.language == language)
}

/// The clauses of one sentence with their acts. The sentence stays whole when it needs no evidence, and
/// when the cut would lose the kind that it is of.
fn atoms(sentence: &str, context: &mut Context<'_>, antecedents: &mut Antecedents) -> Vec<(Clause, SpeechAct)> {
    let language = context.language;
    let resolved = antecedents.resolve(sentence, language);
    let verbatim = context.stands_in_evidence(sentence);
    let bare = classify(sentence, context);
    // "I don't know." is complete, whatever was asked.
    let (act, resolved) = if bare.needs_none().is_some() && bare != SpeechAct::Social {
        (bare, sentence.to_owned())
    } else {
        (classify(&resolved, context), resolved)
    };
    let about = antecedents.thing();
    let whole = |act, meaning: String| {
        let span = Span::new(0, sentence.len());
        vec![(Clause { span, joint: Joint::Own, head: None, meaning, about: about.clone() }, act)]
    };
    context.after_abstention = act == SpeechAct::Abstention;
    // A sentence that stands word for word in the evidence is cited for it, and has no parts to doubt.
    if act.needs_none().is_some() || verbatim {
        antecedents.note(sentence, language);
        return whole(act, resolved);
    }
    let mut pieces: Vec<(Clause, SpeechAct)> = Vec::new();
    for mut clause in clauses(sentence, language) {
        clause.about = antecedents.thing();
        clause.meaning = antecedents.resolve(&clause.meaning, language);
        let act = classify(&clause.meaning, context);
        context.after_kind = act == SpeechAct::Social;
        antecedents.note(&clause.meaning, language);
        pieces.push((clause, act));
    }
    context.after_kind = false;
    antecedents.note_statement(&resolved);
    let kept = pieces.iter().any(|(_, found)| *found == act) || !act.is_particular();
    let says = pieces.iter().any(|(_, act)| act.needs_none().is_none());
    if pieces.len() > 1 && kept && says { pieces } else { whole(act, resolved) }
}

/// "Yes!" to a question says what was asked: it stands with the statements beside it, and where there
/// are none it is one itself, of the kind of what was asked.
fn answer_for_bare_answers(found: &mut [Claim], context: &mut Context<'_>) {
    let (fan, language) = (context.fan, context.language);
    let (Some(message), true) = (fan.message, fan.asks()) else { return };
    let asked = Antecedents::of_thread(fan, language);
    // What speaks of what was asked gives the answer; beside anything else a bare "yes" gives it alone.
    let about = content_stems(asked.asked(), language);
    let answers = |claim: &Claim| {
        let says = claim.act.needs_none().is_none() || claim.act == SpeechAct::Disclosure;
        says && content_stems(&claim.meaning, language).iter().any(|word| about.contains(word))
    };
    let alone = about.is_empty() || !found.iter().any(answers);
    for claim in found.iter_mut().filter(|claim| claim.act == SpeechAct::Social) {
        let Some(yes) = bare_answer(&claim.text) else { continue };
        if asks_who_answers(message) {
            claim.act = of_the_sender(message, yes);
        } else if alone {
            claim.meaning = statement(asked.asked(), yes, language);
            let act = classify(&claim.meaning, context);
            claim.act = if act.needs_none().is_some() { SpeechAct::Fact } else { act };
        }
    }
}

/// What a sentence says, clause by clause, each with the subject that it shares.
pub fn statements(sentence: &str, language: Language) -> Vec<String> {
    clauses(sentence, language).into_iter().map(|clause| clause.meaning).collect()
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
            let claims = claims(&reply, &evidence(&["e1", "e2"]), Language::En, &Fan { message: Some("hello there"), ..Fan::default() });
            let mut at = 0;
            for claim in &claims {
                prop_assert!(claim.span.start >= at && claim.span.end <= reply.len());
                prop_assert!(reply.get(claim.span.start..claim.span.end).is_some());
                prop_assert_eq!(claim.text.len(), claim.span.len());
                prop_assert!(claim.head.is_none_or(|head| head < claims.len()));
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
