//! The report as Markdown, for a repository and for CI.

use super::{Told, compared};
use crate::figures::{Figure, Unit};

/// All runs.
pub fn page(runs: &[Told]) -> String {
    let mut out = vec![
        "# Results".to_owned(),
        String::new(),
        "Written by `groundwire-eval report`; do not edit. Half A may tune, half B only reports; intervals are 95 %.".to_owned(),
        "Metrics and their sources: `eval/src/metrics`. Positive class of precision, recall, F1 and AUPRC: unsupported.".to_owned(),
    ];
    for told in runs {
        run(told, &mut out);
    }
    for pair in compared(runs) {
        out.extend([String::new(), format!("## Compared: {}", pair.title), String::new()]);
        out.extend(pair.lines.iter().map(|line| format!("- {line}")));
    }
    out.push(String::new());
    out.join("\n")
}

fn run(told: &Told, out: &mut Vec<String>) {
    let (run, settings) = (&told.run, &told.run.settings);
    out.extend([String::new(), format!("## {}", told.title()), String::new()]);
    out.push(format!("    {}", settings.command));
    out.push(String::new());
    let limit = settings
        .limit
        .map_or_else(String::new, |limit| format!(", at most {limit} items a part, seed {}", settings.seed));
    out.push(format!(
        "{} {}, {} items{limit}; threshold {}; {:.0} s on {} cores.",
        run.suite.name,
        run.suite.version,
        run.items.len(),
        run.system.threshold,
        run.machine.seconds,
        run.machine.cores
    ));
    out.push(String::new());
    out.extend(told.summary.iter().map(|sentence| format!("- {sentence}")));
    out.push(String::new());
    out.extend(told.warnings.iter().map(|warning| format!("> {warning}  ")));
    let whole: Vec<&Figure> = told
        .figures
        .iter()
        .filter(|f| f.is_of_the_whole() && f.unit != Unit::Milliseconds && f.unit != Unit::Mebibytes)
        .collect();
    table("figure", &whole, out, |f| format!("{}, {}: {}", f.part, f.level, f.name));
    let sliced: Vec<&Figure> = told.figures.iter().filter(|f| !f.is_of_the_whole() && f.half != "A").collect();
    if !sliced.is_empty() {
        table("split by", &sliced, out, |f| format!("{}, {}: {}", f.part, f.slice, f.name));
    }
    let machine: Vec<&Figure> =
        told.figures.iter().filter(|f| matches!(f.unit, Unit::Milliseconds | Unit::Mebibytes)).collect();
    table("time and memory", &machine, out, |f| format!("{}: {}", f.part, f.name));
}

fn table(head: &str, figures: &[&Figure], out: &mut Vec<String>, name: impl Fn(&Figure) -> String) {
    if figures.is_empty() {
        return;
    }
    out.extend([String::new(), format!("| {head} | half | n | value |"), "| --- | --- | --- | --- |".to_owned()]);
    for figure in figures {
        out.push(format!(
            "| {} | {} | {} | {} |",
            name(figure).replace('|', "\\|"),
            figure.half,
            figure.n,
            figure.told()
        ));
    }
}
