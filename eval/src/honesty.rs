//! What a reader must be told beside the figures. Invariant: a warning is worked out from the run and the models' own
//! training lists, not left to whoever writes the report.

use serde::Deserialize;

use crate::figures::Figure;
use crate::item::Half;
use crate::run::Run;

/// What each model was trained and tuned on (`models/training.json`).
const TRAINING: &str = include_str!("../../models/training.json");

#[derive(Debug, Deserialize)]
struct Training {
    models: Vec<Model>,
}

#[derive(Debug, Deserialize)]
struct Model {
    /// The id begins with this.
    id: String,
    /// For people.
    name: String,
    /// Data sets whose rows shaped the weights.
    trained_on: Vec<String>,
    /// Data sets on whose half A, or dev part, something was chosen.
    tuned_on: Vec<String>,
    /// Anything that a reader of figures on a set should know: set, sentence.
    #[serde(default)]
    notes: Vec<(String, String)>,
}

/// Below so many items of a class an interval is wide enough to hide any difference worth showing.
const FEW: usize = 50;

/// Warnings of one run.
pub fn warnings(run: &Run, figures: &[Figure]) -> anyhow::Result<Vec<String>> {
    let training: Training = serde_json::from_str(TRAINING)?;
    let mut out = Vec::new();
    let ids = [Some(&run.system.judge), run.system.embedder.as_ref(), run.system.generator.as_ref()];
    let in_use = |model: &&Model| ids.iter().flatten().any(|id| id.starts_with(&model.id));
    for model in training.models.iter().filter(in_use) {
        for set in &run.suite.sets {
            if model.trained_on.contains(set) {
                out.push(format!("{} was trained on rows of {set}: figures on it flatter the model", model.name));
            }
            if model.tuned_on.contains(set) {
                out.push(format!(
                    "something was chosen on half A of {set} for {}: only figures of half B count",
                    model.name
                ));
            }
            for (of, note) in &model.notes {
                if of == set {
                    out.push(note.clone());
                }
            }
        }
    }
    chosen(run, &mut out);
    small(run, figures, &mut out);
    data(run, &mut out);
    if run.settings.jobs > 1 {
        out.push(format!("{} items ran at once: times include waiting for each other", run.settings.jobs));
    }
    out.push("one run: intervals tell how much the items vary, not how much runs do".to_owned());
    Ok(out)
}

/// A threshold that was chosen on the rows that it is reported on.
fn chosen(run: &Run, out: &mut Vec<String>) {
    let Some(chosen) = &run.system.chosen_on else { return };
    let same_files = run.suite.files.iter().any(|file| chosen.files.contains(&file.sha256));
    let mut on_them = run.items.iter().filter(|item| same_files && chosen.parts.contains(&item.part)).peekable();
    if on_them.peek().is_none() {
        return;
    }
    let reports = if on_them.any(|item| item.half == Half::B) {
        "only figures of half B count"
    } else {
        "every figure here is on rows that it was chosen on"
    };
    out.push(format!(
        "the threshold {:.3} was chosen on half A of {} ({}): {reports}",
        run.system.threshold,
        chosen.parts.join(", "),
        chosen.suite
    ));
}

fn small(run: &Run, figures: &[Figure], out: &mut Vec<String>) {
    let few = figures.iter().filter(|figure| figure.is_of_the_whole() && figure.half != "A" && figure.n < FEW);
    let mut named: Vec<String> = few
        .filter(|figure| !matches!(figure.level.as_str(), "time" | "memory" | "label"))
        .map(|figure| {
            let slice = if figure.slice == "all" { String::new() } else { format!(", {}", figure.slice) };
            format!("{} {} (n={}{slice})", figure.part, figure.name, figure.n)
        })
        .collect();
    named.dedup();
    if !named.is_empty() {
        out.push(format!("fewer than {FEW} items, so read the interval and not the value: {}", named.join("; ")));
    }
    if run.items.iter().all(|item| item.half == Half::A) {
        out.push("every item is of half A, which may tune: nothing here reports".to_owned());
    }
}

fn data(run: &Run, out: &mut Vec<String>) {
    for file in run.suite.files.iter().filter(|file| !file.pinned) {
        out.push(format!("{} is not pinned by the suite: this is the file with sha256 {}", file.path, file.sha256));
    }
    let malformed: usize = run.suite.files.iter().map(|file| file.malformed.len()).sum();
    if malformed > 0 {
        out.push(format!("{malformed} rows could not be read and are in no figure; the run names each"));
    }
    for file in &run.suite.files {
        for (why, count) in &file.left_out {
            out.push(format!("{count} rows of {} hold nothing to judge and are in no figure: {why}", file.path));
        }
    }
    let failed = run.failed();
    if failed > 0 {
        out.push(format!("{failed} items failed and are in no figure; the run says why"));
    }
}
