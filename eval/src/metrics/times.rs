//! Quantiles of times.

/// The value below which a share of the (sorted) values lies, straight lines between neighbours (Hyndman and Fan 1996,
/// type 7). Undefined of nothing.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share.clamp(0.0, 1.0) * sorted.len().saturating_sub(1) as f64;
    let below = place.floor() as usize;
    match (sorted.get(below), sorted.get(below + 1)) {
        (Some(low), Some(high)) => low + (high - low) * (place - place.floor()),
        (Some(low), None) => *low,
        (None, _) => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        assert!((quantile(&sorted, 0.5) - 3.0).abs() < 1e-12);
        assert!((quantile(&sorted, 0.9) - 6.8).abs() < 1e-12);
        assert!((quantile(&sorted, 1.0) - 8.0).abs() < 1e-12 && quantile(&[], 0.5).is_nan());
    }
}
