//! The check contract on lines of JSON; invariant: each line in gives exactly one line out.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use super::{Done, clock, judge};
use crate::check::{CheckRequest, check as check_one};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::verify::Verifier;

/// Longest line that is read, in bytes.
const MAX_LINE: u64 = 16 * 1024 * 1024;

pub async fn check(config: &Config, file: &Path) -> Result<Done> {
    let mut input: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        let file = File::open(file).map_err(|error| {
            Error::request(
                "--jsonl",
                format!("cannot open `{}`: {error}: name a file of JSON lines, or `-`", file.display()),
            )
        })?;
        Box::new(BufReader::new(file))
    };
    let verifier = Verifier::new(judge(config, None)?);
    let clock = clock()?;
    let mut all_judged = true;
    let mut number = 0;
    let mut line = Vec::new();
    loop {
        line.clear();
        let failed = groundwire_index::Error::io("read", file);
        let read = (&mut input).take(MAX_LINE + 1).read_until(b'\n', &mut line).map_err(failed)?;
        if read == 0 {
            break;
        }
        let whole = read as u64 <= MAX_LINE || line.ends_with(b"\n");
        if !whole {
            input.skip_until(b'\n').map_err(groundwire_index::Error::io("read", file))?;
        }
        number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = match read_line(&line) {
            Ok(request) => {
                let id = request.id.clone();
                check_one(&verifier, request, clock.now())
                    .await
                    .and_then(|report| {
                        serde_json::to_value(report).map_err(|e| Error::request("output", e.to_string()))
                    })
                    .map_err(|error| (id, error.to_string()))
            }
            Err(problem) => Err(problem),
        };
        let answer = answer.unwrap_or_else(|(id, message)| {
            all_judged = false;
            bad_line(id, number, &message)
        });
        if !write_line(&answer)? {
            break;
        }
    }
    Ok(if all_judged { Done::Well } else { Done::WithBadInput })
}

fn bad_line(id: Option<Value>, line: usize, message: &str) -> Value {
    let error = json!({ "line": line, "message": message });
    match id {
        Some(id) => json!({ "id": id, "error": error }),
        None => json!({ "error": error }),
    }
}

fn read_line(line: &[u8]) -> std::result::Result<CheckRequest, (Option<Value>, String)> {
    if line.len() as u64 > MAX_LINE {
        return Err((None, format!("the line is longer than {MAX_LINE} bytes")));
    }
    let text = std::str::from_utf8(line).map_err(|error| (None, format!("the line is not UTF-8: {error}")))?;
    let value: Value = serde_json::from_str(text).map_err(|error| (None, format!("the line is not JSON: {error}")))?;
    let id = value.get("id").cloned();
    serde_json::from_value(value)
        .map_err(|error| (id, format!("the line is not a check: {error} (docs/check.md shows the fields)")))
}

/// False when the reader went away.
fn write_line(value: &Value) -> Result<bool> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{value}").and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(groundwire_index::Error::io("write", "standard output")(error).into()),
    }
}
