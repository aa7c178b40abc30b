//! What kind of statement a sentence is; invariants: the same sentence always gets the same act, in
//! doubt a sentence gets the act that needs more evidence, and an act that needs none is given only
//! when no part of the sentence needs any.

use std::collections::HashSet;

use groundwire_index::retrieve::Evidence;
use groundwire_index::text::figures::figures;
use groundwire_index::text::language::Language;
use groundwire_index::text::names::names;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{content_stems, plain, stem, words};

use super::act::SpeechAct;
use super::biography::anchors_in;
use super::conversation::{is_conversation, tells_when};
use super::fan::Fan;
use super::kind::{among, clause_is_kind, is_kind, is_kind_word, next_clause};
use super::verbs::is_verb;
use super::{contact, lexicon as lex};

/// What a sentence is read with.
pub(super) struct Context<'a> {
    pub language: Language,
    pub fan: &'a Fan<'a>,
    pub fan_words: HashSet<String>,
    /// Stems of the names in the sentence at hand.
    pub names: HashSet<String>,
    /// Names that the fan wrote, folded.
    pub fan_names: HashSet<String>,
    /// Whole sentences of the evidence, without typography.
    pub evidence_sentences: HashSet<String>,
    /// Stems of the evidence.
    pub evidence_words: HashSet<String>,
    /// The clause before in the same sentence was a kind one.
    pub after_kind: bool,
    /// The sentence before was an honest "I don't know".
    pub after_abstention: bool,
}

impl<'a> Context<'a> {
    pub fn new(language: Language, fan: &'a Fan<'a>, evidence: &Evidence) -> Self {
        Self {
            language,
            fan,
            fan_words: fan.words(language),
            fan_names: fan.folded_words(),
            evidence_sentences: evidence
                .items
                .iter()
                .flat_map(|item| sentences(&item.text).into_iter().map(|span| bare(span.slice(&item.text))))
                .collect(),
            evidence_words: evidence.items.iter().flat_map(|item| content_stems(&item.text, language)).collect(),
            names: HashSet::new(),
            after_kind: false,
            after_abstention: false,
        }
    }
}

impl Context<'_> {
    /// The sentence stands whole in the evidence.
    pub fn stands_in_evidence(&self, sentence: &str) -> bool {
        let bare = bare(sentence);
        bare.split_whitespace().count() >= 3 && self.evidence_sentences.contains(&bare)
    }
}

/// Without typography and closing marks.
fn bare(text: &str) -> String {
    plain(text).replace(['"', '\''], "").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The act of one sentence.
pub(super) fn classify(text: &str, context: &mut Context<'_>) -> SpeechAct {
    context.names = names(text, context.language).iter().map(|name| stem(&name.folded, context.language)).collect();
    if contact::is_given(text) {
        return SpeechAct::Contact;
    }
    let mut act = classify_plain(&plain(text), context);
    if act == SpeechAct::Social && tells_when(text, &plain(text), context) {
        act = SpeechAct::Fact;
    }
    let states = matches!(act, SpeechAct::Fact | SpeechAct::CreatorFact);
    if states && !context.stands_in_evidence(text) && is_conversation(text, context) {
        return SpeechAct::Social;
    }
    if act.needs_none().is_some() && says_code(text, context) {
        return SpeechAct::Offer;
    }
    // A name that is no greeting's makes advice a recommendation of somebody or something.
    if act == SpeechAct::Advice && !context.names.is_empty() { SpeechAct::Fact } else { act }
}

/// "SHAVINGS10", or "FREESPOON" where codes are spoken of: whether it is valid is no small talk.
fn says_code(text: &str, context: &Context<'_>) -> bool {
    let of_codes = || {
        let fan = context.fan.message.map(plain).unwrap_or_default();
        lex::OF_CODES.occurs(&plain(text)) || lex::OF_CODES.occurs(&fan)
    };
    text.split_whitespace().map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric())).any(|word| {
        let letters = word.chars().take_while(|sign| sign.is_uppercase()).count();
        let numbered = word.chars().skip(letters).all(|sign| sign.is_ascii_digit()) && word.chars().count() > letters;
        (letters >= 3 && numbered) || (letters >= 5 && word.chars().count() == letters && of_codes())
    })
}

