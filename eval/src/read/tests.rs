//! Each published form on rows that we wrote in that form, good and bad.

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn claims(rows: &Rows) -> Vec<(&str, &str, bool)> {
    rows.found
        .iter()
        .map(|(_, row)| match &row.work {
            Work::Claim(claim) => (claim.evidence.as_str(), claim.text.as_str(), claim.supported),
            other @ (Work::Reply(_) | Work::Question(_) | Work::Query(_)) => panic!("{other:?}"),
        })
        .collect()
}

fn only(format: Format, name: &str, text: &str) -> Rows {
    let folder = Folder::new();
    read(format, &folder.put(name, text)).unwrap()
}

fn blamed(row: &Row) -> Vec<String> {
    match &row.work {
        Work::Reply(candidate) => {
            let text = &candidate.request.reply;
            candidate.faults.iter().map(|fault| text[fault.start..fault.end].to_owned()).collect()
        }
        other @ (Work::Claim(_) | Work::Question(_) | Work::Query(_)) => panic!("{other:?}"),
    }
}

#[test]
fn labelled_claims_and_their_bad_rows_are_named() {
    let rows = only(
        Format::Claims,
        "a.jsonl",
        "{\"evidence\": \"e\", \"claim\": \"c\", \"label\": \"supported\"}\n\n{\"evidence\": \"e\", \"claim\": \"d\", \"label\": \"maybe\"}\n{\"evidence\": \"e\"}\nnot json\n{\"evidence\": \"e\", \"claim\": \"f\", \"label\": \"neutral\"}\n",
    );
    assert_eq!(claims(&rows), [("e", "c", true), ("e", "f", false)]);
    let lines: Vec<usize> = rows.malformed.iter().map(|bad| bad.line).collect();
    assert_eq!(lines, [3, 4, 5]);
    assert!(rows.malformed[0].why.contains("`maybe`"), "{:?}", rows.malformed);
    assert!(rows.malformed[1].why.contains("claim"), "{:?}", rows.malformed);
    assert!(rows.malformed[2].why.contains("not JSON"), "{:?}", rows.malformed);
}

#[test]
fn packed_files_and_separators_inside_texts_are_read() {
    use std::io::Write as _;
    let folder = Folder::new();
    let path = folder.0.path().join("a.jsonl.gz");
    let mut packed = flate2::write::GzEncoder::new(std::fs::File::create(&path).unwrap(), flate2::Compression::fast());
    packed
        .write_all("{\"evidence\": \"one\u{2028}two\", \"claim\": \"c\", \"label\": \"refuted\"}\n".as_bytes())
        .unwrap();
    packed.finish().unwrap();
    let rows = read(Format::Claims, &folder.0.path().join("a.jsonl")).unwrap();
    assert_eq!(claims(&rows), [("one\u{2028}two", "c", false)]);
}

#[test]
fn ragtruth_counts_in_characters_and_keeps_to_good_test_responses() {
    let folder = Folder::new();
    folder.put(
        "source_info.jsonl",
        r#"{"source_id":"10","task_type":"QA","source":"MARCO","source_info":{"question":"when does the shop close","passages":"passage 1:It closes at 8 pm.\n\n"},"prompt":"p"}
{"source_id":"12","task_type":"Data2txt","source":"Yelp","source_info":{"name":"Caf","hours":{"Monday":"9:0-17:0"},"attributes":{"WiFi":"no","Music":null,"BusinessParking":{"lot":true}},"business_stars":4.0,"review_info":[{"review_stars":5.0,"review_text":"Nice."}]},"prompt":"p"}
"#,
    );
    folder.put(
        "response.jsonl",
        r#"{"id":"1","source_id":"10","model":"m","temperature":0.7,"labels":[{"start":26,"end":30,"text":"9 pm","meta":"","label_type":"Evident Conflict","implicit_true":false,"due_to_null":false}],"split":"test","quality":"good","response":"Café: the shop closes at  9 pm every day."}
{"id":"2","source_id":"10","model":"m","labels":[],"split":"train","quality":"good","response":"r"}
{"id":"3","source_id":"10","model":"m","labels":[],"split":"test","quality":"truncated","response":"r"}
{"id":"4","source_id":"99","model":"m","labels":[],"split":"test","quality":"good","response":"r"}
{"id":"5","source_id":"12","model":"m","labels":[{"start":0,"end":99,"text":"x"}],"split":"test","quality":"good","response":"short"}
{"id":"6","source_id":"12","model":"m","labels":[],"split":"test","quality":"good","response":"It is nice."}
"#,
    );
    let rows = read(Format::Ragtruth, folder.0.path()).unwrap();
    let ids: Vec<&str> = rows.found.iter().map(|(_, row)| row.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["1", "6"]);
    assert_eq!(blamed(&rows.found[0].1), ["9 pm"]);
    assert_eq!(rows.found[0].1.cluster.as_deref(), Some("10"));
    let why: Vec<&str> = rows.malformed.iter().map(|bad| bad.why.as_str()).collect();
    assert!(why.len() == 2 && why[0].contains("`99`") && why[1].contains("5 characters"), "{why:?}");
    assert_eq!(rows.left_out.values().sum::<usize>(), 2);
    let Work::Reply(record) = &rows.found[1].1.work else { panic!() };
    let text = &record.request.evidence[0].text;
    assert!(
        text.contains("attributes BusinessParking lot: yes") && text.contains("attributes Music: not given"),
        "{text}"
    );
}

