//! A threshold for a number of false alarms that one can bear. It is chosen on half A and reported on half B, with how
//! far it would move had other items been drawn. Invariant: the file names the model that the threshold belongs to: on
//! another judge's scores it means nothing.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::figures::SEED;
use crate::item::Half;
use crate::metrics::interval::{Interval, clusters, percentiles, resamples, wilson};
use crate::run::{ChosenOn, Decision, Run};

/// A chosen threshold and what it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// The judge whose scores it is for.
    pub judge: String,
    /// Who decided in the run.
    pub system: String,
    /// What it was chosen on.
    #[serde(flatten)]
    pub chosen_on: ChosenOn,
    /// Largest share of acceptable items that may be refused.
    pub max_false_alarms: f64,
    /// The least support that passes; `threshold` of a policy.
    pub threshold: f64,
    /// 2.5th and 97.5th percentile over resamples of half A.
    pub threshold_interval: (f64, f64),
    /// The aim is met on half A. Where it is not, rules alone refuse more: no threshold helps.
    pub met: bool,
    /// What it does on the half that it was chosen on: flattering.
    pub on_a: Rates,
    /// What it does on the other half.
    pub on_b: Rates,
}

/// Catch and false alarms at a threshold, with Wilson intervals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// Of unsupported items, the share that is rejected: value, low, high.
    pub catch: [f64; 3],
    /// Unsupported items.
    pub bad: usize,
    /// Of supported items, the share that is rejected: value, low, high.
    pub false_alarms: [f64; 3],
    /// Supported items.
    pub good: usize,
}

/// What one item needs to be decided at any threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decided {
    /// Fit to be sent.
    pub acceptable: bool,
    /// Refused whatever the threshold.
    pub firm: bool,
    /// Least support that was weighed.
    pub weighed: f64,
}

impl Decided {
    fn of(decision: &Decision) -> Self {
        Self { acceptable: decision.acceptable, firm: decision.firm, weighed: decision.weighed }
    }

    /// Rejected at this threshold.
    pub fn is_rejected(self, threshold: f64) -> bool {
        self.firm || self.weighed < threshold
    }
}

/// The decisions of one half with the names of their clusters.
pub fn decided(run: &Run, half: Half) -> (Vec<Decided>, Vec<&str>) {
    let found = run
        .items
        .iter()
        .filter(|item| item.half == half)
        .filter_map(|item| Some((Decided::of(item.decision()?), item.cluster.as_str())));
    found.unzip()
}

/// Chooses.
pub fn calibrate(run: &Run, max_false_alarms: f64) -> anyhow::Result<Calibration> {
    let (a, names) = decided(run, Half::A);
    let (b, _) = decided(run, Half::B);
    for (half, items) in [("A", &a), ("B", &b)] {
        let good = items.iter().filter(|item| item.acceptable).count();
        if good == 0 || good == items.len() {
            bail!(
                "half {half} of this run has {good} acceptable and {} other items: calibrating needs both in both halves",
                items.len() - good
            );
        }
    }
    let on_a = run.items.iter().filter(|item| item.half == Half::A && item.decision().is_some());
    let parts: BTreeSet<&str> = on_a.map(|item| item.part.as_str()).collect();
    let threshold = choose(&a, max_false_alarms);
    let groups = clusters(names.iter().copied());
    let drawn = resamples(&groups, SEED).map(|places| {
        let sample: Vec<Decided> = places.iter().filter_map(|at| a.get(*at).copied()).collect();
        choose(&sample, max_false_alarms)
    });
    let interval = percentiles(threshold, drawn.collect());
    let on_a = rates(&a, threshold);
    let [alarms, ..] = on_a.false_alarms;
    Ok(Calibration {
        judge: run.system.judge.clone(),
        system: run.system.name.clone(),
        chosen_on: ChosenOn {
            suite: format!("{} {}", run.suite.name, run.suite.version),
            files: run.suite.files.iter().map(|file| file.sha256.clone()).collect(),
            parts: parts.into_iter().map(str::to_owned).collect(),
        },
        max_false_alarms,
        threshold,
        threshold_interval: (interval.low, interval.high),
        met: alarms <= max_false_alarms,
        on_a,
        on_b: rates(&b, threshold),
    })
}

/// The highest threshold that refuses no larger share of the acceptable items; the lowest there is where rules alone
/// refuse more.
fn choose(items: &[Decided], max_false_alarms: f64) -> f64 {
    const LEAST: f64 = 0.001;
    let good = items.iter().filter(|item| item.acceptable).count() as f64;
    let alarms = |threshold: f64| {
        items.iter().filter(|item| item.acceptable && item.is_rejected(threshold)).count() as f64 / good
    };
    let mut candidates: Vec<f64> = items.iter().map(|item| item.weighed.clamp(LEAST, 1.0)).collect();
    candidates.sort_by(f64::total_cmp);
    candidates.dedup();
    candidates.into_iter().rev().find(|threshold| alarms(*threshold) <= max_false_alarms).unwrap_or(LEAST)
}

