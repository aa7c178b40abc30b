//! Kind words that say nothing of the world; invariant: a sentence is kind only when all of it is.
//! What follows a greeting is looked at like any other sentence, so that no fact rides on a "thanks".

use std::collections::HashSet;
use std::sync::LazyLock;

use groundwire_index::text::figures::figures;
use groundwire_index::text::language::Language;
use groundwire_index::text::words::{content_stems, stem};

use super::classify::{Context, classify_plain};
use super::lexicon as lex;

/// Words of greeting, thanks, feeling and encouragement. A sentence of these alone states nothing.
const KIND: &str = "ah oh eh hm haha ha ouf aie ouch oops thank thanks thankful grateful appreciate appreciated welcome please sorry glad happy happier delighted thrilled \
    touched honoured honored pleased excited proud moved lovely nice kind kindness sweet great good better best wonderful \
    amazing awesome fantastic brilliant beautiful gorgeous cool fun funny perfect super fabulous incredible impressive \
    exciting interesting thoughtful clever smart brave strong hard tough rough difficult sad awful terrible heavy \
    frustrating annoying disappointing scary stressful exhausting normal okay fine right true fair alright alone \
    luck lucky congratulation congrats congratulations cheers bravo hooray yay wow hello hi hey goodbye bye hug hugs love \
    loved care wish wishes hope hoping enjoy patience courage progress success joy pleasure honour honor delight \
    smile laugh heart warm warmly soul spirit day days week weekend morning afternoon evening night today tonight \
    tomorrow year birthday anniversary christmas holiday holidays monday tuesday wednesday thursday friday saturday \
    sunday time moment message messages word words note question questions comment comments letter story idea ideas \
    thought thoughts feedback support news mail email photo photos picture pictures work job project projects effort \
    choice taste eye start beginning beginner adventure journey road hear hearing read reading see seeing look looking \
    know knowing ask asking tell telling share sharing write writing wrote say said mean means feel feeling feels sound \
    sounds seem go going goes get getting gets keep come coming soon always again back way lot lots bit much many really \
    very truly totally completely absolutely definitely world mind part life home thing things everyone everybody friend \
    friends folks people person family guy guys community forward already instead together there worries problem trouble \
    rush pressure stress worry hesitate reach stop drop make making made try trying let turn out post posted first next \
    new old big little small long far near safe healthy recover recovery rest sleep weather sun rain fingers crossed \
    grand grande grands vieux vieille vieja viejo petit petite excuse apology apologies understand understood understandable agree exactly indeed sure course wait matter count \
    merci mercis remercie bonjour bonsoir salut coucou bienvenue revoir bientot plaisir content contente heureux \
    heureuse ravi ravie desole desolee touche touchee joli jolie beau belle bon bonne super genial geniale chouette \
    magnifique merveilleux gentil gentille adorable bravo felicitations courage chance patience bisous journee soiree \
    semaine matin soir jour weekend dimanche lundi mardi mercredi jeudi vendredi samedi question message mot mots \
    commentaire photo projet idee retour espoir espere souhaite hate lire entendre voir savoir dire raconter partager \
    ecrire difficile dur normal frustrant temps moment coeur gentillesse leerte verte oirte leeros enorme familia famille vie chose choses amis amie ami monde tout tous \
    toutes encore vraiment tres beaucoup mille fois bien anniversaire noel annee vacances premier premiere nouveau \
    nouvelle prochain prochaine comprends comprend sens sentir \
    gracias hola buenos buenas dias tardes noches bienvenido bienvenida alegria alegra alegro feliz encantada encantado \
    ilusion bonito bonita lindo linda hermoso hermosa precioso preciosa genial maravilloso maravillosa bueno buena mejor \
    suerte animo abrazo abrazos beso besos saludo saludos cariño carino amor siento pena lastima dificil duro triste \
    normal paciencia exito pregunta mensaje palabra palabras comentario foto proyecto idea leer escuchar oir ver saber \
    contar compartir escribir dia semana finde mañana manana tarde noche tiempo momento corazon vida cosa cosas amiga \
    amigo mundo todo todos mucho mucha muchas muchos muy cumpleaños cumpleanos navidad año ano";

static KIND_STEMS: LazyLock<Vec<(Language, HashSet<String>)>> = LazyLock::new(|| {
    let stems = |language| KIND.split_whitespace().map(|word| stem(&lex::folded(word), language)).collect();
    [Language::En, Language::Fr, Language::Es, Language::Other].map(|language| (language, stems(language))).into()
});

/// Marks that end a clause.
const MARKS: [&str; 9] = [", ", "; ", ": ", " - ", " – ", " — ", ". ", "! ", "… "];
/// Words that open another; they stay with it, for they say who speaks.
const OPENERS: [&str; 17] = [
    " but ",
    " because ",
    " since ",
    " and i ",
    " and i'",
    " and we ",
    " and it ",
    " and she ",
    " and he ",
    " mais ",
    " car ",
    " parce que ",
    " et je ",
    " et j'",
    " pero ",
    " porque ",
    " y yo ",
];

/// The first clause of `text`, and what follows it.
pub(super) fn next_clause(text: &str) -> (&str, &str) {
    let mark = MARKS.iter().filter_map(|mark| text.find(mark).map(|at| (at, at + mark.len()))).min();
    let opener = OPENERS.iter().filter_map(|word| text.find(word).map(|at| (at, at + 1))).min();
    let joint = mark.into_iter().chain(opener).min();
    joint.map_or((text, ""), |(end, next)| (text.get(..end).unwrap_or(""), text.get(next..).unwrap_or("")))
}

