//! What a claim says beside its evidence: words that nowhere stand, that stand in the fan's question alone, or that
//! exclude what the evidence names; pure. Invariant: the reason names the words.

use groundwire_index::text::language::Language;
use groundwire_index::text::words::words;

use super::alignment::{LIGHT, Support, wanted};
use super::reading::Sentence;
use super::vocabulary::{apart, same, stem_of, stems_of};
use super::{Facts, Failure, Objection};
use crate::claim::{Claim, SpeechAct, is_relative, speaks_to_fan};

/// Least share of a claim's content that the evidence must hold; chosen on the dev part of
/// `fixtures/claims`, where free paraphrase of facts goes far and words about oneself stay near.
const LEAST: f64 = 0.2;
const LEAST_OF_SELF: f64 = 0.34;
/// So many words of weight in a row that no evidence has are a statement of their own.
const RUN: usize = 4;
const RUN_OF_SELF: usize = 3;

/// The rule by which a question is no evidence.
pub const QUESTION: &str = "question";

/// What the claim adds stands in the fan's question alone: "do you sell soap?" does not say that soap is sold.
pub fn only_asked(claim: &Claim, support: &Support, facts: &Facts<'_>) -> Option<Failure> {
    let message = facts.message.filter(|message| message.contains('?') && !speaks_to_fan(&claim.meaning))?;
    if support.missing.is_empty() || support.coverage >= LEAST_OF_SELF || claim.act == SpeechAct::Echo {
        return None;
    }
    // What a fragment leaves out was put back from the question itself; only a bare "yes" says it.
    let said = words(&claim.text);
    let says = |word: &String| said.iter().any(|own| own.span.slice(&claim.text) == word);
    if claim.read() == claim.text && !support.missing.iter().any(says) {
        return None;
    }
    let asked = stems_of(message, facts.language);
    let is_asked = |word: &String| stems_of(word, facts.language).iter().all(|one| asked.contains(one));
    support.missing.iter().all(is_asked).then(|| {
        let words = support.missing.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let reason = format!("only the fan speaks of {words}, and a question is no evidence");
        Failure::unsupported(QUESTION, Objection::NotEntailed, reason)
    })
}

/// The claim adds more than it takes from the evidence.
pub fn added(claim: &Claim, support: &Support, facts: &Facts<'_>) -> Option<Failure> {
    // A family is never a turn of phrase, but the fan's own is no claim about the creator's.
    let of_fan = fans_own(claim, facts);
    let mut missing = support.missing.iter().filter(|word| !word.eq_ignore_ascii_case("fils"));
    if let Some(relative) =
        missing.find(|word| is_relative(word) && !stems_of(word, facts.language).iter().any(|one| of_fan.contains(one)))
    {
        let reason = format!(
            "the creator's own words never speak of {}, and absence is no answer",
            format_args!("`{relative}`")
        );
        return Some(Failure::unsupported("relatives", Objection::NotTheirWords, reason));
    }
    let least = if claim.act.needs_own_words() { LEAST_OF_SELF } else { LEAST };
    let longest = if claim.act.needs_own_words() { RUN_OF_SELF } else { RUN };
    if support.coverage < 0.9 && support.run.len() >= longest && support.coverage >= least {
        let words = support.run.join(" ");
        return Some(Failure::unsupported(
            "alignment",
            Objection::NotEntailed,
            format!("nothing in the evidence says \"{words}\""),
        ));
    }
    if support.coverage >= least || support.weight < 1.0 || support.missing.is_empty() {
        return None;
    }
    // One word more is a turn of phrase, where the clause is not about the creator.
    if claim.act == SpeechAct::Fact && support.missing.len() == 1 && support.coverage > 0.0 {
        return None;
    }
    let words = support.missing.iter().take(4).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    Some(Failure::unsupported(
        "alignment",
        Objection::NotEntailed,
        format!("the evidence says nothing of {words} ({:.0} % of it was found)", support.coverage * 100.0),
    ))
}

/// Says "my" of something.
fn is_mine(text: &str) -> bool {
    const MINE: [&str; 9] = ["my", "our", "mine", "mon", "ma", "mes", "mi", "mis", "mio"];
    words(text).iter().any(|word| MINE.contains(&word.folded.as_str()))
}

/// Stems of the fan's words, where the claim speaks to the fan: "give your mum my best", "tu sobrina entra".
fn fans_own(claim: &Claim, facts: &Facts<'_>) -> Vec<String> {
    let spoken = facts.message.filter(|_| speaks_to_fan(&claim.meaning) && !is_mine(&claim.meaning));
    spoken.map(|message| stems_of(message, facts.language)).unwrap_or_default()
}

/// The evidence names another of things of which only one can be so: the left hand, not the right.
pub fn excluded(claim: &Claim, support: &Support, given: &[Sentence], language: Language) -> Option<Failure> {
    let wanted = wanted(claim, language);
    let missing = wanted.iter().filter(|w| support.missing.contains(&w.surface) || w.weight <= LIGHT);
    let spoken: Vec<&Sentence> = support.sentences.iter().filter_map(|at| given.get(*at)).collect();
    for word in missing {
        let here = |sentence: &&Sentence| sentence.stems.iter().any(|given| same(&word.stem, given, language));
        if spoken.iter().any(here) {
            continue;
        }
        let other = spoken.iter().find_map(|sentence| {
            let other = sentence
                .stems
                .iter()
                .find(|given| apart(&word.stem, given, language) && !wanted.iter().any(|w| w.stem == **given))?;
            let shown = words(&sentence.text).into_iter().find(|w| stem_of(&w.folded, language) == *other)?;
            Some((shown.span.slice(&sentence.text).to_owned(), sentence.text.clone()))
        });
        if let Some((other, sentence)) = other {
            let reason = format!("it says `{}`, the evidence says `{other}`: \"{}\"", word.surface, sentence.trim());
            return Some(Failure::contradicted("alignment", Objection::NotEntailed, reason));
        }
    }
    None
}
