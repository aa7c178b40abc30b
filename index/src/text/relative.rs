//! "last spring", "la semaine prochaine", "hace dos años": times that are told from the day on which they are told; pure.
//! Invariant: each is an interval with the slack that speakers allow themselves, so that a date outside of it is most
//! likely another one.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::{Span as Length, ToSpan};
use regex::{Captures, Regex};

use crate::span::Span;
use crate::text::language::Language;
use crate::text::words::fold;

/// A stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

impl Days {
    /// From `from` to `to`, whichever comes first.
    pub fn new(from: Date, to: Date) -> Self {
        Self { from: from.min(to), to: from.max(to) }
    }

    /// They share a day.
    pub fn meets(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// `other` is no wider than this, but for a little, and shares a day with it: what it says follows.
    pub fn holds(&self, other: &Self) -> bool {
        self.meets(other) && other.length() * 4 <= self.length() * 5
    }

    /// How many days.
    fn length(self) -> i32 {
        self.to.since(self.from).map_or(0, |span| span.get_days()) + 1
    }

    /// The whole of a month, or of a year.
    pub fn of(year: i16, month: Option<i8>) -> Option<Self> {
        let first = Date::new(year, month.unwrap_or(1), 1).ok()?;
        let last = if month.is_some() { first.last_of_month() } else { first.last_of_year() };
        Some(Self::new(first, last))
    }
}

impl std::fmt::Display for Days {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.from == self.to { write!(f, "{}", self.from) } else { write!(f, "{} to {}", self.from, self.to) }
    }
}

/// A time told from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relative {
    /// Where it stands.
    pub span: Span,
    /// Which days it may mean.
    pub days: Days,
}

const COUNT: &str = r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)";
const UNIT: &str =
    r"(?P<unit>days?|weeks?|months?|years?|jours?|semaines?|mois|ans?|annees?|dias?|semanas?|mes(?:es)?|anos?)";
const PART: &str = r"(?P<part>week ?end|week|month|year|spring|summer|autumn|fall|winter|semaine|week-end|mois|an(?:nee)?|printemps|ete|automne|hiver|fin de semana|semana|finde|mes|ano|primavera|verano|otono|invierno)";

type Pattern = LazyLock<Vec<Regex>>;

fn patterns(texts: &[String]) -> Vec<Regex> {
    texts.iter().filter_map(|text| Regex::new(text).ok()).collect()
}

static DAY: Pattern = LazyLock::new(|| {
    patterns(&[r"\b(?P<day>day after tomorrow|day before yesterday|today|tonight|tomorrow|yesterday|apres-demain|avant-hier|aujourd'hui|ce soir|demain|hier|pasado manana|anteayer|hoy|esta noche|ayer)\b".to_owned()])
});
static NEXT: Pattern = LazyLock::new(|| {
    patterns(&[
        format!(r"\b(?:next|the coming) {PART}\b"),
        format!(r"\b(?:le |la |l'){PART} (?:prochaine?|qui vient)\b"),
        format!(r"\b(?:la|el) (?:proxim[ao]) {PART}\b|\b(?:la|el) {} que viene\b", PART.replace("<part>", "<part2>")),
    ])
});
static LAST: Pattern = LazyLock::new(|| {
    patterns(&[
        format!(r"\b(?:last|this past) {PART}\b"),
        format!(r"\b(?:le |la |l'){PART} (?:derniere?|passee?)\b"),
        format!(r"\b(?:la|el) {PART} pasad[ao]\b"),
    ])
});
static THIS: Pattern = LazyLock::new(|| {
    patterns(&[
        format!(r"\bthis {PART}\b"),
        format!(r"\b(?:ce|cet|cette) {PART}\b"),
        format!(r"\b(?:este|esta) {PART}\b"),
    ])
});
static AGO: Pattern = LazyLock::new(|| {
    patterns(&[
        format!(r"\b{COUNT} {UNIT} ago\b"),
        format!(r"\bil y a {COUNT} {UNIT}\b"),
        format!(r"\bhace {COUNT} {UNIT}\b"),
    ])
});
static AHEAD: Pattern = LazyLock::new(|| {
    patterns(&[
        format!(
            r"\b(?:{COUNT} {UNIT} from now|in {} {}'? time)\b",
            COUNT.replace("<n>", "<n2>"),
            UNIT.replace("<unit>", "<unit2>")
        ),
        format!(r"\bdans {COUNT} {UNIT}\b"),
        format!(r"\bdentro de {COUNT} {UNIT}\b"),
    ])
});

