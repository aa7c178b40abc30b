//! The default generator: the creator's own sentences that answer, and nothing else. Invariant:
//! every sentence of a draft stands in the evidence, word for word, or is a guest's word for word
//! in quotation marks with the guest's name.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use groundwire_index::document::Voice;
use groundwire_index::embed::{Embedder, Role, cosine};
use groundwire_index::retrieve::{Evidence, EvidenceItem};
use groundwire_index::span::Span;
use groundwire_index::text::language::Language;
use groundwire_index::text::names::names;
use groundwire_index::text::sentences::sentences;
use groundwire_index::text::words::{content_stems, fold, plain, stem, words};

use super::{Draft, Generator, Request};
use crate::error::Result;

/// Picks and orders sentences.
pub struct Extractive {
    embedder: Arc<dyn Embedder>,
}

/// Evidence items that are read.
const ITEMS: usize = 8;
/// Sentences that are embedded, the best by words of each item first.
const EMBEDDED: usize = 12;
/// Sentences of a draft.
const MAX_SENTENCES: usize = 3;
/// Longest draft, in bytes.
const MAX_BYTES: usize = 600;
/// Least score of the best sentence; below it nothing answers.
const ANSWERS: f64 = 0.46;
/// Weight of shared words against nearness of meaning, for a question of three content words or more.
const WORDS_WEIGHT: f64 = 0.45;
/// A further sentence is added when it is nearly as good as the best.
const NEARLY: f64 = 0.86;

struct Sentence<'a> {
    item: usize,
    span: Span,
    text: &'a str,
    guest: Option<&'a str>,
    /// Share of the question's words in it and around it.
    coverage: f64,
    score: f64,
}

impl Extractive {
    /// Ranks with `embedder`.
    pub fn new(embedder: Arc<dyn Embedder>) -> Self {
        Self { embedder }
    }
}

#[async_trait]
impl Generator for Extractive {
    fn id(&self) -> &'static str {
        "extractive-1"
    }

    async fn generate(&self, request: Request<'_>) -> Result<Draft> {
        let question = request.question;
        let asked = asked_stems(&question.text, question.language);
        let mut found = read(request.evidence, &asked, question.language);
        if asks_for_an_item(&question.text) {
            // What somebody else wishes for or once had is not stock.
            found.retain(|sentence| sentence.guest.is_none());
        }
        if asks_about_the_creator(&question.text) && !asks_for_an_item(&question.text) {
            found.retain(|sentence| sentence.guest.is_none() && says_i(sentence.text));
        }
        found.sort_by(|a, b| b.coverage.total_cmp(&a.coverage).then(a.item.cmp(&b.item)).then(a.span.cmp(&b.span)));
        found.truncate(EMBEDDED);
        // One shared word says little: `live` in "we live in odd times" does not tell where.
        let by_words = WORDS_WEIGHT * (asked.len() as f64 / 3.0).min(1.0);
        self.score(&mut found, &question.text, by_words).await?;
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.item.cmp(&b.item)).then(a.span.cmp(&b.span)));
        let named = names(&question.text, question.language);
        let answers = found.first().is_some_and(|best| {
            best.score >= ANSWERS && names_stand(&named, best, request.evidence, request.creator, question.language)
        });
        let text = if answers { compose(&found, request.evidence, question.language) } else { String::new() };
        Ok(Draft { text })
    }
}

