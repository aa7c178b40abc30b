//! A sentence cut into clauses that can be true or false by themselves: coordinated clauses and verb
//! phrases, relative clauses, appositions, asides, reasons and the items of a list. Invariants: the
//! pieces are in order and disjoint, each begins and ends on a word, and every word of the sentence lies
//! in exactly one. Where the shape is not plain the sentence stays whole.

use groundwire_index::span::Span;
use groundwire_index::text::language::Language;
use groundwire_index::text::words::{fold, is_function_word};
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::verbs::{is_adverb, is_clitic, is_determiner, is_subject, is_verb};

/// How a clause hangs on the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joint {
    /// It stands by itself.
    #[default]
    Own,
    /// It shares the subject of its head: "... and sold it".
    Shared,
    /// "..., who lives in Lyon".
    Relative,
    /// "..., my sister, ...".
    Apposition,
    /// One more item of a list.
    Item,
    /// "... because it is cheap".
    Reason,
    /// Goes on after a relative clause or an apposition.
    Resumed,
}

impl Joint {
    /// The clause has a verb of its own, so that with its subject put back it is a sentence.
    pub const fn has_predicate(self) -> bool {
        matches!(self, Self::Shared | Self::Resumed | Self::Reason)
    }

    /// Goes on with the main clause.
    pub const fn resumes(self) -> bool {
        matches!(self, Self::Resumed)
    }
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// Where it stands in the sentence.
    pub span: Span,
    /// How it hangs on its head.
    pub joint: Joint,
    /// Place of the clause on which it hangs.
    pub head: Option<usize>,
    /// What it says by itself, the shared words put back.
    pub meaning: String,
}

struct Token<'a> {
    span: Span,
    surface: &'a str,
    folded: String,
    /// Marks and spaces before it.
    gap: &'a str,
    quoted: bool,
}

const AND: [&str; 16] =
    ["and", "but", "or", "so", "yet", "plus", "et", "mais", "ou", "puis", "donc", "y", "e", "pero", "o", "sino"];
const RELATIVE: [&str; 12] =
    ["who", "which", "whose", "where", "qui", "dont", "ou", "laquelle", "lequel", "quien", "donde", "que"];
const CONTRAST: [&str; 9] = ["whereas", "while", "though", "although", "tandis", "alors", "mientras", "aunque", "only"];
const REASON: [&str; 5] = ["because", "car", "puisque", "porque", "parce"];
const SUBORDINATE: [&str; 30] = [
    "if", "when", "while", "as", "after", "before", "since", "because", "although", "though", "until", "unless",
    "once", "where", "si", "quand", "lorsque", "comme", "apres", "avant", "puisque", "des", "pendant", "cuando",
    "aunque", "mientras", "tras", "despues", "antes", "whenever",
];

/// Cuts `sentence`.
pub(super) fn clauses(sentence: &str, language: Language) -> Vec<Clause> {
    let tokens = tokens(sentence);
    let cuts = if sentence.trim_end().ends_with('?') { Vec::new() } else { cuts(&tokens, language) };
    pieces(sentence, &tokens, &cuts, language)
}

fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let quoted = quoted_ranges(sentence);
    let mut end = 0;
    sentence
        .unicode_word_indices()
        .map(|(start, word)| {
            let gap = sentence.get(end..start).unwrap_or("");
            end = start + word.len();
            Token {
                span: Span::new(start, end),
                surface: word,
                folded: fold(word),
                gap,
                quoted: quoted.iter().any(|range| range.start < start && end <= range.end),
            }
        })
        .collect()
}

fn quoted_ranges(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some((closing, start)), c) if c == closing => {
                found.push(Span::new(start, at));
                open = None;
            }
            (None, '"') => open = Some(('"', at)),
            (None, '\u{201c}') => open = Some(('\u{201d}', at)),
            (None, '\u{ab}') => open = Some(('\u{bb}', at)),
            _ => {}
        }
    }
    // A mark that is never closed quotes to the end.
    found.extend(open.map(|(_, start)| Span::new(start, text.len())));
    found
}

