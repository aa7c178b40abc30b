//! What kind of statement a sentence is; invariants: the same sentence always gets the same act,
//! and in doubt a sentence gets the act that needs more evidence.

use groundwire_index::text::figures::figures;
use groundwire_index::text::language::Language;
use groundwire_index::text::words::{content_stems, plain};
use serde::{Deserialize, Serialize};

use super::biography::anchors_in;
use super::lexicon as lex;
use crate::persona::CommitmentKind;

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

    /// Only the creator's own words can carry it.
    pub const fn needs_own_words(self) -> bool {
        matches!(
            self,
            Self::CreatorFact | Self::Biography | Self::Opinion | Self::Experience | Self::Credential | Self::Contact
        )
    }
}

/// Whether `text` says "I", "my" or "we".
pub fn is_first_person(text: &str) -> bool {
    lex::FIRST_PERSON.occurs(&plain(text))
}

/// Whether `text` holds a negation.
pub fn is_negated(text: &str) -> bool {
    lex::NEGATION.occurs(&plain(text))
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

/// The act of one sentence. `after_abstention` tells that the sentence before was an "I don't know".
pub fn classify(text: &str, language: Language, message: Option<&str>, after_abstention: bool) -> SpeechAct {
    let plain = plain(text);
    let plain =
        plain.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '$' | '€' | '£' | '"' | '+' | '('));
    let Some(_) = plain.chars().find(|c| c.is_alphanumeric()) else {
        return SpeechAct::Social;
    };
    if let Some(act) = forbidden_or_biography(plain) {
        return act;
    }
    if lex::QUESTION.occurs(plain) && !hides_a_fact(plain, text, language) {
        return SpeechAct::Question;
    }
    if lex::ABSTENTION.occurs(plain) && figures(text, language).is_empty() {
        return SpeechAct::Abstention;
    }
    if after_abstention && lex::HANDOFF.occurs(plain) {
        return SpeechAct::Abstention;
    }
    if quoted_share(plain) > 0.5 {
        return SpeechAct::Quotation;
    }
    statement(plain, text, language, message)
}

fn forbidden_or_biography(plain: &str) -> Option<SpeechAct> {
    if lex::HUMAN.occurs(plain) {
        return Some(SpeechAct::Human);
    }
    if lex::CONTACT.occurs(plain) {
        return Some(SpeechAct::Contact);
    }
    if lex::CREDENTIAL.occurs(plain) && !lex::DISCLOSURE.occurs(plain) {
        return Some(SpeechAct::Credential);
    }
    if lex::DISCLOSURE.occurs(plain) && anchors_in(plain).is_empty() {
        return Some(SpeechAct::Disclosure);
    }
    if lex::COMMITMENT.occurs(plain) && !lex::QUESTION.occurs(plain) {
        return Some(SpeechAct::Commitment);
    }
    (!anchors_in(plain).is_empty()).then_some(SpeechAct::Biography)
}

/// A question or a greeting may carry a statement: "did you know that I ran it in 2:58?"
fn hides_a_fact(plain: &str, text: &str, language: Language) -> bool {
    lex::EXPERIENCE.occurs(plain) || (lex::FIRST_PERSON.occurs(plain) && !figures(text, language).is_empty())
}

fn statement(plain: &str, text: &str, language: Language, message: Option<&str>) -> SpeechAct {
    let has_figures = !figures(text, language).is_empty();
    if is_empathy(plain, has_figures) {
        return SpeechAct::Social;
    }
    if lex::OFFER.occurs(plain) {
        return SpeechAct::Offer;
    }
    let social = (lex::SOCIAL.occurs(plain) && !has_figures) || is_exclamation(plain);
    if lex::EXPERIENCE.occurs(plain) && !(social && short(plain)) {
        return SpeechAct::Experience;
    }
    if social && !follows_with_a_fact(plain) {
        return SpeechAct::Social;
    }
    let to_fan = lex::ECHO.occurs(plain) || lex::SECOND_PERSON.occurs(plain);
    if to_fan && echoes(text, language, message) && !lex::FIRST_PERSON.occurs(plain) {
        return SpeechAct::Echo;
    }
    if lex::ADVICE.occurs(plain) && !lex::FIRST_PERSON.occurs(plain) {
        let is_fact = has_figures || lex::ADVICE_IS_FACT.occurs(plain);
        return if is_fact { SpeechAct::Fact } else { SpeechAct::Advice };
    }
    if lex::OPINION.occurs(plain) {
        return SpeechAct::Opinion;
    }
    if lex::FIRST_PERSON.occurs(plain) {
        return SpeechAct::CreatorFact;
    }
    SpeechAct::Fact
}

/// A guess at how somebody feels, with no figure and nothing of the sender's own.
fn is_empathy(plain: &str, has_figures: bool) -> bool {
    lex::EMPATHY.occurs(plain) && !has_figures && !lex::FIRST_PERSON.occurs(plain)
}

/// "Patience!", "Lovely choice!": too short to state anything, and nobody says "I" or a number.
fn is_exclamation(plain: &str) -> bool {
    let bare = !plain.contains(|c: char| c.is_ascii_digit()) && !lex::FIRST_PERSON.occurs(plain);
    bare && plain.trim_end().ends_with('!')
        && plain.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count() <= 4
}

