//! What a fan gets; invariants: a [`GroundedReply`] comes only from a [`Ruling`] in which every
//! claim passed, and its citations are evidence of this reply.

use groundwire_index::retrieve::{Evidence, EvidenceItem};
use groundwire_index::source::Creator;
use groundwire_index::text::language::Language;
use serde::Serialize;

use crate::claim::without_markers;
use crate::persona::Persona;
use crate::verify::{Ruling, Verdict};

/// How a reply came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The draft passed as it was.
    Answered,
    /// What was objected to was taken out, and the rest passed.
    Repaired,
    /// The creator's own sentences took the place of a draft that could not be repaired.
    FellBack,
    /// An honest "I don't know".
    Abstained,
    /// Nothing may be said, not even that.
    Refused,
}

impl Outcome {
    /// The fan's question was answered.
    pub const fn answers(self) -> bool {
        matches!(self, Self::Answered | Self::Repaired | Self::FellBack)
    }
}

/// Why the draft was not sent; a value, not an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Nothing in the archive answers.
    NoEvidence,
    /// The draft said what nothing supports.
    UnsupportedClaims,
    /// The draft said what may never be said.
    Forbidden,
    /// The verifier does not know the language.
    LanguageUnsupported,
    /// The judge failed.
    VerifierUnavailable,
    /// The topic belongs to a person.
    HandedOff,
}

impl Refusal {
    /// What stopped a second draft, where that is more than that it had nothing to rest on.
    pub(crate) const fn or_graver(self, later: Self) -> Self {
        match (self, later) {
            (Self::NoEvidence, _) | (_, Self::VerifierUnavailable) => later,
            _ => self,
        }
    }
}

/// A citation as a fan can open it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Citation {
    /// Chunk id.
    pub id: String,
    /// Title of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Deep link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Date of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// First byte of the claim in the reply's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A text whose every claim passed.
#[derive(Debug, Clone, PartialEq)]
pub struct GroundedReply {
    text: String,
    citations: Vec<Citation>,
}

impl GroundedReply {
    /// The reply, if the ruling lets all of `draft` pass. Markers are taken out.
    pub fn from_ruling(draft: &str, ruling: &Ruling, evidence: &Evidence) -> Option<Self> {
        if !ruling.accepts() {
            return None;
        }
        let text = without_markers(draft, evidence);
        let mut citations = Vec::new();
        let mut from = 0;
        for ruled in ruling.claims() {
            let words = without_markers(ruled.claim.span.slice(draft), evidence);
            let start = text.get(from..).and_then(|rest| rest.find(&words)).map_or(from, |at| from + at);
            let end = (start + words.len()).min(text.len());
            from = end;
            if let Verdict::Supported { by, .. } = &ruled.verdict {
                citations.extend(by.iter().map(|id| cite(id, start, end, evidence)));
            }
        }
        Some(Self { text, citations })
    }

    /// What is sent.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What carries it, in order of the text.
    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }
}

fn cite(id: &str, start: usize, end: usize, evidence: &Evidence) -> Citation {
    let item = evidence.items.iter().find(|item| item.id == id);
    Citation {
        id: id.to_owned(),
        title: item.and_then(|i| i.title.clone()),
        url: item.and_then(|i: &EvidenceItem| i.url.clone()),
        date: item.and_then(|i| i.date.map(|d| d.to_string())),
        start,
        end,
    }
}

/// What leaves the engine, once it was recorded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// Id of the decision; `groundwire why` explains it.
    pub id: String,
    /// How it came to be.
    pub outcome: Outcome,
    /// Names a person to ask, before the text; the policy's topics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handoff: Option<String>,
    /// What is sent to the fan; empty when nothing is sent.
    pub text: String,
    /// Stands after the text in a thread's first reply, and whenever someone asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<String>,
    /// What carries the text.
    pub citations: Vec<Citation>,
    /// Why the draft was not sent as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// Code and sentence of each objection to the draft.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<ObjectionNote>,
}

/// An objection as it is shown beside a reply.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
pub struct ObjectionNote {
    /// The claim that was objected to.
    pub claim: String,
    /// Code.
    pub objection: crate::verify::Objection,
    /// One plain sentence.
    pub reason: String,
}

/// An honest "I don't know" in the fan's language, with the persona's hand-off line.
pub fn dont_know(creator: &Creator, persona: &Persona, language: Language) -> String {
    if let Some(handoff) = persona.handoff(language) {
        let line = match language {
            Language::Fr => "Je ne sais pas.",
            Language::Es => "No lo sé.",
            Language::En | Language::Other => "I don't know.",
        };
        return format!("{line} {handoff}");
    }
    let name = &creator.name;
    match language {
        Language::Fr => format!("Je ne sais pas : je n'ai rien trouvé là-dessus dans ce que {name} a publié."),
        Language::Es => format!("No lo sé: no he encontrado nada sobre eso en lo que {name} ha publicado."),
        Language::En | Language::Other => {
            format!("I don't know: I couldn't find anything about that in what {name} has published.")
        }
    }
}
