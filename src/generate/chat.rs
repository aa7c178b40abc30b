//! Any OpenAI-compatible chat endpoint; invariants: time and retries are bounded, an answer is read
//! up to a limit, and the key is never shown.

use std::time::Duration;

use async_trait::async_trait;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::prompt::before_fences;
use super::{Draft, Generator, Request, prompt};
use crate::error::{Error, Result};

/// A value that must not be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// Where and how to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatSettings {
    /// Up to and without `/chat/completions`.
    pub base_url: String,
    /// The endpoint's name for the model.
    pub model: String,
    /// Sent as a bearer token.
    pub api_key: Option<Secret>,
    /// Longest wait for one answer.
    pub timeout: Duration,
}

/// Largest answer that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 1024 * 1024;
/// Tries for one draft.
const TRIES: u32 = 3;

/// The chat generator.
pub struct Chat {
    settings: ChatSettings,
    client: reqwest::Client,
    id: String,
}

enum Attempt {
    Draft(String),
    /// Trying again may help.
    Again(String),
    /// The endpoint does not take a JSON schema, or its model cannot keep to it.
    NoSchema(&'static str),
    /// Trying again cannot help.
    Final(String),
}

impl Chat {
    /// A client for the endpoint; nothing is sent yet.
    pub fn new(settings: ChatSettings) -> Result<Self> {
        // The process may have a provider already; that one is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .timeout(settings.timeout)
            .connect_timeout(settings.timeout.min(Duration::from_secs(5)))
            .build()
            .map_err(|error| Error::Config { source_name: "chat".to_owned(), message: error.to_string() })?;
        let id = format!("chat:{}", settings.model);
        Ok(Self { settings, client, id })
    }

    fn failed(&self, message: String) -> Error {
        Error::Generator { generator: format!("{} at {}", self.id, self.settings.base_url), message }
    }

    async fn attempt(&self, body: &Value) -> Attempt {
        let url = format!("{}/chat/completions", self.settings.base_url.trim_end_matches('/'));
        let mut request = self.client.post(&url).json(body);
        if let Some(Secret(key)) = &self.settings.api_key {
            request = request.bearer_auth(key);
        }
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) if error.is_timeout() => {
                let seconds = self.settings.timeout.as_secs_f32();
                return Attempt::Again(format!(
                    "no answer within {seconds} s: is the endpoint overloaded? chat.timeout_s sets the limit"
                ));
            }
            Err(error) if error.is_connect() => {
                return Attempt::Again(format!(
                    "cannot connect to {url}: is it running? GROUNDWIRE_CHAT_BASE_URL sets the address"
                ));
            }
            Err(error) => return Attempt::Again(error.to_string()),
        };
        let status = response.status();
        let mut bytes = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if bytes.len() + chunk.len() <= MAX_ANSWER_BYTES => bytes.extend_from_slice(&chunk),
                Ok(Some(_)) => return Attempt::Final(format!("the answer is longer than {MAX_ANSWER_BYTES} bytes")),
                Ok(None) => break,
                Err(error) if error.is_timeout() => return Attempt::Again("the answer did not end in time".to_owned()),
                Err(error) => return Attempt::Again(format!("the answer broke off: {error}")),
            }
        }
        read_answer(status, &bytes, body.get("response_format").is_some())
    }
}

fn read_answer(status: StatusCode, bytes: &[u8], asked_for_schema: bool) -> Attempt {
    let text = String::from_utf8_lossy(bytes);
    let shown: String = text.chars().take(200).collect();
    if !status.is_success() {
        let said = format!("the endpoint answered {status}: {shown}");
        return match status.as_u16() {
            401 | 403 => Attempt::Final(format!("{said} (is GROUNDWIRE_CHAT_API_KEY right?)")),
            400 | 415 | 422 if asked_for_schema => Attempt::NoSchema("the endpoint takes no JSON schema"),
            404 => Attempt::Final(format!("{said} (are the base url and the model's name right?)")),
            429 | 500..=599 => Attempt::Again(said),
            _ => Attempt::Final(said),
        };
    }
    let Ok(answer) = serde_json::from_slice::<Value>(bytes) else {
        return Attempt::Again(format!("the answer is not JSON: {shown}"));
    };
    match answer.pointer("/choices/0/message/content").and_then(Value::as_str) {
        // Cut off in the middle, or never begun: brackets and keys are nothing to send to a fan.
        Some(content) => match read_content(content) {
            Some(text) => Attempt::Draft(before_fences(&text).to_owned()),
            None if asked_for_schema => Attempt::NoSchema("the model does not keep to the JSON schema"),
            None => Attempt::Draft(String::new()),
        },
        None => Attempt::Again(format!("the answer has no choices[0].message.content: {shown}")),
    }
}

