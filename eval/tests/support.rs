//! Runs the program as its users do, on small data that we write here.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder of its own.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program in this folder, with neither network nor models.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_groundwire-eval"));
        command
            .current_dir(self.0.path())
            .args(arguments)
            .env("GROUNDWIRE_EMBEDDER", "deterministic")
            .env("GROUNDWIRE_JUDGE", "baseline")
            .env_remove("GROUNDWIRE_EVAL_DATA")
            .env_remove("GROUNDWIRE_CHAT_BASE_URL");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Standard output of a run that must succeed.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", told(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&std::fs::read_to_string(self.path(name)).unwrap()).unwrap()
    }

    /// A suite of candidate replies: `count` each of true sentences and of wrong figures, one row cut off.
    pub fn suite(&self, count: usize) {
        let mut lines = String::new();
        for at in 0..count {
            let evidence =
                json!([{ "id": "e1", "text": format!("The spoon number {at} takes {} coats of oil.", at + 2) }]);
            let line = |id: &str, coats: usize, gold: Value| {
                json!({
                    "id": format!("{id}{at}"),
                    "reply": format!("The spoon number {at} takes {coats} coats of oil."),
                    "evidence": evidence,
                    "gold": gold,
                })
            };
            let group = format!("g{at}");
            let good = json!({ "decision": "accept", "kind": "fact", "lang": "en", "group": group });
            let span = json!({ "text": format!("takes {} coats", at + 9), "verdict": "contradicted", "objections": ["FigureMismatch"] });
            let bad = json!({ "decision": "reject", "kind": "figures", "lang": "en", "group": group, "spans": [span] });
            lines += &format!("{}\n{}\n", line("good", at + 2, good), line("bad", at + 9, bad));
        }
        lines += "{\"id\": \"torn\", \"reply\":\n";
        self.put("data/replies.jsonl", &lines);
        let suite = json!({
            "name": "spoons", "title": "Spoons", "version": "1", "licence": "ours", "source": "this test", "sets": ["spoons"],
            "parts": [{ "name": "replies", "format": "candidates", "halves": "hash", "files": [{ "path": "replies.jsonl" }] }],
        });
        self.put("spoons.json", &suite.to_string());
    }

    /// The same suite whole.
    pub fn without_the_torn_row(&self) {
        let text = std::fs::read_to_string(self.path("data/replies.jsonl")).unwrap();
        let whole: String = text.split_inclusive('\n').filter(|line| !line.contains("torn")).collect();
        self.put("data/replies.jsonl", &whole);
    }

    /// Measures that suite.
    pub fn measure(&self, out: &str, more: &[&str]) -> String {
        let mut arguments = vec!["run", "spoons.json", "--data", "data", "--deciders", "rules", "--out", out];
        arguments.extend(more);
        self.ok(&arguments)
    }
}

pub fn told(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The items of a run without what differs from one run to the next: its times.
pub fn items(run: &Value) -> Vec<Value> {
    let mut items = run["items"].as_array().unwrap().clone();
    for item in &mut items {
        item["micros"] = Value::Null;
    }
    items
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("fixtures")
}
