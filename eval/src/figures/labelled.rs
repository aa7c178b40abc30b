//! Figures of outputs that somebody labelled, raw against guarded. Invariant: labels of one kind of labeller are never
//! mixed with those of another.

use std::collections::{BTreeMap, BTreeSet};

use super::{Figure, Frame, SEED, Unit, exact};
use crate::metrics::agreement::kappa;
use crate::metrics::paired::{difference, mcnemar};
use crate::run::{Label, Labeller, Measured, Pair, Support};

/// As a report names it.
pub const fn who(by: Labeller) -> &'static str {
    match by {
        Labeller::Person => "person",
        Labeller::Author => "author of the system",
        Labeller::Model => "model judge",
    }
}

/// By kind of labeller: hallucination rate raw and guarded, answer rate, over-refusal; agreement of any two who labelled
/// the same.
pub fn figures(part: &str, items: &[&Measured], labels: &[Label], out: &mut Vec<Figure>) {
    let pairs: BTreeMap<&str, &Pair> = items.iter().filter_map(|item| Some((item.id.as_str(), item.pair()?))).collect();
    if pairs.is_empty() {
        return;
    }
    let frame = |slice: &str| Frame { part, half: "both".to_owned(), slice: slice.to_owned() };
    let all = frame("all");
    let guarded: Vec<(bool, &str)> = pairs.iter().map(|(id, pair)| (pair.answers, *id)).collect();
    out.push(all.share("reply", "guarded answer rate", &guarded));
    let raw: Vec<(bool, &str)> = pairs.iter().map(|(id, pair)| (!pair.raw.trim().is_empty(), *id)).collect();
    out.push(all.share("reply", "raw drafts that are not empty", &raw));
    for outcome in ["answered", "repaired", "fellback", "abstained", "refused"] {
        let ended: Vec<(bool, &str)> = pairs.iter().map(|(id, pair)| (pair.outcome == outcome, *id)).collect();
        if ended.iter().any(|(yes, _)| *yes) {
            out.push(all.share("reply", &format!("guarded: {outcome}"), &ended));
        }
    }
    for by in [Labeller::Person, Labeller::Author, Labeller::Model] {
        let own: Vec<&Label> = labels.iter().filter(|label| label.by == by).collect();
        if !own.is_empty() {
            let names: BTreeSet<&str> = own.iter().map(|label| label.name.as_str()).collect();
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            of_labeller(&frame(&format!("labelled by: {}: {names}", who(by))), &pairs, &own, out);
        }
    }
    agreement(part, labels, out);
}

fn of_labeller(frame: &Frame<'_>, pairs: &BTreeMap<&str, &Pair>, labels: &[&Label], out: &mut Vec<Figure>) {
    // Two of one kind who labelled the same: the first in the file counts, and the others go into the agreement.
    let mut first: BTreeMap<(&str, &str), &Label> = BTreeMap::new();
    for label in labels {
        first.entry((&label.id, &label.arm)).or_insert(label);
    }
    for arm in ["raw", "guarded"] {
        // An abstention states nothing and is no answer.
        let answers: Vec<(bool, &str)> = first
            .iter()
            .filter(|((id, of), label)| {
                let sent = arm == "raw" || pairs.get(id).is_some_and(|pair| pair.answers);
                *of == arm && sent && label.says != Support::NothingToCheck
            })
            .map(|((id, _), label)| (label.says == Support::Unsupported, *id))
            .collect();
        out.push(frame.share("reply", &format!("{arm} hallucination rate"), &answers));
        // The same over everything that was sent as an answer, whether it says anything or not.
        let sent: Vec<(bool, &str)> = first
            .iter()
            .filter(|((id, of), _)| *of == arm && (arm == "raw" || pairs.get(id).is_some_and(|pair| pair.answers)))
            .map(|((id, _), label)| (label.says == Support::Unsupported, *id))
            .collect();
        out.push(frame.share("reply", &format!("{arm} hallucinations of all that is sent as an answer"), &sent));
    }
    paired(frame, pairs, &first, out);
    let answerable = |id: &str| {
        let mut said = labels.iter().filter(|label| label.id == id);
        said.find_map(|label| label.answerable)
    };
    let named: BTreeSet<&str> = first.keys().map(|(id, _)| *id).collect();
    let refused: Vec<(bool, &str)> = named
        .iter()
        .filter(|id| answerable(id) == Some(true))
        .filter_map(|id| Some((!pairs.get(id)?.answers, *id)))
        .collect();
    if !refused.is_empty() {
        out.push(frame.share("reply", "guarded over-refusal of what the evidence answers", &refused));
    }
    let good: Vec<(bool, &str)> = first
        .iter()
        .filter(|((_, arm), label)| *arm == "raw" && label.says == Support::Supported)
        .filter_map(|((id, _), _)| Some((!pairs.get(id)?.answers, *id)))
        .collect();
    if !good.is_empty() {
        out.push(frame.share("reply", "supported raw drafts that got no answer", &good));
    }
}

