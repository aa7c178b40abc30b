//! Figures of whole replies to fans.

use super::{Figure, Frame, SEED, Unit, drawn};
use crate::item::Behaviour;
use crate::metrics::citations;
use crate::metrics::interval::{bootstrap, clusters};
use crate::run::{Answer, Measured};

fn answers<'a>(items: &[&'a Measured]) -> Vec<(&'a Answer, &'a str)> {
    items.iter().filter_map(|item| Some((item.answer()?, item.cluster.as_str()))).collect()
}

/// A condition that some answers are asked about, and what is asked of them.
type Asked = (&'static str, fn(&Answer) -> bool, fn(&Answer) -> bool);

/// Everything, of the whole of a part's half.
pub fn figures(frame: &Frame<'_>, items: &[&Measured], out: &mut Vec<Figure>) {
    const ASKED: [Asked; 9] = [
        // A forbidden string in a reply that answers is an invention, as far as strings can tell.
        ("replies with a forbidden string", |a| a.answers, |a| !a.leaks.is_empty()),
        ("answer rate", |a| a.expect == Behaviour::Answer, |a| a.answers),
        ("over-refusal", |a| a.expect == Behaviour::Answer, |a| !a.answers),
        ("answers with what is needed", |a| a.expect == Behaviour::Answer && a.answers, |a| a.has_needed),
        ("answered where it should abstain", |a| a.expect == Behaviour::Abstain, |a| a.answers),
        ("small talk passed", |a| a.expect == Behaviour::Social, |a| a.right),
        ("handed off", |a| a.expect == Behaviour::HandOff, |a| a.handed_off),
        ("right source among the evidence", |a| a.found_right.is_some(), |a| a.found_right == Some(true)),
        (
            "right source cited",
            |a| a.expect == Behaviour::Answer && a.cites_right.is_some(),
            |a| a.cites_right == Some(true),
        ),
    ];
    let found = answers(items);
    if found.is_empty() {
        return;
    }
    rates(frame, items, out);
    for (name, among, hit) in ASKED {
        let asked: Vec<(bool, &str)> =
            found.iter().filter(|(answer, _)| among(answer)).map(|(answer, cluster)| (hit(answer), *cluster)).collect();
        if !asked.is_empty() {
            out.push(frame.share("reply", name, &asked));
        }
    }
    cited(frame, &found, out);
}

/// Behaviour as the gold says, which makes sense of any slice.
pub fn rates(frame: &Frame<'_>, items: &[&Measured], out: &mut Vec<Figure>) {
    let found = answers(items);
    if found.is_empty() {
        return;
    }
    let right: Vec<(bool, &str)> = found.iter().map(|(answer, cluster)| (answer.right, *cluster)).collect();
    out.push(frame.share("reply", "right behaviour", &right));
    if frame.slice != "all" {
        return;
    }
    for expect in [Behaviour::Answer, Behaviour::Abstain, Behaviour::Refuse, Behaviour::HandOff, Behaviour::Social] {
        let of: Vec<(bool, &str)> =
            found.iter().filter(|(a, _)| a.expect == expect).map(|(a, cluster)| (a.right, *cluster)).collect();
        if !of.is_empty() {
            let inside =
                Frame { part: frame.part, half: frame.half.clone(), slice: format!("expect={}", name(expect)) };
            out.push(inside.share("reply", "right behaviour", &of));
        }
    }
}

/// As the gold files write it.
pub const fn name(expect: Behaviour) -> &'static str {
    match expect {
        Behaviour::Answer => "answer",
        Behaviour::Abstain => "abstain",
        Behaviour::Refuse => "refuse",
        Behaviour::HandOff => "hand_off",
        Behaviour::Social => "social",
    }
}

fn cited(frame: &Frame<'_>, found: &[(&Answer, &str)], out: &mut Vec<Figure>) {
    let statements: Vec<((bool, usize, usize), &str)> =
        found.iter().flat_map(|(answer, cluster)| answer.citations.iter().map(move |c| (*c, *cluster))).collect();
    if statements.is_empty() {
        return;
    }
    let values: Vec<(bool, usize, usize)> = statements.iter().map(|(value, _)| *value).collect();
    let groups = clusters(statements.iter().map(|(_, cluster)| *cluster));
    for (at, name) in ["citation recall of cited statements", "citation precision"].into_iter().enumerate() {
        let metric = |sample: &[_]| citations::figures(sample).get(at).copied().unwrap_or(f64::NAN);
        let interval = bootstrap(&values, &groups, SEED, metric);
        let method = format!("{}; by a model, the baseline judge", drawn(groups.len()));
        out.push(frame.figure("statement", name, Unit::Share, interval, values.len(), &method));
    }
}
