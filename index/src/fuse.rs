//! Reciprocal rank fusion; invariants: the order depends on ranks alone, and ties are broken by
//! [`ChunkId`], so that the same legs always give the same list.

use std::collections::BTreeMap;

use crate::source::ChunkId;

/// The constant of Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
/// individual Rank Learning Methods" (SIGIR 2009): score = sum over legs of 1 / (K + rank).
pub const K: f32 = 60.0;

/// A chunk's place in one leg.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Leg {
    /// 1 for the best.
    pub rank: usize,
    /// BM25 for keywords (at least 0, no upper bound), cosine (-1 to 1) for vectors.
    pub score: f32,
}

/// A chunk with its fused score and its place in each leg.
#[derive(Debug, Clone, PartialEq)]
pub struct Fused {
    /// Which chunk.
    pub id: ChunkId,
    /// Sum of reciprocal ranks, at most 2 / (K + 1).
    pub score: f32,
    /// Place among the keyword hits.
    pub keyword: Option<Leg>,
    /// Place among the vector hits.
    pub vector: Option<Leg>,
}

/// Best first: by score descending, then by id ascending.
pub fn order(hits: &mut [(ChunkId, f32)]) {
    hits.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
}

/// Fuses two legs, each best first; an id twice in one leg counts once, at its better rank.
pub fn fuse(keyword: &[(ChunkId, f32)], vector: &[(ChunkId, f32)], limit: usize) -> Vec<Fused> {
    let mut by_id: BTreeMap<ChunkId, Fused> = BTreeMap::new();
    for (leg, is_keyword) in [(keyword, true), (vector, false)] {
        for (index, (id, score)) in leg.iter().enumerate() {
            let fused = by_id.entry(id.clone()).or_insert_with(|| Fused {
                id: id.clone(),
                score: 0.0,
                keyword: None,
                vector: None,
            });
            let slot = if is_keyword { &mut fused.keyword } else { &mut fused.vector };
            if slot.is_none() {
                *slot = Some(Leg { rank: index + 1, score: *score });
                fused.score += 1.0 / (K + (index + 1) as f32);
            }
        }
    }
    let mut fused: Vec<Fused> = by_id.into_values().collect();
    fused.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    fused.truncate(limit);
    fused
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn leg(ids: &[u8]) -> Vec<(ChunkId, f32)> {
        ids.iter().enumerate().map(|(i, id)| (ChunkId(format!("c{id:03}")), 1.0 / (i + 1) as f32)).collect()
    }

    #[test]
    fn both_legs_beat_one_and_ties_go_by_id() {
        let fused = fuse(&leg(&[1, 2]), &leg(&[3, 2]), 10);
        let ids: Vec<_> = fused.iter().map(|f| f.id.as_str()).collect();
        assert_eq!(ids, ["c002", "c001", "c003"]);
        assert!((fused[0].score - 2.0 / 62.0).abs() < 1e-6);
        assert_eq!(fused[0].keyword.unwrap().rank, 2);
        assert!(fused[1].vector.is_none());
    }

    proptest! {
        #[test]
        fn fusion_is_ordered_bounded_and_symmetric(
            a in prop::collection::vec(0u8..40, 0..30), b in prop::collection::vec(0u8..40, 0..30), limit in 0usize..50,
        ) {
            let fused = fuse(&leg(&a), &leg(&b), limit);
            prop_assert!(fused.len() <= limit);
            for pair in fused.windows(2) {
                prop_assert!(pair[0].score > pair[1].score || (pair[0].score.total_cmp(&pair[1].score).is_eq() && pair[0].id < pair[1].id));
            }
            for hit in &fused {
                prop_assert!(hit.score <= 2.0 / (K + 1.0) + 1e-6);
                prop_assert!(hit.keyword.is_some() || hit.vector.is_some());
            }
            let swapped = fuse(&leg(&b), &leg(&a), limit);
            prop_assert_eq!(
                fused.iter().map(|f| &f.id).collect::<Vec<_>>(),
                swapped.iter().map(|f| &f.id).collect::<Vec<_>>()
            );
        }
    }
}
