//! Runs the real program on data folders of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

/// A fixed day on which the fixture catalogues have live and expired rows.
pub const NOW: &str = "2026-06-01T12:00:00Z";

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn fixture(path: &str) -> PathBuf {
    root().join("fixtures").join(path)
}

/// Which models a test needs: the real ones find paraphrases and judge, the others are instant.
#[derive(Clone, Copy, PartialEq)]
pub enum With {
    Model,
    Deterministic,
}

pub struct Place {
    folder: tempfile::TempDir,
    with: With,
}

impl Place {
    pub fn new(with: With) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), with }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn write(&self, name: &str, body: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, body).unwrap();
        path
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_groundwire"));
        command.args(arguments).env("GROUNDWIRE_DATA", self.data()).env("GROUNDWIRE_NOW", NOW);
        command
            .env_remove("GROUNDWIRE_CHAT_BASE_URL")
            .env_remove("GROUNDWIRE_CONFIG")
            .env_remove("GROUNDWIRE_LOG")
            .env_remove("GROUNDWIRE_JUDGE");
        if self.with == With::Deterministic {
            command.env("GROUNDWIRE_EMBEDDER", "deterministic").env("GROUNDWIRE_JUDGE", "baseline");
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs and expects success; standard output.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs with `--json` and expects success.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        serde_json::from_str(&self.ok(&all)).unwrap()
    }

    /// Runs and expects this exit status; standard error.
    pub fn fails(&self, status: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", stderr(&output));
        stderr(&output)
    }

    /// Runs with lines on standard input; (status, standard output).
    pub fn pipe(&self, arguments: &[&str], input: &str) -> (i32, String) {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let writer = std::thread::spawn(move || {
            let _ = stdin.write_all(input.as_bytes());
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    }

    /// A place with one fixture creator ingested.
    pub fn with_creator(with: With, name: &str, folder: &str) -> Self {
        let place = Self::new(with);
        let persona = fixture(folder).join("persona.toml");
        place.ok(&["creator", "add", name, "--persona", persona.to_str().unwrap()]);
        let id = place.json(&["creator", "list"])[0]["id"].as_str().unwrap().to_owned();
        place.ok(&["ingest", &id, fixture(folder).join("archive").to_str().unwrap()]);
        place
    }
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A server on a port of its own, ended with the value.
pub struct Server {
    child: Child,
    pub base: String,
}

impl Server {
    pub fn start(place: &Place) -> Self {
        let mut child = place
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let base = loop {
            let line = lines.next().expect("the server ended before it listened").unwrap();
            if let Some(base) = line.strip_prefix("listening on ") {
                break base.to_owned();
            }
        };
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, base }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn wait(mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

/// A client that needs no certificates.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// What `check` says of each line, in order.
pub fn reports(with: With, lines: &[Value]) -> Vec<Value> {
    let input: String = lines.iter().map(|line| line.to_string() + "\n").collect();
    let (status, output) = Place::new(with).pipe(&["check", "--jsonl", "-"], &input);
    assert_eq!(status, 0, "{output}");
    let reports: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(reports.len(), lines.len(), "{output}");
    reports
}

/// A line for `check`; each text is an item of evidence.
pub fn line(message: &str, reply: &str, evidence: &[&str]) -> Value {
    let evidence: Vec<Value> =
        evidence.iter().enumerate().map(|(at, text)| json!({ "id": format!("e{at}"), "text": text })).collect();
    let mut line = json!({
        "reply": reply, "evidence": evidence, "creator": { "name": "Maya Ferrant" }, "now": "2026-06-01T12:00:00Z"
    });
    if !message.is_empty() {
        line["message"] = json!(message);
    }
    line
}

/// Each message, reply and decision, held against the same evidence.
pub fn decides(evidence: &[&str], cases: &[(&str, &str, &str)]) {
    let lines: Vec<Value> = cases.iter().map(|(message, reply, _)| line(message, reply, evidence)).collect();
    for ((message, reply, decision), report) in cases.iter().zip(reports(With::Model, &lines)) {
        assert_eq!(report["decision"], *decision, "{message} {reply} {report}");
    }
}
