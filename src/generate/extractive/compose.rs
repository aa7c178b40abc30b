//! The chosen sentences as a text; invariant: each stands word for word, and a guest's in quotation
//! marks with the guest's name.

use std::collections::HashSet;

use groundwire_index::retrieve::Evidence;
use groundwire_index::span::Span;
use groundwire_index::text::language::Language;
use groundwire_index::text::words::content_stems;

use super::reading::{MAX_BYTES, Sentence};

/// Sentences of a draft.
const MAX_SENTENCES: usize = 3;
/// A further sentence is added when it is nearly as good as the best.
const NEARLY: f64 = 0.9;

/// The best sentence, with what it needs to be understood and what nearly answers as well, in the
/// order of the sources.
pub fn compose(found: &[Sentence<'_>], evidence: &Evidence, language: Language) -> String {
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
        if let Some(before) = sentence.before
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
