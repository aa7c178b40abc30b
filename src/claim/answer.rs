//! What a bare "yes" or "no" says: what was asked, affirmed or denied. Invariant: it says no more than the question,
//! and a question whose shape is not known is kept whole, with the answer before it.

use groundwire_index::text::language::Language;
use groundwire_index::text::words::{fold, plain, words};

use super::act::SpeechAct;
use super::classify::is_bare_answer;
use super::lexicon as lex;

/// Verbs with which a question begins, in English; "do" is left out of the statement.
const AUXILIARIES: [&str; 16] = [
    "do", "does", "did", "are", "am", "is", "was", "were", "have", "has", "had", "can", "could", "will", "would",
    "should",
];
const SUBJECTS: [&str; 11] = ["i", "you", "we", "they", "he", "she", "it", "there", "this", "that", "these"];
const NO: [&str; 13] =
    ["no", "nope", "non", "not", "nah", "never", "neither", "none", "ni", "tampoco", "ninguna", "ninguno", "nobody"];

/// "yes" or "no", when `text` says nothing else.
pub(super) fn bare_answer(text: &str) -> Option<bool> {
    is_bare_answer(text).then(|| !words(text).iter().any(|word| NO.contains(&word.folded.as_str())))
}

/// The statement that `yes` or "no" to `asked` makes; `asked` has the persons turned round ("do I have kids").
pub(super) fn statement(asked: &str, yes: bool, language: Language) -> String {
    let asked = untagged(asked.trim().trim_start_matches(['¿', ' ']));
    let turned = if language == Language::En { turned(asked, yes) } else { None };
    turned.unwrap_or_else(|| match (yes, language) {
        (true, _) => asked.to_owned(),
        (false, Language::Fr) => format!("ce n'est pas le cas : {asked}"),
        (false, Language::Es) => format!("no es así: {asked}"),
        (false, _) => format!("it is not so: {asked}"),
    })
}

/// "I have kids, don't I": what stands before the tag.
fn untagged(asked: &str) -> &str {
    const TAGS: [&str; 8] = ["right", "no", "yes", "non", "si", "verdad", "hein", "correct"];
    let Some((before, tag)) = asked.rsplit_once(',') else { return asked };
    let tail: Vec<String> = tag.split_whitespace().map(fold).collect();
    let asks_back = tail.len() == 2 && tail.last().is_some_and(|word| SUBJECTS.contains(&word.as_str()));
    let is_tag = asks_back
        || tail.as_slice() == ["n'est-ce", "pas"]
        || matches!(tail.as_slice(), [one] if TAGS.contains(&one.as_str()));
    if is_tag { before } else { asked }
}

/// "do I have kids": "I have kids", "I do not have kids".
fn turned(asked: &str, yes: bool) -> Option<String> {
    let mut said: Vec<&str> = asked.split_whitespace().collect();
    // "and do you ...", "wait, are you ..."
    let verb_of = |word: &str| {
        let spoken = fold(word);
        match spoken.as_str() {
            "can't" => "can".to_owned(),
            "won't" => "will".to_owned(),
            other => other.strip_suffix("n't").unwrap_or(other).to_owned(),
        }
    };
    let start = said.iter().position(|word| AUXILIARIES.contains(&verb_of(word).as_str()))?;
    if start > 2 {
        return None;
    }
    let (verb, subject) = (*said.get(start)?, *said.get(start + 1)?);
    if !SUBJECTS.contains(&fold(subject).as_str()) {
        return None;
    }
    let rest = said.split_off(start + 2).join(" ");
    let spoken = verb_of(verb);
    Some(match (yes, spoken.as_str()) {
        (true, "do" | "does") => format!("{subject} {rest}"),
        (true, _) => format!("{subject} {spoken} {rest}"),
        (false, _) => format!("{subject} {spoken} not {rest}"),
    })
}

/// What `yes` or "no" makes of the sender when `message` asks who answers: a person, unless it is the honest answer.
pub(super) fn of_the_sender(message: &str, yes: bool) -> SpeechAct {
    let asked = plain(message);
    let honest = if yes { !lex::PERSON.occurs(&asked) } else { !lex::MACHINE.occurs(&asked) };
    if honest { SpeechAct::Disclosure } else { SpeechAct::Human }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_denies_being_a_machine_says_that_it_is_a_person() {
        assert_eq!(of_the_sender("Are you a bot?", false), SpeechAct::Human);
        assert_eq!(of_the_sender("Are you a bot?", true), SpeechAct::Disclosure);
        assert_eq!(of_the_sender("¿Eres una persona de verdad?", true), SpeechAct::Human);
        assert_eq!(of_the_sender("Is this really you?", true), SpeechAct::Human);
        assert_eq!(of_the_sender("Vous êtes humaine ?", false), SpeechAct::Disclosure);
        assert_eq!(of_the_sender("Human or robot?", true), SpeechAct::Human);
    }

    #[test]
    fn yes_and_no_say_what_was_asked() {
        for (asked, yes, says) in [
            ("do I have kids", true, "I have kids"),
            ("do I have kids", false, "I do not have kids"),
            ("wait, did I live in Ohio", false, "I did not live in Ohio"),
            ("don't I have kids", true, "I have kids"),
            ("I have kids, don't I", false, "it is not so: I have kids"),
            ("is the walnut oil safe", true, "is the walnut oil safe"),
            ("is the walnut oil safe", false, "it is not so: is the walnut oil safe"),
        ] {
            assert_eq!(statement(asked, yes, Language::En), says);
        }
        assert_eq!(bare_answer("Nope!"), Some(false));
        assert_eq!(bare_answer("Yes, absolutely."), Some(true));
        assert_eq!(bare_answer("None."), Some(false));
        assert_eq!(bare_answer("Me neither!"), Some(false));
        assert_eq!(bare_answer("Yes, two."), None);
    }
}
