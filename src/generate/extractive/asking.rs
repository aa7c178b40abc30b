//! What a question asks for, and whether a sentence gives that kind of answer; pure. A sentence that
//! shares the question's words and has no number does not answer "how many?".
//!
//! The kinds are the coarse classes of Li and Roth, "Learning Question Classifiers" (COLING 2002),
//! and those that fans ask besides: reason, manner, opinion, what can be bought.

use std::sync::LazyLock;

use groundwire_index::text::figures::figures;
use groundwire_index::text::language::Language;
use groundwire_index::text::names::names;
use groundwire_index::text::words::{plain, words};
use regex::Regex;

/// The kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// "What is X?"
    Definition,
    /// "Why?"
    Reason,
    /// "Who?"
    Person,
    /// "When?", "how long?"
    Time,
    /// "How many?", "how much?"
    Amount,
    /// "How do I?"
    Manner,
    /// "What do you think of?"
    Opinion,
    /// Anything else.
    Open,
}

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The kind of answer.
    pub kind: Kind,
    /// The fan wants to buy, to be given, or to know a price.
    pub item: bool,
    /// The fan asks about the creator's own person.
    pub creator: bool,
}

/// How a sentence's form stands to what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It has what the kind needs.
    Gives,
    /// Nothing can be said of it.
    Open,
    /// It lacks what the kind needs.
    Lacks,
}

struct Pattern(LazyLock<Option<Regex>>);

impl Pattern {
    const fn new(make: fn() -> Option<Regex>) -> Self {
        Self(LazyLock::new(make))
    }

