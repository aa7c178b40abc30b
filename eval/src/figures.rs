//! Figures of a run, each with its interval, its n, its half and the method of its interval. Invariant: a figure is
//! worked out from the run alone, with a fixed seed, so that the same run gives the same figures to the last digit.

mod answers;
mod decisions;
mod labelled;
mod rankings;

pub use answers::name as behaviour;
pub use decisions::scored;
pub use labelled::who;
pub use rankings::NAMES as RANKINGS;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::item::Half;
use crate::metrics::interval::{Interval, bootstrap, clusters, wilson};
use crate::metrics::times::quantile;
use crate::run::{Measured, Run};

/// Seed of every bootstrap.
pub const SEED: u64 = 7;

/// In what a figure is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 0 to 1, told in percent.
    Share,
    /// A number without a unit, told with three decimals.
    Number,
    /// Milliseconds.
    Milliseconds,
    /// Mebibytes.
    Mebibytes,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// `part/level/name`, as thresholds name it.
    pub id: String,
    /// Part of the suite.
    pub part: String,
    /// What it is counted over: response, sentence, span, reply, statement, query, time.
    pub level: String,
    /// For people.
    pub name: String,
    /// `all`, or the property that all its items have: `kind=offer`.
    pub slice: String,
    /// `A`, `B`, or `both` where nothing is split.
    pub half: String,
    /// The value; absent where it is not defined.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Items that it is counted over.
    pub n: usize,
    /// How the interval was made.
    pub method: String,
    /// In what it is told.
    pub unit: Unit,
}

impl Figure {
    /// Of a whole half, or of all that one kind of labeller labelled: what a reader wants first.
    pub fn is_of_the_whole(&self) -> bool {
        self.slice == "all" || self.slice.starts_with("labelled") || self.level == "label"
    }

    /// For people: `70.2 % [63.7, 76.0]`.
    pub fn told(&self) -> String {
        let Some(value) = self.value else { return "not defined".to_owned() };
        let number = |value: f64| match self.unit {
            Unit::Share => format!("{:.1}", value * 100.0),
            Unit::Number => format!("{value:.3}"),
            Unit::Milliseconds => format!("{value:.1}"),
            Unit::Mebibytes => format!("{value:.0}"),
        };
        let sign = match self.unit {
            Unit::Share => " %",
            Unit::Number => "",
            Unit::Milliseconds => " ms",
            Unit::Mebibytes => " MiB",
        };
        match (self.low, self.high) {
            (Some(low), Some(high)) => format!("{}{sign} [{}, {}]", number(value), number(low), number(high)),
            _ => format!("{}{sign}", number(value)),
        }
    }
}

/// Where figures come from: the items of one part, half and slice.
struct Frame<'a> {
    part: &'a str,
    half: String,
    slice: String,
}

impl Frame<'_> {
    fn figure(&self, level: &str, name: &str, unit: Unit, interval: Interval, n: usize, method: &str) -> Figure {
        let known = |value: f64| value.is_finite().then_some(value);
        Figure {
            id: format!("{}/{level}/{}", self.part, name.replace(' ', "_")),
            part: self.part.to_owned(),
            level: level.to_owned(),
            name: name.to_owned(),
            slice: self.slice.clone(),
            half: self.half.clone(),
            value: known(interval.value),
            low: known(interval.low),
            high: known(interval.high),
            n,
            method: method.to_owned(),
            unit,
        }
    }

    /// A share of items: Wilson's interval where items are independent, else the bootstrap over clusters.
    fn share(&self, level: &str, name: &str, items: &[(bool, &str)]) -> Figure {
        let hits = items.iter().filter(|(hit, _)| *hit).count();
        let groups = clusters(items.iter().map(|(_, cluster)| *cluster));
        let certain = hits == 0 || hits == items.len();
        if groups.len() == items.len() {
            return self.figure(level, name, Unit::Share, wilson(hits, items.len()), items.len(), "Wilson");
        }
        if certain {
            // No resample differs from another; clusters are what is independent.
            let of_clusters = wilson(if hits == 0 { 0 } else { groups.len() }, groups.len());
            let method = format!("Wilson over {} clusters", groups.len());
            return self.figure(level, name, Unit::Share, of_clusters, items.len(), &method);
        }
        let values: Vec<f64> = items.iter().map(|(hit, _)| f64::from(u8::from(*hit))).collect();
        let mean = |sample: &[f64]| sample.iter().sum::<f64>() / sample.len() as f64;
        let interval = bootstrap(&values, &groups, SEED, mean);
        self.figure(level, name, Unit::Share, interval, items.len(), &drawn(groups.len()))
    }
}

