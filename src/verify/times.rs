//! When it is: "next week" and "last spring" in a reply are told from today, in the evidence from the day it was
//! written; pure. A date that the one names lies in the days that the other means, or the reply is wrong, however alike
//! the words are.

use groundwire_index::text::figures::{Figure, Value};
use groundwire_index::text::language::Language;
use groundwire_index::text::relative::{Days, Relative, relative};
use jiff::civil::Date;

use super::alignment::overlaps;
use super::reading::Sentence;
use super::{Facts, Failure, Objection};
use crate::claim::{Claim, is_negated};

/// A time in the evidence.
struct Told<'a> {
    days: Days,
    sentence: &'a Sentence,
    written: Date,
}

/// What the times of a claim come to.
pub struct Times {
    /// Where they stand in the claim's meaning, and were found right.
    pub right: Vec<Relative>,
    /// How each came about.
    pub notes: Vec<String>,
}

/// Holds each relative time of the claim against the times of the sentences that speak of the same.
pub fn check(claim: &Claim, given: &[&Sentence], facts: &Facts<'_>) -> Result<Times, Failure> {
    let mut times = Times { right: Vec::new(), notes: Vec::new() };
    let said = relative(&claim.meaning, facts.language, facts.today);
    if said.is_empty() || is_negated(&claim.meaning) {
        return Ok(times);
    }
    let shared = overlaps(claim, given, facts.language);
    // Of a claim without any word of weight ("the fair is tomorrow") all counts that is near.
    let none = shared.iter().all(|shared| *shared <= 0.0);
    let of_same = given.iter().zip(&shared).filter(|(_, shared)| none || **shared > 0.0).map(|(sentence, _)| *sentence);
    let told: Vec<Told<'_>> = of_same.flat_map(|sentence| times_of(sentence, facts)).collect();
    for time in said {
        let written = time.span.slice(&claim.meaning);
        if let Some(right) = told.iter().find(|told| told.days.meets(&time.days)) {
            times.notes.push(format!("`{written}` is {}, and {} is in it", time.days, right.days));
            times.right.push(time);
            continue;
        }
        // "Today" is "nowadays" more often than this day.
        let Some(nearest) =
            told.iter().find(|told| told.days.to != told.written).filter(|_| time.days.to != facts.today)
        else {
            continue;
        };
        let reason = format!(
            "it says `{written}`, which is {}, the evidence of {} says {}: \"{}\"",
            time.days,
            nearest.written,
            nearest.days,
            nearest.sentence.text.trim()
        );
        return Err(Failure::contradicted("times", Objection::DateMismatch, reason));
    }
    Ok(times)
}

/// A date of the claim lies in the days that a relative time in the evidence means.
pub fn means(figure: &Figure, given: &[&Sentence], facts: &Facts<'_>) -> bool {
    let Some(days) = days_of(figure) else { return false };
    given.iter().flat_map(|sentence| relative_of(sentence, facts)).any(|told| told.days.meets(&days))
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