    fn occurs(&self, plain: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(plain))
    }
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $pattern:literal;)+) => {
        $($(#[$doc])* static $name: Pattern = Pattern::new(|| Regex::new($pattern).ok());)+

        #[cfg(test)]
        const ALL: &[(&str, &Pattern)] = &[$((stringify!($name), &$name)),+];
    };
}

// All are matched against text as `plain` writes it: lower case, no accents, straight quotes.
patterns! {
    ASKS_DEFINITION = r"^\W*(?:(?:so|hey|hi|ok|and|alors|et|y|entonces)\W+)*(?:what(?:'s| is| are| was) (?:a |an |the )?[^ ]+(?: [^ ]+){0,2}\W*$|who(?:'s| is) |c'est quoi |qu'est[- ]ce que (?:c'est que )?(?:le |la |l'|un |une )?[^ ]+(?: [^ ]+)?\W*$|que(?: es| son) )";
    ASKS_REASON = r"\b(?:why|how come|what made|pourquoi|por que)\b";
    ASKS_PERSON = r"\b(?:who|whom|whose|qui est|qui a|quien(?:es)?)\b";
    ASKS_TIME = r"^\W*(?:(?:so|and|hey|hi|ok|et|y)\W+)*(?:when|quand|cuando)\b|\b(?:what (?:year|day|date|month|time)|how long|since when|depuis (?:quand|combien)|combien de temps|quelle (?:annee|date|heure)|quel jour|cuanto tiempo|desde cuando|que (?:dia|ano))\b";
    ASKS_AMOUNT = r"\b(?:how (?:many|much|old|far|big|tall|heavy|thick|wide|often)|what (?:price|size|percentage)|combien|quel (?:age|prix)|cuant[oa]s?)\b";
    ASKS_MANNER = r"\b(?:how (?:do|does|did|can|could|should|would|to|you)|comment|como)\b";
    ASKS_OPINION = r"\b(?:(?:do|did) you (?:think|like|love|hate|enjoy|recommend|prefer|feel)|what about|your (?:opinion|take|thoughts|view|favou?rite)|(?:que|tu|vous) (?:en )?(?:penses?|pensez|aimes|recommandes)|(?:ton|votre) avis|piensas|te gusta|recomiendas|tu opinion)\b";
    ASKS_CREATOR = r"\b(?:do you have|have you (?:got|ever)|are you married|where (?:do you live|are you from)|how old are you|your favou?rite|when were you born|did you win|as-tu|avez-vous|tu as|vous avez|ou habites|quel age|ton prefere|ta preferee|tienes|donde vives|cuantos anos)\b";
    ASKS_ITEM = r"\b(?:for sale|in stock|do you (?:still )?sell|do you (?:still )?have (?:a|an|any|some)|have one|giv(?:e|ing) away|(?:can|could|may|do|to) (?:i |we |you )?(?:buy|order)|(?:want|like|love) to (?:buy|order)|price|how much (?:is|are|does|do|for)|cost|available|looking for|vends|vendez|(?:puis-je|peut-on|ou) [a-z ]{0,12}acheter|prix|combien coute|en stock|disponible|vendes|comprar|precio|cuanto (?:cuesta|vale))\b";
    /// Something about buying: what an item question can be answered with.
    OFFERS = r"\b(?:for sale|in stock|sold out|sells?|selling|shop|store|price|cost|available|left|order|ship|give away|giving away|free|swap|vends|vendre|boutique|stock|prix|epuise|disponible|commande|vendo|tienda|precio|agotad[ao]|pedido)\b|[$€£]\s?\d|\d\s?[$€£]";
    GIVES_REASON = r"\b(?:because|since|so that|so (?:i|we|it|they|he|she|you)|reason|due to|thanks to|in order to|that's why|which is why|as a result|led to|parce que|car|puisque|pour que|afin|grace a|a cause|porque|ya que|para que|debido)\b";
    GIVES_TIME = r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|yesterday|tonight|(?:next|last|this|every|each) (?:week|month|year|spring|summer|autumn|fall|winter|day)|minutes?|hours?|days?|weeks?|months?|years?|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|hier|heures?|jours?|semaines?|mois|ans?|annees?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|ayer|horas?|dias?|semanas?|meses|anos?)\b|\b(?:19|20)\d\d\b|\b\d{1,2} ?[:h] ?\d\d\b";
    GIVES_MANNER = r"^(?:first|then|next|start|begin|use|take|make|put|cut|let|keep|try|go|add|mix|head|check|sign|send|d'abord|ensuite|puis|commence|prends|utilise|coupe|mets|primero|luego|usa|corta|pon)\b|\b(?:by [a-z]+ing|you (?:can|need|should|just|simply|have to)|i (?:use|start|always|usually|first)|step|il faut|tu peux|on peut|j'utilise|je commence|puedes|hay que|uso)\b";
    GIVES_OPINION = r"\b(?:i(?:'m| am)? (?:(?:really|also|still|do|personally|absolutely|just|don't|do not) )*(?:think|love|like|hate|believe|prefer|enjoy|recommend|find|agree|disagree|wish|hope|fan|excited)|in my (?:opinion|view)|favou?rite|great|awesome|terrible|amazing|cool|fun|overrated|underrated|worth|je (?:pense|crois|trouve|prefere|recommande)|j'(?:aime|adore)|prefere|a mon avis|creo|pienso|me (?:gusta|encanta)|prefiero|favorit[ao])\b";
    SAYS_I = r"\b(?:i|i'm|i've|i'd|i'll|my|me|mine|we|we've|we're|our|je|moi|mon|ma|mes|nous|notre|nos|yo|mi|mis|tengo|vivo|nosotr[ao]s)\b|\b[jm]'[a-z]";
}

impl Asking {
    /// Reads a question.
    pub fn of(question: &str) -> Self {
        let asked = plain(question);
        let table = [
            (&ASKS_REASON, Kind::Reason),
            (&ASKS_OPINION, Kind::Opinion),
            (&ASKS_TIME, Kind::Time),
            (&ASKS_AMOUNT, Kind::Amount),
            (&ASKS_MANNER, Kind::Manner),
            (&ASKS_DEFINITION, Kind::Definition),
            (&ASKS_PERSON, Kind::Person),
        ];
        let kind = table.iter().find(|(pattern, _)| pattern.occurs(&asked)).map_or(Kind::Open, |(_, kind)| *kind);
        let item = ASKS_ITEM.occurs(&asked);
        Self { kind, item, creator: ASKS_CREATOR.occurs(&asked) && !item }
    }

    /// Whether a sentence can answer at all. `guest` tells that another person says it, `catalogue`
    /// that it is a row of the creator's offers.
    pub fn admits(self, sentence: &str, guest: bool, catalogue: bool) -> bool {
        if self.item {
            // What somebody else wishes for or once had is not stock.
            return catalogue || (!guest && (OFFERS.occurs(&plain(sentence)) || says_i(sentence)));
        }
        !self.creator || (!guest && says_i(sentence))
    }

