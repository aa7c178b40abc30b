//! Numbers, money, percentages, quantities, dates and times of day; invariant: two spellings of one
//! value (`4,523,000` and `4523000`, `24 €` and `EUR 24.00`, `1.5 kg` and `1500 g`) compare equal.

mod compound;
mod parse;
mod spelled;

use crate::span::Span;
use crate::text::language::Language;

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Nothing said.
    None,
    /// Per cent.
    Percent,
    /// Money, by ISO 4217 code.
    Money(String),
    /// A physical quantity, converted to its base unit (metre, gram, litre, second, degree).
    Quantity(Dimension),
}

/// The dimension of a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Metres.
    Length,
    /// Grams.
    Mass,
    /// Litres.
    Volume,
    /// Seconds; months count as 30.4375 days, years as 365.25.
    Duration,
    /// Degrees Celsius.
    Celsius,
    /// Degrees Fahrenheit.
    Fahrenheit,
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number; `readings` has two entries where the separator leaves two (`1.500`).
    Number {
        /// Possible values in the base unit.
        readings: Vec<f64>,
        /// What it counts.
        unit: Unit,
    },
    /// A calendar date, as far as it is given.
    Date {
        /// Year.
        year: Option<i32>,
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: Option<u32>,
    },
    /// A time of day or a race time, in minutes.
    Time {
        /// Minutes since midnight, as written.
        minutes: u32,
        /// Which half of the day is known: `7 pm`, `19:00`; `7:30` may be either.
        half_known: bool,
    },
}

/// A figure and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Where it stands, unit included.
    pub span: Span,
    /// What it says.
    pub value: Value,
}

impl Figure {
    /// It is a date.
    pub const fn is_date(&self) -> bool {
        matches!(self.value, Value::Date { .. })
    }

    /// It is an amount of money, and this is the currency.
    pub fn currency(&self) -> Option<&str> {
        match &self.value {
            Value::Number { unit: Unit::Money(code), .. } => Some(code),
            Value::Number { .. } | Value::Date { .. } | Value::Time { .. } => None,
        }
    }

    /// What it counts; `None` for dates and times.
    pub const fn unit(&self) -> Option<&Unit> {
        match &self.value {
            Value::Number { unit, .. } => Some(unit),
            Value::Date { .. } | Value::Time { .. } => None,
        }
    }

    /// The number's possible values.
    pub fn readings(&self) -> &[f64] {
        match &self.value {
            Value::Number { readings, .. } => readings,
            Value::Date { .. } | Value::Time { .. } => &[],
        }
    }

    /// True when `other` says what this says: equal values, and units that do not differ. What
    /// this leaves unsaid (a year, a currency) the other may say.
    pub fn carried_by(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Number { readings: a, unit: ua }, Value::Number { readings: b, unit: ub }) => {
                let plainly = units_agree(ua, ub) && a.iter().any(|x| b.iter().any(|y| same(*x, *y)));
                // "eighty" of "80 minutes": one of the two leaves the unit out.
                let unsaid = |with: &Unit, scaled: &[f64], bare: &[f64]| {
                    scales_of(with).iter().any(|scale| scaled.iter().any(|x| bare.iter().any(|y| same(x / scale, *y))))
                };
                plainly || (*ua == Unit::None && unsaid(ub, b, a)) || (*ub == Unit::None && unsaid(ua, a, b))
            }
            (Value::Date { year: ya, month: ma, day: da }, Value::Date { year: yb, month: mb, day: db }) => {
                ma == mb && stated_in(da.as_ref(), db.as_ref()) && stated_in(ya.as_ref(), yb.as_ref())
            }
            (Value::Time { minutes: a, half_known: ha }, Value::Time { minutes: b, half_known: hb }) => {
                a == b || (!(*ha && *hb) && a % 720 == b % 720)
            }
            (Value::Number { readings, unit: Unit::None }, Value::Date { year, day, .. }) => {
                let parts = year.map(f64::from).into_iter().chain(day.map(f64::from));
                parts.into_iter().any(|part| readings.iter().any(|x| same(*x, part)))
            }
            (Value::Number { readings, unit: Unit::None }, Value::Time { minutes, .. }) => {
                minutes % 60 == 0 && readings.iter().any(|x| same(*x % 12.0, f64::from(minutes / 60 % 12)))
            }
            _ => false,
        }
    }
}

/// How many base units each unit of a dimension has.
const fn scales_of(unit: &Unit) -> &'static [f64] {
    match unit {
        Unit::Quantity(Dimension::Duration) => &[60.0, 3600.0, 86_400.0, 604_800.0, 2_629_800.0, 31_557_600.0],
        Unit::Quantity(Dimension::Length) => &[1000.0, 0.01, 0.001, 0.0254, 0.3048, 0.9144, 1609.344],
        Unit::Quantity(Dimension::Mass) => &[1000.0, 0.001, 28.349_523, 453.592_37],
        Unit::Quantity(Dimension::Volume) => &[0.01, 0.001, 3.785_411_784],
        Unit::Quantity(Dimension::Celsius | Dimension::Fahrenheit) | Unit::None | Unit::Percent | Unit::Money(_) => &[],
    }
}

