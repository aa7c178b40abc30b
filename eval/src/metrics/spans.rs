//! How well the blame sits: overlap of characters, as RAGTruth counts it (Niu et al. 2024, section 5): over all
//! responses together, not a mean of responses.

use super::share;

/// Characters of one response.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Chars {
    /// At fault and blamed.
    pub both: usize,
    /// At fault.
    pub gold: usize,
    /// Blamed.
    pub said: usize,
}

impl Chars {
    /// Counts characters, not bytes, that lie in the given byte ranges of `text`; ranges may overlap.
    pub fn of(text: &str, gold: &[(usize, usize)], said: &[(usize, usize)]) -> Self {
        let inside =
            |at: usize, ranges: &[(usize, usize)]| ranges.iter().any(|(start, end)| (*start..*end).contains(&at));
        let mut counts = Self::default();
        for (at, _) in text.char_indices() {
            let (faulty, blamed) = (inside(at, gold), inside(at, said));
            counts.gold += usize::from(faulty);
            counts.said += usize::from(blamed);
            counts.both += usize::from(faulty && blamed);
        }
        counts
    }

    /// Precision, recall and F1 over all responses.
    pub fn figures(all: &[Self]) -> [f64; 3] {
        let sum = |part: fn(&Self) -> usize| all.iter().map(part).sum::<usize>() as f64;
        let (both, gold, said) = (sum(|c| c.both), sum(|c| c.gold), sum(|c| c.said));
        [share(both, said), share(both, gold), share(2.0 * both, gold + said)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_once_and_not_as_bytes() {
        let text = "été au parc";
        // "été" is at fault, "té au" is blamed, twice.
        let found = Chars::of(text, &[(0, 5)], &[(2, 8), (2, 5)]);
        assert_eq!(found, Chars { both: 2, gold: 3, said: 5 });
        let [precision, recall, f1] = Chars::figures(&[found, Chars { both: 0, gold: 1, said: 0 }]);
        assert!((precision - 0.4).abs() < 1e-12 && (recall - 0.5).abs() < 1e-12 && (f1 - 4.0 / 9.0).abs() < 1e-12);
        assert!(Chars::figures(&[Chars::default()])[2].is_nan());
    }
}
