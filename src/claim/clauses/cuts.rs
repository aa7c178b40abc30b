//! Where a sentence comes apart; invariant: where the shape is not plain it is not cut.

use groundwire_index::text::language::Language;
use groundwire_index::text::words::is_function_word;

use super::{Joint, Token};
use crate::claim::verbs::{is_adverb, is_clitic, is_determiner, is_subject, is_verb};

pub(super) const AND: [&str; 16] =
    ["and", "but", "or", "so", "yet", "plus", "et", "mais", "ou", "puis", "donc", "y", "e", "pero", "o", "sino"];
const RELATIVE: [&str; 12] =
    ["who", "which", "whose", "where", "qui", "dont", "ou", "laquelle", "lequel", "quien", "donde", "que"];
pub(super) const CONTRAST: [&str; 9] =
    ["whereas", "while", "though", "although", "tandis", "alors", "mientras", "aunque", "only"];
const REASON: [&str; 5] = ["because", "car", "puisque", "porque", "parce"];
const SUBORDINATE: [&str; 30] = [
    "if", "when", "while", "as", "after", "before", "since", "because", "although", "though", "until", "unless",
    "once", "where", "si", "quand", "lorsque", "comme", "apres", "avant", "puisque", "des", "pendant", "cuando",
    "aunque", "mientras", "tras", "despues", "antes", "whenever",
];

/// A place before which the sentence is cut, and how what follows hangs on what precedes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub at: usize,
    pub joint: Joint,
}

/// The cuts of a sentence, in order.
pub(super) fn cuts(tokens: &[Token<'_>], language: Language) -> Vec<Cut> {
    let mut found: Vec<Cut> = Vec::new();
    let (mut start, mut main) = (0, 0);
    // A relative clause or an apposition runs up to the next comma.
    let mut inside = false;
    for at in 1..tokens.len() {
        let reader = Reader { tokens, language, start, main };
        let Some(joint) = reader.joint(at, inside) else { continue };
        inside = matches!(joint, Joint::Relative | Joint::Apposition);
        found.push(Cut { at, joint });
        start = at;
        if !matches!(joint, Joint::Item | Joint::Relative | Joint::Apposition) {
            main = at;
        }
    }
    found
}

/// Reads around one place of a sentence.
pub(super) struct Reader<'a> {
    pub tokens: &'a [Token<'a>],
    pub language: Language,
    /// Where the piece at hand began.
    pub start: usize,
    /// Where the clause began to which a list belongs.
    pub main: usize,
}