/// The act of a sentence or clause as `plain` writes it.
pub(super) fn classify_plain(text: &str, context: &Context<'_>) -> SpeechAct {
    let text =
        text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '$' | '€' | '£' | '"' | '+' | '('));
    if !text.contains(char::is_alphanumeric) {
        return SpeechAct::Social;
    }
    if let Some(act) = forbidden(text) {
        return act;
    }
    if let Some(act) = disclosure(text, context).or_else(|| abstention(text, context)) {
        return act;
    }
    if lex::COMMITMENT.occurs(text) && !lex::QUESTION.occurs(text) {
        return besides_hugs(text, context).unwrap_or(SpeechAct::Commitment);
    }
    if !anchors_in(text).is_empty() {
        return SpeechAct::Biography;
    }
    if lex::QUESTION.occurs(text)
        && let Some(act) = question(text, context)
    {
        return act;
    }
    if quoted_share(text) > 0.5 {
        return SpeechAct::Quotation;
    }
    statement(text, context)
}

/// "I'm sending you a hug, and your parcel": what is said beside the hug; `None` where no hug is sent.
fn besides_hugs(text: &str, context: &Context<'_>) -> Option<SpeechAct> {
    let hug = lex::KIND_GIFT.find(text)?;
    let besides = format!("{} {}", text.get(..hug.start)?, text.get(hug.end..)?);
    let besides = besides.trim_matches(|sign: char| !sign.is_alphanumeric());
    let act = classify_plain(besides, context);
    Some(if besides.split_whitespace().count() < 2 || act.needs_none().is_some() { SpeechAct::Social } else { act })
}

fn forbidden(text: &str) -> Option<SpeechAct> {
    if lex::HUMAN.occurs(text) {
        return Some(SpeechAct::Human);
    }
    if lex::CONTACT.occurs(text) {
        return Some(SpeechAct::Contact);
    }
    if lex::UNPUBLISHED.occurs(text) {
        return None;
    }
    let credential = lex::CREDENTIAL.occurs(text) || (lex::DISCLOSURE.occurs(text) && lex::PROFESSION.occurs(text));
    (credential && !lex::NO_PROFESSION.occurs(text)).then_some(SpeechAct::Credential)
}

/// Says that an assistant is answering, and, if it goes on, nothing that needs evidence.
fn disclosure(text: &str, context: &Context<'_>) -> Option<SpeechAct> {
    let end = lex::DISCLOSURE.end(text).or_else(|| lex::ASSISTANT.end(text))?;
    let (_, tail) = next_clause(text.get(end..).unwrap_or(""));
    Some(rest_of(tail, SpeechAct::Disclosure, context, |clause| {
        // "..., so I don't have kids": of the assistant, not of the creator.
        (lex::FIRST_PERSON.occurs(clause) && lex::NEGATION.occurs(clause)) || lex::PUBLISHED.occurs(clause)
    }))
}

/// An honest "I don't know", "I'm no doctor", "I can't promise that", or where else to ask.
fn abstention(text: &str, context: &Context<'_>) -> Option<SpeechAct> {
    let handoff = context.after_abstention && lex::HANDOFF.occurs(text);
    let end = lex::ABSTENTION
        .end(text)
        .or_else(|| lex::UNPUBLISHED.end(text))
        .or_else(|| lex::WITHHOLDS.end(text))
        .or_else(|| lex::NO_PROFESSION.end(text))
        .or(handoff.then_some(0))?;
    let (head, tail) = text.split_at_checked(end)?;
    let fans = context.fan.figures(context.language);
    let (complement, tail) = next_clause(tail);
    let foreign = figures(&format!("{head}{complement}"), context.language)
        .iter()
        .any(|figure| !fans.iter().any(|given| figure.carried_by(given)) && !lex::WHETHER.occurs(complement));
    if foreign {
        return None;
    }
    Some(rest_of(tail, SpeechAct::Abstention, context, |clause| {
        let aside = clause.split_whitespace().count() <= 5 && !has_verb(clause, context.language);
        let declines = lex::DECLINES.occurs(clause) && !lex::EXPERIENCE.occurs(clause);
        lex::HANDOFF.occurs(clause) || lex::WHERE_ELSE.occurs(clause) || declines || aside
    }))
}