#[test]
fn ragtruth_nested_has_one_source_a_line() {
    let rows = only(
        Format::RagtruthNested,
        "r.jsonl",
        r#"{"source_id": 7, "source": "The mill shut in May.", "task": "summary", "responses": [{"response": "The mill shut in June.", "model": "a", "labels": [{"start": 17, "end": 21, "text": "June", "label_type": "Evident Conflict"}]}, {"response": "It shut in May.", "model": "b", "labels": []}]}"#,
    );
    assert_eq!(rows.found.len(), 2);
    assert_eq!(blamed(&rows.found[0].1), ["June"]);
    assert_eq!(rows.found[1].1.slices["model"], "b");
}

#[test]
fn one_bad_response_takes_no_other_with_it() {
    let rows = only(
        Format::RagtruthNested,
        "r.jsonl",
        r#"{"source_id": 7, "source": "s", "task": "qa", "responses": [{"response": "It shut.", "model": "a", "labels": []}, {"response": "x", "labels": []}, {"response": "It is shut.", "model": "c", "labels": []}]}"#,
    );
    assert_eq!(rows.found.len(), 2);
    let why = &rows.malformed[0].why;
    assert!(rows.malformed.len() == 1 && why.contains("response 2") && why.contains("model"), "{why}");
    let rows = only(
        Format::Fever,
        "c.jsonl",
        r#"{"claim_id": "3", "claim": "Ice melts.", "evidences": [{"evidence_id": "a", "evidence_label": "MAYBE", "evidence": "e"}, {"evidence_id": "b", "evidence_label": "SUPPORTS", "evidence": "Ice melts at 0 C."}]}"#,
    );
    assert!(rows.found.len() == 1 && rows.malformed[0].why.contains("evidence 1"), "{:?}", rows.malformed);
}

#[test]
fn a_span_that_is_not_the_marked_text_is_malformed() {
    let rows = only(
        Format::RagtruthNested,
        "r.jsonl",
        r#"{"source_id": 7, "source": "s", "task": "qa", "responses": [{"response": "It shut in June.", "model": "a", "labels": [{"start": 0, "end": 2, "text": "June"}]}]}"#,
    );
    assert!(rows.found.is_empty() && rows.malformed[0].why.contains("`It`, not `June`"), "{:?}", rows.malformed);
}

