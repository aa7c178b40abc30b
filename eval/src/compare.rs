//! Two runs of one suite, item by item. Invariant: only items that both measured are compared, and they are the same
//! items: same suite, same files.

use std::collections::BTreeMap;

use anyhow::bail;

use crate::figures::SEED;
use crate::item::Half;
use crate::metrics::classification::{Confusion, Metric, Scored, auroc};
use crate::metrics::interval::{Interval, clusters};
use crate::metrics::paired::{by_cluster, difference, mcnemar, randomisation};
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

/// Two runs, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What differs, and by how much.
    pub differences: Vec<Difference>,
    /// Items that stand in one run alone, or that one of the two could not measure: they are in no difference. First
    /// run, second run.
    pub alone: (usize, usize),
}

/// Compares on half B, which reports; on all items where there is no half B.
pub fn compare(first: &Run, second: &Run) -> anyhow::Result<Comparison> {
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
    let reports = first.items.iter().chain(&second.items).any(|item| item.half == Half::B);
    let (mine, theirs) = (measured(first, reports), measured(second, reports));
    let pairs: Pairs<'_> = mine.iter().filter_map(|(key, item)| Some((*item, *theirs.get(key)?))).collect();
    if pairs.is_empty() {
        bail!("the runs have no item in common: were they run with the same --limit and --seed?");
    }
    let mut differences = decisions(&pairs);
    differences.extend(answers(&pairs));
    differences.extend(rankings(&pairs));
    if differences.is_empty() {
        bail!(
            "the runs share {} items, and none that can be compared: raw against guarded is compared in one run",
            pairs.len()
        );
    }
    Ok(Comparison { differences, alone: (mine.len() - pairs.len(), theirs.len() - pairs.len()) })
}

type Pairs<'a> = Vec<(&'a Measured, &'a Measured)>;

/// What could be measured, by part and id; half B alone where there is one.
fn measured(run: &Run, reports: bool) -> BTreeMap<(&str, &str), &Measured> {
    let wanted = run.items.iter().filter(|item| (!reports || item.half == Half::B) && !item.has_failed());
    wanted.map(|item| ((item.part.as_str(), item.id.as_str()), item)).collect()
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
        let of = both.iter().filter(|(a, ..)| a.supported == supported);
        out.extend(shares(name, &of.map(|(a, b, cluster)| (!a.accepted, !b.accepted, *cluster)).collect::<Vec<_>>()));
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

fn answers(pairs: &Pairs<'_>) -> Option<Difference> {
    let right = |(a, b): &(&Measured, &Measured)| Some((a.answer()?.right, b.answer()?.right));
    let both = pairs.iter().filter_map(|pair| right(pair).map(|(a, b)| (a, b, pair.0.cluster.as_str())));
    shares("right behaviour", &both.collect::<Vec<_>>())
}

/// Two shares of the same items, with the clusters of these: McNemar's test where every item stands alone, else the
/// clusters change sides as a whole.
fn shares(name: &str, both: &[(bool, bool, &str)]) -> Option<Difference> {
    if both.is_empty() {
        return None;
    }
    let groups = clusters(both.iter().map(|(.., cluster)| *cluster));
    let one = |yes: bool| f64::from(u8::from(yes));
    let values: Vec<(f64, f64)> = both.iter().map(|(a, b, _)| (one(*a), one(*b))).collect();
    let mean = |sample: &[f64]| sample.iter().sum::<f64>() / sample.len() as f64;
    let alone = |first: bool| both.iter().filter(|(a, b, _)| *a == first && *b != first).count();
    let (p, test) = if groups.len() == both.len() {
        (mcnemar(alone(true), alone(false)), "McNemar, exact")
    } else {
        (randomisation(&by_cluster(&values, &groups), SEED), "randomisation over clusters")
    };
    Some(Difference {
        name: name.to_owned(),
        first: mean(&values.iter().map(|pair| pair.0).collect::<Vec<_>>()),
        second: mean(&values.iter().map(|pair| pair.1).collect::<Vec<_>>()),
        change: Some(difference(&values, &groups, SEED, mean)),
        p: Some(p),
        test,
        n: both.len(),
    })
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

impl Comparison {
    /// For a person, a line each.
    pub fn told(&self) -> Vec<String> {
        let (first, second) = self.alone;
        let mut lines: Vec<String> = self.differences.iter().map(Difference::told).collect();
        if first + second > 0 {
            lines.push(format!(
                "in no difference: {first} items of the first run and {second} of the second, which the other does not have or could not measure"
            ));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_changes_sides_together() {
        // Twelve of sixteen items better, in two clusters: as if two coins fell alike.
        let item = |at: usize, cluster| (false, at & 3 > 0, cluster);
        let together: Vec<_> = (0..16).map(|at| item(at, if at < 8 { "a" } else { "b" })).collect();
        let found = shares("catch rate", &together).unwrap();
        assert_eq!(found.test, "randomisation over clusters");
        assert!(!found.is_shown() && (found.second - 0.75).abs() < 1e-12, "{found:?}");
        let names: Vec<String> = (0..16).map(|at| at.to_string()).collect();
        let apart: Vec<_> = names.iter().enumerate().map(|(at, name)| item(at, name.as_str())).collect();
        let found = shares("catch rate", &apart).unwrap();
        assert!(found.test.starts_with("McNemar") && found.is_shown());
    }

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
