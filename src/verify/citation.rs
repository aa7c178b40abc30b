//! Citations resolve; a missing or wrong one is replaced by what carries the claim, on the record.

use groundwire_index::retrieve::Evidence;

use crate::claim::Claim;

/// What a claim's citations refer to.
pub struct Resolved {
    /// Places of the items that exist, in order, each once.
    pub items: Vec<usize>,
    /// References that lead nowhere.
    pub unknown: Vec<String>,
}

/// Looks each reference up.
pub fn resolve(claim: &Claim, evidence: &Evidence) -> Resolved {
    let mut resolved = Resolved { items: Vec::new(), unknown: Vec::new() };
    for reference in &claim.cites {
        match evidence.position(reference) {
            Some(place) if !resolved.items.contains(&place) => resolved.items.push(place),
            Some(_) => {}
            None => resolved.unknown.push(reference.clone()),
        }
    }
    resolved
}

/// The id by which a catalogue row is cited: the evidence item that shows it, else the row's name.
pub fn row_id(name: &str, evidence: &Evidence) -> String {
    evidence
        .items
        .iter()
        .find(|item| item.kind.as_deref() == Some("catalogue") && item.title.as_deref() == Some(name))
        .map_or_else(|| format!("catalogue:{name}"), |item| item.id.clone())
}