impl Extractive {
    async fn score(&self, found: &mut [Sentence<'_>], question: &str, by_words: f64) -> Result<()> {
        let mut texts = vec![question.to_owned()];
        texts.extend(found.iter().map(|s| s.text.to_owned()));
        let vectors = self.embedder.embed(texts, Role::Query).await?;
        let Some((asked, rest)) = vectors.split_first() else { return Ok(()) };
        for (sentence, vector) in found.iter_mut().zip(rest) {
            let near = f64::from(cosine(asked, vector)).max(0.0);
            let voice = if sentence.guest.is_some() { 0.97 } else { 1.0 };
            sentence.score = ((1.0 - by_words) * near + by_words * sentence.coverage) * voice;
        }
        Ok(())
    }
}

/// The fan asks about the creator's own person.
fn asks_about_the_creator(question: &str) -> bool {
    const ASKS: [&str; 22] = [
        "do you have",
        "have you got",
        "have you ever",
        "are you married",
        "where do you live",
        "where are you from",
        "how old are you",
        "your favorite",
        "your favourite",
        "when were you born",
        "did you win",
        "as-tu",
        "avez-vous",
        "tu as",
        "vous avez",
        "ou habites",
        "quel age",
        "ton prefere",
        "ta preferee",
        "tienes",
        "donde vives",
        "cuantos anos",
    ];
    let asked = plain(question);
    ASKS.iter().any(|ask| asked.contains(ask))
}

/// The sentence says "I", "my" or "we".
fn says_i(text: &str) -> bool {
    const SELF: [&str; 24] = [
        "i", "i'm", "i've", "i'd", "i'll", "my", "me", "mine", "we", "we've", "we're", "our", "je", "moi", "mon", "ma",
        "mes", "nous", "notre", "yo", "mi", "mis", "tengo", "vivo",
    ];
    plain(text)
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .any(|word| SELF.contains(&word) || word.starts_with("j'") || word.starts_with("m'"))
}

/// The fan wants to buy, to be given, or to know a price.
fn asks_for_an_item(question: &str) -> bool {
    const ASKS: [&str; 24] = [
        "for sale",
        "in stock",
        "do you sell",
        "do you have a",
        "do you have any",
        "have one",
        "give away",
        "giving away",
        "buy",
        "price",
        "how much",
        "cost",
        "available",
        "looking for",
        "vends",
        "acheter",
        "prix",
        "combien coute",
        "en stock",
        "disponible",
        "vendes",
        "comprar",
        "precio",
        "cuanto cuesta",
    ];
    let asked = plain(question);
    ASKS.iter().any(|ask| asked.contains(ask))
}

/// Content stems of a question without the words of asking.
fn asked_stems(question: &str, language: Language) -> Vec<String> {
    const ASKING: [&str; 34] = [
        "use",
        "using",
        "tell",
        "know",
        "think",
        "like",
        "want",
        "need",
        "please",
        "maya",
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

fn read<'a>(evidence: &'a Evidence, asked: &[String], language: Language) -> Vec<Sentence<'a>> {
    let mut out = Vec::new();
    for (at, item) in evidence.items.iter().take(ITEMS).enumerate() {
        let title = item.title.as_deref().map(|t| content_stems(t, language)).unwrap_or_default();
        let spans = sentences(&item.text);
        for (index, span) in spans.iter().enumerate() {
            let text = span.slice(&item.text);
            let guest = match voice_of(item, *span) {
                Usable::Own => None,
                Usable::Guest(name) => Some(name),
                Usable::No => continue,
            };
            if !is_statement(text, item) {
                continue;
            }
            let own = content_stems(text, language);
            let before =
                index.checked_sub(1).and_then(|i| spans.get(i)).map(|s| content_stems(s.slice(&item.text), language));
            let around = before.unwrap_or_default();
            let share: f64 = asked
                .iter()
                .map(|word| {
                    if own.contains(word) {
                        1.0
                    } else if title.contains(word) || around.contains(word) {
                        0.6
                    } else {
                        0.0
                    }
                })
                .sum();
            let coverage = share / asked.len().max(1) as f64;
            out.push(Sentence { item: at, span: *span, text, guest, coverage, score: 0.0 });
        }
    }
    out
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

/// Neither a question nor a heading nor a scrap.
fn is_statement(text: &str, item: &EvidenceItem) -> bool {
    let count = text.split_whitespace().count();
    let ends = text.trim_end_matches(['"', '\u{201d}', '\u{bb}', ')', ' ']).ends_with(['.', '!', '…']);
    let catalogue = item.kind.as_deref() == Some("catalogue");
    !text.contains('?') && text.len() <= MAX_BYTES && (catalogue || (count >= 4 && (ends || count >= 12)))
}

/// Names in the question (other than the creator's) must stand where the answer comes from: an
/// answer about another Anna is no answer.
fn names_stand(
    named: &[groundwire_index::text::names::Name],
    best: &Sentence<'_>,
    evidence: &Evidence,
    creator: &groundwire_index::source::Creator,
    language: Language,
) -> bool {
    let Some(item) = evidence.items.get(best.item) else { return false };
    let mut given: HashSet<String> = HashSet::new();
    let speakers = item.passages.iter().filter_map(|p| p.voice.speaker());
    let texts = [Some(item.text.as_str()), item.title.as_deref(), item.author.as_deref(), Some(creator.name.as_str())];
    for text in texts.into_iter().flatten().chain(speakers).chain(creator.speakers.iter().map(String::as_str)) {
        given.extend(words(text).into_iter().map(|w| stem(&w.folded, language)));
    }
    named.iter().all(|name| given.contains(&stem(&name.folded, language)))
}

/// The best sentence, with what it needs to be understood and what nearly answers as well, in the
/// order of the sources.
fn compose(found: &[Sentence<'_>], evidence: &Evidence, language: Language) -> String {
    let Some(best) = found.first() else { return String::new() };
    let mut chosen: Vec<(usize, Span, Option<&str>)> = Vec::new();
    for sentence in found.iter().take_while(|s| s.score >= best.score * NEARLY) {
        if chosen.len() >= MAX_SENTENCES || sentence.guest != best.guest {
            continue;
        }
        // Two sources that say the same are one answer.
        let again = chosen.iter().any(|(item, span, _)| {
            evidence.items.get(*item).is_some_and(|i| overlap(span.slice(&i.text), sentence.text, language) > 0.7)
        });
        if again {
            continue;
        }
        if let Some(before) = needs_before(sentence, evidence)
            && !chosen.iter().any(|(item, span, _)| *item == sentence.item && *span == before)
        {
            chosen.push((sentence.item, before, sentence.guest));
        }
        if !chosen.iter().any(|(item, span, _)| *item == sentence.item && *span == sentence.span) {
            chosen.push((sentence.item, sentence.span, sentence.guest));
        }
    }
    chosen.sort_by_key(|(item, span, _)| (*item, *span));
    let mut out = String::new();
    for (item, span, guest) in chosen {
        let Some(source) = evidence.items.get(item) else { continue };
        let text = span.slice(&source.text);
        if !out.is_empty() && out.len() + text.len() > MAX_BYTES {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&voiced(text, guest, language));
        out.push_str(&format!(" [{}]", Evidence::marker(item)));
    }
    out
}

/// A guest's words stand in quotation marks, with the guest's name.
fn voiced(text: &str, guest: Option<&str>, language: Language) -> String {
    let Some(name) = guest else { return text.to_owned() };
    let text = text.replace(['"', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}'], "'");
    match language {
        Language::Fr => format!("{name} a dit : « {text} »"),
        Language::Es => format!("{name} dijo: «{text}»"),
        Language::En | Language::Other => format!("{name} said: \u{201c}{text}\u{201d}"),
    }
}

/// Share of the smaller sentence's stems that both have.
fn overlap(a: &str, b: &str, language: Language) -> f64 {
    let a: HashSet<String> = content_stems(a, language).into_iter().collect();
    let b: HashSet<String> = content_stems(b, language).into_iter().collect();
    a.intersection(&b).count() as f64 / a.len().min(b.len()).max(1) as f64
}

/// A sentence that opens with a pronoun needs the one before it.
fn needs_before(sentence: &Sentence<'_>, evidence: &Evidence) -> Option<Span> {
    const POINTING: [&str; 24] = [
        "it", "it's", "they", "they're", "that", "that's", "this", "these", "those", "he", "she", "them", "so", "but",
        "and", "il", "elle", "ils", "elles", "ca", "cela", "c'est", "eso", "esto",
    ];
    let first = fold(sentence.text.split(|c: char| c.is_whitespace() || c == ',').next()?).replace('’', "'");
    if !POINTING.contains(&first.as_str()) {
        return None;
    }
    let item = evidence.items.get(sentence.item)?;
    let spans = sentences(&item.text);
    let at = spans.iter().position(|s| *s == sentence.span)?;
    let before = *spans.get(at.checked_sub(1)?)?;
    let same_voice = item.passages.iter().any(|p| p.span.contains(before) && p.span.contains(sentence.span));
    (same_voice && is_statement(before.slice(&item.text), item)).then_some(before)
}
