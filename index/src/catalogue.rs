//! Structured offers; invariant: an [`Offer`] says what one row said, and whether it can be sold is
//! asked at a given day, never remembered.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One variant of one item, at a price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The item's name.
    pub item: String,
    /// Size, colour ...; `None` when there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// In units of `currency`, at least 0; not a number where the price is not known.
    pub price: f64,
    /// ISO 4217.
    pub currency: String,
    /// Units that can be sold now; `None` is not counted and sellable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<i64>,
    /// ISO 3166 codes of where it ships; empty is everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub region: Vec<String>,
    /// First day on which the offer stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day on which the offer stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// A discount code that applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Why a row cannot be sold on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// Stock is counted and none is left.
    SoldOut,
    /// The offer starts later.
    NotYet,
    /// The offer is over.
    Over,
}

impl Offer {
    /// Item and variant as one name.
    pub fn name(&self) -> String {
        match &self.variant {
            Some(variant) => format!("{}, {variant}", self.item),
            None => self.item.clone(),
        }
    }

    /// Whether it can be sold on `today`.
    pub fn available(&self, today: Date) -> Result<(), Unavailable> {
        if self.valid_from.is_some_and(|from| today < from) {
            return Err(Unavailable::NotYet);
        }
        if self.valid_until.is_some_and(|until| today > until) {
            return Err(Unavailable::Over);
        }
        if self.stock.is_some_and(|left| left <= 0) {
            return Err(Unavailable::SoldOut);
        }
        Ok(())
    }

    /// The row as a sentence that can be indexed, shown and cited.
    pub fn sentence(&self) -> String {
        use std::fmt::Write as _;
        let mut out = self.name();
        if self.price.is_finite() {
            let _ = write!(out, ": {:.2} {}", self.price, self.currency);
        }
        match self.stock {
            Some(left) if left <= 0 => out.push_str(", stock 0"),
            Some(left) => {
                let _ = write!(out, ", stock {left}");
            }
            None => {}
        }
        if let Some(code) = &self.code {
            let _ = write!(out, ", code {code}");
        }
        if let Some(until) = self.valid_until {
            let _ = write!(out, ", until {until}");
        }
        out.push('.');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn availability_is_asked_for_a_day() {
        let mut offer: Offer = serde_json::from_str(
            r#"{"item":"Spoon","variant":"large","price":24,"currency":"EUR","stock":3,"valid_from":"2026-01-01","valid_until":"2026-01-31"}"#,
        )
        .unwrap();
        assert_eq!(offer.available(date(2026, 1, 31)), Ok(()));
        assert_eq!(offer.available(date(2025, 12, 31)), Err(Unavailable::NotYet));
        assert_eq!(offer.available(date(2026, 2, 1)), Err(Unavailable::Over));
        offer.stock = Some(0);
        assert_eq!(offer.available(date(2026, 1, 2)), Err(Unavailable::SoldOut));
        offer.stock = None;
        assert_eq!(offer.available(date(2026, 1, 2)), Ok(()));
        assert_eq!(offer.sentence(), "Spoon, large: 24.00 EUR, until 2026-01-31.");
    }
}
