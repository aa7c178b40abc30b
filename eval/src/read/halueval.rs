//! HaluEval (Li et al. 2023): a right and a hallucinated text to one piece of knowledge. Each row gives one item of
//! either kind; the two are one cluster.

use serde::Deserialize;
use serde_json::Value;

use super::{Read, Row, typed};

#[derive(Deserialize)]
struct Qa {
    knowledge: String,
    question: String,
    right_answer: String,
    hallucinated_answer: String,
}

#[derive(Deserialize)]
struct Dialogue {
    knowledge: String,
    #[serde(rename = "dialogue_history")]
    history: String,
    right_response: String,
    hallucinated_response: String,
}

#[derive(Deserialize)]
struct Summarization {
    document: String,
    right_summary: String,
    hallucinated_summary: String,
}

fn both(evidence: &str, right: String, wrong: String, question: Option<&str>) -> Vec<Row> {
    let row = |text: String, supported| {
        let row = Row::claim(evidence, text, supported).among(evidence);
        match question {
            Some(question) => row.asked(question),
            None => row,
        }
    };
    vec![row(right, true), row(wrong, false)]
}

pub fn qa(value: Value) -> Read {
    let row: Qa = typed(value)?;
    Ok(both(&row.knowledge, row.right_answer, row.hallucinated_answer, Some(&row.question)))
}

/// What was said before the answer is marked as the fan's last turn.
pub fn dialogue(value: Value) -> Read {
    let row: Dialogue = typed(value)?;
    let turns = row.history.rsplit("[Human]:").next().unwrap_or_default();
    let last = turns.split("[Assistant]:").next().unwrap_or_default().trim().to_owned();
    Ok(both(&row.knowledge, row.right_response, row.hallucinated_response, Some(&last)))
}

pub fn summarization(value: Value) -> Read {
    let row: Summarization = typed(value)?;
    Ok(both(&row.document, row.right_summary, row.hallucinated_summary, None))
}
