//! Every number, amount, percentage, unit, date and time of a claim stands in the evidence of the same
//! thing, or follows from figures that do; pure. A value that merely occurs somewhere is not enough.

use std::sync::LazyLock;

use groundwire_index::span::Span;
use groundwire_index::text::figures::{Dimension, Figure, Unit, Value, figures, weekdays};
use groundwire_index::text::words::plain;
use jiff::civil::{Date, Weekday};
use regex::Regex;

use super::alignment::Support;
use super::arithmetic::{Operand, elapsed, equation, operands};
use super::closeness::{is_about, lengths, says_the_same};
use super::reading::Sentence;
use super::{Facts, Failure, Instead, Objection, times};
use crate::claim::Claim;

/// What the figures of a claim rest on.
pub struct Found<'a> {
    /// Where the claim stands.
    pub support: &'a Support,
    /// All that was searched.
    pub given: &'a [Sentence],
    /// Rows that the claim names, as sentences.
    pub rows: &'a str,
    /// The whole reply's other figures, which sums may use.
    pub beside: &'a [Operand],
}

impl<'a> Found<'a> {
    /// Sentences that share a word of weight with the claim.
    fn of_same(&self) -> impl Iterator<Item = &'a Sentence> + '_ {
        self.given.iter().zip(&self.support.overlaps).filter(|(_, shared)| **shared > 0.0).map(|(sentence, _)| sentence)
    }
}

/// What of a claim had to be worked out.
#[derive(Default)]
pub struct Worked {
    /// How each came about.
    pub notes: Vec<String>,
    /// Where each stands in the claim's meaning.
    pub spans: Vec<Span>,
}

/// The first figure of the claim that nothing carries; else how those came about that had to be worked out.
pub fn check(claim: &Claim, found: &Found<'_>, facts: &Facts<'_>) -> Result<Worked, Failure> {
    let claimed = figures(&claim.meaning, facts.language);
    let near: Vec<&Sentence> = found.support.sentences.iter().filter_map(|at| found.given.get(*at)).collect();
    check_weekdays(claim, &near, found, facts)?;
    let same: Vec<&Sentence> = near.iter().copied().chain(found.of_same()).collect();
    let mut worked_out = Worked::default();
    for right in times::check(claim, &same, facts)? {
        worked_out.notes.push(right.note);
        worked_out.spans.push(right.span);
    }
    if claimed.is_empty() {
        return Ok(worked_out);
    }
    let rows = figures(found.rows, facts.language);
    let dated: Vec<Date> = found.support.items.iter().filter_map(|at| facts.evidence.items.get(*at)?.date).collect();
    let of_items = found.support.items.iter().filter_map(|at| facts.evidence.items.get(*at)?.title.as_deref());
    let titles: Vec<Figure> = of_items.flat_map(|title| figures(title, facts.language)).collect();
    let in_lengths: Vec<Figure> = near.iter().flat_map(|s| lengths(&s.text, facts.language)).collect();
    let about = is_about(claim);
    for figure in claimed.iter().filter(|figure| !is_both(figure, &claim.meaning)) {
        let carried = |given: &Figure| says_the_same(figure, given, claim);
        let here = near.iter().any(|s| s.figures.iter().any(&carried))
            || in_lengths.iter().any(&carried)
            || rows.iter().any(&carried)
            || titles.iter().any(&carried)
            || is_a_years(figure, facts);
        // Elsewhere it counts where the sentence speaks of the same thing.
        let bound = || found.of_same().any(|s| s.figures.iter().any(&carried));
        // A figure that stands elsewhere of nothing else here stands in its place.
        let anywhere =
            || found.given.iter().any(|s| s.figures.iter().any(&carried)) && !near.iter().any(|s| has_rival(figure, s));
        // The "two" of "two years ago" was read with its time.
        if worked_out.spans.iter().any(|time| time.start <= figure.span.start && figure.span.end <= time.end) {
            continue;
        }
        if let Some(failure) = of_another_thing(figure, &claimed, claim, found, &carried) {
            return Err(failure);
        }
        if here || bound() || anywhere() || stands_in_date(figure, &dated) || is_the_fans(figure, claim, facts) {
            continue;
        }
        if times::is_told(figure, claim, &near, facts) {
            continue;
        }
        if let Some(how) = derived(figure, claim, &near, &rows, found, &dated, about, facts) {
            worked_out.notes.push(how);
            worked_out.spans.push(figure.span);
            continue;
        }
        return Err(mismatch(figure, claim, &near));
    }
    Ok(worked_out)
}