/// Whether a word stands in a list of words.
pub(super) fn among(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

/// All of `text` (as `plain` writes it) is greeting, thanks, feeling or encouragement.
pub(super) fn is_kind(text: &str, context: &Context<'_>) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.is_empty() {
        return true;
    }
    if lex::LINK.occurs(text) {
        return false;
    }
    if lex::EMPATHY.occurs(text) && !lex::FIRST_PERSON.occurs(text) && figures(text, context.language).is_empty() {
        return true;
    }
    if let Some(end) = lex::SOCIAL.end(text) {
        return rest_is_kind(text.get(end..).unwrap_or(""), context);
    }
    let bare = !lex::FIRST_PERSON.occurs(text) && figures(text, context.language).is_empty();
    let place = ["in ", "at ", "from ", "a ", "en ", "de "].iter().any(|lead| text.starts_with(lead));
    bare && !place && !asserts(text) && is_known(text, context, false)
}

fn rest_is_kind(rest: &str, context: &Context<'_>) -> bool {
    let trimmed = rest.trim();
    if !trimmed.contains(char::is_alphanumeric) {
        return true;
    }
    if trimmed.starts_with(|c: char| !c.is_alphanumeric() && c != '\'' && c != '"') {
        return clause_is_kind(trimmed, context);
    }
    let (complement, tail) = next_clause(trimmed);
    complement_is_kind(complement, context) && (tail.trim().is_empty() || clause_is_kind(tail, context))
}

/// Words by which a greeting tells of the sender.
const SENDER: [&str; 16] = [
    "from my ",
    "from our ",
    "from the ",
    "from a ",
    "at my ",
    "at our ",
    "in my ",
    "in our ",
    "to my ",
    "to our ",
    "depuis ",
    "de mon ",
    "de ma ",
    "chez moi",
    "desde ",
    "en mi ",
];

/// A clause of its own: kind, or of another sort that needs no evidence.
pub(super) fn clause_is_kind(clause: &str, context: &Context<'_>) -> bool {
    let clause = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    let clause =
        ["and ", "so ", "et ", "y ", "then "].iter().fold(clause, |c, joint| c.strip_prefix(joint).unwrap_or(c));
    is_kind(clause, context) || classify_plain(clause, context).needs_none().is_some()
}

/// What a kind word goes on to: "for your message", "with the bowl", "that you liked it".
fn complement_is_kind(complement: &str, context: &Context<'_>) -> bool {
    const LEADS: &str = "like comme como para for with on about of in at from to you your yours you're you've you'll that it \
        it's this when how if pour de du des d'apprendre avec sur que tu ton ta tes vous votre vos por con a \
        en tus dans as";
    const MORE: &str = "muchisimo so very much really a lot again both all too everyone beaucoup tellement vraiment bien \
        mucho muchas muchisimas tanto";
    let fans = context.fan.figures(context.language);
    let foreign_figure = figures(complement, context.language)
        .iter()
        .any(|figure| !fans.iter().any(|given| figure.carried_by(given)) && !lex::OCCASION.occurs(complement));
    // "Hi from my hotel in Lisbon" tells where the sender is.
    let of_self = SENDER.iter().any(|place| complement.contains(place));
    let hazard = of_self || lex::OFFER.occurs(complement) || lex::EXPERIENCE.occurs(complement) || asserts(complement);
    if foreign_figure || hazard {
        return false;
    }
    let lead = complement.split_whitespace().find(|word| !among(MORE, word)).unwrap_or("");
    let elided = ["d'", "l'", "t'", "qu'"].iter().any(|e| lead.starts_with(e));
    among(LEADS, lead) || elided || is_known(complement, context, true) || clause_is_kind(complement, context)
}

/// Whether a stem is a word of greeting, thanks, feeling or encouragement.
pub fn is_kind_word(word: &str, language: Language) -> bool {
    KIND_STEMS.iter().any(|(of, stems)| *of == language && stems.contains(word))
}

/// Every content word is a kind one, a name that is called, or (where `fans` is set) the fan's own.
fn is_known(text: &str, context: &Context<'_>, fans: bool) -> bool {
    content_stems(text, context.language).iter().all(|word| {
        is_kind_word(word, context.language)
            || (fans && context.fan_words.contains(word))
            || context.names.contains(word)
    })
}

/// Somebody or something other than the fan and "that" is said to be or do something.
fn asserts(text: &str) -> bool {
    const VERBS: &str = "is are was were has have had does did do will would can could must should isn't aren't wasn't \
        doesn't didn't won't can't est sont etait ont peut sera son esta estan fue era ha han puede cures \
        guerit";
    const SUBJECTS: &str = "you it that this what how who which things everything all tu vous ca cela c' ce que eso esto todo \
        usted if when";
    const YOURS: &str = "your yours ton ta tes votre vos tus";
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|w| !w.is_empty()).collect();
    words.iter().enumerate().skip(1).any(|(at, word)| {
        let before = words.get(at.saturating_sub(4)..at).unwrap_or(&[]);
        let subject = before.last().is_some_and(|w| among(SUBJECTS, w)) || before.iter().any(|w| among(YOURS, w));
        among(VERBS, word) && !subject
    })
}
