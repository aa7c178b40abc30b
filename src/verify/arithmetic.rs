//! Simple arithmetic over cited figures, recomputed: sums, differences, products, shares; and durations and
//! ages that follow from dates; pure. What comes out is an equation that a person can read.

use groundwire_index::text::figures::{Dimension, Figure, Unit, Value};
use jiff::civil::Date;

/// A value with what it counts and how it is written.
#[derive(Debug, Clone)]
pub struct Operand {
    /// The number, in the unit's base.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
    /// As it stands in the text.
    pub written: String,
}

/// The operands among the figures of a text.
pub fn operands(text: &str, found: &[Figure]) -> Vec<Operand> {
    let of = |figure: &Figure| -> Option<Operand> {
        let Value::Number { readings, unit } = &figure.value else { return None };
        Some(Operand {
            value: *readings.first()?,
            unit: unit.clone(),
            written: figure.span.slice(text).trim().to_owned(),
        })
    };
    found.iter().filter_map(of).collect()
}

/// Operands beyond this many are not combined: anything follows from enough numbers.
const MOST: usize = 10;

/// An equation that gives `target` from two or three of `pool`; rounding as in the target is allowed, and `about`
/// allows 6 %.
pub fn equation(target: &Operand, pool: &[Operand], about: bool) -> Option<String> {
    let pool: Vec<&Operand> = pool.iter().filter(|o| o.value != 0.0 && o.value.is_finite()).take(MOST).collect();
    for (i, a) in pool.iter().enumerate() {
        for (j, b) in pool.iter().enumerate() {
            if i == j {
                continue;
            }
            if let Some(found) = of_two(target, a, b, about) {
                return Some(found);
            }
            if j <= i {
                continue;
            }
            let third = pool.iter().skip(j + 1).find(|c| {
                addable(a, b)
                    && addable(b, c)
                    && addable(a, target)
                    && close(a.value + b.value + c.value, target.value, about)
            });
            if let Some(c) = third {
                return Some(format!("{} + {} + {} = {}", a.written, b.written, c.written, target.written));
            }
        }
    }
    None
}

fn of_two(target: &Operand, a: &Operand, b: &Operand, about: bool) -> Option<String> {
    let shown = |sign: &str| Some(format!("{} {sign} {} = {}", a.written, b.written, target.written));
    let plain = |unit: &Unit| matches!(unit, Unit::None);
    let share = matches!(target.unit, Unit::Percent) && addable(a, b) && a.value < b.value;
    if addable(a, b) && addable(a, target) {
        if close(a.value + b.value, target.value, about) {
            return shown("+");
        }
        if a.value > b.value && close(a.value - b.value, target.value, about) {
            return shown("-");
        }
    }
    if plain(&b.unit) && b.value > 1.0 && addable(a, target) {
        if close(a.value * b.value, target.value, about) {
            return shown("x");
        }
        if close(a.value / b.value, target.value, about) {
            return shown("/");
        }
    }
    if matches!(b.unit, Unit::Percent) && addable(a, target) {
        if close(a.value * b.value / 100.0, target.value, about) {
            return shown("x");
        }
        if close(a.value * (1.0 - b.value / 100.0), target.value, about) {
            return shown("less");
        }
        if close(a.value * (1.0 + b.value / 100.0), target.value, about) {
            return shown("more");
        }
    }
    if share {
        let part = a.value / b.value * 100.0;
        if (part - target.value).abs() <= if about { 2.0 } else { 0.6 } {
            return Some(format!("{} of {} = {}", a.written, b.written, target.written));
        }
        if ((100.0 - part) - target.value).abs() <= if about { 2.0 } else { 0.6 } {
            return Some(format!("all but {} of {} = {}", a.written, b.written, target.written));
        }
    }
    None
}

/// They count the same, or one of them does not say what it counts.
fn addable(a: &Operand, b: &Operand) -> bool {
    let open = |x: &Operand, y: &Operand| matches!(x.unit, Unit::None) && !matches!(y.unit, Unit::Percent);
    a.unit == b.unit || open(a, b) || open(b, a)
}

