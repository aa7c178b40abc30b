//! Hands over to `groundwire-eval`, as git does to its subcommands: measuring is a program of its own, which sees only
//! what this library makes public.

use std::ffi::OsString;
use std::process::Command;

use super::Done;
use crate::config::Config;
use crate::error::{Error, Result};

const PROGRAM: &str = "groundwire-eval";

/// Runs `groundwire-eval` with these arguments, on the data folder and models of this one, and ends as it ends.
pub fn bench(config: &Config, arguments: &[OsString]) -> Result<Done> {
    let wrong = |message: String| Error::Config { source_name: "bench".to_owned(), message };
    let own = std::env::current_exe().map_err(|error| wrong(format!("cannot tell where this program is: {error}")))?;
    let beside = own.with_file_name(format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX));
    if !beside.exists() {
        return Err(wrong(format!(
            "{} is not there: build it with `cargo build --release --workspace`, or put it beside this program",
            beside.display()
        )));
    }
    let status = Command::new(&beside)
        .args(arguments)
        .env("GROUNDWIRE_DATA", &config.data)
        .env("GROUNDWIRE_MODELS", &config.models)
        .status()
        .map_err(|error| wrong(format!("cannot start {}: {error}", beside.display())))?;
    // Killed by a signal: no status of its own.
    Ok(Done::As(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
