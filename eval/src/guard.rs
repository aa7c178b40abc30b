//! Floors and ceilings under a run's figures, from a file: what CI fails on. Invariant: a figure that the file names and
//! the run has not is a failure too.

use std::path::Path;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::figures::Figure;
use crate::run::Run;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thresholds {
    /// The suite that they are for.
    suite: String,
    /// Its version.
    version: String,
    /// Each.
    #[serde(rename = "thresholds")]
    all: Vec<Threshold>,
}

/// One figure with its bounds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Threshold {
    /// `part/level/name`.
    figure: String,
    /// `all` when absent.
    #[serde(default)]
    slice: Option<String>,
    /// `B` when absent.
    #[serde(default)]
    half: Option<String>,
    /// At least this.
    #[serde(default)]
    at_least: Option<f64>,
    /// At most this.
    #[serde(default)]
    at_most: Option<f64>,
    /// Why it stands where it does.
    why: String,
}

/// Holds figures against the file: one line each, and whether all hold.
///
/// A run that is not whole is refused: what failed or was left out is in no figure, and the rest may look well.
pub fn guard(run: &Run, figures: &[Figure], path: &Path) -> anyhow::Result<(Vec<String>, bool)> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read the thresholds {}", path.display()))?;
    let file: Thresholds =
        serde_json::from_str(&text).with_context(|| format!("{} is no file of thresholds", path.display()))?;
    let (wanted, found) =
        (format!("{} {}", file.suite, file.version), format!("{} {}", run.suite.name, run.suite.version));
    ensure!(wanted == found, "{} is for {wanted}, the run is of {found}", path.display());
    let malformed: usize = run.suite.files.iter().map(|file| file.malformed.len()).sum();
    for (wrong, says) in [
        (run.failed() > 0, "items of the run failed"),
        (malformed > 0, "rows of its files could not be read"),
        (run.settings.limit.is_some(), "it is a sample"),
        (!matches!(run.system.name.as_str(), "check" | "rules"), "it is not what users get"),
    ] {
        ensure!(!wrong, "this run cannot be held against thresholds: {says}");
    }
    ensure!(!file.all.is_empty(), "{} names no figure", path.display());
    let mut all_hold = true;
    let mut lines = Vec::new();
    for threshold in &file.all {
        ensure!(
            threshold.at_least.is_some() || threshold.at_most.is_some(),
            "{}: {} has neither at_least nor at_most",
            path.display(),
            threshold.figure
        );
        let holds = threshold.line(figures, &mut lines);
        all_hold &= holds;
    }
    Ok((lines, all_hold))
}

impl Threshold {
    fn line(&self, figures: &[Figure], lines: &mut Vec<String>) -> bool {
        let slice = self.slice.as_deref().unwrap_or("all");
        let half = self.half.as_deref().unwrap_or("B");
        let name = format!("{} of {slice}, half {half}", self.figure);
        let found = figures.iter().find(|f| f.id == self.figure && f.slice == slice && f.half == half);
        let Some((figure, value)) = found.and_then(|figure| Some((figure, figure.value?))) else {
            lines.push(format!("FAILS {name}: the run has no such figure"));
            return false;
        };
        let low = self.at_least.is_some_and(|bound| value < bound);
        let high = self.at_most.is_some_and(|bound| value > bound);
        let bound = match (self.at_least, self.at_most) {
            (Some(least), Some(most)) => format!("{least} to {most}"),
            (Some(least), None) => format!("at least {least}"),
            (None, Some(most)) => format!("at most {most}"),
            (None, None) => String::new(),
        };
        let word = if low || high { "FAILS" } else { "holds" };
        lines.push(format!("{word} {name}: {value:.4} ({}, n={}), {bound}: {}", figure.told(), figure.n, self.why));
        !(low || high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Unit;
    use std::io::Write as _;

    fn figure(value: f64) -> Figure {
        Figure {
            id: "replies/response/catch_rate".to_owned(),
            part: "replies".to_owned(),
            level: "response".to_owned(),
            name: "catch rate".to_owned(),
            slice: "all".to_owned(),
            half: "B".to_owned(),
            value: Some(value),
            low: None,
            high: None,
            n: 200,
            method: "Wilson".to_owned(),
            unit: Unit::Share,
        }
    }

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    fn run(suite: &str) -> Run {
        let note = serde_json::json!({
            "form": 1,
            "suite": { "name": suite, "title": "t", "version": "1", "licence": "l", "sets": [], "files": [] },
            "system": { "name": "check", "judge": "j", "threshold": 0.7, "version": "0" },
            "settings": { "limit": null, "seed": 0, "jobs": 1, "command": "c" },
            "machine": { "cores": 2, "seconds": 1.0, "peak_kib": null, "ended": "" },
            "items": [],
        });
        serde_json::from_value(note).unwrap()
    }

    #[test]
    fn a_fall_below_the_floor_and_a_missing_figure_fail() {
        let floor = file(
            r#"{"suite": "s", "version": "1", "thresholds": [{"figure": "replies/response/catch_rate", "at_least": 0.65, "why": "w"}]}"#,
        );
        assert!(guard(&run("s"), &[figure(0.7)], floor.path()).unwrap().1);
        let (lines, holds) = guard(&run("s"), &[figure(0.6)], floor.path()).unwrap();
        assert!(!holds && lines[0].starts_with("FAILS"), "{lines:?}");
        assert!(!guard(&run("s"), &[], floor.path()).unwrap().1);
        assert!(guard(&run("other"), &[figure(0.7)], floor.path()).is_err());
        let unbounded = file(r#"{"suite": "s", "version": "1", "thresholds": [{"figure": "x", "why": "w"}]}"#);
        assert!(guard(&run("s"), &[figure(0.7)], unbounded.path()).unwrap_err().to_string().contains("at_least"));
    }

    #[test]
    fn a_run_that_is_not_whole_is_refused() {
        let floor = file(
            r#"{"suite": "s", "version": "1", "thresholds": [{"figure": "replies/response/catch_rate", "at_least": 0.1, "why": "w"}]}"#,
        );
        let mut sampled = run("s");
        sampled.settings.limit = Some(10);
        let mut alone = run("s");
        alone.system.name = "judge".to_owned();
        for broken in [sampled, alone] {
            assert!(guard(&broken, &[figure(0.7)], floor.path()).is_err());
        }
    }
}
