//! Wires the command line to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    groundwire::telemetry::start();
    groundwire::cli::main()
}
