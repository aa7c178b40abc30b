//! The sentences of the evidence that could answer, each with what it shares with the question.

use std::collections::HashSet;

use groundwire_index::document::Voice;
use groundwire_index::retrieve::{Evidence, EvidenceItem};
use groundwire_index::span::Span;
use groundwire_index::text::figures::figures;
use groundwire_index::text::language::Language;
use groundwire_index::text::names::{Name, names};
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{content_stems, fold, stem, words};

use super::asking::{Asking, Fit};
use crate::generate::Request;

/// Evidence items that are read.
pub const ITEMS: usize = 8;
/// Longest sentence, in bytes.
pub const MAX_BYTES: usize = 600;
/// What a word of the question counts that stands in the title, the heading or the sentence before.
const AROUND: f64 = 0.6;
/// What the form that was asked for adds to a score.
const GIVES: f64 = 0.1;
/// What its lack takes away.
const LACKS: f64 = 0.1;

/// A sentence that may answer.
pub struct Sentence<'a> {
    pub item: usize,
    pub span: Span,
    pub text: &'a str,
    /// The sentence before, where this one only points at it.
    pub before: Option<Span>,
    pub guest: Option<&'a str>,
    /// The names of the question stand in it or around it.
    pub named: bool,
    /// Share of the question's words in it and around it.
    pub coverage: f64,
    pub fit: f64,
    pub score: f64,
}

/// What a question says, read once.
pub struct Asked<'a> {
    pub text: &'a str,
    pub language: Language,
    pub stems: Vec<String>,
    names: Vec<Name>,
    asking: Asking,
    /// Words that stand for the creator need not stand in an answer.
    creator: HashSet<String>,
}

impl<'a> Asked<'a> {
    /// Reads a request's question.
    pub fn of(request: Request<'a>) -> Self {
        let (question, creator) = (request.question, request.creator);
        let own = std::iter::once(&creator.name).chain(&creator.speakers);
        Self {
            text: &question.text,
            language: question.language,
            stems: asked_stems(&question.text, question.language),
            names: names(&question.text, question.language),
            asking: Asking::of(&question.text),
            creator: own.flat_map(|name| words(name)).map(|word| stem(&word.folded, question.language)).collect(),
        }
    }
}

/// Content stems of a question without the words of asking.
fn asked_stems(question: &str, language: Language) -> Vec<String> {
    const ASKING: [&str; 33] = [
        "use",
        "using",
        "tell",
        "know",
        "think",
        "like",
        "want",
        "need",
        "please",
        "explain",
        "recommend",
        "say",
        "said",
        "thing",
        "things",
        "anything",
        "something",
        "make",
        "kind",
        "sort",
        "way",
        "time",
        "dire",
        "pense",
        "penses",
        "utilises",
        "utilise",
        "savoir",
        "chose",
        "cosa",
        "usas",
        "piensas",
        "decir",
    ];
    let all = content_stems(question, language);
    let asking: Vec<String> = ASKING.iter().map(|w| stem(w, language)).collect();
    let kept: Vec<String> = all.iter().filter(|w| !asking.contains(w)).cloned().collect();
    let mut seen = HashSet::new();
    let kept = if kept.is_empty() { all } else { kept };
    kept.into_iter().filter(|w| seen.insert(w.clone())).collect()
}

/// Every sentence that is a statement of somebody who may be quoted.
pub fn read<'a>(evidence: &'a Evidence, asked: &Asked<'_>) -> Vec<Sentence<'a>> {
    let mut out = Vec::new();
    for (at, item) in evidence.items.iter().take(ITEMS).enumerate() {
        let spans = sentences(&item.text);
        let catalogue = item.kind.as_deref() == Some("catalogue");
        let title = stems_of(item.title.as_deref().unwrap_or(""), asked.language);
        let (mut heading, mut before) = (HashSet::new(), HashSet::new());
        for (index, span) in spans.iter().enumerate() {
            let text = span.slice(&item.text);
            let mut own = stems_of(text, asked.language);
            if is_heading(text, catalogue) {
                (heading, before) = (own, HashSet::new());
                continue;
            }
            let guest = match voice_of(item, *span) {
                Usable::Own => None,
                Usable::Guest(name) => Some(name),
                Usable::No => continue,
            };
            // A guest's words are answered with the guest's name: "Ana said: ...".
            own.extend(guest.into_iter().flat_map(|name| stems_of(name, asked.language)));
            // "How much is the 12 inch one?" is not answered by the row of the 14 inch one.
            let other_row = catalogue && !asked.figures_stand(text);
            if is_statement(text, catalogue) && !other_row && asked.asking.admits(text, guest.is_some(), catalogue) {
                let around = |word: &String| title.contains(word) || heading.contains(word) || before.contains(word);
                out.push(Sentence {
                    item: at,
                    span: *span,
                    text,
                    before: index
                        .checked_sub(1)
                        .and_then(|i| spans.get(i))
                        .copied()
                        .filter(|b| points(text, *span, *b, item)),
                    guest,
                    named: asked.names.iter().all(|name| {
                        let name = stem(&name.folded, asked.language);
                        own.contains(&name) || around(&name) || asked.creator.contains(&name)
                    }),
                    coverage: asked.coverage(&own, around),
                    fit: match asked.asking.fit(text, asked.text, asked.language) {
                        Fit::Gives => GIVES,
                        Fit::Open => 0.0,
                        Fit::Lacks => -LACKS,
                    },
                    score: 0.0,
                });
            }
            before = own;
        }
    }
    out
}