/// The sentence that speaks most of the same has another value of this kind, and the value stands only where
/// less is said of it: the right value of the wrong thing, or an outdated one.
fn of_another_thing(
    figure: &Figure,
    claimed: &[Figure],
    claim: &Claim,
    found: &Found<'_>,
    stands_in: &dyn Fn(&Figure) -> bool,
) -> Option<Failure> {
    let shared = &found.support.overlaps;
    let has_it = |s: &Sentence| s.figures.iter().any(stands_in);
    let of_carrier = found.given.iter().zip(shared).filter(|(s, _)| has_it(s)).map(|(_, n)| *n).fold(0.0, f64::max);
    let (best, most) = found.given.iter().zip(shared).max_by(|a, b| a.1.total_cmp(b.1))?;
    let anywhere = found.given.iter().any(has_it);
    let has_unit = !matches!(figure.unit(), Some(Unit::None));
    // "$17 rather than $34": the other value is named too.
    let both =
        best.figures.iter().any(|given| claimed.iter().any(|c| c.unit() == figure.unit() && c.carried_by(given)));
    let speaks_more = !both
        && has_unit
        && anywhere
        && *most >= of_carrier + 1.0
        && *most >= 2.0
        && !has_it(best)
        && has_rival(figure, best);
    speaks_more.then(|| mismatch(figure, claim, &[best]))
}

/// "the two knives", "you two": both, not a count.
fn is_both(figure: &Figure, text: &str) -> bool {
    const BEFORE: [&str; 16] = [
        "the", "you", "us", "these", "those", "my", "her", "his", "their", "your", "les", "vous", "mes", "los", "las",
        "mis",
    ];
    let before = text.get(..figure.span.start).unwrap_or("").split_whitespace().last().map(str::to_lowercase);
    figure.readings() == [2.0] && before.is_some_and(|word| BEFORE.contains(&word.as_str()))
}

/// The sentence has another figure of the same kind.
fn has_rival(figure: &Figure, sentence: &Sentence) -> bool {
    let kind = std::mem::discriminant(&figure.value);
    sentence.figures.iter().any(|other| {
        std::mem::discriminant(&other.value) == kind && other.unit() == figure.unit() && !figure.carried_by(other)
    })
}

/// Days of the week, which full dates in the evidence name too.
fn check_weekdays(claim: &Claim, near: &[&Sentence], found: &Found<'_>, facts: &Facts<'_>) -> Result<(), Failure> {
    let claimed = weekdays(&claim.meaning);
    if claimed.is_empty() {
        return Ok(());
    }
    let same_thing = found.of_same();
    let mut given: Vec<&str> = near.iter().copied().chain(same_thing).flat_map(|s| weekdays(&s.text)).collect();
    let stated = given.clone();
    // Of the rows those dates alone that the claim names: a catalogue has a date for every weekday.
    let named = figures(&claim.meaning, facts.language);
    let mut rows = figures(found.rows, facts.language);
    rows.retain(|row| named.iter().any(|figure| figure.is_date() && figure.carried_by(row)));
    let spoken = near.iter().flat_map(|s| &s.figures).chain(&rows).filter_map(|f| as_date(f, facts.today));
    given.extend(spoken.map(|date| day_name(date.weekday())));
    given.extend(
        found.support.items.iter().filter_map(|at| facts.evidence.items.get(*at)?.date).map(|d| day_name(d.weekday())),
    );
    given.extend(facts.message.map(weekdays).unwrap_or_default());
    let Some(day) = claimed.into_iter().find(|day| !given.contains(day)) else { return Ok(()) };
    let said = format!("it says `{day}`, which the evidence does not");
    Err(if stated.is_empty() {
        Failure::unsupported("figures", Objection::DateMismatch, said)
    } else {
        Failure::contradicted(
            "figures",
            Objection::DateMismatch,
            format!("it says `{day}`, the evidence says `{}`", stated.join("`, `")),
        )
    })
}

const fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A full date; a year that is left out is this one.
fn as_date(figure: &Figure, today: Date) -> Option<Date> {
    let Value::Date { year, month, day } = &figure.value else { return None };
    let year = i16::try_from(year.unwrap_or_else(|| i32::from(today.year()))).ok()?;
    Date::new(year, i8::try_from(*month).ok()?, i8::try_from((*day)?).ok()?).ok()
}

/// The date of the source says it: "back in 2025".
fn stands_in_date(figure: &Figure, dated: &[Date]) -> bool {
    dated.iter().any(|date| {
        let (year, month, day) =
            (i32::from(date.year()), date.month().unsigned_abs().into(), date.day().unsigned_abs().into());
        let whole = Figure { span: figure.span, value: Value::Date { year: Some(year), month, day: Some(day) } };
        figure.carried_by(&whole)
    })
}

/// A bare year in which one of the creator's sources was written: "I took that back in 2025".
fn is_a_years(figure: &Figure, facts: &Facts<'_>) -> bool {
    let Some(year) = as_year(figure).filter(|_| matches!(figure.unit(), Some(Unit::None))) else { return false };
    facts
        .evidence
        .items
        .iter()
        .any(|item| item.is_any_own() && item.date.is_some_and(|date| i32::from(date.year()) == year))
}

/// The fan named it, and the clause speaks to the fan.
fn is_the_fans(figure: &Figure, claim: &Claim, facts: &Facts<'_>) -> bool {
    let given = facts.message.map(|message| figures(message, facts.language)).unwrap_or_default();
    (crate::claim::speaks_to_fan(&claim.meaning) || !crate::claim::is_first_person(&claim.meaning))
        && given.iter().any(|g| figure.carried_by(g))
}

#[expect(clippy::too_many_arguments, reason = "sums draw on all that a claim stands beside")]
fn derived(
    figure: &Figure,
    claim: &Claim,
    near: &[&Sentence],
    rows: &[Figure],
    found: &Found<'_>,
    dated: &[Date],
    about: bool,
    facts: &Facts<'_>,
) -> Option<String> {
    let target = operands(&claim.meaning, std::slice::from_ref(figure)).pop()?;
    let mut pool: Vec<Operand> = near.iter().flat_map(|s| operands(&s.text, &s.figures)).collect();
    pool.extend(operands(found.rows, rows));
    let same_thing = found.of_same();
    for operand in same_thing.flat_map(|s| operands(&s.text, &s.figures)).chain(found.beside.iter().cloned()) {
        if !pool.iter().any(|held| (held.value - operand.value).abs() <= f64::EPSILON && held.unit == operand.unit) {
            pool.push(operand);
        }
    }
    pool.retain(|operand| (operand.value - target.value).abs() > f64::EPSILON);
    let spoken: Vec<Date> = near.iter().flat_map(|s| &s.figures).filter_map(|f| as_date(f, facts.today)).collect();
    let begun = near.iter().flat_map(|s| &s.figures).filter_map(first_of_month);
    let all_dates: Vec<Date> = spoken.into_iter().chain(begun).chain(dated.iter().copied()).collect();
    let years: Vec<i32> = near.iter().flat_map(|s| &s.figures).filter_map(as_year).collect();
    elapsed(&target, &all_dates, &years, facts.today, about)
        .or_else(|| grown_older(&target, near, dated, facts.today))
        .or_else(|| equation(&target, &pool, about).filter(|_| is_a_sum(&target, claim, &pool, found)))
}

static SUM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:total|altogether|in all|so|sum|makes?|made it|together|plus|half|halves|twice|double|times|each|per|left|leaves?|remaining|save|saves|saving|both|pair|more than|less than|up on|difference|every|quarter|third|percent|en tout|au total|soit|donc|moitie|chacune?|par (?:personne|mois|piece)|reste|restent|de plus|ensemble|double|fois|pour cent|en total|suma|o sea|cada|mitad|doble|quedan?|ahorr\w+|juntos|ca fait|manque|manquent|falta|faltan|all told|comes to|entre|veces|son|por ciento)\b|%").ok()
});