/// The schema's sentences as one text with markers, a plain text as it is; none of JSON that is broken or another's.
fn read_content(content: &str) -> Option<String> {
    let trimmed = content.trim();
    let body = trimmed.strip_prefix("```json").or_else(|| trimmed.strip_prefix("```")).unwrap_or(trimmed);
    let body = body.strip_suffix("```").unwrap_or(body).trim();
    if !body.starts_with(['{', '[']) || body.starts_with("[c") {
        return Some(trimmed.to_owned());
    }
    let value = serde_json::from_str::<Value>(body).ok()?;
    let sentences = value.get("sentences").and_then(Value::as_array)?;
    let mut out = String::new();
    for sentence in sentences {
        let Some(text) = sentence.get("said").and_then(Value::as_str) else { continue };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&ended(text.trim()));
        let cited = sentence.get("sources").and_then(Value::as_array).into_iter().flatten();
        for citation in cited.filter_map(Value::as_str) {
            let marker = citation.trim_matches(['[', ']', ' ']);
            // A link or a title is no marker: in brackets it would stand in the reply as text.
            if is_marker(marker) && !text.contains(&format!("[{marker}]")) {
                out.push_str(&format!(" [{marker}]"));
            }
        }
    }
    Some(out)
}

/// A sentence of the schema's with an end of its own: without one it would run into the next. Markers, quotation marks
/// and brackets may stand after the end; a pictogram is one.
fn ended(sentence: &str) -> String {
    let open = sentence.trim_end_matches([',', ';', ':', '-', '–', '—', ' ']);
    let without_marker = match open.rfind('[') {
        Some(at) if open.ends_with(']') => open.get(..at).unwrap_or(open),
        _ => open,
    };
    let bare = without_marker.trim_end_matches(['"', '”', '»', '\'', '’', ')', ' ']);
    let is_end = |last: char| matches!(last, '.' | '!' | '?' | '…') || ('\u{2600}'..='\u{1FAFF}').contains(&last);
    if open.is_empty() || bare.ends_with(is_end) { open.to_owned() } else { format!("{open}.") }
}

/// A letter or a few, and a number.
fn is_marker(text: &str) -> bool {
    let letters = text.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = text.chars().skip(letters).collect::<String>();
    (1..=6).contains(&letters) && (1..=4).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// What is said comes before what it rests on, by the alphabet too: servers that write the keys in that order would
/// otherwise have a model choose its sources before it knows what for.
fn schema() -> Value {
    json!({
        "type": "json_schema",
        "json_schema": {
            "name": "reply", "strict": true,
            "schema": {
                "type": "object", "additionalProperties": false, "required": ["sentences"],
                "properties": { "sentences": { "type": "array", "items": {
                    "type": "object", "additionalProperties": false, "required": ["said", "sources"],
                    "properties": {
                        "said": { "type": "string" },
                        "sources": { "type": "array", "items": { "type": "string" } }
                    }
                } } }
            }
        }
    })
}

#[async_trait]
impl Generator for Chat {
    fn id(&self) -> &str {
        &self.id
    }

    async fn generate(&self, request: Request<'_>) -> Result<Draft> {
        let prompt = prompt(request);
        let mut body = json!({
            "model": self.settings.model, "temperature": 0, "max_tokens": 400,
            "messages": [
                { "role": "system", "content": prompt.system },
                { "role": "user", "content": prompt.user }
            ],
            "response_format": schema()
        });
        let mut last = String::new();
        for attempt in 0..TRIES {
            if attempt > 0 {
                tokio::time::sleep(Duration::from_millis(200 * u64::from(attempt))).await;
            }
            match self.attempt(&body).await {
                Attempt::Draft(text) => return Ok(Draft { text }),
                Attempt::Final(message) => return Err(self.failed(message)),
                Attempt::Again(message) => last = message,
                Attempt::NoSchema(why) => {
                    why.clone_into(&mut last);
                    if let Some(fields) = body.as_object_mut() {
                        fields.remove("response_format");
                    }
                }
            }
        }
        Err(self.failed(format!("{last} (tried {TRIES} times)")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_answers_become_text_with_markers_and_others_stay() {
        let content = r#"{"sentences":[{"said":"I use tung oil.","sources":["c1","[c2]","a title"]},{"said":"It dries slowly [c1].","sources":["c1"]}]}"#;
        assert_eq!(read_content(content).unwrap(), "I use tung oil. [c1] [c2] It dries slowly [c1].");
        assert_eq!(read_content(&format!("```json\n{content}\n```")), read_content(content));
        let open = r#"{"sentences":[{"said":"I'm a runner","sources":[]},{"said":"It dries, slowly,","sources":["c1"]},{"said":"Nice 🙂","sources":[]}]}"#;
        assert_eq!(read_content(open).unwrap(), "I'm a runner. It dries, slowly. [c1] Nice 🙂");
        for whole in ["He said \"no.\"", "It dries. [c1]", "Really?!", "(It does.)"] {
            assert_eq!(ended(whole), whole);
        }
        assert_eq!(ended("He said \"no\""), "He said \"no\".");
        assert_eq!(read_content(" plain [c1] ").unwrap(), "plain [c1]");
        assert_eq!(read_content("[c1] plain").unwrap(), "[c1] plain");
        assert_eq!(before_fences("I use tung oil. [c1]\n<<<passage\nmore"), "I use tung oil. [c1]");
        for broken in ["{\"sentences\": 3}", "{\"sentences\": [{\"said\": \"I use", "[\"a\"]", "```json\n{\n```"] {
            assert!(read_content(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn a_key_is_never_printed() {
        let settings = ChatSettings {
            base_url: "http://x".into(),
            model: "m".into(),
            api_key: Some(Secret("sk-very-secret".into())),
            timeout: Duration::from_secs(1),
        };
        assert!(!format!("{settings:?}").contains("very-secret"));
    }
}