fn has_verb(text: &str, language: Language) -> bool {
    words(text).iter().any(|word| is_verb(&word.folded, word.span.slice(text), language))
}

/// `act` if each further clause is excused or needs no evidence, else the act of the first that does.
fn rest_of(tail: &str, act: SpeechAct, context: &Context<'_>, excused: impl Fn(&str) -> bool) -> SpeechAct {
    let mut tail = tail.trim();
    while tail.contains(char::is_alphanumeric) {
        let (clause, next) = next_clause(tail);
        if !excused(clause) && !clause_is_kind(clause, context) {
            let other = classify_plain(clause, context);
            return if other.needs_none().is_some() { SpeechAct::Fact } else { other };
        }
        tail = next.trim();
    }
    act
}

/// A question, unless it states something: "did you know that I ran it in 2:58?"
fn question(text: &str, context: &Context<'_>) -> Option<SpeechAct> {
    if let Some(end) = lex::STATES.end(text) {
        let stated = text.get(end..).unwrap_or("").trim_end_matches(['?', ' ', '!']);
        let act = classify_plain(stated, context);
        return match act.needs_none() {
            None => Some(act),
            // "Why don't you take two pills?" names what to do as if it were known.
            Some(_) => (act == SpeechAct::Advice).then_some(SpeechAct::Fact),
        };
    }
    if let Some((_, relative)) = text.split_once(", which ").or_else(|| text.split_once(", who "))
        && !is_kind(relative.trim_end_matches('?'), context)
    {
        return Some(SpeechAct::Fact);
    }
    let fans = context.fan.figures(context.language);
    let new_figure = figures(text, context.language).iter().any(|f| !fans.iter().any(|given| f.carried_by(given)));
    let hides = lex::EXPERIENCE.occurs(text)
        || (lex::FIRST_PERSON.occurs(text) && new_figure)
        || (lex::OFFER.occurs(text) && new_figure)
        || lex::INVITES.occurs(text)
        || lex::TAG_QUESTION.occurs(text);
    (!hides).then_some(SpeechAct::Question)
}

