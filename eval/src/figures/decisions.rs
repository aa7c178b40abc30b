//! Figures of decisions on claims and candidate replies.

use super::{Figure, Frame, SEED, Unit, drawn};
use crate::metrics::calibration::{brier, expected_error};
use crate::metrics::classification::{Confusion, Metric, Scored, auprc, auroc};
use crate::metrics::interval::{bootstrap, clusters};
use crate::metrics::spans::Chars;
use crate::run::{Decision, Measured};

/// Decisions with the names of their clusters.
fn decisions<'a>(items: &[&'a Measured]) -> Vec<(&'a Decision, &'a str)> {
    items.iter().filter_map(|item| Some((item.decision()?, item.cluster.as_str()))).collect()
}

/// What a decision says, for the metrics.
pub fn scored(decision: &Decision) -> Scored {
    Scored { score: decision.score, accepted: decision.accepted, supported: decision.acceptable }
}

/// Everything, of the whole of a part's half.
pub fn figures(frame: &Frame<'_>, items: &[&Measured], out: &mut Vec<Figure>) {
    let found = decisions(items);
    if found.is_empty() {
        return;
    }
    rates(frame, items, out);
    let responses: Vec<(Scored, &str)> = found.iter().map(|(d, cluster)| (scored(d), *cluster)).collect();
    classified(frame, "response", &responses, out);
    for (name, metric) in [("calibration error", expected_error as Metric), ("Brier score", brier)] {
        push(frame, "response", name, Unit::Number, &responses, metric, out);
    }
    let sentences: Vec<(Scored, &str)> = found
        .iter()
        .filter(|(decision, _)| decision.chars.is_some())
        .flat_map(|(decision, cluster)| {
            let one =
                |s: &crate::run::Sentence| Scored { score: s.score, accepted: s.accepted, supported: s.supported };
            decision.sentences.iter().map(move |sentence| (one(sentence), *cluster))
        })
        .collect();
    if !sentences.is_empty() {
        classified(frame, "sentence", &sentences, out);
    }
    let spans: Vec<(Chars, &str)> = found.iter().filter_map(|(d, cluster)| Some((d.chars?, *cluster))).collect();
    if spans.iter().any(|(chars, _)| chars.gold > 0) {
        for (at, name) in ["precision", "recall", "F1"].into_iter().enumerate() {
            let metric = move |sample: &[Chars]| Chars::figures(sample).get(at).copied().unwrap_or(f64::NAN);
            push(frame, "span", name, Unit::Share, &spans, metric, out);
        }
    }
    mended(frame, &found, out);
}

/// Catch and false alarms, which make sense of any slice.
pub fn rates(frame: &Frame<'_>, items: &[&Measured], out: &mut Vec<Figure>) {
    let found = decisions(items);
    let rejected = |acceptable: bool| -> Vec<(bool, &str)> {
        let of_class = found.iter().filter(|(decision, _)| decision.acceptable == acceptable);
        of_class.map(|(decision, cluster)| (!decision.accepted, *cluster)).collect()
    };
    let (bad, good) = (rejected(false), rejected(true));
    if !bad.is_empty() {
        out.push(frame.share("response", "catch rate", &bad));
    }
    if !good.is_empty() {
        out.push(frame.share("response", "over-refusal", &good));
    }
    // Of replies by a model the share at fault is that model's own rate, whatever the check said.
    let by_people: Vec<(bool, &str)> =
        found.iter().filter(|(d, _)| d.chars.is_some()).map(|(d, cluster)| (!d.acceptable, *cluster)).collect();
    if frame.slice.starts_with("model=") && !by_people.is_empty() {
        out.push(frame.share("response", "hallucination rate by the gold labels", &by_people));
    }
    if frame.slice == "kind=social" && !good.is_empty() {
        let passed: Vec<(bool, &str)> = good.iter().map(|(refused, cluster)| (!refused, *cluster)).collect();
        out.push(frame.share("response", "small talk passed", &passed));
    }
}

fn classified(frame: &Frame<'_>, level: &str, items: &[(Scored, &str)], out: &mut Vec<Figure>) {
    let metrics: [(&str, Unit, Metric); 6] = [
        ("balanced accuracy", Unit::Share, |sample| Confusion::of(sample).balanced_accuracy()),
        ("precision", Unit::Share, |sample| Confusion::of(sample).precision()),
        ("recall", Unit::Share, |sample| Confusion::of(sample).recall()),
        ("F1", Unit::Share, |sample| Confusion::of(sample).f1()),
        ("AUROC", Unit::Number, auroc),
        ("AUPRC", Unit::Number, auprc),
    ];
    for (name, unit, metric) in metrics {
        push(frame, level, name, unit, items, metric, out);
    }
}

/// What was mended of what could be, and whether the reasons are right.
fn mended(frame: &Frame<'_>, found: &[(&Decision, &str)], out: &mut Vec<Figure>) {
    let repaired: Vec<(bool, &str)> = found.iter().filter_map(|(d, cluster)| Some((d.repaired?, *cluster))).collect();
    if !repaired.is_empty() {
        out.push(frame.share("response", "repair yield", &repaired));
    }
    let reasons: Vec<((usize, usize), &str)> =
        found.iter().filter_map(|(d, cluster)| Some((d.reasons?, *cluster))).collect();
    if !reasons.is_empty() {
        let right = |sample: &[(usize, usize)]| {
            let (right, all) = sample.iter().fold((0, 0), |(r, a), (right, all)| (r + right, a + all));
            crate::metrics::share(right as f64, all as f64)
        };
        push(frame, "response", "right reason of blamed faults", Unit::Share, &reasons, right, out);
    }
}

fn push<T: Copy>(
    frame: &Frame<'_>,
    level: &str,
    name: &str,
    unit: Unit,
    items: &[(T, &str)],
    metric: impl Fn(&[T]) -> f64,
    out: &mut Vec<Figure>,
) {
    let values: Vec<T> = items.iter().map(|(value, _)| *value).collect();
    let groups = clusters(items.iter().map(|(_, cluster)| *cluster));
    let interval = bootstrap(&values, &groups, SEED, metric);
    out.push(frame.figure(level, name, unit, interval, values.len(), &drawn(groups.len())));
}
