//! Whether a score of .8 is right eight times in ten.

use super::classification::Scored;
use super::share;

/// Bins of equal width.
pub const BINS: usize = 10;

/// Items whose scores lie in one tenth.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bin {
    /// How many.
    pub n: usize,
    /// Their mean score.
    pub score: f64,
    /// The share of them that is supported.
    pub supported: f64,
}

/// Reliability bins: the first holds scores from 0, the last those up to and with 1.
pub fn bins(items: &[Scored]) -> Vec<Bin> {
    let mut sums = vec![(0_usize, 0.0, 0.0); BINS];
    for item in items {
        let at = ((item.score * BINS as f64) as usize).min(BINS - 1);
        if let Some((n, score, supported)) = sums.get_mut(at) {
            *n += 1;
            *score += item.score;
            *supported += f64::from(u8::from(item.supported));
        }
    }
    sums.into_iter()
        .map(|(n, score, supported)| Bin { n, score: share(score, n as f64), supported: share(supported, n as f64) })
        .collect()
}

/// Expected calibration error: the mean over bins, by their size, of how far score and truth lie apart
/// (Naeini et al. 2015; Guo et al. 2017). 0 is best.
pub fn expected_error(items: &[Scored]) -> f64 {
    let filled = bins(items).into_iter().filter(|bin| bin.n > 0);
    share(filled.map(|bin| bin.n as f64 * (bin.score - bin.supported).abs()).sum(), items.len() as f64)
}

/// Mean squared distance of score and truth (Brier 1950). 0 is best, .25 is what always saying .5 gives.
pub fn brier(items: &[Scored]) -> f64 {
    let distance = |item: &Scored| (item.score - f64::from(u8::from(item.supported))).powi(2);
    share(items.iter().map(distance).sum(), items.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let item = |score, supported| Scored { score, accepted: true, supported };
        // Bin of .9: mean .95, half true, off by .45, two items; bin of .2: .2 against 0, one item.
        let set = [item(0.9, true), item(1.0, false), item(0.2, false)];
        assert!((expected_error(&set) - (2.0 * 0.45 + 0.2) / 3.0).abs() < 1e-12);
        assert!((brier(&set) - (0.01 + 1.0 + 0.04) / 3.0).abs() < 1e-12);
        assert_eq!(bins(&set).iter().map(|bin| bin.n).sum::<usize>(), 3);
        assert!(expected_error(&[]).is_nan());
    }
}
