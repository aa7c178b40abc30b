//! Figures of searches.

use std::collections::BTreeMap;

use super::{Figure, Frame, SEED, Unit, drawn};
use crate::metrics::interval::{bootstrap, clusters};
use crate::run::Measured;

/// Names of a ranking's figures, in their order.
pub const NAMES: [&str; 4] = ["nDCG@10", "recall@10", "recall@100", "MRR"];

/// By leg: the mean over queries.
pub fn figures(frame: &Frame<'_>, items: &[&Measured], out: &mut Vec<Figure>) {
    let mut legs: BTreeMap<&str, Vec<([f64; 4], &str)>> = BTreeMap::new();
    for item in items {
        if let Some(ranking) = item.ranking() {
            for (leg, figures) in &ranking.legs {
                legs.entry(leg).or_default().push((*figures, &item.cluster));
            }
        }
    }
    for (leg, queries) in legs {
        let values: Vec<[f64; 4]> = queries.iter().map(|(value, _)| *value).collect();
        let groups = clusters(queries.iter().map(|(_, cluster)| *cluster));
        for (at, name) in NAMES.into_iter().enumerate() {
            let mean = |sample: &[[f64; 4]]| sample.iter().filter_map(|v| v.get(at)).sum::<f64>() / sample.len() as f64;
            let interval = bootstrap(&values, &groups, SEED, mean);
            let name = format!("{leg} {name}");
            out.push(frame.figure("query", &name, Unit::Number, interval, values.len(), &drawn(groups.len())));
        }
    }
}