/// The times in `text` that are told from `told`, the day on which it was said.
pub fn relative(text: &str, language: Language, told: Date) -> Vec<Relative> {
    let (folded, places) = folded_with_places(text);
    let at = |found: regex::Match<'_>| {
        let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
        Span::new(place(found.start()), place(found.end()))
    };
    let mut found: Vec<Relative> = Vec::new();
    let mut collect = |patterns: &Pattern, days: &dyn Fn(&Captures<'_>) -> Option<Days>| {
        let Some(pattern) = pattern_of(patterns, language) else { return };
        for captures in pattern.captures_iter(&folded) {
            if let (Some(whole), Some(days)) = (captures.get(0), days(&captures))
                && !is_of_another(&folded, whole.start(), whole.end())
            {
                found.push(Relative { span: at(whole), days });
            }
        }
    };
    let part = |captures: &Captures<'_>| {
        captures.name("part").or_else(|| captures.name("part2")).map(|found| found.as_str().to_owned())
    };
    collect(&DAY, &|captures| day(captures.name("day")?.as_str(), told));
    collect(&NEXT, &|captures| stretch(&part(captures)?, 1, told));
    collect(&THIS, &|captures| stretch(&part(captures)?, 0, told));
    collect(&LAST, &|captures| stretch(&part(captures)?, -1, told));
    for (patterns, sign) in [(&AGO, -1), (&AHEAD, 1)] {
        collect(patterns, &|captures| {
            let count = captures.name("n").or_else(|| captures.name("n2"))?.as_str();
            let unit = captures.name("unit").or_else(|| captures.name("unit2"))?.as_str();
            away(sign * number(count)?, unit, told)
        });
    }
    found.sort_by_key(|relative| relative.span.start);
    found
}

/// "The last week of June", "over the last year": not told from today.
fn is_of_another(folded: &str, start: usize, end: usize) -> bool {
    let before = folded.get(..start).unwrap_or("");
    let after = folded.get(end..).unwrap_or("");
    before.ends_with("the ") || ["of ", "'s ", "de ", "du ", "d'"].iter().any(|of| after.trim_start().starts_with(of))
}

/// The folded text, and of each of its bytes where its letter begins in `text`.
fn folded_with_places(text: &str) -> (String, Vec<usize>) {
    let mut folded = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (start, letter) in text.char_indices() {
        folded.push_str(&fold(letter.encode_utf8(&mut [0; 4])));
        places.resize(folded.len(), start);
    }
    (folded, places)
}

fn pattern_of(patterns: &Pattern, language: Language) -> Option<&Regex> {
    let at = match language {
        Language::En => 0,
        Language::Fr => 1,
        Language::Es => 2,
        Language::Other => return None,
    };
    // Words for days are one list.
    patterns.get(at).or_else(|| patterns.first())
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&[&str]; 10] = [
        &["a", "an", "one", "un", "une", "una"],
        &["two", "deux", "dos"],
        &["three", "trois", "tres"],
        &["four", "quatre", "cuatro"],
        &["five", "cinq", "cinco"],
        &["six", "seis"],
        &["seven", "sept", "siete"],
        &["eight", "huit", "ocho"],
        &["nine", "neuf", "nueve"],
        &["ten", "dix", "diez"],
    ];
    let spelled = WORDS.iter().position(|names| names.contains(&word)).and_then(|at| i64::try_from(at + 1).ok());
    word.parse().ok().or(spelled)
}

fn plus(date: Date, length: Length) -> Option<Date> {
    date.checked_add(length).ok()
}

fn day(word: &str, told: Date) -> Option<Days> {
    let away = match word {
        "tomorrow" | "demain" => 1,
        "yesterday" | "hier" | "ayer" => -1,
        "day after tomorrow" | "apres-demain" | "pasado manana" => 2,
        "day before yesterday" | "avant-hier" | "anteayer" => -2,
        _ => 0,
    };
    let date = plus(told, i64::from(away).days())?;
    Some(Days::new(date, date))
}

/// A week, month, year or season: this one (0), the next (1) or the last (-1).
fn stretch(part: &str, which: i64, told: Date) -> Option<Days> {
    match part {
        "week" | "semaine" | "semana" => {
            let monday = plus(told, (which * 7 - i64::from(told.weekday().to_monday_zero_offset())).days())?;
            Some(Days::new(monday, plus(monday, 6.days())?))
        }
        "weekend" | "week end" | "week-end" | "fin de semana" | "finde" => {
            let monday = plus(told, (which * 7 - i64::from(told.weekday().to_monday_zero_offset())).days())?;
            // On a weekday "next weekend" is the one to come as well, "last weekend" the one gone by.
            let on_weekend = matches!(told.weekday(), Weekday::Saturday | Weekday::Sunday);
            let from = if which == 1 && !on_weekend { plus(monday, (-3).days())? } else { plus(monday, 4.days())? };
            Some(Days::new(from, plus(monday, 6.days())?))
        }
        "month" | "mois" | "mes" => {
            let first = plus(told.first_of_month(), which.months())?;
            Some(Days::new(first, first.last_of_month()))
        }
        "year" | "an" | "annee" | "ano" => Days::of(i16::try_from(i64::from(told.year()) + which).ok()?, None),
        season => of_season(season, which, told),
    }
}

