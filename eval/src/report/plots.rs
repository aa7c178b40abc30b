//! What is drawn of a run.

use std::collections::BTreeSet;

use super::Told;
use super::chart::{Bar, Line, Mark, Strip, bars, strips, unit_square};
use crate::calibrate::decided;
use crate::figures::{Figure, Unit, scored, stages};
use crate::item::Half;
use crate::metrics::calibration::bins;
use crate::metrics::classification::{Scored, auroc, roc};
use crate::metrics::times::quantile;
use crate::run::{Measured, Run};

/// A chart with its heading, its explanation and its numbers.
pub struct Plot {
    /// Heading.
    pub title: String,
    /// What it shows, for everyone.
    pub caption: String,
    /// SVG.
    pub drawing: String,
    /// It needs the width of the page.
    pub wide: bool,
    /// The same numbers: header and rows.
    pub table: (Vec<String>, Vec<Vec<String>>),
}

/// All charts of a run.
pub fn plots(told: &Told) -> Vec<Plot> {
    let mut out = Vec::new();
    let half = if told.run.items.iter().any(|item| item.half == Half::B) { Half::B } else { Half::A };
    let items = decisions(&told.run, half);
    let both = items.iter().any(|item| item.supported) && items.iter().any(|item| !item.supported);
    if both {
        out.push(trade(&told.run, half));
        out.push(receiver(&items, half));
        out.push(reliability(&items, half));
    }
    out.extend(by_slice(told));
    out.extend(times(told));
    out
}

fn decisions(run: &Run, half: Half) -> Vec<Scored> {
    let found = run.items.iter().filter(|item| item.half == half).filter_map(|item| item.decision().map(scored));
    found.collect()
}

fn told_share(value: f64) -> String {
    format!("{:.1} %", value * 100.0)
}

/// Catch against over-refusal as the threshold moves, with the point at which the run worked.
fn trade(run: &Run, half: Half) -> Plot {
    let (items, _) = decided(run, half);
    let count = |acceptable: bool| items.iter().filter(|item| item.acceptable == acceptable).count() as f64;
    let (good, bad) = (count(true), count(false));
    let at = |threshold: f64| {
        let hits = |acceptable: bool| {
            items.iter().filter(|item| item.acceptable == acceptable && item.is_rejected(threshold)).count() as f64
        };
        (hits(true) / good, hits(false) / bad)
    };
    let steps: Vec<f64> = (0..=100).map(|step| f64::from(step) / 100.0).collect();
    let curve: Vec<(f64, f64)> = steps.iter().map(|threshold| at(*threshold)).collect();
    let scored = decisions(run, half);
    let worked = |supported: bool| {
        let class: Vec<&Scored> = scored.iter().filter(|item| item.supported == supported).collect();
        class.iter().filter(|item| !item.accepted).count() as f64 / class.len() as f64
    };
    let point = (worked(true), worked(false));
    let label = format!("where the run worked: caught {}, refused {}", told_share(point.1), told_share(point.0));
    let rows = steps.iter().zip(&curve).step_by(10).map(|(threshold, (refused, caught))| {
        vec![format!("{threshold:.1}"), told_share(*caught), told_share(*refused)]
    });
    let caption = format!(
        "Each threshold from 0 to 1 catches some of what is at fault (up) and refuses some of what is fine (right). The dot is {label}. What rules alone refuse is refused at every threshold. Half {half:?}."
    );
    let mark = Mark { x: point.0, y: point.1, size: 6.0, label };
    let drawing = unit_square(
        "Catch against over-refusal",
        &caption,
        ["refused of what is fine", "caught of what is at fault"],
        &[
            Line { class: "chance", points: vec![(0.0, 0.0), (1.0, 1.0)] },
            Line { class: "line", points: curve.clone() },
        ],
        &[mark],
    );
    let head = ["threshold", "caught", "refused"].map(str::to_owned).to_vec();
    Plot {
        title: "Catch against over-refusal".to_owned(),
        caption,
        drawing,
        wide: false,
        table: (head, rows.collect()),
    }
}

fn receiver(items: &[Scored], half: Half) -> Plot {
    let curve = roc(items);
    let points: Vec<(f64, f64)> = curve.iter().map(|[refused, caught, _]| (*refused, *caught)).collect();
    let caption = format!(
        "How well the score alone ranks: area {:.3} of 1, where .5 is chance. n = {}. Half {half:?}.",
        auroc(items),
        items.len()
    );
    let lines = [Line { class: "chance", points: vec![(0.0, 0.0), (1.0, 1.0)] }, Line { class: "line", points }];
    let axes = ["share of the supported below the score", "share of the unsupported below it"];
    let drawing = unit_square("ROC curve", &caption, axes, &lines, &[]);
    let step = (curve.len() / 10).max(1);
    let rows = curve
        .iter()
        .step_by(step)
        .map(|[refused, caught, score]| vec![format!("{score:.2}"), told_share(*caught), told_share(*refused)]);
    let head = ["score", "unsupported below", "supported below"].map(str::to_owned).to_vec();
    Plot { title: "ROC curve".to_owned(), caption, drawing, wide: false, table: (head, rows.collect()) }
}

