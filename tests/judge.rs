//! The trained judge, through the real program.

use std::sync::{Arc, LazyLock};

use groundwire::config::{Config, Flags};
use groundwire::verify::{Judge, Pair, Probabilities};
use serde_json::{Value, json};

use crate::support::{Place, With, block_on};

/// The reports of these requests, in order.
fn reports(requests: &[Value]) -> Vec<Value> {
    let input: Vec<String> = requests.iter().map(Value::to_string).collect();
    let (status, output) = Place::new(With::Model).pipe(&["check", "--jsonl", "-"], &input.join("\n"));
    assert_eq!(status, 0, "{output}");
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn request(evidence: &str, reply: &str) -> Value {
    json!({ "reply": reply, "evidence": [{ "id": "e1", "text": evidence, "author": "Sam Reyes" }], "creator": { "name": "Sam Reyes" } })
}

/// What the judge that users get thinks of each claim beside the evidence, as the program gives it to the judge.
fn opinions(evidence: &str, claims: &[&str]) -> Vec<Probabilities> {
    static JUDGE: LazyLock<Arc<dyn Judge>> =
        LazyLock::new(|| groundwire::cli::judge(&Config::load(&Flags::default()).unwrap(), None).unwrap());
    let pair =
        |claim: &&str| Pair { evidence: format!("me: {evidence}"), claim: (*claim).to_owned(), ..Pair::default() };
    let pairs: Vec<Pair> = claims.iter().map(pair).collect();
    block_on(async { JUDGE.judge(&pairs).await }).unwrap()
}

#[test]
fn it_tells_what_is_carried_from_what_is_not_in_three_languages_and_across_them() {
    const EN: &str = "I bake bread every Friday with my sister, and we sell it at the station.";
    const FR: &str = "Je fais du pain tous les vendredis avec ma sœur, et nous le vendons à la gare.";
    const ES: &str = "Hago pan todos los viernes con mi hermana, y lo vendemos en la estación.";
    let cases = [
        (EN, "Every Friday I bake bread with my sister.", "I learned to bake bread from a monk in Italy."),
        (
            FR,
            "Tous les vendredis, je fais du pain avec ma sœur.",
            "J'ai appris à faire le pain chez un moine en Italie.",
        ),
        (ES, "Todos los viernes hago pan con mi hermana.", "Aprendí a hacer pan con un monje en Italia."),
        (FR, "Every Friday I bake bread with my sister.", "I learned to bake bread from a monk in Italy."),
    ];
    for (evidence, carried, invented) in cases {
        let found = opinions(evidence, &[carried, invented]);
        let (yes, no) = (found[0].supported, found[1].supported);
        assert!(yes > 2.0 * no && no < 0.3, "{carried}: {yes}; {invented}: {no}");
        assert_eq!(reports(&[request(evidence, invented)])[0]["decision"], "reject", "{invented}");
    }
}

#[test]
fn an_opinion_does_not_depend_on_what_stands_beside_the_claim() {
    let evidence = "I bake bread every Friday with my sister, and we sell it at the station. The oven is from 1962.";
    let alone = "We sell the loaves at the station.";
    let others = ["My aunt built the oven in 1962.", "Every Friday my sister helps me bake.", "So kind of you!"];
    let beside = opinions(evidence, &[alone, others[0], others[1], others[2]]);
    // Another text of the same meaning, so that nothing comes from what the judge remembers.
    let again = opinions(&format!("{evidence} "), &[alone]);
    for (of, a, b) in [
        ("supported", again[0].supported, beside[0].supported),
        ("refuted", again[0].refuted, beside[0].refuted),
        ("neither", again[0].neither, beside[0].neither),
    ] {
        assert!((a - b).abs() < 1e-3, "{of}: {a} alone, {b} beside others");
    }
}

#[test]
fn long_evidence_is_read_where_the_claim_is_nearest() {
    let filler = "The station has a clock and a bench, and people wait there for trains. ".repeat(1_400);
    let evidence = format!("{filler}My sister paints boats in the summer. {filler}");
    let found = reports(&[
        request(&evidence, "In the summer my sister paints boats."),
        request(&evidence, "In the winter my sister repairs violins."),
    ]);
    assert_eq!(found[0]["decision"], "accept", "{}", found[0]["claims"]);
    assert_eq!(found[1]["decision"], "reject", "{}", found[1]["claims"]);
}

#[test]
fn a_damaged_or_missing_model_is_refused_with_what_to_do() {
    let place = Place::new(With::Model);
    let models = dirs::cache_dir().unwrap().join("groundwire").join("models");
    let models = std::env::var_os("GROUNDWIRE_MODELS").map_or(models, Into::into);
    let folder = place.path().join("models");
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(models).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    let judge = folder.join("judge.onnx");
    let whole = std::fs::read(&judge).unwrap();
    std::fs::write(&judge, &whole[..whole.len() / 2]).unwrap();
    let said = place.fails(3, &["check", "--jsonl", "/dev/null", "--models", folder.to_str().unwrap()]);
    assert!(said.contains("judge.onnx") && said.contains("sha256") && said.contains("make models"), "{said}");
    std::fs::remove_file(&judge).unwrap();
    let said = place.fails(3, &["check", "--jsonl", "/dev/null", "--models", folder.to_str().unwrap()]);
    assert!(said.contains("judge.onnx") && said.contains("make models"), "{said}");
}
