//! The kinds of statement, and what their words say beside the kind.

use groundwire_index::text::words::plain;
use serde::{Deserialize, Serialize};

use super::lexicon as lex;
use crate::policy::CommitmentKind;

/// The kinds of statement that a reply can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeechAct {
    /// About the world or somebody else.
    Fact,
    /// About the creator, in the first person.
    CreatorFact,
    /// The creator's family, home, health, age, origin, pets, past jobs.
    Biography,
    /// What the creator likes or thinks.
    Opinion,
    /// What the creator did or lived through.
    Experience,
    /// Item, price, stock, discount.
    Offer,
    /// A promise of the sender.
    Commitment,
    /// Licence, diploma, regulated profession.
    Credential,
    /// The sender claims to be a person.
    Human,
    /// Contact data, meeting places, private addresses.
    Contact,
    /// Mostly somebody's words in quotation marks.
    Quotation,
    /// What the fan might do, naming no figure, product, dose, law or money.
    Advice,
    /// Greeting, thanks, empathy.
    Social,
    /// What the fan said of themself.
    Echo,
    /// Asks the fan something.
    Question,
    /// An honest "I don't know", or where else to ask.
    Abstention,
    /// Says that an assistant is answering.
    Disclosure,
}

impl SpeechAct {
    /// Why the act needs no evidence; `None` when it does.
    pub const fn needs_none(self) -> Option<&'static str> {
        match self {
            Self::Advice => Some("advice that names no figure, product, dose, law or money"),
            Self::Social => Some("greeting, thanks or empathy"),
            Self::Echo => Some("what the fan said of themself"),
            Self::Question => Some("a question to the fan"),
            Self::Abstention => Some("an honest `I don't know`"),
            Self::Disclosure => Some("says that an assistant is answering"),
            Self::Fact
            | Self::CreatorFact
            | Self::Biography
            | Self::Opinion
            | Self::Experience
            | Self::Offer
            | Self::Commitment
            | Self::Credential
            | Self::Human
            | Self::Contact
            | Self::Quotation => None,
        }
    }

    /// A kind with a rule of its own, which a cut must not lose.
    pub const fn is_particular(self) -> bool {
        matches!(
            self,
            Self::Biography
                | Self::Offer
                | Self::Commitment
                | Self::Credential
                | Self::Human
                | Self::Contact
                | Self::Experience
        )
    }

    /// Only the creator's own words can carry it.
    pub const fn needs_own_words(self) -> bool {
        matches!(
            self,
            Self::CreatorFact
                | Self::Biography
                | Self::Opinion
                | Self::Experience
                | Self::Credential
                | Self::Contact
                | Self::Commitment
        )
    }
}

/// Whether `text` says "I", "my" or "we".
pub fn is_first_person(text: &str) -> bool {
    lex::FIRST_PERSON.occurs(&plain(text))
}

/// Whether `text` says that something was not published.
pub fn says_unpublished(text: &str) -> bool {
    lex::UNPUBLISHED.occurs(&plain(text))
}

/// Whether `text` speaks to the fan: "you", "your".
pub fn speaks_to_fan(text: &str) -> bool {
    lex::SECOND_PERSON.occurs(&plain(text))
}

/// Whether `text` holds a negation.
pub fn is_negated(text: &str) -> bool {
    let plain = plain(text);
    // "No, she went": the answer is no, the clause is not.
    let said = ["no, ", "non, ", "no: ", "nope, ", "oh no, ", "no. "].iter().find_map(|no| plain.strip_prefix(no));
    lex::NEGATION.occurs(said.unwrap_or(&plain))
}

/// Whether an offer says that something can be had now.
pub fn claims_availability(text: &str) -> bool {
    let plain = plain(text);
    lex::AVAILABLE.occurs(&plain) && !lex::UNAVAILABLE.occurs(&plain)
}

/// Whether a sentence says that something cannot be had.
pub fn says_unavailable(text: &str) -> bool {
    lex::UNAVAILABLE.occurs(&plain(text))
}

/// What a commitment promises; empty when no kind is recognised, which no policy allows.
pub fn commitment_kinds(text: &str) -> Vec<CommitmentKind> {
    let plain = plain(text);
    let table: [(CommitmentKind, &[&str]); 5] = [
        (CommitmentKind::Refund, &["refund", "reimburs", "rembours", "reembols", "money back"]),
        (CommitmentKind::Ship, &["ship", "deliver", "livrer", "expedi"]),
        (CommitmentKind::Meet, &["meet", "be there", "come by", "see you at"]),
        (
            CommitmentKind::Reply,
            &[
                "reply",
                "respond",
                "answer",
                "get back",
                "call",
                "write",
                "email",
                "dm ",
                "message",
                "let you know",
                "repond",
                "appel",
                "ecri",
                "llamar",
                "responder",
                "escribi",
            ],
        ),
        (
            CommitmentKind::Send,
            &[
                "send",
                "mail",
                "post",
                "give",
                "hold",
                "save",
                "reserve",
                "keep",
                "set aside",
                "make you",
                "bring",
                "replace",
                "envoy",
                "enver",
                "gard",
                "donner",
                "enviar",
                "mandar",
            ],
        ),
    ];
    table.into_iter().filter(|(_, words)| words.iter().any(|w| plain.contains(w))).map(|(kind, _)| kind).collect()
}