/// The claim says that it reckons, or names what it reckons with: else any number follows from enough others.
fn is_a_sum(target: &Operand, claim: &Claim, pool: &[Operand], found: &Found<'_>) -> bool {
    // Three digits and more do not come out by chance of few numbers.
    let exact = has_three_digits(target) && pool.len() <= 4;
    let cue = exact || SUM.as_ref().is_some_and(|r| r.is_match(&plain(&claim.meaning)));
    let named = pool.iter().filter(|operand| claim.meaning.contains(&operand.written)).count();
    cue || named >= 2 || (found.beside.len() >= 2 && pool.len() <= 4)
}

/// It has three digits that count, or more.
fn has_three_digits(target: &Operand) -> bool {
    let digits: String = target.written.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len() >= 3
}

fn first_of_month(figure: &Figure) -> Option<Date> {
    let Value::Date { year: Some(year), month, day: None } = &figure.value else { return None };
    Date::new(i16::try_from(*year).ok()?, i8::try_from(*month).ok()?, 1).ok()
}

fn as_year(figure: &Figure) -> Option<i32> {
    match &figure.value {
        Value::Date { year, .. } => *year,
        Value::Number { readings, unit: Unit::None } => {
            readings.iter().find(|y| (1900.0..2100.0).contains(*y) && y.fract() == 0.0).map(|y| *y as i32)
        }
        Value::Number { .. } | Value::Time { .. } => None,
    }
}

/// An age or a count of years, and the years since the source was written.
fn grown_older(target: &Operand, near: &[&Sentence], dated: &[Date], today: Date) -> Option<String> {
    const YEAR: f64 = 365.25 * 86_400.0;
    let in_years = |operand: &Operand| match operand.unit {
        Unit::Quantity(Dimension::Duration) if operand.value >= YEAR * 0.99 => Some(operand.value / YEAR),
        Unit::None if (1.0..150.0).contains(&operand.value) => Some(operand.value),
        Unit::None | Unit::Percent | Unit::Money(_) | Unit::Quantity(_) => None,
    };
    let wanted = in_years(target)?;
    near.iter().find_map(|sentence| {
        // The year in the sentence, else the year of the source.
        let stated = sentence.figures.iter().filter_map(as_year);
        let years: Vec<i32> = stated.chain(dated.iter().map(|date| i32::from(date.year()))).collect();
        let ages = operands(&sentence.text, &sentence.figures);
        years.into_iter().find_map(|year| {
            let since = f64::from(today.year()) - f64::from(year);
            let fits = |then: f64| {
                since > 0.0 && ((then + since - wanted).abs() < 0.01 || (then + since - 1.0 - wanted).abs() < 0.01)
            };
            let given = ages.iter().find(|age| in_years(age).is_some_and(fits))?;
            Some(format!("{} in {year}, and {since} years since", given.written))
        })
    })
}

fn mismatch(missing: &Figure, claim: &Claim, near: &[&Sentence]) -> Failure {
    let written = missing.span.slice(&claim.meaning).trim();
    let (objection, what) =
        if missing.is_date() { (Objection::DateMismatch, "date") } else { (Objection::FigureMismatch, "figure") };
    let kind = |figure: &Figure| {
        std::mem::discriminant(&figure.value) == std::mem::discriminant(&missing.value)
            && (figure.unit() == missing.unit() || matches!(missing.unit(), Some(Unit::None)))
    };
    let mut rivals: Vec<String> = Vec::new();
    for sentence in near {
        for figure in sentence.figures.iter().filter(|f| kind(f)) {
            let shown = figure.span.slice(&sentence.text).trim().to_owned();
            if !rivals.contains(&shown) && !claim.meaning.contains(&shown) {
                rivals.push(shown);
            }
        }
    }
    if rivals.is_empty() {
        return Failure::unsupported("figures", objection, format!("the {what} `{written}` is not in the evidence"));
    }
    let reason = format!("it says `{written}`, the evidence says `{}`", rivals.join("`, `"));
    let instead = match rivals.as_slice() {
        [right] => Some(Instead { wrong: written.to_owned(), right: right.clone() }),
        _ => None,
    };
    Failure { instead, ..Failure::contradicted("figures", objection, reason) }
}