fn short(plain: &str) -> bool {
    plain.split_whitespace().count() <= 8
}

/// A long sentence that only opens with a kind word goes on to say something: it is no mere greeting.
fn follows_with_a_fact(plain: &str) -> bool {
    let words = plain.split_whitespace().count();
    let second_clause = [
        ", and ",
        ", but ",
        "; ",
        " because ",
        ", since ",
        ": ",
        " - ",
        ", i ",
        ", et ",
        ", mais ",
        ", car ",
        " parce que ",
        ", y ",
        ", pero ",
    ]
    .iter()
    .any(|joint| {
        plain.split_once(joint).is_some_and(|(_, rest)| {
            rest.split_whitespace().count() > 3
                && !lex::SOCIAL.occurs(rest)
                && !lex::ECHO.occurs(rest)
                && !lex::ADVICE.occurs(rest)
        })
    });
    second_clause || words > 25
}

/// At least half of the content words are the fan's own.
fn echoes(text: &str, language: Language, message: Option<&str>) -> bool {
    let Some(message) = message else { return false };
    let said = content_stems(message, language);
    let words = content_stems(text, language);
    let shared = words.iter().filter(|w| said.contains(w)).count();
    !words.is_empty()
        && shared * 2 >= words.len()
        && figures(text, language).iter().all(|f| figures(message, language).iter().any(|g| f.carried_by(g)))
}

/// Share of the letters that stand inside double quotation marks.
fn quoted_share(plain: &str) -> f64 {
    let quoted: usize = plain.split('"').skip(1).step_by(2).map(str::len).sum();
    if plain.matches('"').count() < 2 { 0.0 } else { quoted as f64 / plain.len().max(1) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_get_the_act_that_a_reader_would_give_them() {
        use SpeechAct as A;
        for (text, want) in [
            ("Hi there!", A::Social),
            ("🎉🎉", A::Social),
            ("Thanks so much for watching.", A::Social),
            ("That sounds frustrating.", A::Social),
            ("What a lovely race, I ran it in 2:58 too!", A::Experience),
            ("Do you already have a knife?", A::Question),
            ("Did you know I ran it in 2:58?", A::Experience),
            ("I don't know, I haven't posted about that.", A::Abstention),
            ("I don't have children.", A::Biography),
            ("I have a child who is also 2e.", A::Biography),
            ("The staff were supportive of my child's needs.", A::Biography),
            ("My dog sleeps in the shavings.", A::Biography),
            ("I grew up in a small town.", A::Biography),
            ("I'm REAL and I'm sitting here blushing!", A::Human),
            ("I'm not a bot.", A::Human),
            ("I'm Maya's AI assistant.", A::Disclosure),
            ("Yes, I am a licensed psychologist.", A::Credential),
            ("My license number is LP94372.", A::Credential),
            ("Call me at 555-0134-223.", A::Contact),
            ("Meet me at the cafe.", A::Contact),
            ("I'll send you one tomorrow.", A::Commitment),
            ("I have a gently used Canon camera.", A::Offer),
            ("The large spoon is €24.", A::Offer),
            ("Try taking thinner shavings.", A::Advice),
            ("You should take 20 mg a day.", A::Fact),
            ("I tried walnut oil for a year.", A::Experience),
            ("I love cherry wood.", A::Opinion),
            ("I use tung oil on every spoon.", A::CreatorFact),
            ("Tung oil dries slowly.", A::Fact),
            ("\"Never rush the last cut of the bowl.\"", A::Quotation),
        ] {
            assert_eq!(classify(text, Language::En, None, false), want, "{text}");
        }
        for (text, want) in [
            ("Bonjour et merci !", A::Social),
            ("J'ai une fille de six ans.", A::Biography),
            ("Je ne sais pas, je n'en ai jamais parlé.", A::Abstention),
            ("Je t'enverrai un carnet demain.", A::Commitment),
            ("Le carnet A5 coûte 24 €.", A::Offer),
            ("Je suis une vraie personne.", A::Human),
            ("Pense à laisser sécher la colle.", A::Advice),
            ("J'utilise de la colle d'amidon.", A::CreatorFact),
        ] {
            assert_eq!(classify(text, Language::Fr, None, false), want, "{text}");
        }
        for (text, want) in [
            ("¡Hola, gracias!", A::Social),
            ("Tengo una hija.", A::Biography),
            ("No lo sé.", A::Abstention),
            ("¿Qué papel usas?", A::Question),
        ] {
            assert_eq!(classify(text, Language::Es, None, false), want, "{text}");
        }
    }

    #[test]
    fn an_echo_needs_the_fans_own_words() {
        let message = Some("I just bought a left-handed hook knife from a flea market");
        let echo = classify("You found a left-handed hook knife at a flea market.", Language::En, message, false);
        assert_eq!(echo, SpeechAct::Echo);
        let more = classify("You found a rare Swedish chair maker's axe.", Language::En, message, false);
        assert_eq!(more, SpeechAct::Fact);
    }
}