/// A part that is stated must be stated alike; a part left out is no contradiction of a fuller date.
fn stated_in<T: PartialEq>(claimed: Option<&T>, given: Option<&T>) -> bool {
    claimed.is_none() || claimed == given
}

fn units_agree(claimed: &Unit, given: &Unit) -> bool {
    claimed == given || *claimed == Unit::None || *given == Unit::None
}

/// Equal up to rounding of the decimal representation.
pub fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

/// The figures of `text`, in order, not overlapping. Digits inside a word (`A5`, `p-031`) are not
/// figures but names.
pub fn figures(text: &str, language: Language) -> Vec<Figure> {
    let mut found = parse::dates(text);
    parse::add(&mut found, parse::told_times(text));
    parse::add(&mut found, compound::compounds(text, language));
    parse::add(&mut found, parse::times(text));
    parse::add(&mut found, parse::numbers(text));
    parse::add(&mut found, spelled::number_words(text, language));
    let idioms = compound::idioms(text);
    found.retain(|figure| !idioms.iter().any(|idiom| idiom.overlaps(figure.span)));
    found.sort_by_key(|figure| figure.span);
    parse::spread_units(text, &mut found);
    found
}

/// The weekdays that `text` names, by their English names, each once.
pub fn weekdays(text: &str) -> Vec<&'static str> {
    const DAYS: [(&str, [&str; 3]); 7] = [
        ("Monday", ["monday", "lundi", "lunes"]),
        ("Tuesday", ["tuesday", "mardi", "martes"]),
        ("Wednesday", ["wednesday", "mercredi", "miercoles"]),
        ("Thursday", ["thursday", "jeudi", "jueves"]),
        ("Friday", ["friday", "vendredi", "viernes"]),
        ("Saturday", ["saturday", "samedi", "sabado"]),
        ("Sunday", ["sunday", "dimanche", "domingo"]),
    ];
    let found: Vec<String> = crate::text::words::words(text).into_iter().map(|w| w.folded).collect();
    DAYS.into_iter()
        .filter(|(_, names)| {
            names.iter().any(|name| {
                found.iter().any(|w| w.strip_suffix('s').unwrap_or(w) == name.strip_suffix('s').unwrap_or(name))
            })
        })
        .map(|(day, _)| day)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(claim: &str, evidence: &str, language: Language) -> bool {
        let given = figures(evidence, language);
        let claimed = figures(claim, language);
        assert!(!claimed.is_empty(), "no figure in {claim}");
        claimed.iter().all(|c| given.iter().any(|g| c.carried_by(g)))
    }

    #[test]
    fn one_value_in_two_spellings_is_one_value() {
        for (claim, evidence) in [
            ("4523000", "4,523,000 views"),
            ("it is 24 €", "EUR 24.00"),
            ("$98,000", "98000 USD"),
            ("1.5 kg", "1500 g"),
            ("25–30%", "between 25% and 30 percent"),
            ("on March 12", "12 March 2026"),
            ("2026-03-12", "March 12th, 2026"),
            ("at 7:30 pm", "19:30"),
            ("in 2024", "on 3 May 2024"),
            ("twenty-five spoons", "25 spoons"),
            ("90 minutes", "1.5 hours"),
            ("half past: 6pm", "18:00"),
            ("three weeks", "21 days"),
            ("fifteen minutes", "a quarter of an hour"),
            ("eighteen months", "a year and a half"),
            ("ten US gallons", "10 gallons"),
            ("3 to 4 days", "three to four days"),
        ] {
            assert!(carried(claim, evidence, Language::En), "{claim} / {evidence}");
        }
        for (claim, evidence) in [
            ("24,50 €", "24.50 EUR"),
            ("le 12 mars 2026", "2026-03-12"),
            ("1 234 €", "1234 euros"),
            ("à 19h30", "19 h 30"),
            ("trente-deux pages", "32 pages"),
            ("30 %", "30%"),
        ] {
            assert!(carried(claim, evidence, Language::Fr), "{claim} / {evidence}");
        }
        assert!(carried("el 3 de mayo de 2024", "2024-05-03", Language::Es));
        assert!(carried("veinte cuadernos", "20 cuadernos", Language::Es));
        assert!(carried("1.200 cucharas", "mil doscientas cucharas", Language::Es));
    }

    #[test]
    fn different_values_and_units_are_different() {
        for (claim, evidence) in [
            ("$98,000", "$90,000"),
            ("30–35%", "25–30%"),
            ("24 €", "24 USD"),
            ("24 cm", "24 kg"),
            ("March 13", "March 12, 2026"),
            ("March 12, 2025", "March 12, 2026"),
            ("March 12, 2026", "March 12"),
            ("7:30", "7:45"),
            ("three oils", "two oils"),
        ] {
            assert!(!carried(claim, evidence, Language::En), "{claim} / {evidence}");
        }
    }

    #[test]
    fn digits_inside_words_are_not_figures() {
        assert!(figures("an A5 book, post p-031, mp3", Language::En).is_empty());
        assert!(figures("one of the best", Language::En).is_empty());
        assert!(figures("C'est trois fois rien, mille mercis !", Language::Fr).is_empty());
    }
}
