//! What a run says, for a manager, a researcher and a program: one page without a network, Markdown, JSON. Invariant: all
//! three tell the same figures, each with its n, its half and its interval, and the same warnings.

mod chart;
mod html;
mod markdown;
mod misses;
mod plots;
mod summary;

use std::path::Path;

use anyhow::bail;
use serde::Serialize;
use serde_json::json;

use crate::compare::compare;
use crate::figures::{Figure, figures};
use crate::honesty::warnings;
use crate::run::{Machine, Run, Settings, SuiteNote, System, write_whole};

/// A run with all that is told of it.
pub struct Told {
    /// The run.
    pub run: Run,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// What must stand beside them.
    pub warnings: Vec<String>,
    /// A few sentences.
    pub summary: Vec<String>,
}

impl Told {
    /// Works it all out.
    pub fn of(run: Run) -> anyhow::Result<Self> {
        let figures = figures(&run);
        let warnings = warnings(&run, &figures)?;
        let summary = summary::sentences(&run, &figures);
        Ok(Self { run, figures, warnings, summary })
    }

    /// Suite and system.
    pub fn title(&self) -> String {
        let System { name, judge, generator, .. } = &self.run.system;
        let drafts = generator.as_ref().map(|id| format!(", drafts by {id}")).unwrap_or_default();
        let by = if name == "search" {
            self.run.system.embedder.clone().unwrap_or_default()
        } else {
            format!("{name} with {judge}")
        };
        format!("{}: {by}{drafts}", self.run.suite.title)
    }
}

/// Two runs of one suite that stand in one report, compared.
pub struct Compared {
    /// Both titles.
    pub title: String,
    /// A line a figure, with what the test says.
    pub lines: Vec<String>,
}

/// Every two runs of one suite: whoever sees two figures compares them, and should not do so by eye.
pub fn compared(runs: &[Told]) -> Vec<Compared> {
    let mut out = Vec::new();
    for (at, first) in runs.iter().enumerate() {
        for second in runs.iter().skip(at + 1).filter(|second| second.run.suite.name == first.run.suite.name) {
            let lines = match compare(&first.run, &second.run) {
                Ok(comparison) => comparison.told(),
                Err(error) => vec![format!("cannot be compared: {error:#}")],
            };
            out.push(Compared { title: format!("{} and {}", first.title(), second.title()), lines });
        }
    }
    out
}

#[derive(Serialize)]
struct Machined<'a> {
    suite: &'a SuiteNote,
    system: &'a System,
    settings: &'a Settings,
    machine: &'a Machine,
    failed: usize,
    summary: &'a [String],
    warnings: &'a [String],
    figures: &'a [Figure],
}

/// Writes a report; the extension says in which form.
pub fn write(runs: &[Told], out: &Path) -> anyhow::Result<()> {
    let extension = out.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
    let text = match extension.as_str() {
        "html" => html::page(runs),
        "md" => markdown::page(runs),
        "json" => json(runs)?,
        other => bail!("{}: a report is .html, .md or .json, not `{other}`", out.display()),
    };
    write_whole(out, text.as_bytes())
}

fn json(runs: &[Told]) -> anyhow::Result<String> {
    let told: Vec<Machined<'_>> = runs
        .iter()
        .map(|told| Machined {
            suite: &told.run.suite,
            system: &told.run.system,
            settings: &told.run.settings,
            machine: &told.run.machine,
            failed: told.run.failed(),
            summary: &told.summary,
            warnings: &told.warnings,
            figures: &told.figures,
        })
        .collect();
    let compared: Vec<_> =
        compared(runs).into_iter().map(|c| json!({ "runs": c.title, "differences": c.lines })).collect();
    Ok(serde_json::to_string_pretty(&json!({ "runs": told, "compared": compared }))?)
}

/// The figures that a run prints when it ends: those of the whole, of the half that reports.
pub fn terminal(told: &Told) -> String {
    let mut lines = vec![told.title(), String::new()];
    lines.extend(told.summary.iter().cloned());
    lines.push(String::new());
    for figure in told.figures.iter().filter(|figure| figure.is_of_the_whole()) {
        let of = format!("{} {} half {}", figure.part, figure.level, figure.half);
        let slice = if figure.slice == "all" { String::new() } else { format!("; {}", figure.slice) };
        lines.push(format!("{of:<36} {:<34} {} (n={}{slice})", figure.name, figure.told(), figure.n));
    }
    lines.push(String::new());
    lines.extend(told.warnings.iter().map(|warning| format!("note: {warning}")));
    lines.join("\n")
}