#[test]
fn aggrefact_as_csv_and_as_lines() {
    let csv = only(
        Format::Aggrefact,
        "t.csv",
        "dataset,doc,claim,label,contamination_identifier\nReveal,\"Tin, they say,\nmelts at 232 C.\",Tin melts.,1,x\nReveal,d,c,2,x\nReveal,d,c\n",
    );
    assert_eq!(claims(&csv), [("Tin, they say,\nmelts at 232 C.", "Tin melts.", true)]);
    assert_eq!(csv.malformed.iter().map(|bad| bad.line).collect::<Vec<_>>(), [4, 5]);
    assert!(csv.malformed[1].why.contains("3 fields, the header has 5"), "{:?}", csv.malformed);
    let lines = only(Format::Aggrefact, "t.jsonl", r#"{"dataset":"Lfqa","doc":"d","claim":"c","label":0}"#);
    assert_eq!(claims(&lines), [("d", "c", false)]);
    assert_eq!(lines.found[0].1.slices["set"], "Lfqa");
}

#[test]
fn faithbench_tells_unwanted_from_benign_and_unsure() {
    let sample = |id: usize, marks: &str| {
        format!(
            r#"{{"sample_id":{id},"source":"The bridge opened in 1931.","summary":"It opened in 1931 after six years.","annotations":[{marks}],"metadata":{{"summarizer":"org/model","hhemv1":0.9}}}}"#
        )
    };
    let mark = |label: &str| {
        format!(
            r#"{{"annot_id":1,"annotator_id":"a","annotator_name":"A","label":[{label}],"note":"n","summary_span":"after six years","summary_start":18,"summary_end":33,"source_span":null,"source_start":null,"source_end":null}}"#
        )
    };
    let samples = [
        sample(0, &mark(r#""Unwanted","Unwanted.Extrinsic""#)),
        sample(1, &mark(r#""Benign""#)),
        sample(2, &mark(r#""Questionable""#)),
        sample(3, ""),
        sample(4, &mark(r#""Sideways""#)),
    ];
    let rows = only(Format::Faithbench, "batch_1.json", &format!("{{\"samples\":[{}]}}", samples.join(",")));
    let acceptable: Vec<bool> =
        rows.found.iter().map(|(_, row)| matches!(&row.work, Work::Reply(candidate) if candidate.acceptable)).collect();
    assert_eq!(acceptable, [false, true, true]);
    assert_eq!(blamed(&rows.found[0].1), ["after six years"]);
    assert_eq!(rows.left_out.values().sum::<usize>(), 1);
    assert!(rows.malformed[0].why.contains("Sideways"), "{:?}", rows.malformed);
}

#[test]
fn summedits_as_a_list() {
    let rows = only(
        Format::Summedits,
        "s.json",
        r#"[{"id":"x_0","doc":"d","summary":"s","label":0,"original_summary":"o","edit_types":["entity_modification"]},{"id":"x_og","doc":"d","summary":"o","label":1,"original_summary":"o","edit_types":[]},{"id":"x_1","doc":"d","summary":"s","label":"?","edit_types":[]}]"#,
    );
    assert_eq!(claims(&rows), [("d", "s", false), ("d", "o", true)]);
    assert_eq!(rows.found[0].1.slices["kind"], "entity_modification");
    assert_eq!(rows.malformed[0].line, 3);
}

#[test]
fn begin_leaves_quotation_marks_as_they_are() {
    let rows = only(
        Format::Begin,
        "b.tsv",
        "model_name\tdata_source\tknowledge\tmessage\tresponse\tbegin_label\nt5\twow\ta kite is a \"craft\".\tdo you fly?\t\"a kite\tFully attributable\nt5\twow\tk\tm\tr\tGeneric\nt5\twow\tk\tm\tr\tNot fully attributable\nt5\twow\tk\tm\tr\tPerhaps\n",
    );
    assert_eq!(claims(&rows), [("a kite is a \"craft\".", "\"a kite", true), ("k", "r", false)]);
    assert_eq!(rows.left_out.values().sum::<usize>(), 1);
    assert_eq!(rows.malformed[0].line, 5);
}

#[test]
fn halueval_gives_a_right_and_a_wrong_item_of_each_row() {
    let qa = only(
        Format::HaluevalQa,
        "qa_data.json",
        "{\"knowledge\":\"Oslo is in Norway.\",\"question\":\"Where?\",\"right_answer\":\"Norway\",\"hallucinated_answer\":\"Sweden\"}\n{\"knowledge\":\"k\",\"question\":\"q\",\"right_answer\":\"r\",\"hallucinated_answer\":\"h\"}\n",
    );
    assert_eq!(claims(&qa)[..2], [("Oslo is in Norway.", "Norway", true), ("Oslo is in Norway.", "Sweden", false)]);
    assert_eq!(qa.found.len(), 4);
    let turn = only(
        Format::HaluevalDialogue,
        "dialogue_data.json",
        "{\"knowledge\":\"k\",\"dialogue_history\":\"[Human]: Hi [Assistant]: Hello [Human]: Who wrote it? \",\"right_response\":\"Ann.\",\"hallucinated_response\":\"Bob.\"}",
    );
    let Work::Claim(claim) = &turn.found[0].1.work else { panic!() };
    assert_eq!(claim.message.as_deref(), Some("Who wrote it?"));
    let summary = only(
        Format::HaluevalSummarization,
        "summarization_data.json",
        "{\"document\":\"d\",\"right_summary\":\"r\",\"hallucinated_summary\":\"h\"}\n{\"document\":\"d\"}\n",
    );
    assert_eq!(claims(&summary), [("d", "r", true), ("d", "h", false)]);
    assert_eq!(summary.malformed[0].line, 2);
}

#[test]
fn attributionbench_needs_something_cited() {
    let row = |references: &str, label: &str| {
        format!(
            r#"{{"question":"q","claim":"c [1].","claim_raw_string":"c","response":"r","references":{references},"citation_links":[],"webpage_references":null,"attribution_label":"{label}","src_dataset":"ExpertQA","id":"ExpertQA_1"}}"#
        )
    };
    let text = [row(r#"["a","b"]"#, "attributable"), row("[]", "attributable"), row(r#"["a"]"#, "partly")].join("\n");
    let rows = only(Format::Attributionbench, "t.jsonl", &text);
    assert_eq!(claims(&rows), [("a\n\nb", "c [1].", true)]);
    assert_eq!((rows.left_out.values().sum::<usize>(), rows.malformed.len()), (1, 1));
}

#[test]
fn wice_counts_a_part_as_not_enough() {
    let row = |label: &str, id: &str| {
        format!(
            r#"{{"label":"{label}","supporting_sentences":[[0]],"claim":"c","evidence":["a","b"],"meta":{{"id":"{id}","claim_title":"t","claim_section":"s","claim_context":"x"}}}}"#
        )
    };
    let text = [row("partially_supported", "dev1-2"), row("supported", "dev1-3"), row("odd", "dev2")].join("\n");
    let rows = only(Format::Wice, "dev.jsonl", &text);
    assert_eq!(claims(&rows), [("a\nb", "c", false), ("a\nb", "c", true)]);
    assert_eq!(rows.found[0].1.cluster, rows.found[1].1.cluster);
    assert_eq!(rows.malformed.len(), 1);
}

#[test]
fn fever_finds_its_sentences_in_the_pages() {
    let folder = Folder::new();
    let file = folder.put(
        "dev.jsonl",
        "{\"id\": 5, \"verifiable\": \"VERIFIABLE\", \"label\": \"SUPPORTS\", \"claim\": \"Simon is a film.\", \"evidence\": [[[1, 2, \"Gone\", 0]], [[1, 3, \"Simo\u{301}n_-LRB-film-RRB-\", 0], [1, 3, \"Simo\u{301}n_-LRB-film-RRB-\", 2]]]}\n{\"id\": 6, \"label\": \"NOT ENOUGH INFO\", \"claim\": \"c\", \"evidence\": [[[7, null, null, null]]]}\n{\"id\": 7, \"label\": \"REFUTES\", \"claim\": \"c\", \"evidence\": [[[7, 8, \"Gone\", 0]]]}\n",
    );
    let error = read(Format::Fever, &file).unwrap_err();
    assert!(format!("{error:#}").contains("wiki-pages"), "{error:#}");
    folder.put(
        "wiki-pages/wiki-001.jsonl",
        "{\"id\": \"\", \"text\": \"\", \"lines\": \"\"}\n{\"id\": \"Sim\u{f3}n_-LRB-film-RRB-\", \"text\": \"t\", \"lines\": \"0\\tSimon is a film .\\tfilm\\tFilm\\n1\\t\\n2\\tIt is long .\"}\n",
    );
    let rows = read(Format::Fever, &file).unwrap();
    assert_eq!(claims(&rows), [("Simon is a film .\nIt is long .", "Simon is a film.", true)]);
    assert_eq!((rows.left_out.values().sum::<usize>(), rows.malformed[0].line), (1, 3));
}

#[test]
fn sets_like_fever_bring_their_evidence() {
    let climate = only(
        Format::Fever,
        "c.jsonl",
        r#"{"claim_id":"3","claim":"Ice is growing.","claim_label":"REFUTES","evidences":[{"evidence_id":"Ice:4","evidence_label":"REFUTES","article":"Ice","evidence":"Ice shrank.","entropy":0.0,"votes":["REFUTES",null]},{"evidence_id":"Ice:5","evidence_label":"SUPPORTS","article":"Ice","evidence":"Ice grew.","entropy":0.0,"votes":[]},{"evidence_id":"Ice:6","evidence_label":"NOT_ENOUGH_INFO","article":"Ice","evidence":"Ice is.","entropy":0.0,"votes":[]}]}"#,
    );
    assert_eq!(claims(&climate).iter().map(|claim| claim.2).collect::<Vec<_>>(), [false, true, false]);
    let vitamin = only(
        Format::Fever,
        "v.jsonl",
        r#"{"unique_id":"aa01_1","case_id":"aa01","label":"REFUTES","claim":"Foo sold over 9.","evidence":"Foo sold 5.","page":"Foo","revision_type":"real"}
{"unique_id":"aa01_2","case_id":"aa01","label":"SUPPORTS","claim":"Foo sold 5.","evidence":"Foo sold 5.","FEVER_id":null}"#,
    );
    assert_eq!(claims(&vitamin), [("Foo sold 5.", "Foo sold over 9.", false), ("Foo sold 5.", "Foo sold 5.", true)]);
    assert_eq!(vitamin.found[0].1.cluster.as_deref(), Some("aa01"));
}

#[test]
fn beir_takes_the_judged_queries() {
    let folder = Folder::new();
    folder.put(
        "corpus.jsonl",
        "{\"_id\": \"d1\", \"title\": \"Tin\", \"text\": \"Tin melts.\", \"metadata\": {}}\n{\"title\": \"no id\"}\n",
    );
    folder.put(
        "queries.jsonl",
        "{\"_id\": \"q1\", \"text\": \"tin\"}\n{\"_id\": \"q2\", \"text\": \"lead\", \"metadata\": {}}\n",
    );
    folder.put("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1.0\nq1\td2\t0\nq1 d1 1\n");
    let rows = read(Format::Beir, folder.0.path()).unwrap();
    assert_eq!(rows.found.len(), 1);
    let Work::Query(query) = &rows.found[0].1.work else { panic!() };
    assert_eq!(query.relevant.len(), 1);
    assert_eq!((rows.malformed[0].line, rows.left_out.values().sum::<usize>()), (4, 1));
    let mut rows = Rows::default();
    assert_eq!(beir::corpus(folder.0.path(), &mut rows).unwrap().len(), 1);
    assert_eq!(rows.malformed[0].line, 2);
}

#[test]
fn a_candidate_needs_gold_whose_spans_stand_in_it() {
    let rows = only(
        Format::Candidates,
        "c.jsonl",
        r#"{"id":"a","reply":"I have a son.","gold":{"decision":"reject","kind":"biography","lang":"en","group":"g","spans":[{"text":"a son","verdict":"unsupported","objections":["NotEntailed"]}]}}
{"id":"b","reply":"Hi!","gold":{"decision":"accept","kind":"social"}}
{"id":"c","reply":"Hi!","gold":{"decision":"reject","kind":"social","spans":[{"text":"gone","verdict":"unsupported"}]}}
{"id":"d","reply":"Hi!"}"#,
    );
    assert_eq!(rows.found.len(), 2);
    assert_eq!(blamed(&rows.found[0].1), ["a son"]);
    assert_eq!(rows.malformed.iter().map(|bad| bad.line).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn a_question_to_be_answered_says_how() {
    let folder = Folder::new();
    let path = folder.put(
        "some-creator/questions.jsonl",
        r#"{"id":"q1","kind":"answerable","lang":"en","question":"Which oil?","expect":"answer","sources":["archive/oil.md"],"must_contain":["tung"],"must_not_contain":[]}
{"id":"q2","kind":"answerable","lang":"en","question":"Which oil?","expect":"answer"}
{"id":"q3","kind":"crisis","lang":"en","question":"...","expect":"hand_off"}"#,
    );
    let rows = read(Format::Questions, &path).unwrap();
    assert_eq!((rows.found.len(), rows.malformed[0].line), (2, 2));
    let Work::Question(asked) = &rows.found[0].1.work else { panic!() };
    assert_eq!(asked.creator, "some-creator");
}
