//! What people say to each other beside facts: wishes, comfort, a comment on the other's message, a nudge.
//! Invariant: such a clause holds no hook on which a fact could hang: no figure, name, relative, offer,
//! money, law or medicine that the fan did not bring up, nothing that the sender did or has, nothing said of
//! a third thing, and not the subject matter of the evidence.

use groundwire_index::text::figures::figures;
use groundwire_index::text::language::Language;
use groundwire_index::text::names::names;
use groundwire_index::text::relative::relative;
use groundwire_index::text::words::{content_stems, fold, plain, stem, words};

use super::biography::is_relative;
use super::classify::{Context, is_bare_answer};
use super::clauses::clauses;
use super::kind::{among, is_kind_word};
use super::lexicon as lex;
use super::verbs::{is_adverb, is_determiner, is_verb};

/// `text` says nothing that could be true or false of the creator, the archive or the world.
pub(super) fn is_conversation(text: &str, context: &Context<'_>) -> bool {
    let whole = plain(text);
    if lex::STATES.occurs(&whole) || is_from_somewhere(&whole) || whole.ends_with('?') {
        return false;
    }
    clauses(text, context.language).iter().all(|clause| {
        let text = clause.meaning.as_str();
        let plain = plain(text);
        let hooked = has_hook(text, &plain, context) || asserts_of_self(text, &plain, context);
        let wishes = lex::WISH.occurs(plain.trim_start_matches(|c: char| !c.is_alphanumeric()));
        !hooked && (wishes || (!speaks_of_evidence(text, context) && has_form(text, &plain, context)))
    })
}

/// "Hi from my hotel": a greeting that tells where the sender is.
fn is_from_somewhere(plain: &str) -> bool {
    const PLACES: [&str; 10] = [
        "from my ",
        "from our ",
        "from the ",
        "from a ",
        "at my ",
        "in my ",
        "depuis ma ",
        "depuis mon ",
        "desde mi",
        "desde el ",
    ];
    const ENDS: [&str; 7] = [
        "from the first",
        "from the start",
        "from the heart",
        "from the bottom",
        "from the beginning",
        "desde el principio",
        "in my thoughts",
    ];
    PLACES.iter().any(|place| plain.contains(place))
        && !ENDS.iter().any(|end| plain.contains(end))
        && !plain.contains("what")
}

/// The clause has the form of a wish, a nudge, comfort, or a comment on what the fan said.
fn has_form(text: &str, plain: &str, context: &Context<'_>) -> bool {
    let language = context.language;
    let all = words(text);
    let known = |word: &str| says_little(word, context);
    if all.iter().all(|w| known(&w.folded)) {
        return true;
    }
    // Where there is no evidence at all a new word might be anything.
    if context.evidence_words.is_empty() {
        return false;
    }
    if context.after_kind {
        return true;
    }
    // To somebody who asks, one word that is not kind is the answer, whatever it looks like: "Linseed."; what a bare
    // "nope" says is worked out elsewhere.
    let to_be_answered = !context.fan.only_tells() && !is_bare_answer(text);
    if all.len() == 1 && to_be_answered {
        return false;
    }
    let Some(verb) = all.iter().position(|w| is_verb(&w.folded, w.span.slice(text), language)) else {
        // A fragment: the fan's own words again, or hardly any others and none of the evidence's. To somebody who asks,
        // a new word is the answer: "Portland." to "Where do you live?".
        let new: Vec<_> = all.iter().filter(|w| !known(&w.folded)).collect();
        let of_evidence = new
            .iter()
            .any(|w| content_stems(&w.folded, language).iter().any(|one| context.evidence_words.contains(one)));
        let few = match (to_be_answered, context.fan.only_tells()) {
            (true, _) => 0,
            (false, true) => 3,
            (false, false) => 1,
        };
        return !of_evidence && new.len() <= few && all.len() <= 7;
    };
    let subject: Vec<&str> = all.iter().take(verb).map(|w| w.folded.as_str()).collect();
    let yours = subject.iter().any(|w| among(YOU, w));
    let stance = subject.iter().any(|w| matches!(*w, "i" | "i'd" | "i'll" | "je" | "yo")) || plain.starts_with("i'm");
    let imperative =
        subject.iter().all(|w| among(LEADS, w)) && !among(SAYS, all.get(verb).map_or("", |w| w.folded.as_str()));
    if yours || stance || imperative {
        return true;
    }
    // Of "it" and "that" only what is kind may be said, unless nothing was asked.
    let third = subject.iter().any(|w| among(THIRD, w));
    let pointing = !third
        && subject.iter().all(|w| among(POINTING, w) || among(THINGS, w) || is_determiner(w, language) || known(w));
    let rest_is_kind = all.iter().skip(verb).all(|w| known(&w.folded));
    pointing && (rest_is_kind || context.fan.only_tells())
}

