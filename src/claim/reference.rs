//! Whom "she" means, and what a fragment leaves out: read from the reply so far, and from earlier turns.
//! Invariant: what is put back comes from the thread alone; it helps to read a claim and proves nothing.

use groundwire_index::text::figures::figures;
use groundwire_index::text::language::Language;
use groundwire_index::text::names::names;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{content_stems, fold, is_function_word, words};

use super::biography::is_relative;
use super::fan::Fan;
use super::kind::is_kind_word;
use super::subject::{Subject, subject};
use super::verbs::{is_determiner, is_verb};

/// Who and what was spoken of last.
#[derive(Debug, Default)]
pub(super) struct Antecedents {
    person: Option<String>,
    statement: Option<String>,
    thing: Option<String>,
}

/// A fragment of more words says enough by itself.
const FRAGMENT_WORDS: usize = 8;

impl Antecedents {
    /// What the thread speaks of before the reply begins. A creator is asked about "your sister", and
    /// answers of "my sister".
    pub fn of_thread(fan: &Fan<'_>, language: Language) -> Self {
        let mut known = Self::default();
        for turn in fan.thread() {
            let text = if turn.by_fan { turned_round(turn.text) } else { turn.text.to_owned() };
            for span in sentences(&text) {
                known.note(span.slice(&text), language);
            }
            let asked = sentences(&text).into_iter().rev().map(|span| span.slice(&text)).find(|s| s.ends_with('?'));
            known.statement = asked.filter(|_| turn.by_fan).map(|s| s.trim_end_matches(['?', '!', ' ']).to_owned());
        }
        known
    }

    /// `meaning` with its subject and what it leaves out put back.
    pub fn resolve(&self, meaning: &str, language: Language) -> String {
        let mut words = meaning.split_whitespace();
        let first = words.next().unwrap_or("");
        let pronoun = fold(first.trim_matches(|c: char| !c.is_alphanumeric() && c != '\''));
        if let (Some(person), true) = (&self.person, is_person_pronoun(&pronoun)) {
            let verb = first.split_once(['\'', '\u{2019}']).map(|(_, verb)| verb);
            let verb = match verb {
                Some("s") => " is",
                Some("d") => " had",
                _ => "",
            };
            let rest = meaning.get(meaning.find(first).map_or(0, |at| at + first.len())..).unwrap_or("");
            return format!("{person}{verb}{rest}");
        }
        match &self.statement {
            Some(before) if answers_only(meaning, language) => format!("{} ({before})", meaning.trim()),
            _ => meaning.to_owned(),
        }
    }

    /// What was asked last, as the creator would say it; empty when nothing was.
    pub fn asked(&self) -> &str {
        self.statement.as_deref().unwrap_or_default()
    }

    /// What "it" means: the thing of which the clause before spoke, where it spoke of one.
    pub fn thing(&self) -> Option<String> {
        self.thing.clone()
    }

    /// Remembers whom and of what `text` speaks.
    pub fn note(&mut self, text: &str, language: Language) {
        // "It" goes on meaning what it meant.
        match subject(text, language) {
            (Subject::Named(words), _) => self.thing = Some(words.join(" ")),
            (Subject::Sender, said) => self.thing = object(said, language),
            (Subject::Pronoun | Subject::Unclear, _) => {}
        }
        if let Some(person) = person(text, language) {
            self.person = Some(person);
        }
    }

    /// Remembers a whole statement, for fragments that follow.
    pub fn note_statement(&mut self, text: &str) {
        self.statement = Some(text.trim().trim_end_matches(['.', '!']).to_owned());
    }
}

/// "Two, in fact.", "She did.", "Both!": what it says hangs on what was asked.
fn answers_only(text: &str, language: Language) -> bool {
    let count = text.split_whitespace().count();
    let says_little = content_stems(text, language).iter().all(|stem| is_kind_word(stem, language));
    let number = !figures(text, language).is_empty();
    let has_verb =
        text.split_whitespace().any(|w| is_verb(&fold(w.trim_matches(|c: char| !c.is_alphanumeric())), w, language));
    let kind = text.ends_with('!') && !number;
    count <= FRAGMENT_WORDS && !kind && ((says_little && has_verb && count <= 4) || (number && !has_verb))
}

fn is_person_pronoun(word: &str) -> bool {
    matches!(word, "he" | "she" | "he's" | "she's" | "he'd" | "she'd" | "elle" | "ella")
}

/// The last relative or name in `text`: "my sister Odile", "Odile".
fn person(text: &str, language: Language) -> Option<String> {
    const OWNED: [&str; 15] =
        ["my", "our", "mon", "ma", "mes", "mi", "mis", "notre", "nuestra", "your", "ton", "ta", "tes", "tu", "tus"];
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    let kin = (0..words.len()).rev().find_map(|at| {
        let owner = words.get(at).map(|w| bare(w))?;
        if !OWNED.contains(&owner.as_str()) {
            return None;
        }
        let end = (at + 1..(at + 4).min(words.len())).find(|i| words.get(*i).is_some_and(|w| is_relative(&bare(w))))?;
        let phrase = words.get(at..=end)?.join(" ");
        Some(phrase.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned())
    });
    kin.or_else(|| names(text, language).last().map(|name| name.span.slice(text).to_owned()))
}

