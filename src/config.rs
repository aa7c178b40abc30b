//! Where each setting comes from: flags, then `GROUNDWIRE_*`, then a TOML file, then defaults;
//! invariants: an unknown key is an error, and a secret is never printed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use serde::de::IntoDeserializer;

use crate::error::{Error, Result};
use crate::generate::{ChatSettings, Secret};

/// Which embedder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmbedderKind {
    /// The pinned sentence model.
    #[default]
    Minilm,
    /// Hashed words; for tests and scale runs, knows no synonyms.
    Deterministic,
}

/// Which judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgeKind {
    /// The pinned network that we trained.
    #[default]
    Trained,
    /// Words and sentence vectors: for comparing, and for tests that need no model.
    Baseline,
}

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Data folder.
    pub data: PathBuf,
    /// Folder of the pinned models.
    pub models: PathBuf,
    /// Which embedder.
    pub embedder: EmbedderKind,
    /// Which judge.
    pub judge: JudgeKind,
    /// Threads of one inference.
    pub threads: usize,
    /// Replies and checks in progress at once; more get 429.
    pub workers: usize,
    /// Chat endpoint, when one is set.
    pub chat: Option<ChatSettings>,
}

/// The TOML file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FileConfig {
    data: Option<PathBuf>,
    models: Option<PathBuf>,
    embedder: Option<EmbedderKind>,
    judge: Option<JudgeKind>,
    threads: Option<usize>,
    workers: Option<usize>,
    chat: FileChat,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FileChat {
    base_url: Option<String>,
    model: Option<String>,
    timeout_s: Option<f64>,
}

/// What flags say; `None` where they are silent.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--data`.
    pub data: Option<PathBuf>,
    /// `--models`.
    pub models: Option<PathBuf>,
    /// `--config`.
    pub config: Option<PathBuf>,
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn bad(source_name: &str, message: impl Into<String>) -> Error {
    Error::Config { source_name: source_name.to_owned(), message: message.into() }
}

fn number<T: std::str::FromStr>(name: &str) -> Result<Option<T>> {
    variable(name)
        .map(|text| text.trim().parse().map_err(|_| bad(name, format!("`{text}` is not a number"))))
        .transpose()
}

/// One of the names that the type knows; the error lists them.
fn chosen<T: serde::de::DeserializeOwned>(name: &str) -> Result<Option<T>> {
    variable(name)
        .map(|text| {
            let read: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = text.trim().into_deserializer();
            T::deserialize(read).map_err(|error| bad(name, error.to_string()))
        })
        .transpose()
}

fn read_file(path: &Path) -> Result<FileConfig> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| bad(&name, format!("cannot be read: {error}")))?;
    toml::from_str(&text).map_err(|error| bad(&name, error.to_string()))
}

fn home(found: Option<PathBuf>, last: &str, flag: &str) -> Result<PathBuf> {
    found
        .map(|folder| folder.join("groundwire").join(last))
        .ok_or_else(|| bad(flag, "this system names no user folder: give one"))
}

impl Config {
    /// Reads all sources.
    pub fn load(flags: &Flags) -> Result<Self> {
        let file = match flags.config.clone().or_else(|| variable("GROUNDWIRE_CONFIG").map(PathBuf::from)) {
            Some(path) => read_file(&path)?,
            None => FileConfig::default(),
        };
        let path = |flag: &Option<PathBuf>, name: &str, from_file: Option<PathBuf>| {
            flag.clone().or_else(|| variable(name).map(PathBuf::from)).or(from_file)
        };
        let data = match path(&flags.data, "GROUNDWIRE_DATA", file.data.clone()) {
            Some(data) => data,
            None => home(dirs::data_dir(), "", "--data")?,
        };
        let models = match path(&flags.models, "GROUNDWIRE_MODELS", file.models.clone()) {
            Some(models) => models,
            None => home(dirs::cache_dir(), "models", "--models")?,
        };
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Ok(Self {
            data,
            models,
            embedder: chosen("GROUNDWIRE_EMBEDDER")?.or(file.embedder).unwrap_or_default(),
            judge: chosen("GROUNDWIRE_JUDGE")?.or(file.judge).unwrap_or_default(),
            threads: number("GROUNDWIRE_THREADS")?.or(file.threads).unwrap_or(cores.min(4)).max(1),
            workers: number("GROUNDWIRE_WORKERS")?.or(file.workers).unwrap_or(16).max(1),
            chat: chat(&file.chat)?,
        })
    }
}

fn chat(file: &FileChat) -> Result<Option<ChatSettings>> {
    let Some(base_url) = variable("GROUNDWIRE_CHAT_BASE_URL").or_else(|| file.base_url.clone()) else {
        return Ok(None);
    };
    if !(base_url.starts_with("http://") || base_url.starts_with("https://")) {
        return Err(bad("chat.base_url", format!("`{base_url}` begins with neither http:// nor https://")));
    }
    let model =
        variable("GROUNDWIRE_CHAT_MODEL").or_else(|| file.model.clone()).unwrap_or_else(|| "default".to_owned());
    let seconds = number("GROUNDWIRE_CHAT_TIMEOUT_S")?.or(file.timeout_s).unwrap_or(30.0);
    let timeout = Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|t| !t.is_zero())
        .ok_or_else(|| bad("chat.timeout_s", format!("{seconds} is no number of seconds above 0")))?;
    let api_key = variable("GROUNDWIRE_CHAT_API_KEY").map(Secret);
    Ok(Some(ChatSettings { base_url, model, api_key, timeout }))
}