const YOU: &str = "you your you're you've you'll you'd tu ton ta tes vous votre vos te tus ti os vuestra vuestro usted";
/// What may stand before an imperative.
const LEADS: &str = "please just do don't never so and but or then well oh ah ha no yes first maybe also always s'il ne n' et mais alors \
    puis donc surtout por favor no y pero pues luego siempre";
/// Finite forms that never open an imperative.
const SAYS: &str = "is are was were has had does did am will would can could may might must should est a ont sont etait avait es son era fue ha hay \
    tiene hace cuesta estan esta";
/// Somebody else.
const THIRD: &str = "he she they he's she's they're they've him her them elle ils elles ella ellos ellas";
const THINGS: &str = "day days thing things time world life people person way part word words message question heart work effort colour colours \
    color colors idea start beginning luck patience step steps moment place sort kind answer jour journee chose vie gens mot \
    coeur travail debut pas dia dias cosa cosas vida gente palabra mensaje pregunta \
    corazon trabajo comienzo paciencia paso momento gesto detalle hay sinceridad";
const POINTING: &str = "it it's that that's this these those there there's what who how whatever everything nothing nobody anybody everyone \
    somebody someone one they so and but or then well oh ah ha no yes ca cela ce c' c'est ceci il rien personne tout que quel quelle et mais \
    ou alors donc bon eso esto ello nada nadie todo que y pero o pues no ya lo se hay may";

/// Days, months and seasons.
const CALENDAR: &str = "january february april june july august september october november december spring summer autumn \
    winter monday tuesday wednesday thursday friday saturday sunday janvier fevrier avril mai juin juillet aout septembre \
    octobre novembre decembre printemps automne hiver enero febrero abril mayo junio julio agosto septiembre octubre \
    noviembre diciembre primavera verano otono invierno";

/// Figures, names, relatives and dear matters that are not the fan's own.
fn has_hook(text: &str, plain: &str, context: &Context<'_>) -> bool {
    let language = context.language;
    let fans = context.fan.figures(language);
    let foreign_figure =
        figures(text, language).iter().any(|figure| !fans.iter().any(|given| figure.carried_by(given)));
    let foreign_name = names(text, language).iter().any(|name| {
        !context.fan_words.contains(&stem(&name.folded, language)) && !context.fan_names.contains(&name.folded)
    });
    let kin = words(text)
        .iter()
        .any(|word| is_relative(&word.folded) && !context.fan_words.contains(&stem(&word.folded, language)));
    let is_day = |folded: &str| among(CALENDAR, folded) || folded.strip_suffix('s').is_some_and(|d| among(CALENDAR, d));
    let foreign_day = words(text).iter().any(|word| is_day(&word.folded) && !context.fan_names.contains(&word.folded))
        && !lex::WISH.occurs(plain);
    foreign_figure
        || foreign_day
        || tells_when(text, plain, context)
        || foreign_name
        || kin
        || lex::OFFER.occurs(plain)
        || lex::PERMITS.occurs(plain)
        || lex::ADVICE_IS_FACT.occurs(plain)
        || lex::LINK.occurs(plain)
        || lex::MEDICAL.occurs(plain)
        || lex::EXPERIENCE.occurs(plain)
        || lex::COMMITMENT.occurs(plain)
}

/// "Next week", "last spring", which the fan did not say: when something is, or was.
pub(super) fn tells_when(text: &str, plain: &str, context: &Context<'_>) -> bool {
    // Any day will do: only which words tell a time matters, and whether it is another time than now.
    let now = jiff::civil::date(2026, 6, 3);
    let fan = context.fan.message.map(fold).unwrap_or_default();
    !lex::WISH.occurs(plain)
        && relative(text, context.language, now).iter().any(|time| {
            let is_now = time.days.from <= now && now <= time.days.to && time.days.from != time.days.to;
            let said = time.span.slice(text);
            !is_now && time.days.from != now && !fan.contains(&fold(said))
        })
}

/// A word of weight that the evidence has and the fan did not say.
fn speaks_of_evidence(text: &str, context: &Context<'_>) -> bool {
    let shared = content_stems(text, context.language)
        .iter()
        .filter(|word| context.evidence_words.contains(*word) && !context.fan_words.contains(*word))
        .filter(|word| !is_kind_word(word, context.language))
        .count();
    shared >= 1
}

