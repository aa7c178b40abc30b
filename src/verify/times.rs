//! When it is: "next week" and "last spring" in a reply are told from today, in the evidence from the day it was
//! written; pure. A date that the one names lies in the days that the other means, or the reply is wrong, however alike
//! the words are.

use groundwire_index::span::Span;
use groundwire_index::text::figures::{Figure, Value};
use groundwire_index::text::language::Language;
use groundwire_index::text::relative::{Days, relative};
use jiff::civil::Date;

use super::alignment::overlaps;
use super::reading::Sentence;
use super::vocabulary::stems_of;
use super::{Facts, Failure, Objection};
use crate::claim::{Claim, Subject, is_negated, subject};

/// A time in the evidence.
struct Told<'a> {
    days: Days,
    sentence: &'a Sentence,
    written: Date,
}

/// A time of the claim that the evidence carries: where it stands in the claim's meaning, and how it came about.
pub struct Right {
    /// Where.
    pub span: Span,
    /// How.
    pub note: String,
}

/// Holds each relative time of the claim against the times of the sentence that speaks most of the same.
pub fn check(claim: &Claim, given: &[&Sentence], facts: &Facts<'_>) -> Result<Vec<Right>, Failure> {
    let mut right = Vec::new();
    let said = relative(&claim.meaning, facts.language, facts.today);
    if said.is_empty() || is_negated(&claim.meaning) {
        return Ok(right);
    }
    let told: Vec<Told<'_>> =
        nearest(claim, given, facts).into_iter().flat_map(|sentence| times_of(sentence, facts)).collect();
    for time in said {
        let written = time.span.slice(&claim.meaning);
        if let Some(told) = told.iter().find(|told| time.days.holds(&told.days)) {
            right.push(Right {
                span: time.span,
                note: format!("`{written}` is {}, and {} is in it", time.days, told.days),
            });
            continue;
        }
        // "Today" is "nowadays" more often than this day, and who tells others what to do tells no day.
        let is_of_source = |told: &Told<'_>| time.days.holds(&Days::new(told.written, told.written));
        let vague = time.days.to == facts.today
            || told.iter().any(is_of_source)
            || matches!(subject(&claim.meaning, facts.language).0, Subject::Unclear)
            || told.iter().any(|told| told.days.to == told.written);
        // Of several times that are told nobody knows which it is.
        let [only] = told.as_slice() else { continue };
        if vague {
            continue;
        }
        if only.days.meets(&time.days) {
            // "Next month" of a year, or a day of a month: it may be so, and nothing says it.
            let reason = format!("it says `{written}`, which is {}, the evidence says only {}", time.days, only.days);
            return Err(Failure::unsupported("times", Objection::DateMismatch, reason));
        }
        let reason = format!(
            "it says `{written}`, which is {}, the evidence of {} says {}: \"{}\"",
            time.days,
            only.written,
            only.days,
            only.sentence.text.trim()
        );
        return Err(Failure::contradicted("times", Objection::DateMismatch, reason));
    }
    Ok(right)
}

/// The sentences that share most with the claim; of one without any word of weight ("the fair is tomorrow") all.
fn nearest<'a>(claim: &Claim, given: &[&'a Sentence], facts: &Facts<'_>) -> Vec<&'a Sentence> {
    let heavy = overlaps(claim, given, facts.language);
    let wanted = stems_of(&claim.meaning, facts.language);
    // Of equals the one that has more of its other words.
    let light = given.iter().map(|sentence| wanted.iter().filter(|word| sentence.stems.contains(word)).count());
    let shared: Vec<f64> = heavy.iter().zip(light).map(|(heavy, light)| heavy + 0.01 * light as f64).collect();
    let most = shared.iter().copied().fold(0.0, f64::max);
    let mut found: Vec<&Sentence> = Vec::new();
    for (sentence, shared) in given.iter().zip(&shared) {
        if *shared >= most && !found.iter().any(|held| std::ptr::eq(*held, *sentence)) {
            found.push(sentence);
        }
    }
    found
}

/// A date of the claim is what a relative time in the evidence means, or wider.
pub fn is_told(figure: &Figure, claim: &Claim, given: &[&Sentence], facts: &Facts<'_>) -> bool {
    let Some(days) = days_of(figure) else { return false };
    let near = nearest(claim, given, facts);
    near.into_iter().flat_map(|sentence| relative_of(sentence, facts)).any(|told| days.holds(&told.days))
}

/// The times of a sentence: its dates, and what is told from the day on which it was written.
fn times_of<'a>(sentence: &'a Sentence, facts: &Facts<'_>) -> Vec<Told<'a>> {
    let written = date_of(sentence, facts).unwrap_or(facts.today);
    let mut told = relative_of(sentence, facts);
    // A day without a year is the next one after it was written, or the one before.
    let dated = sentence.figures.iter().flat_map(|figure| match &figure.value {
        Value::Date { year: None, month, day } => {
            let around = -1..=1_i16;
            around.filter_map(|away| days_in(written.year().checked_add(away)?, *month, *day)).collect()
        }
        Value::Date { .. } | Value::Number { .. } | Value::Time { .. } => {
            days_of(figure).into_iter().collect::<Vec<_>>()
        }
    });
    told.extend(dated.map(|days| Told { days, sentence, written }));
    told
}

fn relative_of<'a>(sentence: &'a Sentence, facts: &Facts<'_>) -> Vec<Told<'a>> {
    let Some(written) = date_of(sentence, facts) else { return Vec::new() };
    let language = groundwire_index::text::language::detect(&sentence.text, facts.language);
    let language = if language == Language::Other { facts.language } else { language };
    let found = relative(&sentence.text, language, written);
    found.into_iter().map(|time| Told { days: time.days, sentence, written }).collect()
}

fn date_of(sentence: &Sentence, facts: &Facts<'_>) -> Option<Date> {
    facts.evidence.items.get(sentence.item).and_then(|item| item.date)
}

/// The days of a date with its year, or of a bare year.
fn days_of(figure: &Figure) -> Option<Days> {
    if let Value::Date { year: Some(year), month, day } = &figure.value {
        return days_in(i16::try_from(*year).ok()?, *month, *day);
    }
    let year = figure.readings().iter().find(|year| (1900.0..2100.0).contains(*year) && year.fract() == 0.0)?;
    let bare = matches!(figure.unit(), Some(groundwire_index::text::figures::Unit::None));
    if bare { Days::of(*year as i16, None) } else { None }
}

fn days_in(year: i16, month: u32, day: Option<u32>) -> Option<Days> {
    let month = i8::try_from(month).ok()?;
    match day {
        Some(day) => {
            let date = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
            Some(Days::new(date, date))
        }
        None => Days::of(year, Some(month)),
    }
}
