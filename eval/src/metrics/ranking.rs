//! How high the right documents stand in a ranking (Järvelin and Kekäläinen 2002; Voorhees 1999), as `trec_eval`
//! counts: linear gain, and the ideal ranking of all judged documents.

use std::collections::HashMap;

use super::share;

/// Documents of one query with their grade, above 0 when relevant.
pub type Relevant = HashMap<String, f64>;

/// `Σ gᵢ / log₂(i + 1)` over the first `depth`, divided by the same of the best order there is. 0 to 1.
pub fn ndcg(ranking: &[String], relevant: &Relevant, depth: usize) -> f64 {
    let discount = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let gains = ranking.iter().take(depth).enumerate();
    let gain: f64 = gains.filter_map(|(rank, id)| relevant.get(id).map(|grade| grade * discount(rank))).sum();
    let mut grades: Vec<f64> = relevant.values().copied().filter(|grade| *grade > 0.0).collect();
    grades.sort_by(|a, b| b.total_cmp(a));
    let ideal: f64 = grades.iter().take(depth).enumerate().map(|(rank, grade)| grade * discount(rank)).sum();
    share(gain, ideal)
}

fn is_relevant(id: &str, relevant: &Relevant) -> bool {
    relevant.get(id).is_some_and(|grade| *grade > 0.0)
}

/// The share of the relevant documents that stand among the first `depth`.
pub fn recall(ranking: &[String], relevant: &Relevant, depth: usize) -> f64 {
    let found = ranking.iter().take(depth).filter(|id| is_relevant(id, relevant)).count();
    let wanted = relevant.values().filter(|grade| **grade > 0.0).count();
    share(found as f64, wanted as f64)
}

/// One over the rank of the first relevant document; 0 when there is none.
pub fn reciprocal_rank(ranking: &[String], relevant: &Relevant) -> f64 {
    ranking.iter().position(|id| is_relevant(id, relevant)).map_or(0.0, |at| 1.0 / (at as f64 + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let ranking: Vec<String> = ["x", "a", "y", "b"].map(str::to_owned).to_vec();
        let relevant: Relevant = [("a".to_owned(), 1.0), ("b".to_owned(), 2.0), ("z".to_owned(), 0.0)].into();
        // a at 2 with 1/log2(3), b at 4 with 2/log2(5); ideal: b first, a second.
        let gain = 1.0 / 3.0_f64.log2() + 2.0 / 5.0_f64.log2();
        let ideal = 2.0 + 1.0 / 3.0_f64.log2();
        assert!((ndcg(&ranking, &relevant, 10) - gain / ideal).abs() < 1e-12);
        assert!((recall(&ranking, &relevant, 2) - 0.5).abs() < 1e-12);
        assert!((reciprocal_rank(&ranking, &relevant) - 0.5).abs() < 1e-12);
        assert!(reciprocal_rank(&["z".to_owned()], &relevant).abs() < 1e-12);
        assert!(ndcg(&ranking, &Relevant::new(), 10).is_nan());
    }
}
