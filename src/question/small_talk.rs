//! Messages that ask nothing: thanks, a greeting, praise, a wish, a laugh. Invariant: whatever may want an answer, or
//! touches a grave topic, is none; a missed one only gets an honest "I don't know".
//!
//! Written on half of 390 messages that somebody wrote without seeing these words. On the other half 9 of 26 that ask
//! nothing are seen, and 13 of 45 that hide a wish to know behind kind words without a question mark are mistaken for them:
//! so the archive is asked first, and kind words are said only where it has no answer.

use std::sync::LazyLock;

use groundwire_index::text::words::plain;
use regex::Regex;

use super::topics::any_of;

/// Kind words, and nothing that wants an answer, complains or mourns.
pub(super) fn is_small_talk(message: &str) -> bool {
    let said = plain(message);
    let kind = found(&GREETING_QUESTIONS, &said) || found(&KIND_PATTERN, &said) || is_pictograms(message);
    let heavy = found(&HEAVY_PATTERN, &said) && !found(&CONDOLENCES, &said);
    kind && !heavy && !wants_answer(message)
}

/// A question mark, or words that ask without one: "just wondering which glue you use".
pub fn wants_answer(message: &str) -> bool {
    // "Hi! How are you? :)" is a greeting in the form of a question, and "what a day" is none.
    let rest = without(&EXCLAMATIONS, &without(&GREETING_QUESTIONS, &plain(message)));
    rest.contains(['?', '¿']) || found(&ASKING_PATTERN, &rest)
}

fn found(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

fn without(pattern: &LazyLock<Option<Regex>>, text: &str) -> String {
    pattern.as_ref().map_or_else(|| text.to_owned(), |pattern| pattern.replace_all(text, " ").into_owned())
}

/// Nothing but faces, hearts, flowers.
fn is_pictograms(message: &str) -> bool {
    message.chars().any(is_pictogram) && !message.chars().any(char::is_alphanumeric)
}

const fn is_pictogram(sign: char) -> bool {
    matches!(sign, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}')
}

static ASKING_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(&ASKING));
static KIND_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(&KIND));
static HEAVY_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| any_of(&HEAVY));
static CONDOLENCES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    any_of(&[
        "condolences|sorry (?:to hear|for|about)|thinking of you|rest in peace|condoleances|pensees|pesame|siento mucho",
    ])
});
static GREETING_QUESTIONS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[¿¡]?\b(?:how(?:'s| is| are|s)? (?:you|ya|u|it going|things|life|everyone|everybody|everything|your day|your week|the family)(?: doing| all| today| keeping)*|you (?:ok|alright|good|well)|all good|what's up|ca va(?: bien)?|ca roule|comment (?:ca va|vas[- ]tu|allez[- ]vous|tu vas|vous allez|va)|tu vas bien|vous allez bien|la forme|quoi de neuf|que tal(?: (?:estas|todo|va|vas|estais|el dia|la semana|andas))?|como (?:estas|estais|va|andas|vas|te va|va todo|andamos)|todo bien)[ ,]*(?:\?|$|[.,!])").ok()
});
static EXCLAMATIONS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:what an? |how (?:lovely|nice|sweet|kind|good|cool|great|wonderful|beautiful|cute|funny)\b|sorry to hear|(?:great|good|lovely|nice|love|loved|glad|happy) to (?:hear|know|see)|(?:no|not a) question|quel(?:le)?s? (?:bonheur|plaisir|joie|beaute|merveille|talent|lumiere|regal|honneur|belle|beau|bel|magnifique)|no pregunto nada)").ok()
});

/// What wants to know, in English, French and Spanish.
#[rustfmt::skip]
const ASKING: [&str; 6] = [
    r"what|what's|which|where|where's|when's|when (?:is|are|do|does|did|will|can)|why|who's|who (?:is|are|was|made|does|did|won)|whether|how|how's|tell (?:me|us)|wonder(?:ing|ed)?|curious|desperate to know|(?:to|wanna|like to|love to|need to) (?:know|hear|learn|find|ask)|any (?:tips?|advice|idea|chance|news|links?)|explain|links?|prices?|settings|pattern|recommend\w*|suggest\w*|advice|advise",
    r"(?:do|did|does|are|is|can|could|would|will|have|has|should|was|were) (?:you|u|ya|we|i|there|this|that|they|she|he|the|your|ur|any|anyone|someone)|please say|ship|shipping|deliver\w*|(?:sell|selling) (?:them|it|these|those|this|that|any)|in stock|discount\w*|struggl\w*|stuck|confus\w*|pick between|or nah|not sure|no idea|(?:don't|dont|can't|cant) (?:know|get|understand|find|figure|tell)|never (?:got|understood|did|told)|you said you'd|help me|i need|need (?:that|this|one|to know)|one thing|btw|part 2|ever going to|still (?:taking|selling|doing|making)|i guess",
    r"quel(?:le)?s?|comment|pourquoi|quand (?:est|sera|sort|tu|vous|on)|c'?(?:est)? (?:quoi|qui|quand|ou|combien)|combien|est-ce|(?:me|m'|jme|je) ?demand(?:e|ais)|demander|curiosite|curieu(?:x|se)|savoir|sais pas|dis (?:voir|moi|nous)|dites[- ](?:moi|nous)|dis-moi|la reference|liens?|le prix d[eu]|hesite|introuvable|chinable|livr(?:e|es|ez|aison)|vend(?:s|ez)|la suite|par contre|il manque|d'ou|ou pas|ou non|la version|j'imagine|louper|rate un truc|ca marche|conseil\w*|question",
    r"(?:tu|vous) (?:fais|utilises|mets|prends|aurais|peux|pourrais|connais|faites|utilisez|auriez|pouvez|pourriez|connaissez)",
    r"cual(?:es)?|cuando (?:es|sale|sera|vas|van|hay|abre)|cuant[oa]s?|donde|quien(?:es)? (?:es|gano|hizo|te|lo)|por que|que (?:tinte|camara|hilo|marca|tela|medida|talla|libro|modelo|micro\w*|tipo|aguja)|dime|decir(?:me|nos)|digas|dijese|dig(?:a|an|ais)me|no se (?:de|que|si|como|cual)|que no se|me pregunt\w+|pregunt[ao]|hay (?:pdf|link|enlace|stock|envio)|enlaces?|precios?|envi(?:o|os|as|an)|vend(?:es|e|en|eis)|recomiend\w*|consej\w*|dudas?|saber",
    r"podrias|puedes|podeis|puede usted|tienes|teneis|haces|haceis|usas|usais|ayud\w*|agradeceria|sale no|tal vez|ojala (?:hag|dig|sub|pong)\w*",
];