/// "I have", "my", "I use": what the sender has or does. What the sender hopes, thinks or will not do is
/// no such thing.
fn asserts_of_self(text: &str, plain: &str, context: &Context<'_>) -> bool {
    const STANCE: &str = "hope wish think know feel hear see understand mean guess bet doubt suppose imagine say promise admit appreciate \
        would 'd won't shan't can't can cannot couldn't wouldn't don't didn't am was love like agree trust believe wonder must \
        espere souhaite pense crois comprends vois sens imagine avoue dirais compatis promets serais peux veux suis aime adore sais t'envoie \
        espero deseo creo entiendo veo siento imagino digo puedo quiero agradezco alegro se lo te celebro recibo \
        i'm i'd i'll i've rather";
    const OWN: &str = "my our mine mon ma mes notre nos mi mis nuestra nuestro nuestras nuestros";
    let words: Vec<&str> =
        plain.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|w| !w.is_empty()).collect();
    let owns = words.iter().enumerate().any(|(at, word)| {
        // "nos" is "our" in French and "us" in Spanish.
        let ours = among(OWN, word) && !(*word == "nos" && context.language == Language::Es);
        ours && !words.get(at + 1).is_some_and(|next| among(KIND_NOUNS, next))
    });
    let does = words.iter().enumerate().any(|(at, word)| {
        let subject = matches!(*word, "i" | "we" | "je" | "nous" | "yo" | "nosotros" | "nosotras");
        let contracted = matches!(*word, "i've" | "we've" | "we're" | "i'm");
        let elided = word.strip_prefix("j'").is_some_and(|verb| !among(STANCE, verb));
        let next = words
            .iter()
            .skip(at + 1)
            .find(|w| !is_adverb(w) && !among("really so do totally", w))
            .copied()
            .unwrap_or("");
        elided
            || (subject
                && !(among(STANCE, next)
                    && (!among(WILL_NOT, next) || among(TELLING, words.get(at + 2).copied().unwrap_or("")))))
            || (contracted && !among(FEELS, next))
            || (matches!(*word, "i" | "we" | "i'm" | "we're") && is_somewhere(&words, at))
            || (matches!(*word, "i'll" | "we'll") && !is_kind_plan(&words, at))
    });
    // Spanish leaves "I" out: the ending says it.
    let spanish = context.language == Language::Es
        && self::words(text).iter().any(|word| {
            let surface = word.span.slice(text).to_lowercase();
            let first = surface.ends_with('o')
                || surface.ends_with('é')
                || surface.ends_with('í')
                || among("fui hice di soy voy estoy estuve tuve pude puse quise supe vine dije traje anduve", &surface);
            first && is_verb(&word.folded, &surface, Language::Es) && !among(STANCE, &word.folded)
        });
    owns || does || spanish
}

/// "I was just in Japan", "I'm at the shop": where the sender is or was; not "I'm in awe".
fn is_somewhere(words: &[&str], at: usize) -> bool {
    const PLACED: &str = "in at from near inside outside back";
    const FIGURES_OF_SPEECH: &str = "awe tears love luck heart here peace stitches all first least loss";
    let mut rest = words.iter().skip(at + 1).filter(|word| !is_adverb(word) && !among(BEING, word)).copied();
    let first = rest.next().unwrap_or("");
    let second = rest.next().unwrap_or("");
    among(PLACED, first) && !among(FIGURES_OF_SPEECH, second)
}

/// What may stand between "I" and the place.
const BEING: &str = "am was were are been just only really so there right now still";

/// "I'll be thinking of you", "I'll never forget that": of what the sender will do, what costs nothing and can be kept.
fn is_kind_plan(words: &[&str], at: usize) -> bool {
    let mut rest = words.iter().skip(at + 1).filter(|word| !is_adverb(word)).copied();
    match rest.next().unwrap_or("") {
        "be" => rest.next().is_some_and(|next| among(FEELS, next) || among("thinking cheering honest smiling", next)),
        next => among(
            "say admit never always forget leave stop take bet let see miss drink toast raise smile laugh cry keep guess",
            next,
        ),
    }
}

/// Of what the sender will not or cannot do, only telling, judging and feeling is conversation.
const WILL_NOT: &str = "won't shan't can't can cannot couldn't wouldn't don't didn't would peux veux puedo quiero";
const TELLING: &str = "tell say blame wait guess thank promise imagine judge argue help stop hide mind know think believe agree disagree \
    see love like have dare want be only dire juger aider imaginer mentir decir ayudar imaginar mentir negar";
/// What is mine in a kind word: "my heart", "my sympathy".
const KIND_NOUNS: &str = "heart sympathy condolences admiration pleasure hat face day thanks apologies best love fingers word goodness \
    coeur condoleances admiration plaisir chapeau parole part amitie alma corazon admiracion enhorabuena parte respeto";
/// What follows "I'm" in a kind word.
const FEELS: &str = "so sorry glad happy thrilled delighted touched honoured honored grateful rooting afraid sure all not really very \
    with here listening proud moved cheering crossing keeping impressed jealous envious";

fn says_little(folded: &str, context: &Context<'_>) -> bool {
    let language = context.language;
    let stems = content_stems(folded, language);
    stems.iter().all(|one| is_kind_word(one, language) || context.fan_words.contains(one)) || fold(folded).is_empty()
}
