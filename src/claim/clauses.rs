//! A sentence cut into clauses that can be true or false by themselves: coordinated clauses and verb
//! phrases, relative clauses, appositions, asides, reasons and the items of a list. Invariants: the
//! pieces are in order and disjoint, each begins and ends on a word, and every word of the sentence lies
//! in exactly one. Where the shape is not plain the sentence stays whole.

mod cuts;
mod meaning;

use groundwire_index::span::Span;
use groundwire_index::text::language::Language;
use groundwire_index::text::words::fold;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use cuts::{Cut, cuts};
use meaning::{closing, meaning, opening};

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
    /// Of what "it" says it.
    pub about: Option<String>,
}

struct Token<'a> {
    span: Span,
    surface: &'a str,
    folded: String,
    /// Marks and spaces before it.
    gap: &'a str,
    quoted: bool,
}

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

fn pieces(sentence: &str, tokens: &[Token<'_>], cuts: &[Cut], language: Language) -> Vec<Clause> {
    let Some(last) = tokens.last() else {
        return vec![Clause {
            span: Span::new(0, sentence.len()),
            joint: Joint::Own,
            head: None,
            meaning: sentence.to_owned(),
            about: None,
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
        out.push(Clause { span, joint: *joint, head, meaning, about: None });
    }
    out
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
