//! Logs go to standard error, and hold no text of a fan or a creator at info level.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Starts logging at `GROUNDWIRE_LOG` (default `warn`); as JSON when `GROUNDWIRE_LOG_JSON` is set.
pub fn start() {
    let filter = EnvFilter::try_from_env("GROUNDWIRE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second start (tests in one process) keeps the first.
    let _ =
        if std::env::var_os("GROUNDWIRE_LOG_JSON").is_some() { builder.json().try_init() } else { builder.try_init() };
}