/// The thing that a predicate names first: "sharpen the gouges every Monday" is about gouges.
fn object(said: &str, language: Language) -> Option<String> {
    let tokens = words(said);
    let start = tokens.iter().position(|word| is_determiner(&word.folded, language))?;
    let phrase = tokens.get(start + 1..)?.iter().take_while(|word| !is_function_word(&word.folded, language));
    // Two words at most: further ones are mostly adverbs.
    let words: Vec<String> = phrase.take(2).map(|word| word.folded.clone()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The fan's words as the creator would say them: "your sister" is "my sister", "tu as" is "j'ai".
fn turned_round(text: &str) -> String {
    let pieces: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    let bare = |piece: &str| fold(piece.trim_matches(|sign: char| !sign.is_alphanumeric()));
    let folded: Vec<String> = pieces.iter().map(|piece| bare(piece)).collect();
    let turned = pieces.iter().enumerate().map(|(at, piece)| {
        let word = piece.trim_end();
        let lead = word.find(char::is_alphanumeric).unwrap_or(0);
        let said = word.get(lead..).unwrap_or(word).trim_end_matches(|sign: char| !sign.is_alphanumeric());
        let (opening, rest) = (word.get(..lead).unwrap_or(""), piece.get(lead + said.len()..).unwrap_or(""));
        let before = at.checked_sub(1).and_then(|before| folded.get(before)).map_or("", String::as_str);
        let after = folded.get(at + 1).map_or("", String::as_str);
        let now = folded.get(at).map_or("", String::as_str);
        format!("{opening}{}{rest}", turned_word(now, before, after).unwrap_or(said))
    });
    turned.collect()
}

/// A word of the fan's as the creator would say it, where that is another.
fn turned_word(word: &str, before: &str, after: &str) -> Option<&'static str> {
    const FRENCH_VERBS: [&str; 16] = [
        "as",
        "es",
        "avez",
        "etes",
        "fais",
        "faites",
        "utilises",
        "utilisez",
        "vends",
        "vendez",
        "habites",
        "habitez",
        "vis",
        "vivez",
        "travailles",
        "aimes",
    ];
    Some(match word {
        // What is the fan's stays the fan's.
        "my" | "our" => "your",
        "mon" => "ton",
        "ma" => "ta",
        "mes" => "tes",
        "mi" => "tu",
        "your" => "my",
        "you" => "I",
        "are" => "am",
        "ton" | "votre" => "mon",
        "ta" => "ma",
        "tes" | "vos" => "mes",
        "tus" => "mis",
        // In Spanish "tu" is "your".
        "tu" | "vous" if FRENCH_VERBS.contains(&after) => "je",
        "tu" => "mi",
        "as" | "avez" if matches!(before, "tu" | "vous") => "ai",
        "es" | "etes" if matches!(before, "tu" | "vous") => "suis",
        "tienes" | "teneis" => "tengo",
        "eres" | "sois" => "soy",
        "vives" | "vivis" => "vivo",
        "usas" | "usais" => "uso",
        "haces" | "haceis" => "hago",
        "vendes" | "vendeis" => "vendo",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Role, ThreadTurn};

    #[test]
    fn she_is_whoever_was_spoken_of_last() {
        let mut known = Antecedents::default();
        known.note("My sister Odile taught me.", Language::En);
        assert_eq!(known.resolve("She lives in Lyon.", Language::En), "My sister lives in Lyon.");
        known.note("Then I met Renata.", Language::En);
        assert_eq!(known.resolve("She's a teacher.", Language::En), "Renata is a teacher.");
        assert_eq!(known.resolve("It is late.", Language::En), "It is late.");
    }

    #[test]
    fn the_thread_is_read_with_the_persons_turned_round() {
        let turns = [ThreadTurn { role: Role::Fan, text: "How is your brother?".into() }];
        let known = Antecedents::of_thread(&Fan::new(None, &turns), Language::En);
        assert_eq!(known.resolve("He moved away.", Language::En), "my brother moved away.");
        assert!(known.resolve("Two, in fact.", Language::En).contains("brother"));
        for (asked, turned) in [
            ("Do you have kids, or don't you?", "Do I have kids, or don't I?"),
            ("Tu as des enfants ?", "je ai des enfants ?"),
            ("¿Tienes hijos?", "¿tengo hijos?"),
            ("Tienes hijos, y tu hermana?", "tengo hijos, y mi hermana?"),
        ] {
            assert_eq!(turned_round(asked), turned);
        }
    }
}