fn close(a: f64, b: f64, about: bool) -> bool {
    let least = if about { 0.06 } else { 0.002 };
    (a - b).abs() <= least * a.abs().max(b.abs()).max(0.01)
}

const DAY: f64 = 86_400.0;

/// A duration or an age that follows from a date and today, or from two dates.
pub fn elapsed(target: &Operand, dates: &[Date], years: &[i32], today: Date, about: bool) -> Option<String> {
    let duration = match &target.unit {
        Unit::Quantity(Dimension::Duration) => target.value / DAY,
        Unit::None if (1.0..150.0).contains(&target.value) => target.value * 365.25,
        Unit::None | Unit::Percent | Unit::Money(_) | Unit::Quantity(_) => return None,
    };
    let days_between = |from: Date, to: Date| f64::from(to.since(from).map_or(0, |span| span.get_days()).abs());
    let fits = |days: f64| {
        let in_years = duration >= 364.0;
        let slack = if about {
            0.12 * duration + 1.0
        } else if in_years {
            0.0
        } else {
            1.0
        };
        // Whole years are counted as people count them: begun or full.
        let whole = in_years && ((days / 365.25).floor() * 365.25 - duration).abs() < 2.0;
        let begun = in_years && about && ((days / 365.25).ceil() * 365.25 - duration).abs() < 2.0;
        whole || begun || (days - duration).abs() <= slack.max(if duration >= 28.0 { 0.04 * duration } else { 1.0 })
    };
    for (at, from) in dates.iter().enumerate() {
        if fits(days_between(*from, today)) {
            return Some(format!("from {from} to {today}: {}", target.written));
        }
        if let Some(to) = dates.iter().skip(at + 1).find(|to| fits(days_between(*from, **to))) {
            return Some(format!("from {from} to {to}: {}", target.written));
        }
    }
    let in_years = duration / 365.25;
    let all: Vec<i32> = years
        .iter()
        .copied()
        .chain([i32::from(today.year())])
        .chain(dates.iter().map(|d| i32::from(d.year())))
        .collect();
    all.iter().enumerate().find_map(|(at, from)| {
        let to = all.iter().skip(at + 1).find(|to| {
            let between = f64::from((**to - from).abs());
            between > 0.0 && ((between - in_years).abs() < 0.01 || (about && (between - in_years).abs() <= 1.0))
        })?;
        Some(format!("from {from} to {to}: {}", target.written))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundwire_index::text::figures::figures;
    use groundwire_index::text::language::Language;

    fn derived(claim: &str, evidence: &str, about: bool) -> Option<String> {
        let target = operands(claim, &figures(claim, Language::En)).remove(0);
        equation(&target, &operands(evidence, &figures(evidence, Language::En)), about)
    }

    #[test]
    fn right_sums_are_shown_and_wrong_ones_are_none() {
        assert_eq!(derived("$91", "$84 for the pair, $7 for shipping", false).unwrap(), "$84 + $7 = $91");
        assert_eq!(derived("$14.40", "$16, and 10% off", false).unwrap(), "$16 less 10% = $14.40");
        assert_eq!(derived("$37.50", "$150 for 4 spoons", false).unwrap(), "$150 / 4 = $37.50");
        assert_eq!(derived("25%", "5 of 20 cracked", false).unwrap(), "5 of 20 = 25%");
        assert!(derived("$92", "$84 for the pair, $7 for shipping", false).is_none());
        assert!(derived("30%", "5 of 20 cracked", false).is_none());
    }

    #[test]
    fn years_since_a_date() {
        let age = operands("7 years", &figures("7 years", Language::En)).remove(0);
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert!(elapsed(&age, &[date("2019-05-04")], &[], date("2026-06-01"), false).is_some());
        assert!(elapsed(&age, &[date("2017-05-04")], &[], date("2026-06-01"), false).is_none());
        assert!(elapsed(&age, &[], &[2019], date("2026-06-01"), false).is_some());
    }
}