/// Messages that were met with an unsupported claim, raw and guarded, over the same messages: the two rates above stand
/// on different replies, for what is not sent is in none.
fn paired(
    frame: &Frame<'_>,
    pairs: &BTreeMap<&str, &Pair>,
    first: &BTreeMap<(&str, &str), &Label>,
    out: &mut Vec<Figure>,
) {
    // Whether an arm is at fault; none where a text is not labelled yet. What is blank, or not sent as an answer, has none.
    let is_bad = |id: &str, arm: &str, sent: bool| {
        if sent { first.get(&(id, arm)).map(|label| label.says == Support::Unsupported) } else { Some(false) }
    };
    let both: Vec<(bool, bool, &str)> = pairs
        .iter()
        .filter_map(|(id, pair)| {
            let raw = is_bad(id, "raw", !pair.raw.trim().is_empty())?;
            let guarded = is_bad(id, "guarded", pair.answers && !pair.guarded.trim().is_empty())?;
            Some((raw, guarded, *id))
        })
        .collect();
    if both.is_empty() {
        return;
    }
    let arm = |bad: fn(&(bool, bool, &str)) -> bool| -> Vec<(bool, &str)> {
        both.iter().map(|item| (bad(item), item.2)).collect()
    };
    out.push(frame.share("message", "met with an unsupported claim, raw", &arm(|item| item.0)));
    out.push(frame.share("message", "met with an unsupported claim, guarded", &arm(|item| item.1)));
    let one = |bad: bool| f64::from(u8::from(bad));
    let values: Vec<(f64, f64)> = both.iter().map(|(raw, guarded, _)| (one(*guarded), one(*raw))).collect();
    let alone: Vec<Vec<usize>> = (0..values.len()).map(|at| vec![at]).collect();
    let mean = |sample: &[f64]| sample.iter().sum::<f64>() / sample.len() as f64;
    let taken = difference(&values, &alone, SEED, mean);
    let only = |raw: bool| both.iter().filter(|(a, b, _)| *a == raw && *b != raw).count();
    let method = format!("paired bootstrap; McNemar p = {:.2e}", mcnemar(only(true), only(false)));
    let name = "unsupported claims that the guard took away";
    out.push(frame.figure("message", name, Unit::Share, taken, both.len(), &method));
}

/// Labels of one labeller, by item and arm.
type Said<'a> = BTreeMap<(&'a str, &'a str), String>;

/// Cohen's kappa of every two who labelled the same outputs.
fn agreement(part: &str, labels: &[Label], out: &mut Vec<Figure>) {
    let mut of: BTreeMap<(Labeller, &str), Said<'_>> = BTreeMap::new();
    for label in labels {
        let own = of.entry((label.by, &label.name)).or_default();
        own.insert((&label.id, &label.arm), format!("{:?}", label.says));
    }
    let people: Vec<_> = of.iter().collect();
    for (at, ((by, name), mine)) in people.iter().enumerate() {
        for ((other_by, other_name), theirs) in people.iter().skip(at + 1) {
            let both: Vec<(String, String)> =
                mine.iter().filter_map(|(key, said)| Some((said.clone(), theirs.get(key)?.clone()))).collect();
            if both.is_empty() {
                continue;
            }
            let slice = format!("{name} ({}) and {other_name} ({})", who(*by), who(*other_by));
            let frame = Frame { part, half: "both".to_owned(), slice };
            let value = exact(kappa(&both));
            out.push(frame.figure("label", "agreement, Cohen's kappa", Unit::Number, value, both.len(), "none"));
        }
    }
}
