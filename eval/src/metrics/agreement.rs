//! Whether two who labelled the same agree more than chance would have them (Cohen 1960).

use std::collections::BTreeSet;

use super::share;

/// `(pₒ - pₑ) / (1 - pₑ)`: 1 is full agreement, 0 is what chance gives. Undefined when both always say one and the same.
pub fn kappa(pairs: &[(String, String)]) -> f64 {
    let n = pairs.len() as f64;
    let observed = share(pairs.iter().filter(|(a, b)| a == b).count() as f64, n);
    let labels: BTreeSet<&str> = pairs.iter().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect();
    let expected: f64 = labels
        .iter()
        .map(|label| {
            let first = pairs.iter().filter(|(a, _)| a == label).count() as f64;
            let second = pairs.iter().filter(|(_, b)| b == label).count() as f64;
            share(first, n) * share(second, n)
        })
        .sum();
    share(observed - expected, 1.0 - expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(said: &[(&str, &str, usize)]) -> Vec<(String, String)> {
        let repeat = |(a, b, n): &(&str, &str, usize)| vec![((*a).to_owned(), (*b).to_owned()); *n];
        said.iter().flat_map(repeat).collect()
    }

    #[test]
    fn worked_by_hand() {
        // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed .7, expected .5.
        let set = pairs(&[("y", "y", 20), ("y", "n", 5), ("n", "y", 10), ("n", "n", 15)]);
        assert!((kappa(&set) - 0.4).abs() < 1e-12);
        assert!(kappa(&pairs(&[("y", "y", 3)])).is_nan());
        assert!((kappa(&pairs(&[("y", "n", 1), ("n", "y", 1)])) + 1.0).abs() < 1e-12);
    }
}
