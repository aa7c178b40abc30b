//! One creator's vectors in memory; invariant: the i8 copy only chooses candidates, every score
//! that leaves is an exact f32 cosine.

use std::collections::{BinaryHeap, HashMap};

use jiff::civil::Date;
use simsimd::SpatialSimilarity;

use crate::backend::{Filter, IndexedChunk};
use crate::fuse::order;
use crate::source::{ChunkId, SourceKind, Visibility, hash_hex};

/// Below this many chunks an exact scan is as fast as the quantised one.
const QUANTISED_FROM: usize = 4096;
/// Candidates of the i8 scan, as a multiple of the hits asked for.
const OVERSAMPLE: usize = 4;

/// What a filter needs to know of a chunk.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: ChunkId,
    pub kind: SourceKind,
    pub date: Option<Date>,
    pub visibility: Visibility,
}

impl Entry {
    pub fn of(chunk: &IndexedChunk) -> Self {
        Self { id: chunk.id.clone(), kind: chunk.kind, date: chunk.date, visibility: chunk.visibility }
    }

    pub fn passes(&self, filter: &Filter) -> bool {
        (filter.include_private || self.visibility == Visibility::Public)
            && (filter.kinds.is_empty() || filter.kinds.contains(&self.kind))
            && filter.since.is_none_or(|since| self.date.is_some_and(|date| date >= since))
            && filter.until.is_none_or(|until| self.date.is_some_and(|date| date <= until))
    }
}

/// The first 64 bits of the id's SHA-256: two ids of one creator share them once in 10^9 archives of
/// 100,000 chunks.
pub fn key_of(id: &ChunkId) -> u64 {
    let hash = hash_hex(&[id.as_str().as_bytes()]);
    hash.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

/// Rows of equal length, flat.
pub struct CreatorVectors {
    dimensions: usize,
    entries: Vec<Entry>,
    exact: Vec<f32>,
    quantised: Vec<i8>,
    scales: Vec<f32>,
    /// Places by [`key_of`].
    rows: HashMap<u64, usize>,
}

impl CreatorVectors {
    pub fn new(dimensions: usize) -> Self {
        Self {
            dimensions,
            entries: Vec::new(),
            exact: Vec::new(),
            quantised: Vec::new(),
            scales: Vec::new(),
            rows: HashMap::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn entry(&self, key: u64) -> Option<&Entry> {
        self.rows.get(&key).and_then(|row| self.entries.get(*row))
    }

    pub fn upsert(&mut self, entry: Entry, vector: &[f32]) {
        self.remove(&entry.id);
        self.rows.insert(key_of(&entry.id), self.entries.len());
        self.entries.push(entry);
        self.exact.extend_from_slice(vector);
        let (codes, scale) = quantise(vector);
        self.quantised.extend(codes);
        self.scales.push(scale);
    }

    /// False when there was no such chunk.
    pub fn remove(&mut self, id: &ChunkId) -> bool {
        let Some(row) = self.rows.remove(&key_of(id)) else { return false };
        let last = self.entries.len() - 1;
        let size = self.dimensions;
        self.entries.swap_remove(row);
        self.scales.swap_remove(row);
        self.exact.copy_within(last * size.., row * size);
        self.exact.truncate(last * size);
        self.quantised.copy_within(last * size.., row * size);
        self.quantised.truncate(last * size);
        if let Some(moved) = self.entries.get(row) {
            self.rows.insert(key_of(&moved.id), row);
        }
        true
    }

    /// The `limit` nearest rows that pass, best first.
    pub fn nearest(&self, query: &[f32], filter: &Filter, limit: usize, exact: bool) -> Vec<(ChunkId, f32)> {
        if query.len() != self.dimensions || limit == 0 {
            return Vec::new();
        }
        let mut hits: Vec<(ChunkId, f32)> = if exact || self.entries.len() < QUANTISED_FROM {
            self.top(filter, limit, self.exact.chunks_exact(self.dimensions).map(|row| dot(query, row)))
        } else {
            let (codes, _) = quantise(query);
            let scores = dots(&codes, &self.quantised);
            let scan = scores.into_iter().zip(&self.scales).map(|(score, scale)| score as f32 * scale);
            self.top(filter, limit.saturating_mul(OVERSAMPLE), scan)
        }
        .into_iter()
        .filter_map(|row| {
            let start = row * self.dimensions;
            let vector = self.exact.get(start..start + self.dimensions)?;
            Some((self.entries.get(row)?.id.clone(), dot(query, vector)))
        })
        .collect();
        order(&mut hits);
        hits.truncate(limit);
        hits
    }

    /// Rows of the highest scores; among equal scores those of the smaller id stay.
    fn top(&self, filter: &Filter, limit: usize, scores: impl Iterator<Item = f32>) -> Vec<usize> {
        let mut heap: BinaryHeap<Candidate<'_>> = BinaryHeap::with_capacity(limit.min(self.entries.len()) + 1);
        let mut floor = f32::NEG_INFINITY;
        for ((row, entry), score) in self.entries.iter().enumerate().zip(scores) {
            if (heap.len() >= limit && score < floor) || !entry.passes(filter) {
                continue;
            }
            heap.push(Candidate { score, id: &entry.id, row });
            if heap.len() > limit {
                heap.pop();
            }
            if heap.len() == limit {
                floor = heap.peek().map_or(floor, |worst| worst.score);
            }
        }
        heap.into_iter().map(|candidate| candidate.row).collect()
    }
}

/// Ordered so that the heap's top is the worst: lowest score, then largest id.
struct Candidate<'a> {
    score: f32,
    id: &'a ChunkId,
    row: usize,
}

impl Ord for Candidate<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.score.total_cmp(&self.score).then_with(|| self.id.cmp(other.id))
    }
}

impl PartialOrd for Candidate<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate<'_> {}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    f32::dot(a, b).unwrap_or(0.0) as f32
}

/// The dot product of `query` with each row. A plain loop: `pulp` compiles it for the widest
/// instructions that the machine has, and the whole scan is one call.
fn dots(query: &[i8], rows: &[i8]) -> Vec<i32> {
    let query: Vec<i16> = query.iter().map(|x| i16::from(*x)).collect();
    let mut scores = vec![0_i32; rows.len() / query.len().max(1)];
    pulp::Arch::new().dispatch(|| {
        for (score, row) in scores.iter_mut().zip(rows.chunks_exact(query.len())) {
            *score = row.iter().zip(&query).map(|(x, y)| i32::from(i16::from(*x)) * i32::from(*y)).sum();
        }
    });
    scores
}

/// Symmetric per-vector quantisation: the largest number becomes 127.
fn quantise(vector: &[f32]) -> (Vec<i8>, f32) {
    let peak = vector.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
    if peak == 0.0 {
        return (vec![0; vector.len()], 0.0);
    }
    let scale = peak / 127.0;
    (vector.iter().map(|x| (x / scale).round() as i8).collect(), scale)
}
