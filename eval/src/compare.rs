//! Two runs of one suite, item by item. Invariant: only items that both measured are compared, and they are the same
//! items: same suite, same files.

use std::collections::BTreeMap;

use anyhow::bail;

use crate::figures::SEED;
use crate::item::Half;
use crate::metrics::classification::{Confusion, Metric, Scored, auroc};
use crate::metrics::interval::{Interval, clusters};
use crate::metrics::paired::{difference, mcnemar, randomisation};
use crate::run::{Measured, Run};

/// One difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What.
    pub name: String,
    /// First run.
    pub first: f64,
    /// Second run.
    pub second: f64,
    /// Second minus first, 95 % interval.
    pub change: Option<Interval>,
    /// Two-sided.
    pub p: Option<f64>,
    /// Of what test.
    pub test: &'static str,
    /// Pairs.
    pub n: usize,
}

/// Compares on half B, which reports; on all items where there is no half B.
pub fn compare(first: &Run, second: &Run) -> anyhow::Result<Vec<Difference>> {
    if first.suite.name != second.suite.name || first.suite.version != second.suite.version {
        bail!(
            "one run is of {} {}, the other of {} {}: only runs of one suite can be compared",
            first.suite.name,
            first.suite.version,
            second.suite.name,
            second.suite.version
        );
    }
    for file in &first.suite.files {
        let other = second.suite.files.iter().find(|other| other.path == file.path);
        if other.is_none_or(|other| other.sha256 != file.sha256) {
            bail!("{} is not the same file in both runs: measure again on one copy", file.path);
        }
    }
    let pairs = paired(first, second);
    if pairs.is_empty() {
        bail!("the runs have no item in common: were they run with the same --limit and --seed?");
    }
    let mut out = decisions(&pairs);
    out.extend(answers(&pairs));
    out.extend(rankings(&pairs));
    if out.is_empty() {
        bail!(
            "the runs share {} items, and none that can be compared: raw against guarded is compared in one run",
            pairs.len()
        );
    }
    Ok(out)
}

type Pairs<'a> = Vec<(&'a Measured, &'a Measured)>;

fn paired<'a>(first: &'a Run, second: &'a Run) -> Pairs<'a> {
    let reports = first.items.iter().any(|item| item.half == Half::B);
    let others: BTreeMap<(&str, &str), &Measured> =
        second.items.iter().map(|item| ((item.part.as_str(), item.id.as_str()), item)).collect();
    let wanted = first.items.iter().filter(|item| !reports || item.half == Half::B);
    wanted.filter_map(|item| Some((item, *others.get(&(item.part.as_str(), item.id.as_str()))?))).collect()
}

fn decisions(pairs: &Pairs<'_>) -> Vec<Difference> {
    let both: Vec<(Scored, Scored, &str)> = pairs
        .iter()
        .filter_map(|(a, b)| {
            let (x, y) = (crate::figures::scored(a.decision()?), crate::figures::scored(b.decision()?));
            Some((x, y, a.cluster.as_str()))
        })
        .collect();
    if both.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (name, supported) in [("catch rate", false), ("over-refusal", true)] {
        let of: Vec<&(Scored, Scored, &str)> = both.iter().filter(|(a, ..)| a.supported == supported).collect();
        let alone = |x: fn(&(Scored, Scored, &str)) -> bool| of.iter().filter(|pair| x(pair)).count();
        let (only_first, only_second) =
            (alone(|p| !p.0.accepted && p.1.accepted), alone(|p| p.0.accepted && !p.1.accepted));
        let share = |hits: usize| crate::metrics::share(hits as f64, of.len() as f64);
        out.push(Difference {
            name: name.to_owned(),
            first: share(alone(|p| !p.0.accepted)),
            second: share(alone(|p| !p.1.accepted)),
            change: None,
            p: Some(mcnemar(only_first, only_second)),
            test: "McNemar, exact",
            n: of.len(),
        });
    }
    let groups = clusters(both.iter().map(|(.., cluster)| *cluster));
    let scores: Vec<(Scored, Scored)> = both.iter().map(|(a, b, _)| (*a, *b)).collect();
    let balanced = |sample: &[Scored]| Confusion::of(sample).balanced_accuracy();
    let metrics: [(&str, Metric); 2] = [("balanced accuracy", balanced), ("AUROC", auroc)];
    for (name, metric) in metrics {
        let side = |pick: fn(&(Scored, Scored)) -> Scored| metric(&scores.iter().map(pick).collect::<Vec<_>>());
        out.push(Difference {
            name: name.to_owned(),
            first: side(|pair| pair.0),
            second: side(|pair| pair.1),
            change: Some(difference(&scores, &groups, SEED, metric)),
            p: None,
            test: "paired bootstrap",
            n: scores.len(),
        });
    }
    out
}