fn statement(text: &str, context: &Context<'_>) -> SpeechAct {
    if is_kind(text, context) {
        return SpeechAct::Social;
    }
    // What follows a kind word is what the sentence says.
    let said = lex::SOCIAL
        .end(text)
        .and_then(|end| text.get(end..))
        .map(|rest| rest.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let said = said.filter(|rest| rest.split_whitespace().count() >= 2).unwrap_or(text);
    if is_echo(text, context) {
        return SpeechAct::Echo;
    }
    if lex::OFFER.occurs(text) {
        return SpeechAct::Offer;
    }
    if lex::EXPERIENCE.occurs(text) {
        return SpeechAct::Experience;
    }
    let advice = lex::ADVICE.occurs(text) || lex::ADVICE.occurs(said);
    if advice && !lex::FIRST_PERSON.occurs(text) {
        let is_fact = !figures(text, context.language).is_empty()
            || lex::ADVICE_IS_FACT.occurs(text)
            || lex::PERMITS.occurs(text)
            || lex::LINK.occurs(text);
        // "Try it, the shop burned down": what follows the advice is looked at by itself.
        let advised = if lex::ADVICE.occurs(said) { said } else { text };
        let (_, tail) = next_clause(advised);
        let goes_on = tail.contains(char::is_alphanumeric) && !continues_advice(tail) && !clause_is_kind(tail, context);
        return if is_fact || goes_on { SpeechAct::Fact } else { SpeechAct::Advice };
    }
    if lex::OPINION.occurs(text) {
        return SpeechAct::Opinion;
    }
    // "She gave me one" is said of her.
    if lex::FIRST_PERSON.occurs(text) && !lex::ONLY_OBJECT.occurs(text) {
        return SpeechAct::CreatorFact;
    }
    SpeechAct::Fact
}

/// A clause that goes on advising: an infinitive, a gerund, a reason, a condition, or a list.
fn continues_advice(clause: &str) -> bool {
    const GOES_ON: &str = "and or then so to if when until before after with without not because since especially even \
        et ou puis pour si quand avec sans avant apres y o luego para cuando con sin antes \
        it they you your tu vous that this ca cela";
    let words: Vec<&str> = clause.split_whitespace().collect();
    let first = words.first().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let joined = first.is_some_and(|word| among(GOES_ON, word) || word.ends_with("ing") || word.ends_with("ant"));
    joined || words.len() <= 3
}

/// Repeats what the fan stated of themself: four of five content words, every figure, the same
/// polarity, and no permission.
fn is_echo(text: &str, context: &Context<'_>) -> bool {
    if !(lex::ECHO.occurs(text) || lex::SECOND_PERSON.occurs(text))
        || lex::FIRST_PERSON.occurs(text)
        || lex::PERMITS.occurs(text)
    {
        return false;
    }
    let language = context.language;
    let mut wanted = content_stems(text, language);
    wanted.retain(|word| !is_kind_word(word, language));
    let claimed = figures(text, language);
    let reporting = content_stems("said say mentioned told wrote asked dis disais dit dices dijiste", language);
    !wanted.is_empty()
        && context.fan.statements().iter().any(|statement| {
            let said = content_stems(statement, language);
            let given = figures(statement, language);
            let shared = wanted.iter().filter(|word| said.contains(word) || reporting.contains(word)).count();
            shared * 5 >= wanted.len() * 4
                && claimed.iter().all(|figure| given.iter().any(|g| figure.carried_by(g)))
                && lex::NEGATION.occurs(&plain(statement)) == lex::NEGATION.occurs(text)
        })
}

/// "Yes!" alone: it says whatever the fan asked.
pub(super) fn is_bare_answer(text: &str) -> bool {
    lex::BARE_ANSWER.occurs(&plain(text))
}

/// Share of the letters that stand inside double quotation marks.
fn quoted_share(text: &str) -> f64 {
    let quoted: usize = text.split('"').skip(1).step_by(2).map(str::len).sum();
    if text.matches('"').count() < 2 { 0.0 } else { quoted as f64 / text.len().max(1) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(text: &str, language: Language, message: Option<&str>) -> SpeechAct {
        let fan = Fan { message, ..Fan::default() };
        classify(text, &mut Context::new(language, &fan, &Evidence::default()))
    }

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
            assert_eq!(act(text, Language::En, None), want, "{text}");
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
            assert_eq!(act(text, Language::Fr, None), want, "{text}");
        }
        for (text, want) in [
            ("¡Hola, gracias!", A::Social),
            ("Tengo una hija.", A::Biography),
            ("No lo sé.", A::Abstention),
            ("¿Qué papel usas?", A::Question),
        ] {
            assert_eq!(act(text, Language::Es, None), want, "{text}");
        }
    }

    #[test]
    fn an_echo_needs_the_fans_own_words() {
        let message = Some("I just bought a left-handed hook knife from a flea market");
        let echo = act("You found a left-handed hook knife at a flea market.", Language::En, message);
        assert_eq!(echo, SpeechAct::Echo);
        let more = act("You found a rare Swedish chair maker's axe.", Language::En, message);
        assert_eq!(more, SpeechAct::Fact);
    }
}