impl Reader<'_> {
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.folded.as_str())
    }

    pub fn verb(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| is_verb(&t.folded, t.surface, self.language))
    }

    fn has_verb(&self, from: usize, to: usize) -> bool {
        (from..to.min(self.tokens.len())).any(|at| self.verb(at))
    }

    fn capital(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.surface.chars().next().is_some_and(char::is_uppercase) && t.surface != "I")
    }

    fn number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.surface.chars().next().is_some_and(|c| c.is_ascii_digit()))
    }

    /// The next place from `at` on whose gap has one of `marks`; the end when there is none.
    fn next_mark(&self, at: usize) -> usize {
        (at + 1..self.tokens.len())
            .find(|i| self.tokens.get(*i).is_some_and(|t| t.gap.contains([',', ';', ':', ')', '—', '–'])))
            .unwrap_or(self.tokens.len())
    }

    fn joint(&self, at: usize, inside: bool) -> Option<Joint> {
        let token = self.tokens.get(at)?;
        if token.quoted && self.tokens.get(at - 1).is_some_and(|before| before.quoted) {
            return None;
        }
        let comma = token.gap.contains(',');
        if inside && (comma || token.gap.contains([')', '—', '–'])) && !token.quoted {
            return Some(self.resumes(at));
        }
        let label = token.gap.contains(':') && !self.has_verb(self.start, at);
        if hard_mark(token.gap) && !label && at - self.start >= 2 && self.tokens.len() - at >= 2 && !token.quoted {
            return Some(Joint::Own);
        }
        let word = token.folded.as_str();
        if REASON.contains(&word) && at - self.start >= 2 && self.has_verb(self.start, at) {
            return Some(Joint::Reason);
        }
        if comma
            && RELATIVE.contains(&word)
            && !is_conjunction_ou(word, token.surface)
            && self.has_verb(at, self.next_mark(at))
        {
            return Some(Joint::Relative);
        }
        if comma && self.is_apposition(at) {
            return Some(Joint::Apposition);
        }
        if comma
            && CONTRAST.contains(&word)
            && at - self.start >= 2
            && self.has_verb(at, self.next_mark(at))
            && !self.is_subordinate()
        {
            return Some(Joint::Own);
        }
        if AND.contains(&word) {
            return self.coordinated(at);
        }
        if comma && self.opens_clause(at) && at - self.start >= 2 && !self.is_subordinate() {
            return Some(Joint::Own);
        }
        (comma && self.is_listed(at)).then_some(Joint::Item)
    }

    /// After a relative clause: the main clause goes on, or another clause begins.
    fn resumes(&self, at: usize) -> Joint {
        let next = if AND.contains(&self.word(at)) { at + 1 } else { at };
        if self.opens_clause(next) { Joint::Own } else { Joint::Resumed }
    }

    /// A subject and its verb begin here.
    fn opens_clause(&self, at: usize) -> bool {
        let at = if is_adverb(self.word(at)) { at + 1 } else { at };
        let word = self.word(at);
        if word.is_empty() {
            return false;
        }
        let reach = self.next_mark(at);
        if is_subject(word, self.language) {
            let contracted = word.contains('\'');
            return contracted || self.has_verb(at + 1, reach.min(at + 6));
        }
        let phrase = is_determiner(word, self.language) || (self.capital(at) && at > 0);
        if phrase {
            // The verb stands after a noun, not right after the determiner.
            let elided = word.contains('\'');
            return (at + 2..reach.min(at + 6)).any(|i| self.verb(i))
                || ((self.capital(at) || elided) && self.verb(at + 1));
        }
        // Spanish leaves its subject out.
        self.language == Language::Es && (self.verb(at) || (is_clitic(word) && self.verb(at + 1)))
    }

    fn is_subordinate(&self) -> bool {
        SUBORDINATE.contains(&self.word(self.start))
            || (AND.contains(&self.word(self.start)) && SUBORDINATE.contains(&self.word(self.start + 1)))
    }

    fn coordinated(&self, at: usize) -> Option<Joint> {
        let mut next = at + 1;
        while is_adverb(self.word(next)) && self.word(next) != "y" && next < self.tokens.len() {
            next += 1;
        }
        // "a hundred and forty", "setenta y cinco"
        let number = |word: &str| {
            matches!(
                word,
                "hundred"
                    | "thousand"
                    | "cent"
                    | "mille"
                    | "mil"
                    | "ciento"
                    | "vingt"
                    | "trente"
                    | "quarante"
                    | "cinquante"
                    | "soixante"
                    | "veinte"
            ) || word.ends_with("enta")
                || word.ends_with("inta")
        };
        if number(self.word(at.saturating_sub(1))) {
            return None;
        }
        if next >= self.tokens.len() || !self.has_verb(self.main, at) || self.is_subordinate() {
            return None;
        }
        if self.tokens.get(next).is_some_and(|t| t.quoted) {
            return None;
        }
        if self.opens_clause(next) {
            return Some(if self.language == Language::Es && self.verb(next) { Joint::Shared } else { Joint::Own });
        }
        // "a child who is 2e and has ...": whose verb it is cannot be told.
        if (self.main + 1..at).any(|i| matches!(self.word(i), "who" | "which" | "that" | "qui" | "que" | "quien")) {
            return None;
        }
        let verb = if is_clitic(self.word(next)) && self.language != Language::En { next + 1 } else { next };
        if self.verb(verb) && self.takes_object(verb) {
            // "so be patient" turns to somebody else.
            let turns = matches!(self.word(at), "so" | "donc");
            return Some(if turns { Joint::Own } else { Joint::Shared });
        }
        self.is_item_after(at, next).then_some(Joint::Item)
    }

    /// A form that may be a noun too is a verb when an object, an adverb or a preposition follows.
    fn takes_object(&self, at: usize) -> bool {
        const AFTER: &str = "it them him her me us you the a an my our your his their to in on at for with from by into out up off \
            down about over that this these those not never always back only so very le la les l un une des du de d mon ma \
            mes en dans sur avec pour a au aux par lo los las unos unas mi mis con para por al del que ya no muy";
        let word = self.word(at);
        let surely = word.ends_with("ed") || self.language != Language::En || !EN_NOUNS.contains(&word);
        let after = self.word(at + 1);
        surely || AFTER.split_whitespace().any(|w| w == after) || is_determiner(after, self.language)
    }

    /// "A and B" of two noun phrases, not "between 2 and 3", "two and a half", "more and more".
    fn is_item_after(&self, at: usize, next: usize) -> bool {
        let word = self.word(at);
        if !matches!(word, "and" | "et" | "y" | "e") {
            return false;
        }
        let before = at.saturating_sub(1);
        let between =
            (at.saturating_sub(4)..at).any(|i| matches!(self.word(i), "between" | "entre" | "from" | "de" | "both"));
        let half = matches!(self.word(next + 1), "half" | "quarter")
            || matches!(self.word(next), "half" | "demi" | "demie" | "media" | "medio" | "a");
        let names = self.capital(before) && self.capital(next);
        let numbers = self.number(before) || self.number(next);
        let ends = self.next_mark(next).min(next + 6);
        let runs_out = ends == self.tokens.len() || self.next_mark(next) == ends;
        let content = (next..ends).any(|i| !is_function_word(self.word(i), self.language));
        !between
            && !half
            && !names
            && !numbers
            && runs_out
            && content
            && !self.has_verb(next, ends)
            && at - self.main >= 3
    }

    /// An item between commas of a list that ends in "and X".
    fn is_listed(&self, at: usize) -> bool {
        let end = self.next_mark(at);
        let short = end - at <= 5 && !self.has_verb(at, end) && self.has_verb(self.main, at);
        let ends_in_and = (at..self.tokens.len().min(at + 14))
            .any(|i| matches!(self.word(i), "and" | "et" | "y") && !self.has_verb(at, self.next_mark(i).min(i + 6)));
        short && ends_in_and && !self.number(at) && !self.capital(at) && at - self.start >= 2 && !self.is_subordinate()
    }

    /// "Odile, my sister-in-law, ..." or "... Odile, a bookbinder from Metz."
    fn is_apposition(&self, at: usize) -> bool {
        let named = (at.saturating_sub(2)..at).any(|i| self.capital(i));
        let end = self.next_mark(at);
        let lead = is_determiner(self.word(at), self.language)
            && !matches!(self.word(at), "this" | "that" | "these" | "those");
        let listed = (at..end).any(|i| AND.contains(&self.word(i)));
        named && lead && !listed && !self.has_verb(at, end) && end - at >= 2 && end - at <= 9
    }
}

/// A mark that always parts.
fn hard_mark(gap: &str) -> bool {
    const MARKS: [&str; 5] = [" – ", " - ", ": ", "... ", "… "];
    gap.contains([';', '—', '(', ')']) || MARKS.iter().any(|mark| gap.contains(mark))
}

/// Verb forms that are everyday nouns as well.
const EN_NOUNS: [&str; 58] = [
    "oil", "oils", "work", "works", "cut", "cuts", "use", "uses", "water", "store", "stores", "press", "presses",
    "fold", "folds", "glue", "dye", "dyes", "play", "plays", "walk", "walks", "call", "calls", "turn", "turns", "look",
    "looks", "taste", "tastes", "smell", "sound", "sounds", "need", "needs", "love", "hate", "like", "likes", "help",
    "start", "end", "ends", "ship", "ships", "offer", "offers", "record", "records", "post", "posts", "answer",
    "answers", "sand", "rub", "fit", "share", "shares",
];

/// French "ou" is "or", "où" is "where".
fn is_conjunction_ou(word: &str, surface: &str) -> bool {
    word == "ou" && !surface.to_lowercase().contains('ù')
}