fn reliability(items: &[Scored], half: Half) -> Plot {
    let filled: Vec<_> = bins(items).into_iter().filter(|bin| bin.n > 0).collect();
    let most = filled.iter().map(|bin| bin.n).max().unwrap_or(1) as f64;
    let marks: Vec<Mark> = filled
        .iter()
        .map(|bin| Mark {
            x: bin.score,
            y: bin.supported,
            size: 3.0 + 7.0 * (bin.n as f64 / most).sqrt(),
            label: format!("score {:.2}: {} of {} supported", bin.score, told_share(bin.supported), bin.n),
        })
        .collect();
    let line = Line { class: "line", points: filled.iter().map(|bin| (bin.score, bin.supported)).collect() };
    let caption = format!(
        "Were scores probabilities, every dot would lie on the diagonal; above it the score is too low. Larger dots hold more items. Half {half:?}."
    );
    let chance = Line { class: "chance", points: vec![(0.0, 0.0), (1.0, 1.0)] };
    let drawing =
        unit_square("Reliability", &caption, ["mean score", "share that is supported"], &[chance, line], &marks);
    let rows = filled
        .iter()
        .map(|bin| vec![format!("{:.2}", bin.score), told_share(bin.supported), bin.n.to_string()])
        .collect();
    let head = ["mean score", "supported", "n"].map(str::to_owned).to_vec();
    Plot { title: "Reliability".to_owned(), caption, drawing, wide: false, table: (head, rows) }
}

/// Bars by kind, language, model, incident, for each property that splits the half that reports.
fn by_slice(told: &Told) -> Vec<Plot> {
    let named = |figure: &&Figure| matches!(figure.name.as_str(), "catch rate" | "over-refusal" | "right behaviour");
    let reports = told.figures.iter().any(|figure| figure.half == "B");
    let wanted: Vec<&Figure> =
        told.figures.iter().filter(|f| f.slice.contains('=') && (f.half == "B" || !reports)).filter(named).collect();
    let mut groups: Vec<(String, String)> =
        wanted.iter().map(|f| (f.part.clone(), f.slice.split('=').next().unwrap_or_default().to_owned())).collect();
    groups.sort();
    groups.dedup();
    let one = |(part, property): (String, String)| {
        let of: Vec<&&Figure> =
            wanted.iter().filter(|f| f.part == part && f.slice.starts_with(&format!("{property}="))).collect();
        let title = format!("By {property}: {part}");
        let bar = |figure: &&&Figure| Bar {
            name: format!("{} · {}", figure.slice.trim_start_matches(&format!("{property}=")), short(&figure.name)),
            value: figure.value.unwrap_or(0.0),
            interval: figure.low.zip(figure.high),
            told: format!("{} n={}", figure.told(), figure.n),
            class: if figure.name == "over-refusal" { "second" } else { "line" },
        };
        let drawn: Vec<Bar> = of.iter().map(bar).collect();
        let caption = "Bars with 95 % intervals. Caught should be long, refused short.".to_owned();
        let drawing = bars(&title, &caption, &drawn, 1.0);
        let rows = of.iter().map(|f| vec![f.slice.clone(), f.name.clone(), f.told(), f.n.to_string()]).collect();
        let head = ["slice", "figure", "value", "n"].map(str::to_owned).to_vec();
        Plot { title, caption, drawing, wide: true, table: (head, rows) }
    };
    groups.into_iter().map(one).collect()
}

fn short(name: &str) -> &str {
    match name {
        "catch rate" => "caught",
        "over-refusal" => "refused",
        "right behaviour" => "right",
        other => other,
    }
}

/// Times of the stages, all in one chart: a draft takes seconds where a rule takes milliseconds, so its axis is a
/// logarithm.
fn times(told: &Told) -> Option<Plot> {
    let parts: BTreeSet<&str> = told.run.items.iter().map(|item| item.part.as_str()).collect();
    let mut drawn: Vec<Strip> = Vec::new();
    for part in parts {
        let items: Vec<&Measured> = told.run.items.iter().filter(|item| item.part == part).collect();
        drawn.extend(stages(&items).into_iter().map(|(stage, values)| {
            let at = |share| quantile(&values, share);
            Strip {
                name: format!("{part} {stage}"),
                whole: (at(0.01), at(0.99)),
                middle: (at(0.25), at(0.75)),
                half: at(0.5),
                told: format!("{:.1} · {:.1} · {:.1} ms", at(0.5), at(0.9), at(0.99)),
            }
        }));
    }
    if drawn.is_empty() {
        return None;
    }
    let caption = format!(
        "Milliseconds on a logarithmic axis: the line holds 98 of 100 items, the box the middle half, the tick the median. Right: p50, p90, p99. {} cores.",
        told.run.machine.cores
    );
    let drawing = strips("Time by stage", &caption, &drawn);
    let of = told.figures.iter().filter(|figure| figure.unit == Unit::Milliseconds);
    let rows = of.map(|f| vec![f.part.clone(), f.name.clone(), f.told(), f.n.to_string()]).collect();
    let head = ["part", "stage", "time", "n"].map(str::to_owned).to_vec();
    Some(Plot { title: "Time by stage".to_owned(), caption, drawing, wide: true, table: (head, rows) })
}
