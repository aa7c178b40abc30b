//! Claim offsets in bytes, UTF-16 units and code points, so that no client has to count.

use serde_json::{Value, json};

use crate::check::CheckReport;

/// The report with `offsets` beside each claim's byte offsets.
pub fn with_all_offsets(reply: &str, report: &CheckReport) -> Value {
    let mut value = serde_json::to_value(report).unwrap_or(Value::Null);
    let claims = value.get_mut("claims").and_then(Value::as_array_mut);
    for (claim, shown) in report.claims.iter().zip(claims.into_iter().flatten()) {
        let before = reply.get(..claim.start).unwrap_or("");
        let inside = reply.get(claim.start..claim.end).unwrap_or("");
        let utf16 = |text: &str| text.encode_utf16().count();
        let points = |text: &str| text.chars().count();
        if let Some(fields) = shown.as_object_mut() {
            fields.insert(
                "offsets".to_owned(),
                json!({
                    "utf8": { "start": claim.start, "end": claim.end },
                    "utf16": { "start": utf16(before), "end": utf16(before) + utf16(inside) },
                    "code_points": { "start": points(before), "end": points(before) + points(inside) },
                }),
            );
        }
    }
    value
}
