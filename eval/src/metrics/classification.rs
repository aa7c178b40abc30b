//! How well supported and unsupported are told apart. The unsupported class is the positive one of precision, recall,
//! F1 and AUPRC: what a guard is for is finding it.

use super::share;

/// What was said of one item, and what is true of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Support, 0 to 1; a high score means supported.
    pub score: f64,
    /// The item passed at the working point.
    pub accepted: bool,
    /// The evidence carries it.
    pub supported: bool,
}

/// Counts of one set at its working point.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Confusion {
    /// Unsupported and rejected.
    pub caught: f64,
    /// Unsupported and accepted.
    pub missed: f64,
    /// Supported and rejected.
    pub refused: f64,
    /// Supported and accepted.
    pub passed: f64,
}

/// A statistic of a set of items.
pub type Metric = fn(&[Scored]) -> f64;

impl Confusion {
    /// Counts the items.
    pub fn of(items: &[Scored]) -> Self {
        let mut counts = Self::default();
        for item in items {
            let cell = match (item.supported, item.accepted) {
                (false, false) => &mut counts.caught,
                (false, true) => &mut counts.missed,
                (true, false) => &mut counts.refused,
                (true, true) => &mut counts.passed,
            };
            *cell += 1.0;
        }
        counts
    }

    /// Mean of the recall of both classes (Brodersen et al. 2010).
    pub fn balanced_accuracy(self) -> f64 {
        f64::midpoint(self.recall(), share(self.passed, self.passed + self.refused))
    }

    /// Of what was rejected, the share that is unsupported.
    pub fn precision(self) -> f64 {
        share(self.caught, self.caught + self.refused)
    }

    /// Of what is unsupported, the share that was rejected: the catch rate.
    pub fn recall(self) -> f64 {
        share(self.caught, self.caught + self.missed)
    }

    /// Harmonic mean of precision and recall: `2TP / (2TP + FP + FN)`.
    pub fn f1(self) -> f64 {
        share(2.0 * self.caught, 2.0 * self.caught + self.refused + self.missed)
    }
}

/// Area under the ROC curve: the chance that a supported item scores above an unsupported one, ties counting half
/// (Mann and Whitney 1947; Hanley and McNeil 1982). Undefined where a class is empty.
pub fn auroc(items: &[Scored]) -> f64 {
    let mut sorted: Vec<&Scored> = items.iter().collect();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let (mut rank_sum, mut positives, mut at) = (0.0, 0.0, 0_usize);
    for tied in sorted.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
        let rank = at as f64 + f64::midpoint(tied.len() as f64, 1.0);
        let here = tied.iter().filter(|item| item.supported).count() as f64;
        rank_sum += rank * here;
        positives += here;
        at += tied.len();
    }
    let negatives = items.len() as f64 - positives;
    share(rank_sum - positives * (positives + 1.0) / 2.0, positives * negatives)
}

/// Average precision of the unsupported class: `Σ (Rₙ - Rₙ₋₁) Pₙ` over the thresholds, from the least supported item
/// on; items of one score enter together, nothing is interpolated (Davis and Goadrich 2006). Undefined where nothing
/// is unsupported.
pub fn auprc(items: &[Scored]) -> f64 {
    let mut sorted: Vec<&Scored> = items.iter().collect();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let wanted = items.iter().filter(|item| !item.supported).count() as f64;
    let (mut seen, mut found, mut area) = (0.0, 0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
        let here = tied.iter().filter(|item| !item.supported).count() as f64;
        seen += tied.len() as f64;
        found += here;
        area += here * found / seen;
    }
    share(area, wanted)
}

/// Points of the ROC curve with unsupported as the positive class: the share of the supported that is rejected, the
/// share of the unsupported that is, and the score below which this holds. From (0, 0) to (1, 1).
pub fn roc(items: &[Scored]) -> Vec<[f64; 3]> {
    let mut sorted: Vec<&Scored> = items.iter().collect();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let bad = items.iter().filter(|item| !item.supported).count() as f64;
    let good = items.len() as f64 - bad;
    let (mut refused, mut caught) = (0.0, 0.0);
    let mut points = vec![[0.0, 0.0, 0.0]];
    for tied in sorted.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
        let here = tied.iter().filter(|item| item.supported).count() as f64;
        refused += here;
        caught += tied.len() as f64 - here;
        let above = tied.first().map_or(1.0, |item| item.score);
        points.push([share(refused, good), share(caught, bad), above]);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first holds of acceptance at .5.
    fn items(pairs: &[(f64, bool)]) -> Vec<Scored> {
        let scored = |&(score, supported): &(f64, bool)| Scored { score, accepted: score >= 0.5, supported };
        pairs.iter().map(scored).collect()
    }

    #[test]
    fn metrics_worked_by_hand() {
        // Rejected are .4 (supported) and .1: one caught, one missed, one refused, two passed.
        let set = items(&[(0.9, true), (0.8, false), (0.6, true), (0.4, true), (0.1, false)]);
        let counts = Confusion::of(&set);
        assert_eq!(counts, Confusion { caught: 1.0, missed: 1.0, refused: 1.0, passed: 2.0 });
        assert!((counts.balanced_accuracy() - f64::midpoint(0.5, 2.0 / 3.0)).abs() < 1e-12);
        assert!((counts.precision() - 0.5).abs() < 1e-12 && (counts.recall() - 0.5).abs() < 1e-12);
        assert!((counts.f1() - 0.5).abs() < 1e-12);
        // Pairs won: .9 beats both, .6 and .4 beat .1: four of six.
        assert!((auroc(&set) - 4.0 / 6.0).abs() < 1e-12);
        // From the least supported: .1 hit (1/1), .4 miss, .6 miss, .8 hit (2/4): (1 + 1/2) / 2.
        assert!((auprc(&set) - 0.75).abs() < 1e-12);
        assert_eq!(roc(&set).last().copied().map(|p| (p[0], p[1])), Some((1.0, 1.0)));
    }

    #[test]
    fn ties_count_half() {
        assert!((auroc(&items(&[(0.5, true), (0.5, false)])) - 0.5).abs() < 1e-12);
        assert!((auprc(&items(&[(0.5, true), (0.5, false)])) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_defined_is_no_number() {
        let good = items(&[(0.5, true)]);
        assert!(auroc(&good).is_nan() && auprc(&good).is_nan() && Confusion::of(&good).recall().is_nan());
    }
}
