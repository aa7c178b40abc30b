//! What a piece says when it stands alone: the subject, verb or noun that it shares is put back.

use groundwire_index::text::language::Language;
use groundwire_index::text::words::fold;

use super::cuts::{AND, CONTRAST, Reader};
use super::{Clause, Joint, Token, tokens};
use crate::claim::verbs::{is_determiner, is_verb};

/// An opening quotation mark or a currency sign right before the word goes with it.
pub(super) fn opening(sentence: &str, token: &Token<'_>) -> usize {
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
pub(super) fn closing(sentence: &str, end: usize, next: Option<usize>) -> usize {
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
pub(super) fn meaning(
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