    /// Whether a sentence has the form that is asked for; `asked` are the question's content stems.
    pub fn fit(self, sentence: &str, question: &str, language: Language) -> Fit {
        let said = plain(sentence);
        let give = |gives: bool, otherwise: Fit| if gives { Fit::Gives } else { otherwise };
        match self.kind {
            Kind::Definition => give(defines(&said, question), Fit::Open),
            Kind::Reason => give(GIVES_REASON.occurs(&said), Fit::Open),
            Kind::Person => give(has_a_new_name(sentence, question, language), Fit::Lacks),
            Kind::Time => give(GIVES_TIME.occurs(&said), Fit::Lacks),
            Kind::Amount => give(!figures(sentence, language).is_empty(), Fit::Lacks),
            Kind::Manner => give(GIVES_MANNER.occurs(&said), Fit::Open),
            Kind::Opinion => give(GIVES_OPINION.occurs(&said), Fit::Open),
            Kind::Open => Fit::Open,
        }
    }
}

/// The sentence says "I", "my" or "we".
fn says_i(sentence: &str) -> bool {
    SAYS_I.occurs(&plain(sentence))
}

/// A name that the question did not already give.
fn has_a_new_name(sentence: &str, question: &str, language: Language) -> bool {
    let asked: Vec<String> = words(question).into_iter().map(|word| word.folded).collect();
    names(sentence, language).iter().any(|name| !asked.contains(&name.folded))
}

/// "X is a ...", "X, by somebody, is the ...": the topic, then within a few words a form of `be`
/// with an article.
fn defines(said: &str, question: &str) -> bool {
    const BE: [&str; 8] = ["is", "are", "was", "means", "est", "sont", "es", "son"];
    const ARTICLES: [&str; 18] = [
        "a", "an", "the", "our", "my", "one", "like", "un", "une", "le", "la", "les", "des", "una", "el", "los", "las",
        "what",
    ];
    const REACH: usize = 9;
    let Some(topic) = words(&plain(question)).pop().map(|word| word.folded) else { return false };
    let said: Vec<String> = words(said).into_iter().map(|word| word.folded).collect();
    let Some(at) = said.iter().position(|word| *word == topic) else { return false };
    said.windows(2).enumerate().skip(at + 1).take(REACH).any(|(_, pair)| {
        let [be, article] = pair else { return false };
        BE.contains(&be.as_str()) && ARTICLES.contains(&article.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_patterns_compile() {
        for (name, pattern) in ALL {
            assert!(pattern.0.is_some(), "{name}");
        }
    }

    #[test]
    fn questions_are_told_apart() {
        for (question, kind) in [
            ("What is Valkey?", Kind::Definition),
            ("Why did you switch to tung oil?", Kind::Reason),
            ("Who forked it?", Kind::Person),
            ("When is the next workshop?", Kind::Time),
            ("Combien de temps sèche la colle ?", Kind::Time),
            ("How many coats do you put on?", Kind::Amount),
            ("Comment est-ce que tu plies le papier ?", Kind::Manner),
            ("What do you think of mulberry paper?", Kind::Opinion),
            ("Tell me about the shop.", Kind::Open),
        ] {
            assert_eq!(Asking::of(question).kind, kind, "{question}");
        }
        assert!(Asking::of("Do you have a cherry bowl?").item);
        assert!(Asking::of("Where do you live?").creator);
    }

    #[test]
    fn a_number_answers_how_many_and_nothing_else_does() {
        let asking = Asking::of("How many coats do you put on?");
        let fit = |sentence| asking.fit(sentence, "How many coats do you put on?", Language::En);
        assert_eq!(fit("I put on three coats."), Fit::Gives);
        assert_eq!(fit("The coats dry slowly."), Fit::Lacks);
        let asking = Asking::of("What is Valkey?");
        let fit = |sentence| asking.fit(sentence, "What is Valkey?", Language::En);
        assert_eq!(fit("Valkey, backed by a foundation, is a fork of Redis."), Fit::Gives);
        assert_eq!(fit("Last week we talked of Valkey."), Fit::Open);
    }

    #[test]
    fn what_another_person_has_is_no_answer_to_do_you_have() {
        let item = Asking::of("Do you have a dog?");
        assert!(!item.admits("That dog could hunt!", false, false));
        assert!(item.admits("I have an old dog that sleeps in the shop.", false, false));
        assert!(!item.admits("I have an old dog.", true, false));
        let own = Asking::of("Where do you live?");
        assert!(!own.admits("We live in odd times.", true, false));
    }
}
