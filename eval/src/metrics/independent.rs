//! Our metrics against scikit-learn and `pytrec_eval` on random inputs, to 1e-9. Where Python has neither, the test says
//! so and is skipped; worked examples by hand stand beside each metric and always run.
//! `GROUNDWIRE_PYTHON` names another interpreter than `python3`.

use std::collections::HashMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::agreement::kappa;
use super::calibration::brier;
use super::classification::{Confusion, Scored, auprc, auroc};
use super::interval::{Random, wilson};
use super::paired::mcnemar;
use super::ranking::{Relevant, ndcg, recall, reciprocal_rank};
use super::spans::Chars;
use super::times::quantile;

/// Closer than this.
const NEAR: f64 = 1e-9;

/// Runs a script with JSON on its standard input; `None`, with the reason told, where what it imports is missing.
fn python(imports: &str, script: &str, input: &Value) -> Option<Value> {
    let interpreter = std::env::var("GROUNDWIRE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let probe = Command::new(&interpreter).args(["-c", &format!("import {imports}")]).output();
    if !probe.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: {interpreter} has no {imports} (pip install scikit-learn scipy pytrec_eval-terrier)");
        return None;
    }
    let mut child =
        Command::new(&interpreter).args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the script failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn unit(random: &mut Random) -> f64 {
    random.below(1 << 30) as f64 / f64::from(1 << 30)
}

#[test]
fn classification_agrees_with_scikit_learn() {
    let mut random = Random(11);
    let mut sets = Vec::new();
    for _ in 0..40 {
        let n = 20 + random.below(300);
        // Scores in hundredths, so that there are ties.
        let items: Vec<Scored> = (0..n)
            .map(|_| {
                let score = random.below(101) as f64 / 100.0;
                let supported = unit(&mut random) < 0.2 + 0.6 * score;
                Scored { score, accepted: score >= 0.6, supported }
            })
            .collect();
        sets.push(items);
    }
    let input: Vec<Value> = sets
        .iter()
        .map(|set| {
            json!({
                "bad": set.iter().map(|i| u8::from(!i.supported)).collect::<Vec<_>>(),
                "rejected": set.iter().map(|i| u8::from(!i.accepted)).collect::<Vec<_>>(),
                "score": set.iter().map(|i| i.score).collect::<Vec<_>>(),
            })
        })
        .collect();
    let script = "
import json, sys
import numpy as np
from sklearn import metrics as m
out = []
for s in json.load(sys.stdin):
    y, p, q = np.array(s['bad']), np.array(s['rejected']), np.array(s['score'])
    out.append([m.balanced_accuracy_score(y, p), m.precision_score(y, p), m.recall_score(y, p), m.f1_score(y, p),
                m.roc_auc_score(y, -q), m.average_precision_score(y, -q), m.brier_score_loss(1 - y, q),
                m.cohen_kappa_score(y, p), *np.quantile(q, [.5, .9, .99])])
print(json.dumps(out))
";
    let Some(found) = python("sklearn", script, &json!(input)) else { return };
    for (set, theirs) in sets.iter().zip(found.as_array().unwrap()) {
        let counts = Confusion::of(set);
        let said = |yes: bool| yes.to_string();
        let pairs: Vec<_> = set.iter().map(|i| (said(i.supported), said(i.accepted))).collect();
        let mut sorted: Vec<f64> = set.iter().map(|i| i.score).collect();
        sorted.sort_by(f64::total_cmp);
        let ours = [
            counts.balanced_accuracy(),
            counts.precision(),
            counts.recall(),
            counts.f1(),
            auroc(set),
            auprc(set),
            brier(set),
            kappa(&pairs),
            quantile(&sorted, 0.5),
            quantile(&sorted, 0.9),
            quantile(&sorted, 0.99),
        ];
        for (at, (mine, other)) in ours.iter().zip(theirs.as_array().unwrap()).enumerate() {
            assert!((mine - other.as_f64().unwrap()).abs() < NEAR, "metric {at}: {mine} against {other}");
        }
    }
}

#[test]
fn overlap_of_characters_agrees_with_scikit_learn() {
    let mut random = Random(5);
    let mut all = Vec::new();
    let (mut gold, mut said) = (Vec::new(), Vec::new());
    for _ in 0..60 {
        let text: String = (0..40 + random.below(60)).map(|at| if at % 3 == 0 { 'é' } else { 'a' }).collect();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut range = || {
            let (a, b) = (random.below(places.len()), random.below(places.len()));
            (places[a.min(b)], places[a.max(b)])
        };
        let (first, second, third) = (range(), range(), range());
        all.push(Chars::of(&text, &[first], &[second, third]));
        for at in &places[..places.len() - 1] {
            let inside = |(from, to): (usize, usize)| (from..to).contains(at);
            gold.push(u8::from(inside(first)));
            said.push(u8::from(inside(second) || inside(third)));
        }
    }
    let script = "
import json, sys
from sklearn.metrics import precision_recall_fscore_support as f
s = json.load(sys.stdin)
print(json.dumps(list(f(s['gold'], s['said'], average='binary')[:3])))
";
    let Some(found) = python("sklearn", script, &json!({ "gold": gold, "said": said })) else { return };
    for (mine, other) in Chars::figures(&all).iter().zip(found.as_array().unwrap()) {
        assert!((mine - other.as_f64().unwrap()).abs() < NEAR, "{mine} against {other}");
    }
}

#[test]
fn rankings_agree_with_trec_eval() {
    let mut random = Random(23);
    let (mut qrels, mut runs) = (HashMap::new(), HashMap::new());
    let mut ours = HashMap::new();
    for query in 0..60 {
        let name = format!("q{query}");
        let relevant: Relevant =
            (0..=random.below(12)).map(|_| (format!("d{}", random.below(200)), random.below(4) as f64)).collect();
        if relevant.values().all(|grade| *grade <= 0.0) {
            continue;
        }
        let mut documents: Vec<String> = (0..200).map(|at| format!("d{at}")).collect();
        random.shuffle(&mut documents);
        documents.truncate(5 + random.below(150));
        let scores: HashMap<&String, f64> =
            documents.iter().enumerate().map(|(at, id)| (id, 1000.0 - at as f64)).collect();
        let grades: HashMap<&String, i64> = relevant.iter().map(|(id, grade)| (id, *grade as i64)).collect();
        runs.insert(name.clone(), json!(scores));
        qrels.insert(name.clone(), json!(grades));
        let figures = [
            ndcg(&documents, &relevant, 10),
            recall(&documents, &relevant, 10),
            recall(&documents, &relevant, 100),
            reciprocal_rank(&documents, &relevant),
        ];
        ours.insert(name, figures);
    }
    let script = "
import json, sys, pytrec_eval
s = json.load(sys.stdin)
e = pytrec_eval.RelevanceEvaluator(s['qrels'], {'ndcg_cut.10', 'recall.10,100', 'recip_rank'})
r = e.evaluate(s['runs'])
print(json.dumps({q: [v['ndcg_cut_10'], v['recall_10'], v['recall_100'], v['recip_rank']] for q, v in r.items()}))
";
    let Some(found) = python("pytrec_eval", script, &json!({ "qrels": qrels, "runs": runs })) else { return };
    for (query, figures) in &ours {
        for (mine, other) in figures.iter().zip(found[query].as_array().unwrap()) {
            assert!((mine - other.as_f64().unwrap()).abs() < NEAR, "{query}: {mine} against {other}");
        }
    }
}

#[test]
fn intervals_and_tests_agree_with_scipy() {
    let mut random = Random(31);
    let mut cases = Vec::new();
    for _ in 0..200 {
        let n = 1 + random.below(400);
        cases.push((random.below(n + 1), n));
    }
    let script = "
import json, sys
from scipy.stats import binomtest
out = []
for k, n in json.load(sys.stdin):
    i = binomtest(k, n).proportion_ci(0.95, method='wilson')
    out.append([i.low, i.high, binomtest(k, n, 0.5).pvalue])
print(json.dumps(out))
";
    let Some(found) = python("scipy.stats", script, &json!(cases)) else { return };
    for ((hits, n), theirs) in cases.iter().zip(found.as_array().unwrap()) {
        let share = wilson(*hits, *n);
        for (mine, other) in [share.low, share.high, mcnemar(*hits, n - hits)].iter().zip(theirs.as_array().unwrap()) {
            assert!((mine - other.as_f64().unwrap()).abs() < NEAR, "{hits} of {n}: {mine} against {other}");
        }
    }
}