fn rates(items: &[Decided], threshold: f64) -> Rates {
    let of = |acceptable: bool| {
        let class: Vec<&Decided> = items.iter().filter(|item| item.acceptable == acceptable).collect();
        let hits = class.iter().filter(|item| item.is_rejected(threshold)).count();
        let Interval { value, low, high } = wilson(hits, class.len());
        ([value, low, high], class.len())
    };
    let ((catch, bad), (false_alarms, good)) = (of(false), of(true));
    Rates { catch, bad, false_alarms, good }
}

/// `2%` or `0.02`.
pub fn parse_share(text: &str) -> anyhow::Result<f64> {
    let (number, scale) = text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |number| (number.trim(), 100.0));
    let value: f64 = number.parse().with_context(|| format!("`{text}` is no share: write 2% or 0.02"))?;
    let share = value / scale;
    if !(0.0..=1.0).contains(&share) {
        bail!("`{text}` is no share: write one from 0% to 100%");
    }
    Ok(share)
}

impl Calibration {
    /// Reads a calibration file.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read the calibration {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| {
            format!(
                "{} is no calibration file: `groundwire-eval calibrate RUN.json --out FILE` writes one",
                path.display()
            )
        })
    }

    /// A threshold means nothing for another judge, nor for another way to decide with it; and one that misses its aim
    /// is no threshold but the end of the scale.
    pub fn fits(&self, judge: &str, system: &str) -> anyhow::Result<()> {
        ensure!(
            self.met,
            "the calibration misses its aim of {:.1} % false alarms at every threshold: calibrate with another aim",
            self.max_false_alarms * 100.0
        );
        ensure!(
            self.judge == judge && self.system == system,
            "the calibration is for {} decided by {}, this run is of {judge} decided by {system}: calibrate on a run of the same",
            self.judge,
            self.system
        );
        Ok(())
    }

    /// For a person.
    pub fn told(&self) -> String {
        let percent =
            |[value, low, high]: [f64; 3]| format!("{:.1} % [{:.1}, {:.1}]", value * 100.0, low * 100.0, high * 100.0);
        let line = |name: &str, rates: &Rates| {
            format!(
                "half {name}: caught {} of {}, false alarms {} of {}",
                percent(rates.catch),
                rates.bad,
                percent(rates.false_alarms),
                rates.good
            )
        };
        let mut out = vec![
            format!(
                "threshold {:.3} [{:.3}, {:.3}] for {} ({})",
                self.threshold, self.threshold_interval.0, self.threshold_interval.1, self.judge, self.system
            ),
            line("A, on which it was chosen", &self.on_a),
            line("B, which reports", &self.on_b),
        ];
        if self.met {
            out.push(format!(
                "in the creator's policy: threshold = {:.3}  # {}, {}, at most {} % false alarms",
                self.threshold,
                self.judge,
                self.chosen_on.suite,
                self.max_false_alarms * 100.0
            ));
        } else {
            out.push(format!(
                "the aim of {:.1} % false alarms is out of reach: rules alone refuse {} of half A, and no threshold changes that",
                self.max_false_alarms * 100.0,
                percent(self.on_a.false_alarms)
            ));
        }
        out.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Decided> {
        let item = |acceptable, firm, weighed| Decided { acceptable, firm, weighed };
        // Ten acceptable with support .1 to 1, five others below .5.
        let good = (1..=10).map(|at| item(true, false, f64::from(at) / 10.0));
        let bad = (1..=5).map(|at| item(false, false, f64::from(at) / 10.0 - 0.05));
        good.chain(bad).collect()
    }

    #[test]
    fn the_highest_threshold_with_so_many_false_alarms_is_taken() {
        let set = items();
        assert!((choose(&set, 0.0) - 0.1).abs() < 1e-12);
        assert!((choose(&set, 0.2) - 0.3).abs() < 1e-12);
        let rates = rates(&set, 0.3);
        assert!((rates.false_alarms[0] - 0.2).abs() < 1e-12 && (rates.catch[0] - 0.6).abs() < 1e-12);
    }

    #[test]
    fn where_rules_alone_refuse_more_the_lowest_is_taken() {
        let mut set = items();
        set.iter_mut().filter(|item| item.acceptable).for_each(|item| item.firm = true);
        assert!(choose(&set, 0.5) < 0.002);
    }

    #[test]
    fn a_share_is_a_percentage_or_a_fraction() {
        assert!((parse_share("2%").unwrap() - 0.02).abs() < 1e-12);
        assert!((parse_share("0.02").unwrap() - 0.02).abs() < 1e-12);
        assert!(parse_share("2").is_err() && parse_share("two").is_err());
    }
}
