//! Metrics with bootstrap intervals (Efron and Tibshirani 1993, percentile method, 1,000 resamples,
//! fixed seed).

/// Score and truth of one item; a high score means supported.
#[derive(Debug, Clone, Copy)]
pub struct Scored {
    pub score: f64,
    pub supported: bool,
}

/// A figure and its 95 % interval.
#[derive(Debug, Clone, Copy)]
pub struct Interval {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3} [{:.3}, {:.3}]", self.value, self.low, self.high)
    }
}

impl Interval {
    /// As percentages.
    pub fn percent(&self) -> String {
        format!("{:.1} % [{:.1}, {:.1}]", self.value * 100.0, self.low * 100.0, self.high * 100.0)
    }
}

/// A share with its 95 % interval (Wilson 1927).
pub fn wilson(hits: usize, n: usize) -> Interval {
    const Z: f64 = 1.96;
    let (hits, n) = (hits as f64, n as f64);
    let share = hits / n;
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Interval { value: share, low: ((centre - spread) / scale).max(0.0), high: ((centre + spread) / scale).min(1.0) }
}

const RESAMPLES: usize = 1000;

/// A small generator (`SplitMix64`, Steele et al. 2014): resampling needs speed and a seed, no more.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

/// A statistic of items with its bootstrap interval.
pub fn bootstrap<T: Copy>(items: &[T], statistic: impl Fn(&[T]) -> f64) -> Interval {
    let mut random = Random(7);
    let mut values: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let sample: Vec<T> =
                (0..items.len()).filter_map(|_| items.get(random.below(items.len())).copied()).collect();
            statistic(&sample)
        })
        .filter(|v| v.is_finite())
        .collect();
    values.sort_by(f64::total_cmp);
    let at =
        |share: f64| values.get((share * values.len().saturating_sub(1) as f64) as usize).copied().unwrap_or(f64::NAN);
    Interval { value: statistic(items), low: at(0.025), high: at(0.975) }
}

/// Area under the ROC curve: the chance that a supported item scores above another (Mann-Whitney),
/// ties count half.
pub fn auroc(items: &[Scored]) -> f64 {
    let mut sorted: Vec<&Scored> = items.iter().collect();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let (mut rank_sum, mut positives, mut at) = (0.0, 0.0, 0);
    while at < sorted.len() {
        let tied = sorted
            .iter()
            .skip(at)
            .take_while(|s| sorted.get(at).is_some_and(|f| f.score.total_cmp(&s.score).is_eq()))
            .count();
        let rank = at as f64 + f64::midpoint(tied as f64, 1.0);
        let here = sorted.iter().skip(at).take(tied).filter(|s| s.supported).count() as f64;
        rank_sum += rank * here;
        positives += here;
        at += tied;
    }
    let negatives = items.len() as f64 - positives;
    (rank_sum - positives * (positives + 1.0) / 2.0) / (positives * negatives)
}

struct Counts {
    true_supported: f64,
    supported: f64,
    true_unsupported: f64,
    unsupported: f64,
    called_unsupported: f64,
}

fn count(items: &[Scored], threshold: f64) -> Counts {
    let mut c = Counts {
        true_supported: 0.0,
        supported: 0.0,
        true_unsupported: 0.0,
        unsupported: 0.0,
        called_unsupported: 0.0,
    };
    for item in items {
        let passes = item.score >= threshold;
        let one = |yes: bool| f64::from(u8::from(yes));
        c.supported += one(item.supported);
        c.unsupported += one(!item.supported);
        c.true_supported += one(item.supported && passes);
        c.true_unsupported += one(!item.supported && !passes);
        c.called_unsupported += one(!passes);
    }
    c
}

/// Mean of the recall of both classes.
pub fn balanced_accuracy(items: &[Scored], threshold: f64) -> f64 {
    let c = count(items, threshold);
    f64::midpoint(c.true_supported / c.supported, c.true_unsupported / c.unsupported)
}

/// Harmonic mean of precision and recall of the unsupported class.
pub fn f1_unsupported(items: &[Scored], threshold: f64) -> f64 {
    let c = count(items, threshold);
    2.0 * c.true_unsupported / (c.unsupported + c.called_unsupported)
}

/// The threshold with the best balanced accuracy.
pub fn best_threshold(items: &[Scored]) -> f64 {
    (1..100)
        .map(|step| f64::from(step) / 100.0)
        .max_by(|a, b| balanced_accuracy(items, *a).total_cmp(&balanced_accuracy(items, *b)))
        .unwrap_or(0.5)
}

/// The value below which a share of the (sorted) times lies.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted
        .get(((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(pairs: &[(f64, bool)]) -> Vec<Scored> {
        pairs.iter().map(|(score, supported)| Scored { score: *score, supported: *supported }).collect()
    }

    #[test]
    fn metrics_by_hand() {
        let set = items(&[(0.9, true), (0.8, false), (0.4, true), (0.1, false)]);
        assert!((auroc(&set) - 0.75).abs() < 1e-9);
        assert!((balanced_accuracy(&set, 0.5) - 0.5).abs() < 1e-9);
        assert!((f1_unsupported(&set, 0.5) - 0.5).abs() < 1e-9);
        assert!((auroc(&items(&[(0.5, true), (0.5, false)])) - 0.5).abs() < 1e-9);
        let share = wilson(8, 10);
        assert!((share.low - 0.490).abs() < 1e-3 && (share.high - 0.943).abs() < 1e-3);
        let interval = bootstrap(&set, auroc);
        assert!(interval.low <= interval.value && interval.value <= interval.high);
    }
}
