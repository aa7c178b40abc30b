//! Outputs for people to label, and their labels read back. Invariant: who labels does not see which arm an output is
//! from, and a label says who gave it: a person, the author of the system, or a model.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::item::hash;
use crate::metrics::interval::Random;
use crate::run::{Label, Labeller, Pair, Run, Support, write_whole};

/// The page on which people label.
const PAGE: &str = include_str!("label/page.html");

/// One output as it is shown to who labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Output {
    /// Opaque: the same whatever arm it is from.
    item: String,
    question: String,
    evidence: Vec<String>,
    #[serde(rename = "output")]
    text: String,
}

/// A row of the CSV, out and in.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    item: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    output: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    answerable: String,
    #[serde(default)]
    labeller: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    note: String,
}

fn pairs(run: &Run) -> impl Iterator<Item = (&str, &Pair)> {
    run.items.iter().filter_map(|item| Some((item.id.as_str(), item.pair()?)))
}

/// The same text to the same question is one output, from whichever arm.
fn name_of(id: &str, text: &str) -> String {
    groundwire::index::source::hex(&hash(&[id, text])).chars().take(10).collect()
}

/// Texts of both arms that are to be labelled: what says nothing at all is not.
fn arms(pair: &Pair) -> impl Iterator<Item = (&'static str, &str)> {
    let guarded = pair.answers.then_some(("guarded", pair.guarded.as_str()));
    [Some(("raw", pair.raw.as_str())), guarded].into_iter().flatten().filter(|(_, text)| !text.trim().is_empty())
}

/// Writes `outputs.csv` and `label.html` into a folder; gives how many outputs there are.
pub fn export(run: &Run, folder: &Path) -> anyhow::Result<usize> {
    keep_filled(&folder.join("outputs.csv"))?;
    let mut outputs: BTreeMap<String, Output> = BTreeMap::new();
    for (id, pair) in pairs(run) {
        for (_, text) in arms(pair) {
            let item = name_of(id, text);
            let (question, evidence) = (pair.question.clone(), pair.evidence.clone());
            outputs.insert(item.clone(), Output { item, question, evidence, text: text.to_owned() });
        }
    }
    ensure!(!outputs.is_empty(), "this run has no raw and guarded outputs: make one with groundwire-eval replies");
    // In an order that tells nothing.
    let mut outputs: Vec<Output> = outputs.into_values().collect();
    Random(run.settings.seed).shuffle(&mut outputs);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for output in &outputs {
        writer.serialize(Line {
            item: output.item.clone(),
            question: output.question.clone(),
            evidence: output.evidence.join("\n---\n"),
            output: output.text.clone(),
            label: String::new(),
            answerable: String::new(),
            labeller: String::new(),
            name: String::new(),
            note: String::new(),
        })?;
    }
    write_whole(&folder.join("outputs.csv"), &writer.into_inner()?)?;
    // A text that closes the script would end the page's data early.
    let data = serde_json::to_string(&outputs)?.replace("</", "<\\/");
    let key = serde_json::to_string(&format!("{} {}", run.suite.name, run.machine.ended))?;
    let page = PAGE.replace("\"@KEY@\"", &key).replace("[\"@DATA@\"]", &data);
    write_whole(&folder.join("label.html"), page.as_bytes())?;
    Ok(outputs.len())
}

/// A sheet that somebody has begun to fill in is not written over.
fn keep_filled(sheet: &Path) -> anyhow::Result<()> {
    if let Ok(mut reader) = csv::Reader::from_path(sheet) {
        let filled = reader.deserialize::<Line>().filter_map(Result::ok).filter(|line| !line.label.trim().is_empty());
        let count = filled.count();
        ensure!(count == 0, "{} has {count} labels filled in: read or move it first", sheet.display());
    }
    Ok(())
}

/// Reads labels into the run. `by` and `name` stand in where a row names nobody. Gives how many were read.
pub fn read(run: &mut Run, file: &Path, by: Option<Labeller>, name: Option<&str>) -> anyhow::Result<usize> {
    let mut targets: BTreeMap<String, Vec<(String, &'static str)>> = BTreeMap::new();
    for (id, pair) in pairs(run) {
        for (arm, text) in arms(pair) {
            targets.entry(name_of(id, text)).or_default().push((id.to_owned(), arm));
        }
    }
    let mut reader =
        csv::Reader::from_path(file).with_context(|| format!("cannot read the labels {}", file.display()))?;
    let mut found: Vec<Label> = Vec::new();
    let mut read = 0;
    for line in reader.deserialize::<Line>() {
        let line = line.with_context(|| format!("{} is no file of labels", file.display()))?;
        if line.label.trim().is_empty() {
            continue;
        }
        let place = || format!("{}: output {}", file.display(), line.item);
        let Some(of) = targets.get(&line.item) else {
            bail!("{}: this run has no such output: was it labelled on another run?", place());
        };
        let says = label_of(&line.label).with_context(place)?;
        let by = match (line.labeller.trim(), by) {
            ("", Some(by)) => by,
            ("", None) => bail!("{}: who labelled? fill `labeller`, or pass --by person, author or model", place()),
            (said, _) => labeller_of(said).with_context(place)?,
        };
        let own = Some(line.name.trim()).filter(|own| !own.is_empty());
        // Two people without a name would be one.
        let Some(name) = own.or(name) else { bail!("{}: whose label is it? fill `name`, or pass --name", place()) };
        let answerable = yes_or_no(&line.answerable).with_context(place)?;
        read += 1;
        for (id, arm) in of {
            found.push(Label {
                id: id.clone(),
                arm: (*arm).to_owned(),
                says,
                answerable,
                by,
                name: name.to_owned(),
                note: line.note.trim().to_owned(),
            });
        }
    }
    // Who labels again changes their mind.
    run.labels.retain(|old| {
        !found.iter().any(|new| new.id == old.id && new.arm == old.arm && new.by == old.by && new.name == old.name)
    });
    run.labels.extend(found);
    Ok(read)
}

fn label_of(text: &str) -> anyhow::Result<Support> {
    match text.trim() {
        "supported" => Ok(Support::Supported),
        "unsupported" => Ok(Support::Unsupported),
        "nothing_to_check" => Ok(Support::NothingToCheck),
        other => bail!("the label `{other}` is none of supported, unsupported, nothing_to_check"),
    }
}

fn labeller_of(text: &str) -> anyhow::Result<Labeller> {
    match text {
        "person" => Ok(Labeller::Person),
        "author" => Ok(Labeller::Author),
        "model" => Ok(Labeller::Model),
        other => bail!("the labeller `{other}` is none of person, author, model"),
    }
}

fn yes_or_no(text: &str) -> anyhow::Result<Option<bool>> {
    match text.trim() {
        "" => Ok(None),
        "yes" => Ok(Some(true)),
        "no" => Ok(Some(false)),
        other => bail!("answerable is `{other}`: yes or no"),
    }
}

/// Beside the run: `run.json` has `run-labels/`.
pub fn folder_beside(run: &Path) -> PathBuf {
    let stem = run.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    run.with_file_name(format!("{stem}-labels"))
}