fn answers(pairs: &Pairs<'_>) -> Vec<Difference> {
    let both: Vec<(bool, bool)> =
        pairs.iter().filter_map(|(a, b)| Some((a.answer()?.right, b.answer()?.right))).collect();
    if both.is_empty() {
        return Vec::new();
    }
    let count = |x: fn(&(bool, bool)) -> bool| both.iter().filter(|pair| x(pair)).count();
    let share = |hits: usize| hits as f64 / both.len() as f64;
    vec![Difference {
        name: "right behaviour".to_owned(),
        first: share(count(|p| p.0)),
        second: share(count(|p| p.1)),
        change: None,
        p: Some(mcnemar(count(|p| p.0 && !p.1), count(|p| p.1 && !p.0))),
        test: "McNemar, exact",
        n: both.len(),
    }]
}

fn rankings(pairs: &Pairs<'_>) -> Vec<Difference> {
    let mut legs: BTreeMap<(&str, usize), Vec<(f64, f64)>> = BTreeMap::new();
    for (a, b) in pairs {
        if let (Some(x), Some(y)) = (a.ranking(), b.ranking()) {
            for (leg, first) in &x.legs {
                let Some(second) = y.legs.get(leg) else { continue };
                for (at, pair) in first.iter().zip(second).enumerate() {
                    legs.entry((leg, at)).or_default().push((*pair.0, *pair.1));
                }
            }
        }
    }
    let one = |((leg, at), values): ((&str, usize), Vec<(f64, f64)>)| {
        let mean = |sample: &[f64]| sample.iter().sum::<f64>() / sample.len() as f64;
        let alone: Vec<Vec<usize>> = (0..values.len()).map(|at| vec![at]).collect();
        let changes: Vec<f64> = values.iter().map(|(a, b)| b - a).collect();
        Difference {
            name: format!("{leg} {}", crate::figures::RANKINGS.get(at).copied().unwrap_or_default()),
            first: mean(&values.iter().map(|pair| pair.0).collect::<Vec<_>>()),
            second: mean(&values.iter().map(|pair| pair.1).collect::<Vec<_>>()),
            change: Some(difference(&values, &alone, SEED, mean)),
            p: Some(randomisation(&changes, SEED)),
            test: "randomisation",
            n: values.len(),
        }
    };
    legs.into_iter().map(one).collect()
}

impl Difference {
    /// More than chance, at 5 %.
    pub fn is_shown(&self) -> bool {
        match (self.p, self.change) {
            (Some(p), _) => p < 0.05,
            (None, Some(change)) => change.low > 0.0 || change.high < 0.0,
            (None, None) => false,
        }
    }

    /// For a person; says when so many items cannot show so small a difference.
    pub fn told(&self) -> String {
        let change = self.change.map(|c| format!(", change {c}")).unwrap_or_default();
        let p = self.p.map(|p| format!(", p = {p:.4}")).unwrap_or_default();
        let verdict = if self.is_shown() {
            "a difference".to_owned()
        } else {
            format!("no difference is shown: {} items are too few for one so small, or there is none", self.n)
        };
        format!(
            "{}: {:.3} and {:.3}{change}{p} ({}, n={}): {verdict}",
            self.name, self.first, self.second, self.test, self.n
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_set_shows_no_small_difference() {
        let difference = Difference {
            name: "catch rate".to_owned(),
            first: 0.5,
            second: 0.6,
            change: None,
            p: Some(mcnemar(1, 2)),
            test: "McNemar, exact",
            n: 10,
        };
        assert!(!difference.is_shown() && difference.told().contains("too few"));
    }
}
