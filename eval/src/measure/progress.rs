//! How far a long run is: a bar on a terminal, a line at each tenth elsewhere; and what was wrong with its files.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::run::{Found, Measured};
use crate::suite::FileNote;

/// A line for a person, apart from the output.
pub fn tell(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "{text}");
}

/// Bad rows that are shown of one file.
const SHOWN: usize = 5;

/// Says what of a file could not be used.
pub fn tell_of_file(note: &FileNote) {
    for bad in note.malformed.iter().take(SHOWN) {
        tell(&format!("malformed: {} line {}: {}", bad.file, bad.line, bad.why));
    }
    if note.malformed.len() > SHOWN {
        tell(&format!(
            "malformed: {} more rows of {}: all are in the run file",
            note.malformed.len() - SHOWN,
            note.path
        ));
    }
    for (why, count) in &note.left_out {
        tell(&format!("left out: {count} rows of {}: {why}", note.path));
    }
    if !note.pinned {
        tell(&format!("note: {} has no hash in the suite, or another; it is {}", note.path, note.sha256));
    }
}

/// Progress of one run.
pub struct Progress {
    bar: ProgressBar,
    done: usize,
    all: usize,
    failed: usize,
    started: Instant,
}

impl Progress {
    /// `done` were measured before.
    pub fn new(all: usize, done: usize) -> Self {
        if done > 0 {
            tell(&format!("taking up a run that was cut off: {done} of {all} items are measured"));
        }
        let bar = ProgressBar::new(all as u64).with_position(done as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta} left {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar, done, all, failed: 0, started: Instant::now() }
    }

    /// One more.
    pub fn step(&mut self, item: &Measured) {
        self.done += 1;
        self.bar.inc(1);
        if let Found::Failed { error } = &item.found {
            self.failed += 1;
            if self.failed <= SHOWN {
                tell(&format!("failed: {} {}: {error}", item.part, item.id));
            }
        }
        let tenth = (self.all / 10).max(1);
        if self.bar.is_hidden() && self.all >= 50 && self.done.is_multiple_of(tenth) {
            tell(&format!("{}/{} items, {:.0} s", self.done, self.all, self.started.elapsed().as_secs_f64()));
        }
    }

    /// The end.
    pub fn end(self) {
        self.bar.finish_and_clear();
        if self.failed > 0 {
            tell(&format!(
                "{} of {} items could not be measured; they are in the run, and in no figure",
                self.failed, self.all
            ));
        }
    }
}
