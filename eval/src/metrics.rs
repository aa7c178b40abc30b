//! Metrics with their formula and source; pure. Invariant: a figure that is not defined (no item of a class, an
//! empty set) is `NaN` and is shown as such, never as 0 or 1.

pub mod agreement;
pub mod calibration;
pub mod citations;
pub mod classification;
#[cfg(test)]
mod independent;
pub mod interval;
pub mod paired;
pub mod ranking;
pub mod spans;
pub mod times;

/// `part / whole`, undefined where there is nothing to divide by.
pub fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}