/// Complaints, orders to act, and the fan's own grief: thanks would be no answer to them.
#[rustfmt::skip]
const HEAVY: [&str; 3] = [
    r"never (?:arrived|came|got|received)|hasn't (?:arrived|come)|not (?:arrived|working|received)|refund\w*|cancel\w*|money back|unsubscribe|delete my|broken|missing|scam|liar|thief|thanks for nothing|disappoint\w*|shame on|died|dead|death|funeral|passed away|lost my|assault\w*|attacked|please",
    r"jamais (?:arrivee?s?|recue?s?)|toujours pas|pas (?:recu|arrive|marche)|rembours\w*|annul\w*|desabonn\w*|casse|arnaque|voleur|menteur|decue?|honte|morte?|decedee?|deces|obseques|enterrement|agress\w*|s'il (?:te|vous) plait|svp|stp",
    r"no (?:ha |me ha |me )?(?:llego|llegado|llega)|reembols\w*|devolu\w+|cancel\w*|estafa|ladron|mentiros\w*|decepcion\w*|verguenza|murio|fallec\w+|muerte|funeral|entierro|agredi\w*|por favor",
];

/// What is said to be kind.
#[rustfmt::skip]
const KIND: [&str; 3] = [
    r"thank\w*|thx|ty|tysm|cheers|hi|hello|hey|hiya|(?:good )?morning|good (?:evening|night|day|luck)|night|bye|see (?:ya|you)|take care|congrat\w*|well done|well deserved|happy (?:birthday|new|monday|tuesday|wednesday|thursday|friday|saturday|sunday|easter|christmas|weekend|holidays|anniversary|mother\w*|father\w*)|merry|loved?|lovely|amazing|awesome|brilliant|best|great|legend|beautiful|gorgeous|wonderful|sweetest|cute|funny|hilarious|lol|lmao+|(?:ha){2,}\w*|rofl|gg|so sorry|sorry (?:to hear|for your)|condolences|thinking of you|wishing|hope (?:you|your|the|all)|get well|sending|hugs?|proud|made my|makes? my|you rock|keep (?:it up|going)|wow|yay",
    r"merci\w*|bonjour|bonsoir|salut|coucou|bonne (?:annee|journee|soiree|nuit|semaine|fete|continuation|chance|route)|bon (?:courage|retablissement|week|weekend|anniversaire|dimanche|voyage|appetit|noel)|joyeu\w+|felicitations|condoleances|bises?|bisous|a (?:bientot|demain|la semaine|plus)|j'adore|trop (?:bien|mignon\w*|beau|belle|drole|bon)|genial\w*|super|magnifique|sublime|bravo|mdr+|ptdr+|pfff*|bonheur|on pense|vive|heureu\w+",
    r"gracias|hola|buen[oa]s? (?:dias?|tardes|noches|semana|finde|fin)|feliz|felices|felicidades|enhorabuena|abrazos?|besos?|saludos|un sol|crack|te (?:quiero|adoro)|os quiero|hermos\w+|precios[oa]s?|linda semana|que (?:bonito|arte|lindo|grande|risa|gracia)|maravill\w*|(?:ja){2,}j?|(?:je){2,}\w*|pesame|lo siento|animo|cuid(?:ate|ense|aos)|suerte|lo mas|hasta (?:luego|manana|el|pronto|otra)",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_words_are_small_talk_in_three_languages() {
        assert!(ASKING_PATTERN.is_some() && KIND_PATTERN.is_some());
        assert!(GREETING_QUESTIONS.is_some() && EXCLAMATIONS.is_some());
        for message in [
            "Thanks a million!",
            "Hi! How are you? :)",
            "What a lovely episode, good night all",
            "So sorry to hear about your dog.",
            "Mes condoléances pour la mort de votre père.",
            "❤️❤️",
            "Coucou, ça va ? Bonne journée",
            "quel bonheur, merci",
            "¡Hola! ¿Qué tal? Un abrazo",
            "jajajaja 😂",
        ] {
            assert!(is_small_talk(message), "{message}");
        }
    }

    #[test]
    fn what_wants_an_answer_or_is_grave_is_none() {
        for message in [
            "Thanks! Which oil is it?",
            "hi, just wondering which glue you use",
            "love it, price?",
            "Coucou, dis-moi quelle colle",
            "jaja genial, cuánto tarda en secar",
            "It rained.",
            "My order never arrived!",
            "Cancel my subscription please, thanks",
            "Bonjour, ma commande n'est jamais arrivée",
            "Thanks for nothing.",
            "My mum died yesterday 💔",
            "Wann kommt das neue Video 🙂",
            "How are you going to fix the lid? Cheers",
        ] {
            assert!(!is_small_talk(message), "{message}");
        }
        assert!(wants_answer("hi, just wondering which glue you use") && !wants_answer("I gave away his coats today."));
    }
}