/// A place before which the sentence is cut, and how what follows hangs on what precedes.
#[derive(Debug, Clone, Copy)]
struct Cut {
    at: usize,
    joint: Joint,
}

fn cuts(tokens: &[Token<'_>], language: Language) -> Vec<Cut> {
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
struct Reader<'a> {
    tokens: &'a [Token<'a>],
    language: Language,
    /// Where the piece at hand began.
    start: usize,
    /// Where the clause began to which a list belongs.
    main: usize,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.folded.as_str())
    }

    fn verb(&self, at: usize) -> bool {
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

fn pieces(sentence: &str, tokens: &[Token<'_>], cuts: &[Cut], language: Language) -> Vec<Clause> {
    let Some(last) = tokens.last() else {
        return vec![Clause {
            span: Span::new(0, sentence.len()),
            joint: Joint::Own,
            head: None,
            meaning: sentence.to_owned(),
        }];
    };
    let mut out: Vec<Clause> = Vec::with_capacity(cuts.len() + 1);
    let mut bounds: Vec<(usize, Joint)> = vec![(0, Joint::Own)];
    bounds.extend(cuts.iter().map(|cut| (cut.at, cut.joint)));
    let mut main = 0;
    for (index, (from, joint)) in bounds.iter().enumerate() {
        let to = bounds.get(index + 1).map_or(tokens.len(), |(next, _)| *next);
        let (Some(first), Some(end)) = (tokens.get(*from), tokens.get(to.saturating_sub(1))) else { continue };
        let before = out.last().map_or(0, |clause| clause.span.end);
        let start = if index == 0 { 0 } else { opening(sentence, first).max(before) };
        let end = if end.span == last.span { sentence.len() } else { end.span.end };
        let end = closing(sentence, end, tokens.get(to).map(|next| next.span.start));
        let span = Span::new(start, end.max(start));
        let head = (*joint != Joint::Own).then_some(main);
        let meaning = meaning(sentence, tokens, *from, to, *joint, head.and_then(|h| out.get(h)), language);
        if *joint == Joint::Own {
            main = out.len();
        }
        out.push(Clause { span, joint: *joint, head, meaning });
    }
    out
}

/// An opening quotation mark or a currency sign right before the word goes with it.
fn opening(sentence: &str, token: &Token<'_>) -> usize {
    let gap = token.gap.trim_end_matches(|c: char| {
        matches!(c, '"' | '\u{201c}' | '\u{ab}' | '\'' | '$' | '€' | '£' | '#' | '¡' | '¿' | '+' | '@')
            || c == '\u{a0}'
            || c == '\u{202f}'
    });
    let lead = token.gap.len() - gap.len();
    let start = token.span.start - lead;
    // A space that was eaten before a mark stays out.
    let slice = sentence.get(start..token.span.start).unwrap_or("");
    start + (slice.len() - slice.trim_start().len())
}

/// A closing quotation mark, a unit sign or a full stop right after the word goes with it; a comma does not.
fn closing(sentence: &str, end: usize, next: Option<usize>) -> usize {
    let rest = sentence.get(end..next.unwrap_or(sentence.len())).unwrap_or("");
    let mut taken = 0;
    let mut blank = 0;
    for c in rest.chars() {
        let attached = matches!(c, '"' | '$' | '£' | '+' | '°' | '\u{2019}' | '.') && blank > 0;
        if !attached
            && matches!(
                c,
                '"' | '\u{201d}' | '\u{bb}' | '%' | '€' | '$' | '£' | '°' | '!' | '?' | '.' | '…' | '\u{2019}' | '+'
            )
            || is_pictograph(c)
        {
            taken += blank + c.len_utf8();
            blank = 0;
        } else if matches!(c, ' ' | '\u{a0}' | '\u{202f}') {
            blank += c.len_utf8();
        } else {
            break;
        }
    }
    end + taken
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}')
}

/// What a piece says when it stands alone.
fn meaning(
    sentence: &str,
    tokens: &[Token<'_>],
    from: usize,
    to: usize,
    joint: Joint,
    head: Option<&Clause>,
    language: Language,
) -> String {
    let reader = Reader { tokens, language, start: from, main: from };
    let own = |from: usize| -> String {
        let start = tokens.get(from).map_or(0, |t| if from == 0 { 0 } else { opening(sentence, t) });
        let end = tokens.get(to.saturating_sub(1)).map_or(sentence.len(), |t| t.span.end);
        let end = closing(sentence, end, tokens.get(to).map(|next| next.span.start));
        let end = if to == tokens.len() { sentence.len() } else { end };
        sentence.get(start..end.max(start)).unwrap_or("").trim().to_owned()
    };
    let mut skip = from;
    if from > 0 && AND.contains(&reader.word(from)) {
        skip = from + 1;
    }
    if from > 0 && joint == Joint::Own && CONTRAST.contains(&reader.word(from)) {
        skip = if matches!(reader.word(from + 1), "que" | "qu") { from + 2 } else { from + 1 };
    }
    let rest = own(skip.min(to.saturating_sub(1)));
    let Some(head) = head else { return rest };
    match joint {
        Joint::Own => rest,
        Joint::Shared => join(&subject(&head.meaning, language), &rest),
        Joint::Resumed => {
            let and = AND.contains(&reader.word(from));
            if and || reader.verb(skip) { join(&subject_or_all(&head.meaning, language), &rest) } else { rest }
        }
        Joint::Relative => {
            // "whose" and "where" say something of the thing, not by it.
            let after = own((from + 1).min(to.saturating_sub(1)));
            let lead = antecedent(tokens, from, language);
            if matches!(reader.word(from), "who" | "which" | "qui" | "que" | "quien") {
                join(&lead, &after)
            } else {
                format!("{after} ({lead})")
            }
        }
        Joint::Apposition => {
            let is = match language {
                Language::Fr => "est",
                Language::Es => "es",
                Language::En | Language::Other => "is",
            };
            join(&join(&antecedent(tokens, from, language), is), &rest)
        }
        Joint::Item => join(&frame(&head.meaning, language), &rest),
        Joint::Reason => rest_of_reason(&rest),
    }
}

fn rest_of_reason(rest: &str) -> String {
    let lower = fold(rest);
    let lead = ["because of ", "because ", "parce que ", "parce qu'", "puisque ", "car ", "porque "]
        .iter()
        .find(|lead| lower.starts_with(**lead));
    lead.and_then(|lead| rest.get(lead.len()..)).unwrap_or(rest).trim().to_owned()
}

fn join(lead: &str, rest: &str) -> String {
    if lead.is_empty() { rest.to_owned() } else { format!("{lead} {rest}") }
}

/// The words before the first verb; empty for an imperative.
fn subject(text: &str, language: Language) -> String {
    let tokens = tokens(text);
    let verb = tokens.iter().position(|t| is_verb(&t.folded, t.surface, language));
    let Some(at) = verb else { return String::new() };
    // "I'm", "j'ai": the subject is inside the verb.
    if let Some(token) = tokens.get(at)
        && let Some((pronoun, _)) = token.surface.split_once(['\'', '\u{2019}'])
    {
        let pronoun = if pronoun.eq_ignore_ascii_case("j") { "je" } else { pronoun };
        let before = text.get(..token.span.start).unwrap_or("").trim();
        return join(before, pronoun);
    }
    tokens.get(at).map_or(String::new(), |t| text.get(..t.span.start).unwrap_or("").trim().to_owned())
}

fn subject_or_all(text: &str, language: Language) -> String {
    let subject = subject(text, language);
    if subject.is_empty() { text.trim_end_matches(['.', '!', ',']).to_owned() } else { subject }
}

/// What stands before the first item of a list: subject, verb and preposition.
fn frame(text: &str, language: Language) -> String {
    let tokens = tokens(text);
    let verb = tokens.iter().position(|t| is_verb(&t.folded, t.surface, language));
    verb.and_then(|at| tokens.get(at)).map_or(String::new(), |t| text.get(..t.span.end).unwrap_or("").trim().to_owned())
}

/// The noun phrase right before a relative clause or an apposition: up to three words, from its
/// determiner or first capital on.
fn antecedent(tokens: &[Token<'_>], at: usize, language: Language) -> String {
    let from = at.saturating_sub(4);
    let window = tokens.get(from..at).unwrap_or(&[]);
    let lead = window
        .iter()
        .rposition(|t| is_determiner(&t.folded, language))
        .or_else(|| window.iter().rposition(|t| t.surface.chars().next().is_some_and(char::is_uppercase)));
    let words: Vec<&str> =
        window.iter().skip(lead.unwrap_or(window.len().saturating_sub(1))).map(|t| t.surface).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str, language: Language) -> Vec<(&str, String)> {
        clauses(text, language).into_iter().map(|c| (c.span.slice(text), c.meaning)).collect()
    }

    fn texts(text: &str, language: Language) -> Vec<&str> {
        split(text, language).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn sentences_come_apart_where_facts_meet() {
        let en = |text| texts(text, Language::En);
        assert_eq!(en("I carve spoons and I have two daughters."), ["I carve spoons", "and I have two daughters."]);
        assert_eq!(
            en("I built the bench in 2019 and sold it to Ann."),
            ["I built the bench in 2019", "and sold it to Ann."]
        );
        assert_eq!(
            en("My sister Odile, who lives in Lyon, taught me."),
            ["My sister Odile", "who lives in Lyon", "taught me."]
        );
        assert_eq!(en("I met Odile, a bookbinder from Metz."), ["I met Odile", "a bookbinder from Metz."]);
        assert_eq!(en("I use tung oil, beeswax and lemon."), ["I use tung oil", "beeswax", "and lemon."]);
        assert_eq!(en("I stopped because the lease ran out."), ["I stopped", "because the lease ran out."]);
        assert_eq!(en("If you sand it, it will shine."), ["If you sand it, it will shine."]);
        assert_eq!(en("It takes two and a half hours."), ["It takes two and a half hours."]);
        assert_eq!(en("Between 20 and 30 people come."), ["Between 20 and 30 people come."]);
        assert_eq!(en("She said \"I came and I saw it\" there."), ["She said \"I came and I saw it\" there."]);
        let fr = |text| texts(text, Language::Fr);
        assert_eq!(fr("Je couds à la main et j'ai deux filles."), ["Je couds à la main", "et j'ai deux filles."]);
        assert_eq!(fr("Ma presse, qui pèse 48 kg, vient de Metz."), ["Ma presse", "qui pèse 48 kg", "vient de Metz."]);
        let es = |text| texts(text, Language::Es);
        assert_eq!(es("Planté tomates en mayo y tengo un hijo."), ["Planté tomates en mayo", "y tengo un hijo."]);
    }

    #[test]
    fn what_was_shared_is_put_back() {
        let meanings =
            |text: &str| -> Vec<String> { split(text, Language::En).into_iter().map(|(_, meaning)| meaning).collect() };
        assert_eq!(meanings("I built it in 2019 and sold it to Ann.")[1], "I sold it to Ann.");
        assert_eq!(meanings("My sister Odile, who lives in Lyon, taught me.")[1], "My sister Odile lives in Lyon");
        assert_eq!(meanings("My sister Odile, who lives in Lyon, taught me.")[2], "My sister Odile taught me.");
        assert_eq!(meanings("I use tung oil, beeswax and lemon.")[2], "I use lemon.");
    }

    proptest! {
        #[test]
        fn every_word_lies_in_exactly_one_clause(text in "(I |we |and |but |, |who |my |sold |use |oil |\"|« |»|; |(|)|\\$5 |é|Ann |because |\u{1f389}| \u{2014} |\\.){0,24}") {
            for language in [Language::En, Language::Fr, Language::Es] {
                let found = clauses(&text, language);
                let mut at = 0;
                for clause in &found {
                    prop_assert!(clause.span.start >= at && clause.span.end <= text.len());
                    prop_assert!(text.get(clause.span.start..clause.span.end).is_some());
                    at = clause.span.end;
                }
                for (index, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                    let hits = found.iter().filter(|k| k.span.start <= index && index < k.span.end).count();
                    prop_assert!(hits == 1, "{c} at {index} in {hits}");
                }
            }
        }
    }
}
