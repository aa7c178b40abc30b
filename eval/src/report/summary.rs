//! The figures in a few sentences that need no schooling.

use crate::figures::Figure;
use crate::run::Run;

/// One sentence for each thing that was measured.
pub fn sentences(run: &Run, figures: &[Figure]) -> Vec<String> {
    let mut parts: Vec<&str> = figures.iter().map(|figure| figure.part.as_str()).collect();
    parts.dedup();
    let mut out = Vec::new();
    for part in parts {
        let inside: Vec<&Figure> = figures.iter().filter(|figure| figure.part == part).collect();
        let halves: &[&str] = if inside.iter().any(|figure| figure.half == "B") { &["B"] } else { &["A", "both"] };
        for half in halves {
            let find = |name: &str| {
                inside
                    .iter()
                    .find(|f| f.slice == "all" && f.half == *half && f.name == name && f.level != "sentence")
                    .copied()
            };
            out.extend(decided(part, half, find("catch rate"), find("over-refusal").filter(|f| f.level == "response")));
            out.extend(answered(
                part,
                find("answer rate"),
                find("replies with a forbidden string"),
                find("right behaviour"),
            ));
        }
        let leg = |name: &str| inside.iter().find(|figure| figure.name == name).copied();
        out.extend(leg("fused recall@10").map(|figure| {
            format!("Of the documents that answer a query, {} of 100 stand among the first ten.", hundred(figure))
        }));
        out.extend(guarded(&inside));
    }
    if out.is_empty() {
        out.push(format!("{} items were measured, and none gave a figure.", run.items.len()));
    }
    out
}

/// "70 [64 to 76]".
fn hundred(figure: &Figure) -> String {
    let whole = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| format!("{:.0}", value * 100.0));
    match (figure.low, figure.high) {
        (Some(_), Some(_)) => format!("{} ({} to {})", whole(figure.value), whole(figure.low), whole(figure.high)),
        _ => whole(figure.value),
    }
}

fn decided(part: &str, half: &str, catch: Option<&Figure>, refused: Option<&Figure>) -> Option<String> {
    let (catch, refused) = (catch?, refused?);
    let tunes = if half == "A" { ", on rows that may have been used for tuning" } else { "" };
    Some(format!(
        "{part}: of 100 texts that should not be sent, about {} were stopped; of 100 that are fine, about {} were stopped too{tunes}.",
        hundred(catch),
        hundred(refused)
    ))
}

fn answered(part: &str, rate: Option<&Figure>, leaks: Option<&Figure>, right: Option<&Figure>) -> Option<String> {
    let right = right?;
    let rate = rate.map(|f| format!("; of 100 questions that the archive answers, {} got an answer", hundred(f)));
    let leaks = leaks.map(|f| format!("; of 100 replies sent as answers, {} held something they must not", hundred(f)));
    Some(format!(
        "{part}: {} of 100 fans were met as they should be{}{}.",
        hundred(right),
        rate.unwrap_or_default(),
        leaks.unwrap_or_default()
    ))
}

fn guarded(figures: &[&Figure]) -> Vec<String> {
    let raw = figures.iter().filter(|figure| figure.name == "raw hallucination rate");
    let told = raw.filter_map(|raw| {
        let guarded = figures.iter().find(|f| f.name == "guarded hallucination rate" && f.slice == raw.slice)?;
        Some(format!(
            "As it came from the generator, {} of 100 replies that say something say what the evidence does not carry (n={}); through the guard, {} of 100 of those that are sent (n={}); {}.",
            hundred(raw),
            raw.n,
            hundred(guarded),
            guarded.n,
            raw.slice
        ))
    });
    told.collect()
}