/// Seasons as people count them, by month or by the stars.
fn of_season(season: &str, which: i64, told: Date) -> Option<Days> {
    let (month, last_month, last_day) = match season {
        "spring" | "printemps" | "primavera" => (3, 6, 21),
        "summer" | "ete" | "verano" => (6, 9, 23),
        "autumn" | "fall" | "automne" | "otono" => (9, 12, 21),
        "winter" | "hiver" | "invierno" => (12, 3, 21),
        _ => return None,
    };
    let in_year = |year: i16| {
        let ends = if last_month < month { year.checked_add(1)? } else { year };
        Some(Days::new(Date::new(year, month, 1).ok()?, Date::new(ends, last_month, last_day).ok()?))
    };
    let years = -2..=2_i16;
    let seasons: Vec<Days> = years.filter_map(|away| in_year(told.year().checked_add(away)?)).collect();
    match which {
        -1 => {
            // In a season "last" may be the one before or, late in it, this one.
            let mut gone = seasons.iter().rev().filter(|days| days.to < told || days.from < told);
            let latest = *gone.next()?;
            let within = latest.to >= told;
            let before = gone.next().copied();
            Some(match before.filter(|_| within) {
                Some(before) => Days::new(before.from, latest.to),
                None => latest,
            })
        }
        1 => seasons.into_iter().find(|days| days.from > told),
        _ => seasons.into_iter().find(|days| days.to >= told),
    }
}

/// So many units from `told`; the vaguer the longer ago.
fn away(count: i64, unit: &str, told: Date) -> Option<Days> {
    if unit.starts_with("day") || unit.starts_with("jour") || unit.starts_with("dia") {
        let date = plus(told, count.days())?;
        let slack = if count.abs() > 6 { 2 } else { 0 };
        Some(Days::new(plus(date, (-slack).days())?, plus(date, slack.days())?))
    } else if unit.starts_with("week") || unit.starts_with("sem") {
        let date = plus(told, count.weeks())?;
        Some(Days::new(plus(date, (-6).days())?, plus(date, 6.days())?))
    } else if unit.starts_with("mo") || unit.starts_with("mes") {
        let date = plus(told, count.months())?;
        Some(Days::new(plus(date, (-25).days())?, plus(date, 25.days())?))
    } else {
        let year = Days::of(i16::try_from(i64::from(told.year()) + count).ok()?, None)?;
        let date = plus(told, count.years())?;
        Some(Days::new(year.from.min(plus(date, (-6).months())?), year.to.max(plus(date, 6.months())?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(text: &str, language: Language, told: &str) -> Vec<String> {
        relative(text, language, told.parse().unwrap()).iter().map(|found| found.days.to_string()).collect()
    }

    #[test]
    fn times_are_read_from_the_day_they_were_told() {
        // A Monday.
        let on = "2026-06-01";
        for (text, language, wanted) in [
            ("The fair is tomorrow.", Language::En, "2026-06-02"),
            ("The course starts next week.", Language::En, "2026-06-08 to 2026-06-14"),
            // Spring is not over: this one or the one before.
            ("It opened last spring.", Language::En, "2025-03-01 to 2026-06-21"),
            ("It opened last winter.", Language::En, "2025-12-01 to 2026-03-21"),
            ("I moved last month.", Language::En, "2026-05-01 to 2026-05-31"),
            ("It is this weekend.", Language::En, "2026-06-05 to 2026-06-07"),
            ("I built it two years ago.", Language::En, "2023-12-01 to 2024-12-31"),
            ("Il est venu la semaine dernière.", Language::Fr, "2026-05-25 to 2026-05-31"),
            ("Le marché, l'été prochain !", Language::Fr, "2027-06-01 to 2027-09-23"),
            ("C'était il y a trois jours.", Language::Fr, "2026-05-29"),
            ("La feria es la semana que viene.", Language::Es, "2026-06-08 to 2026-06-14"),
            ("Lo hice el año pasado.", Language::Es, "2025-01-01 to 2025-12-31"),
            ("Me mudé hace un mes.", Language::Es, "2026-04-06 to 2026-05-26"),
        ] {
            assert_eq!(days(text, language, on), [wanted], "{text}");
        }
        assert_eq!(days("Next year we go, last week we stayed.", Language::En, on).len(), 2);
        let text = "L'été dernier, déjà.";
        let found = relative(text, Language::Fr, on.parse().unwrap());
        assert_eq!(found.iter().map(|found| found.span.slice(text)).collect::<Vec<_>>(), ["L'été dernier"]);
        assert!(days("The workshop is closed the last week of June.", Language::En, on).is_empty());
        assert!(days("Yesterday's bread.", Language::En, on).is_empty());
        assert_eq!(days("It opens in two weeks' time.", Language::En, on).len(), 1);
        assert!(days("The last coat dries for a week.", Language::En, on).is_empty());
        assert!(days("Por la mañana riego.", Language::Es, on).is_empty());
    }

    proptest! {
        #[test]
        fn any_text_and_day_is_read(text in "(next |last |this |in |two |years |ago|week|winter|é|999 |days |il y a |ans |hace |dos |meses ){0,12}", day in 1..28_i8, month in 1..13_i8, year in 1..9999_i16) {
            for language in Language::SUPPORTED {
                for found in relative(&text, language, Date::new(year, month, day).unwrap()) {
                    prop_assert!(found.days.from <= found.days.to);
                    prop_assert!(text.get(found.span.start..found.span.end).is_some());
                }
            }
        }
    }
}