fn stems_of(text: &str, language: Language) -> HashSet<String> {
    // Names are no content words everywhere (`Will`, `May`), but they are what is asked for.
    content_stems(text, language)
        .into_iter()
        .chain(words(text).into_iter().map(|w| stem(&w.folded, language)))
        .collect()
}

impl Asked<'_> {
    /// The numbers of the question, money apart, stand in the sentence.
    fn figures_stand(&self, sentence: &str) -> bool {
        let given = figures(sentence, self.language);
        figures(self.text, self.language)
            .iter()
            .filter(|figure| figure.currency().is_none())
            .all(|figure| given.iter().any(|other| figure.carried_by(other)))
    }

    /// Share of the question's words that stand in the sentence, or, for less, around it.
    fn coverage(&self, own: &HashSet<String>, around: impl Fn(&String) -> bool) -> f64 {
        let worth = |word: &String| match (own.contains(word), around(word)) {
            (true, _) => 1.0,
            (false, true) => AROUND,
            (false, false) => 0.0,
        };
        self.stems.iter().map(worth).sum::<f64>() / self.stems.len().max(1) as f64
    }
}

/// Whose sentence it is, as an answer can use it.
enum Usable<'a> {
    /// The creator's own.
    Own,
    /// A guest's, to be quoted by name.
    Guest(&'a str),
    /// Of nobody who can be named.
    No,
}

fn voice_of(item: &EvidenceItem, span: Span) -> Usable<'_> {
    let Some(passage) = item.passages.iter().find(|p| p.span.contains(span)) else { return Usable::No };
    match &passage.voice {
        _ if passage.own => Usable::Own,
        Voice::Speaker(name) => Usable::Guest(name),
        // A commenter or a guest author is nobody whom the creator chose to let speak.
        Voice::Author | Voice::Quoted | Voice::Nobody => Usable::No,
    }
}

/// A line without an end mark, too short for a statement, that names what follows.
fn is_heading(text: &str, catalogue: bool) -> bool {
    !catalogue && !ends_well(text) && !text.contains('?') && text.split_whitespace().count() < 12
}

fn ends_well(text: &str) -> bool {
    text.trim_end_matches(['"', '\u{201d}', '\u{bb}', ')', ' ']).ends_with(['.', '!', '…'])
}

/// Neither a question nor a scrap.
fn is_statement(text: &str, catalogue: bool) -> bool {
    let count = text.split_whitespace().count();
    !text.contains('?') && text.len() <= MAX_BYTES && (catalogue || (count >= 4 && (ends_well(text) || count >= 12)))
}

/// A sentence that opens with a pronoun needs the one before it, if the same voice says both.
fn points(text: &str, span: Span, before: Span, item: &EvidenceItem) -> bool {
    const POINTING: [&str; 24] = [
        "it", "it's", "they", "they're", "that", "that's", "this", "these", "those", "he", "she", "them", "so", "but",
        "and", "il", "elle", "ils", "elles", "ca", "cela", "c'est", "eso", "esto",
    ];
    let Some(first) = text.split(|c: char| c.is_whitespace() || c == ',').next() else { return false };
    let same_voice = item.passages.iter().any(|p| p.span.contains(before) && p.span.contains(span));
    POINTING.contains(&fold(first).replace('’', "'").as_str())
        && same_voice
        && is_statement(before.slice(&item.text), false)
}