fn drawn(groups: usize) -> String {
    format!("bootstrap over {groups} clusters")
}

/// All figures of a run.
pub fn figures(run: &Run) -> Vec<Figure> {
    let parts: BTreeSet<&str> = run.items.iter().map(|item| item.part.as_str()).collect();
    let mut out = Vec::new();
    for part in parts {
        let items: Vec<&Measured> = run.items.iter().filter(|item| item.part == part).collect();
        for half in [Half::A, Half::B] {
            let here: Vec<&Measured> = items.iter().copied().filter(|item| item.half == half).collect();
            if here.is_empty() {
                continue;
            }
            of_items(part, half, &here, &mut out);
        }
        labelled::figures(part, &items, &run.labels, &mut out);
        times(part, &items, &mut out);
    }
    if let Some(kib) = run.machine.peak_kib {
        let frame = Frame { part: "run", half: "both".to_owned(), slice: "all".to_owned() };
        let exact = exact(kib as f64 / 1024.0);
        out.push(frame.figure("memory", "peak resident memory", Unit::Mebibytes, exact, 1, "one process"));
    }
    out
}

/// A value without an interval.
fn exact(value: f64) -> Interval {
    Interval { value, low: f64::NAN, high: f64::NAN }
}

fn of_items(part: &str, half: Half, items: &[&Measured], out: &mut Vec<Figure>) {
    let frame = |slice: String| Frame { part, half: format!("{half:?}"), slice };
    let whole = frame("all".to_owned());
    decisions::figures(&whole, items, out);
    answers::figures(&whole, items, out);
    rankings::figures(&whole, items, out);
    for (name, value) in slices(items) {
        let inside: Vec<&Measured> =
            items.iter().copied().filter(|item| item.slices.get(&name) == Some(&value)).collect();
        let frame = frame(format!("{name}={value}"));
        decisions::rates(&frame, &inside, out);
        answers::rates(&frame, &inside, out);
    }
}

/// Properties by which it is worth splitting: those of which items have more than one value.
fn slices(items: &[&Measured]) -> Vec<(String, String)> {
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in items.iter().flat_map(|item| &item.slices) {
        values.entry(name).or_default().insert(value);
    }
    let split = values.into_iter().filter(|(name, values)| values.len() > 1 && *name != "label");
    split.flat_map(|(name, values)| values.into_iter().map(move |value| (name.to_owned(), value.to_owned()))).collect()
}

/// Milliseconds of every item by stage, ascending.
pub fn stages<'a>(items: &[&'a Measured]) -> BTreeMap<&'a str, Vec<f64>> {
    let mut stages: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for item in items.iter().filter(|item| !item.has_failed()) {
        for (stage, micros) in &item.micros {
            stages.entry(stage).or_default().push(*micros as f64 / 1000.0);
        }
    }
    for values in stages.values_mut() {
        values.sort_by(f64::total_cmp);
    }
    stages
}

/// Times by stage, of all items.
fn times(part: &str, items: &[&Measured], out: &mut Vec<Figure>) {
    let frame = Frame { part, half: "both".to_owned(), slice: "all".to_owned() };
    for (stage, values) in stages(items) {
        for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)] {
            let value = exact(quantile(&values, share));
            let name = format!("{stage} {name}");
            out.push(frame.figure("time", &name, Unit::Milliseconds, value, values.len(), "none"));
        }
    }
}
