//! Intervals of 95 %: Wilson's for a share (Wilson 1927), the percentile bootstrap for everything else (Efron and
//! Tibshirani 1993, chapter 13). Invariant: the same seed and items give the same interval.

use std::collections::BTreeMap;

/// A figure and its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The figure on all items.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3} [{:.3}, {:.3}]", self.value, self.low, self.high)
    }
}

/// The 97.5 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A share with its interval: `(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)`. Undefined for n = 0.
pub fn wilson(hits: usize, n: usize) -> Interval {
    if n == 0 {
        return Interval { value: f64::NAN, low: f64::NAN, high: f64::NAN };
    }
    let (hits, n) = (hits as f64, n as f64);
    let share = hits / n;
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Interval { value: share, low: ((centre - spread) / scale).max(0.0), high: ((centre + spread) / scale).min(1.0) }
}

/// A small generator (`SplitMix64`, Steele et al. 2014): resampling needs speed and a seed, no more.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// A whole number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    /// A new order of the items (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

/// Resamples of one bootstrap.
pub const RESAMPLES: usize = 1000;

/// Places of the items that belong together, by the name of their cluster: replies on one source, twins.
pub fn clusters<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Vec<usize>> {
    let mut found: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.enumerate() {
        found.entry(name).or_default().push(at);
    }
    found.into_values().collect()
}

/// Draws of whole clusters with replacement, as places of items: what belongs together is drawn together, so that
/// six replies to one source do not count as six independent ones (Field and Welsh 2007).
pub fn resamples(clusters: &[Vec<usize>], seed: u64) -> impl Iterator<Item = Vec<usize>> + '_ {
    let mut random = Random(seed);
    (0..RESAMPLES).map(move |_| {
        (0..clusters.len()).filter_map(|_| clusters.get(random.below(clusters.len()))).flatten().copied().collect()
    })
}

/// A statistic with its percentile interval over clusters; resamples in which it is undefined do not count.
pub fn bootstrap<T: Copy>(
    items: &[T],
    clusters: &[Vec<usize>],
    seed: u64,
    statistic: impl Fn(&[T]) -> f64,
) -> Interval {
    let drawn = resamples(clusters, seed).map(|places| {
        let sample: Vec<T> = places.iter().filter_map(|at| items.get(*at).copied()).collect();
        statistic(&sample)
    });
    percentiles(statistic(items), drawn.collect())
}

/// The value with the 2.5th and 97.5th percentile of what the resamples gave.
pub fn percentiles(value: f64, mut drawn: Vec<f64>) -> Interval {
    drawn.retain(|v| v.is_finite());
    drawn.sort_by(f64::total_cmp);
    let at = |share| super::times::quantile(&drawn, share);
    Interval { value, low: at(0.025), high: at(0.975) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_agrees_with_newcombe_1998() {
        // Newcombe 1998, table I: 81 of 263 gives .2553 to .3662, 0 of 20 gives 0 to .1611.
        let share = wilson(81, 263);
        assert!((share.low - 0.2553).abs() < 5e-5 && (share.high - 0.3662).abs() < 5e-5, "{share}");
        let none = wilson(0, 20);
        assert!(none.low.abs() < 1e-12 && (none.high - 0.1611).abs() < 5e-5, "{none}");
        assert!(wilson(0, 0).value.is_nan());
    }

    #[test]
    fn a_bootstrap_holds_its_value_and_repeats_itself() {
        let items: Vec<f64> = (0..40).map(f64::from).collect();
        let alone: Vec<Vec<usize>> = (0..40).map(|at| vec![at]).collect();
        let mean = |sample: &[f64]| sample.iter().sum::<f64>() / sample.len() as f64;
        let first = bootstrap(&items, &alone, 7, mean);
        assert_eq!(first, bootstrap(&items, &alone, 7, mean));
        assert_ne!(first, bootstrap(&items, &alone, 8, mean));
        // The standard error of this mean is 1.85.
        assert!((first.low - (19.5 - 3.6)).abs() < 0.6 && (first.high - (19.5 + 3.6)).abs() < 0.6, "{first}");
    }

    #[test]
    fn what_belongs_together_widens_the_interval() {
        // Four items a source, all alike: there are ten observations, not forty.
        let items: Vec<f64> = (0..40).map(|at| f64::from(u8::from((at / 4) % 2 == 0))).collect();
        let names: Vec<String> = (0..40).map(|at| format!("s{}", at / 4)).collect();
        let together = clusters(names.iter().map(String::as_str));
        let alone: Vec<Vec<usize>> = (0..40).map(|at| vec![at]).collect();
        let mean = |sample: &[f64]| sample.iter().sum::<f64>() / sample.len() as f64;
        let (wide, narrow) = (bootstrap(&items, &together, 7, mean), bootstrap(&items, &alone, 7, mean));
        assert!(wide.high - wide.low > 1.5 * (narrow.high - narrow.low), "{wide} {narrow}");
    }
}
