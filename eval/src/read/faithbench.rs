//! FaithBench (Bao et al. 2024): summaries with spans that people marked. Unwanted is at fault; benign additions are
//! not; where the worst mark is `Questionable` the annotators were unsure themselves, and the summary is left out.

use groundwire::check::{CheckRequest, GivenEvidence};
use serde::Deserialize;
use serde_json::Value;

use super::{Fault, Read, Row, place, typed};
use crate::item::{Candidate, Slices, Work};

#[derive(Deserialize)]
struct Sample {
    #[serde(default, rename = "sample_id")]
    id: Value,
    source: String,
    summary: String,
    annotations: Vec<Mark>,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default)]
    summarizer: Option<String>,
}

#[derive(Deserialize)]
struct Mark {
    label: Vec<String>,
    #[serde(default)]
    summary_span: Option<String>,
    #[serde(default)]
    summary_start: Option<usize>,
    #[serde(default)]
    summary_end: Option<usize>,
}

impl Mark {
    fn says(&self, wanted: &str) -> bool {
        self.label.iter().any(|label| label.starts_with(wanted))
    }
}

pub fn row(value: Value) -> Read {
    let sample: Sample = typed(value)?;
    let mut faults = Vec::new();
    let mut unwanted = false;
    for mark in &sample.annotations {
        if let Some(odd) =
            mark.label.iter().find(|l| !["Unwanted", "Questionable", "Benign"].iter().any(|k| l.starts_with(k)))
        {
            return Err(format!("the label `{odd}` is none of Unwanted, Questionable, Benign").into());
        }
        if mark.says("Unwanted") {
            unwanted = true;
            if let (Some(start), Some(end)) = (mark.summary_start, mark.summary_end) {
                faults.push(place(&sample.summary, start, end, mark.summary_span.as_deref())?);
            }
        }
    }
    if !unwanted && sample.annotations.iter().any(|mark| mark.says("Questionable")) {
        return Err(Fault::LeftOut("at worst questionable: the annotators were unsure"));
    }
    let mut request = CheckRequest::new(sample.summary);
    let cluster = sample.source.clone();
    request.evidence = vec![GivenEvidence::new("e1", sample.source)];
    let candidate = Candidate { request, acceptable: !unwanted, faults, repaired: None };
    let mut slices = Slices::new();
    slices.extend(sample.metadata.summarizer.map(|model| ("model".to_owned(), model)));
    Ok(vec![Row {
        id: super::name_of(&sample.id),
        cluster: Some(cluster),
        slices,
        work: Work::Reply(Box::new(candidate)),
    }])
}
