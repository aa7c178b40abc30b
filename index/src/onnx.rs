//! The one door of ONNX Runtime; invariants: a library or model file is loaded only by explicit
//! path and only when its sha256 is the pinned one, and a missing file is an error, never a panic.

mod entailment;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ort::environment::Environment;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

pub use entailment::{EntailmentModel, Logits};

/// `models/manifest.json`, as it was when this program was built.
const MANIFEST: &str = include_str!("../../models/manifest.json");

/// One pinned file.
#[derive(Debug, Clone, Deserialize)]
pub struct Asset {
    /// Its name in the models folder.
    pub file: String,
    /// Its sha256, 64 hex digits.
    pub sha256: String,
    /// The wheel that it comes from, `name==version`; none for what we made ourselves.
    pub wheel: Option<String>,
    /// Its licence.
    pub licence: String,
}

/// A folder with the pinned models and the runtime.
#[derive(Debug, Clone)]
pub struct ModelFolder {
    path: PathBuf,
    assets: BTreeMap<String, Asset>,
}

impl ModelFolder {
    /// The pinned assets as they should stand in `path`; nothing is read yet.
    pub fn at(path: impl Into<PathBuf>) -> Result<Self> {
        let assets = serde_json::from_str(MANIFEST)
            .map_err(|error| Error::Corrupt { what: "model manifest", message: error.to_string() })?;
        Ok(Self { path: path.into(), assets })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Names and assets, sorted by name.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &Asset)> {
        self.assets.iter().map(|(name, asset)| (name.as_str(), asset))
    }

    /// The bytes of an asset whose hash is right.
    pub fn read(&self, name: &str) -> Result<Vec<u8>> {
        let (asset, path) = self.locate(name)?;
        let bytes = std::fs::read(&path).map_err(|error| missing(&path, &error))?;
        let found = crate::source::hex(&Sha256::digest(&bytes));
        if found == asset.sha256 {
            return Ok(bytes);
        }
        Err(Error::Model {
            path: path.display().to_string(),
            message: format!(
                "has sha256 {found}, {} is pinned: the file is damaged or another one; delete it and run `make models`",
                asset.sha256
            ),
        })
    }

    /// The pinned sha256 of an asset.
    pub fn sha256(&self, name: &str) -> Result<&str> {
        Ok(&self.locate(name)?.0.sha256)
    }

    /// The path of an asset whose hash is right.
    pub fn checked_path(&self, name: &str) -> Result<PathBuf> {
        self.read(name)?;
        Ok(self.locate(name)?.1)
    }

    fn locate(&self, name: &str) -> Result<(&Asset, PathBuf)> {
        let asset = self
            .assets
            .get(name)
            .ok_or_else(|| Error::Corrupt { what: "model manifest", message: format!("it has no `{name}`") })?;
        Ok((asset, self.path.join(&asset.file)))
    }
}

fn missing(path: &Path, error: &std::io::Error) -> Error {
    Error::Model {
        path: path.display().to_string(),
        message: format!(
            "cannot be read ({error}): run `make models`, or point GROUNDWIRE_MODELS at the folder that has it"
        ),
    }
}

/// The process can hold one runtime; the first path that loads wins.
static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);

/// The runtime, loaded from the folder's pinned library at the first call.
pub fn environment(models: &ModelFolder) -> Result<Environment> {
    let mut slot = ENVIRONMENT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(environment) = slot.as_ref() {
        return Ok(environment.clone());
    }
    let path = models.checked_path("runtime")?;
    let failed = |message: String| Error::Model { path: path.display().to_string(), message };
    let environment = ort::init_from(&path)
        .map_err(|error| failed(format!("is no ONNX Runtime that can be loaded: {error}")))?
        .with_name("groundwire")
        .with_telemetry(false)
        .build()
        .map_err(|error| failed(error.to_string()))?;
    *slot = Some(environment.clone());
    Ok(environment)
}
