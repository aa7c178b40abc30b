//! The report as one page: no network, light and dark, readable on a phone and by a screen reader.

use super::chart::escape;
use super::plots::{Plot, plots};
use super::{Told, compared, misses};
use crate::figures::{Figure, Unit};
use crate::suite::FileNote;

/// Styles of the page.
const STYLE: &str = include_str!("page.css");

/// Bad rows of a file that the page names; the run has all.
const NAMED: usize = 20;

/// One after another, as one text.
pub fn each<T>(items: impl IntoIterator<Item = T>, write: impl FnMut(T) -> String) -> String {
    items.into_iter().map(write).collect::<Vec<_>>().concat()
}

/// All runs on one page.
pub fn page(runs: &[Told]) -> String {
    let contents = each(runs.iter().enumerate(), |(at, told)| {
        format!(r##"<li><a href="#run{at}">{}</a></li>"##, escape(&told.title()))
    });
    let bodies = each(runs.iter().enumerate(), |(at, told)| run(at, told));
    let compared = each(compared(runs), |pair| {
        let lines = each(&pair.lines, |line| format!("<li>{}</li>", escape(line)));
        format!("<section><h2>Compared: {}</h2><ul>{lines}</ul></section>", escape(&pair.title))
    });
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Groundwire: how often does it invent?</title>
<style>{STYLE}</style>
</head>
<body>
<header><h1>How often does it invent, and how often does it refuse what was true?</h1>
<p>Half A of a set may tune, half B only reports. Intervals are 95 %. The positive class of precision, recall, F1 and AUPRC is what is unsupported. Metrics and their sources: <code>eval/src/metrics</code>.</p>
<nav aria-label="Runs"><ol>{contents}</ol></nav></header>
<main>{bodies}{compared}</main>
</body>
</html>
"#
    )
}

fn run(at: usize, told: &Told) -> String {
    let Told { run, figures, warnings, summary } = told;
    let list = |items: &[String]| each(items, |item| format!("<li>{}</li>", escape(item)));
    let (first, more): (Vec<&Figure>, Vec<&Figure>) = figures.iter().partition(|figure| figure.is_of_the_whole());
    let split = if more.is_empty() {
        String::new()
    } else {
        format!("<details><summary>Split by kind, language, model …</summary>{}</details>", table(&more))
    };
    format!(
        r#"<section id="run{at}" aria-labelledby="title{at}"><h2 id="title{at}">{title}</h2>
<ul class="summary">{summary}</ul>
<div class="warnings" role="note"><h3>Before you quote a figure</h3><ul>{warnings}</ul></div>
<div class="plots">{drawn}</div>
<h3>Figures</h3>{figures}{split}
{misses}
<h3>How it was measured</h3><p><code>{command}</code></p>
<p>{count} items, seed {seed}, {jobs} at once; {seconds:.0} s on {cores} cores; ended {ended}; Groundwire {version}.</p>
<details><summary>Files</summary><ul>{files}</ul></details></section>
"#,
        title = escape(&told.title()),
        summary = list(summary),
        warnings = list(warnings),
        drawn = each(&plots(told), figure),
        figures = table(&first),
        misses = misses::html(run),
        command = escape(&run.settings.command),
        count = run.items.len(),
        seed = run.settings.seed,
        jobs = run.settings.jobs,
        seconds = run.machine.seconds,
        cores = run.machine.cores,
        ended = escape(&run.machine.ended),
        version = escape(&run.system.version),
        files = each(&run.suite.files, file),
    )
}

fn file(file: &FileNote) -> String {
    let bad =
        each(file.malformed.iter().take(NAMED), |bad| format!("<li>line {}: {}</li>", bad.line, escape(&bad.why)));
    let sha: String = file.sha256.chars().take(16).collect();
    let named = if file.pinned { "as the suite names it" } else { "not named by the suite" };
    let (path, items, malformed) = (escape(&file.path), file.items, file.malformed.len());
    format!(
        "<li><code>{path}</code>, sha256 {sha}…, {named}, {items} items, {malformed} malformed rows<ul>{bad}</ul></li>"
    )
}

fn figure(plot: &Plot) -> String {
    let (head, rows) = &plot.table;
    let cells = |row: &Vec<String>, tag: &str| each(row, |cell| format!("<{tag}>{}</{tag}>", escape(cell)));
    let body = each(rows, |row| format!("<tr>{}</tr>", cells(row, "td")));
    format!(
        r#"<figure class="{}"><figcaption><h3>{}</h3><p>{}</p></figcaption><div class="wide">{}</div><details><summary>The numbers</summary><div class="wide"><table><thead><tr>{}</tr></thead><tbody>{body}</tbody></table></div></details></figure>"#,
        if plot.wide { "broad" } else { "square" },
        escape(&plot.title),
        escape(&plot.caption),
        plot.drawing,
        cells(head, "th"),
    )
}

fn table(figures: &[&Figure]) -> String {
    let rows = each(figures, |figure| {
        let method = if figure.unit == Unit::Milliseconds { "" } else { figure.method.as_str() };
        let slice = if figure.slice == "all" { String::new() } else { format!(" ({})", figure.slice) };
        format!(
            r#"<tr><th scope="row">{}<span class="of">{}, {}{}</span></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"#,
            escape(&figure.name),
            escape(&figure.part),
            escape(&figure.level),
            escape(&slice),
            escape(&figure.told()),
            figure.n,
            figure.half,
            escape(method)
        )
    });
    let columns = ["figure", "value [95 %]", "n", "half", "interval by"];
    let head = each(columns, |name| format!(r#"<th scope="col">{name}</th>"#));
    format!(
        r#"<div class="wide" tabindex="0" role="region" aria-label="Figures"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"#
    )
}
