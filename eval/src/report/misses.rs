//! The worst of what went wrong, to be read: a figure says how often, these say what.

use super::chart::escape;
use super::html::each;
use crate::run::{Answer, Decision, Measured, Objected, Pair, Run};

/// Decisions of each kind that are shown.
const DECISIONS: usize = 12;
/// Replies that are shown.
const REPLIES: usize = 40;

/// What was decided wrongly, the surest first; fans who were met otherwise; raw and guarded replies, all of them.
pub fn html(run: &Run) -> String {
    let decisions = run.items.iter().filter_map(|item| Some((item, item.decision()?)));
    let wrong = |acceptable: bool| -> Vec<(&Measured, &Decision)> {
        decisions.clone().filter(|(_, d)| d.acceptable == acceptable && d.accepted != acceptable).collect()
    };
    let (mut passed, mut refused) = (wrong(false), wrong(true));
    passed.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
    refused.sort_by(|a, b| a.1.score.total_cmp(&b.1.score));
    let mut out = section("Worst misses: at fault, and passed", passed.into_iter().take(DECISIONS), decided);
    out += &section("Fine, and refused", refused.into_iter().take(DECISIONS), decided);
    let met = run.items.iter().filter_map(|item| Some((item, item.answer().filter(|answer| !answer.right)?)));
    out += &section("Fans who were met otherwise", met.take(REPLIES), answered);
    let pairs = run.items.iter().filter_map(|item| Some((item, item.pair()?)));
    out += &section("Raw and guarded, one by one", pairs, |(item, pair)| compared(run, item, pair));
    out
}

fn section<T>(title: &str, items: impl Iterator<Item = T>, write: impl FnMut(T) -> String) -> String {
    let body = each(items, write);
    if body.is_empty() { body } else { format!(r#"<h3>{title}</h3><ol class="misses">{body}</ol>"#) }
}

fn decided((item, decision): (&Measured, &Decision)) -> String {
    format!(
        r#"<li><p class="said">{}</p><p class="of">{} {} · score {:.2}</p>{}<details><summary>Evidence</summary><p class="said">{}</p></details></li>"#,
        escape(&decision.text),
        escape(&item.part),
        escape(&item.id),
        decision.score,
        objections(&decision.objections),
        escape(&decision.evidence)
    )
}

fn answered((item, answer): (&Measured, &Answer)) -> String {
    let leaks = if answer.leaks.is_empty() { String::new() } else { format!(" · has {}", answer.leaks.join(", ")) };
    format!(
        r#"<li><p class="said">{}</p><p class="said">→ {}</p><p class="of">{} · should {}, was {}{}</p></li>"#,
        escape(&answer.question),
        escape(&answer.text),
        escape(&item.id),
        crate::figures::behaviour(answer.expect),
        escape(&answer.outcome),
        escape(&leaks),
    )
}

fn compared(run: &Run, item: &Measured, pair: &Pair) -> String {
    let labels = |arm: &str| {
        let own = run.labels.iter().filter(|label| label.id == item.id && label.arm == arm);
        let told = own.map(|label| {
            let note = if label.note.is_empty() { String::new() } else { format!(": {}", label.note) };
            format!("{:?}, says {} ({}){note}", label.says, label.name, crate::figures::who(label.by))
        });
        escape(&told.collect::<Vec<_>>().join("; "))
    };
    let evidence = each(&pair.evidence, |text| format!(r#"<p class="said">{}</p>"#, escape(text)));
    format!(
        r#"<li><p><strong>{}</strong></p><p class="said">raw: {}</p><p class="of">{}</p><p class="said">guarded: {}</p><p class="of">{} · {}</p>{}<details><summary>Evidence</summary>{evidence}</details></li>"#,
        escape(&pair.question),
        escape(&pair.raw),
        labels("raw"),
        escape(&pair.guarded),
        escape(&pair.outcome),
        labels("guarded"),
        objections(&pair.objections),
    )
}

fn objections(found: &[Objected]) -> String {
    if found.is_empty() {
        return String::new();
    }
    let items =
        each(found, |o| format!("<li>“{}”: {}, {}</li>", escape(&o.claim), escape(&o.objection), escape(&o.reason)));
    format!("<ul>{items}</ul>")
}
