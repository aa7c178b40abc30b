//! Two systems on the same items: is the difference more than chance?

use super::interval::{Interval, Random, percentiles, resamples};
use super::share;

/// Exact two-sided test of McNemar (1947) on the items on which the two differ: under no difference each of the two is
/// right in half of them, so the p-value is that of a fair coin. 1 where they never differ.
pub fn mcnemar(first_alone: usize, second_alone: usize) -> f64 {
    let n = first_alone + second_alone;
    let fewer = first_alone.min(second_alone);
    // ln of the binomial coefficients, added up: n may be thousands.
    let mut term = -(n as f64) * std::f64::consts::LN_2;
    let mut tail = 0.0;
    for k in 0..=fewer {
        tail += term.exp();
        term += ((n - k) as f64).ln() - ((k + 1) as f64).ln();
    }
    (2.0 * tail).min(1.0)
}

/// The difference second minus first of a statistic, with its interval over resamples in which both are drawn alike.
pub fn difference<T: Copy>(
    pairs: &[(T, T)],
    clusters: &[Vec<usize>],
    seed: u64,
    statistic: impl Fn(&[T]) -> f64,
) -> Interval {
    let of = |places: &[usize]| {
        let drawn: Vec<(T, T)> = places.iter().filter_map(|at| pairs.get(*at).copied()).collect();
        let first: Vec<T> = drawn.iter().map(|pair| pair.0).collect();
        let second: Vec<T> = drawn.iter().map(|pair| pair.1).collect();
        statistic(&second) - statistic(&first)
    };
    let all: Vec<usize> = (0..pairs.len()).collect();
    percentiles(of(&all), resamples(clusters, seed).map(|places| of(&places)).collect())
}

/// Rounds of the randomisation test.
const ROUNDS: usize = 10_000;

/// Two-sided randomisation test of paired differences (Fisher 1935; Smucker et al. 2007): how often flipping the signs
/// at random gives a mean as far from 0. The observed order counts as one of the rounds, so p is never 0.
pub fn randomisation(differences: &[f64], seed: u64) -> f64 {
    let mean = |sum: f64| share(sum, differences.len() as f64).abs();
    let observed = mean(differences.iter().sum());
    if !observed.is_finite() {
        return f64::NAN;
    }
    let mut random = Random(seed);
    let mut as_far = 1;
    for _ in 0..ROUNDS {
        let sum: f64 = differences.iter().map(|d| if random.below(2) == 0 { *d } else { -d }).sum();
        as_far += usize::from(mean(sum) >= observed - 1e-12);
    }
    as_far as f64 / (ROUNDS + 1) as f64
}

/// Differences second minus first, added up within each cluster: under no difference the sign of a whole cluster is a
/// coin's, not that of each item in it.
pub fn by_cluster(pairs: &[(f64, f64)], clusters: &[Vec<usize>]) -> Vec<f64> {
    let of = |places: &Vec<usize>| places.iter().filter_map(|at| pairs.get(*at)).map(|(a, b)| b - a).sum();
    clusters.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mcnemar_worked_by_hand() {
        // 1 against 5 of six throws: 2 (1 + 6) / 64.
        assert!((mcnemar(1, 5) - 14.0 / 64.0).abs() < 1e-12);
        assert!((mcnemar(5, 1) - 14.0 / 64.0).abs() < 1e-12);
        assert!((mcnemar(0, 0) - 1.0).abs() < 1e-12 && (mcnemar(3, 3) - 1.0).abs() < 1e-12);
        assert!(mcnemar(400, 600) < 1e-9);
    }

    #[test]
    fn a_difference_that_is_always_there_is_found_and_none_is_not() {
        let pairs: Vec<(f64, f64)> = (0..60).map(|at| (f64::from(at % 7), f64::from(at % 7) + 1.0)).collect();
        let alone: Vec<Vec<usize>> = (0..60).map(|at| vec![at]).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let found = difference(&pairs, &alone, 3, mean);
        assert!((found.low - 1.0).abs() < 1e-9 && (found.high - 1.0).abs() < 1e-9);
        assert!(randomisation(&[1.0; 20], 3) < 0.001);
        let even: Vec<f64> = (0..40).map(|at| if at % 2 == 0 { 1.0 } else { -1.0 }).collect();
        assert!(randomisation(&even, 3) > 0.9);
    }
}
