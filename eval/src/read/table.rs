//! Records of JSONL, JSON, CSV and TSV files, packed with gzip or not, one after another.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use flate2::read::MultiGzDecoder;
use serde_json::Value;

/// The file itself, or the same packed.
pub fn find(path: &Path) -> Option<PathBuf> {
    let packed = PathBuf::from(format!("{}.gz", path.display()));
    [path.to_path_buf(), packed].into_iter().find(|candidate| candidate.exists())
}

/// Opens a file, gzip or plain.
pub fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let path = find(path).with_context(|| format!("there is no {}, nor the same with .gz", path.display()))?;
    let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(file))));
    }
    Ok(Box::new(BufReader::new(file)))
}

fn extension(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let bare = name.strip_suffix(".gz").unwrap_or(&name).to_owned();
    bare.rsplit_once('.').map(|(_, extension)| extension.to_owned()).unwrap_or_default()
}

/// Hands over each record with its line (its number in a JSON array), or what is wrong with it.
pub fn each(path: &Path, mut take: impl FnMut(usize, Result<Value, String>)) -> anyhow::Result<()> {
    match extension(path).as_str() {
        "csv" => delimited(path, b',', true, take),
        // Published TSV files write quotation marks as they are.
        "tsv" => delimited(path, b'\t', false, take),
        "json" => {
            let mut text = String::new();
            open(path)?.read_to_string(&mut text).with_context(|| format!("cannot read {}", path.display()))?;
            let records = match serde_json::from_str::<Value>(&text) {
                Ok(Value::Array(list)) => list,
                // `{"samples": [...]}`; else the file is a single record.
                Ok(Value::Object(map)) => match map.values().find(|v| v.is_array()).filter(|_| map.len() == 1) {
                    Some(Value::Array(list)) => list.clone(),
                    _ => vec![Value::Object(map)],
                },
                // Some sets call their JSONL `.json`.
                _ => return lines(text.as_bytes(), path, take),
            };
            records.into_iter().enumerate().for_each(|(at, record)| take(at + 1, Ok(record)));
            Ok(())
        }
        _ => lines(open(path)?, path, take),
    }
}

fn lines(file: impl BufRead, path: &Path, mut take: impl FnMut(usize, Result<Value, String>)) -> anyhow::Result<()> {
    for (at, line) in file.split(b'\n').enumerate() {
        let line = line.with_context(|| format!("cannot read {} from line {}", path.display(), at + 1))?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        take(at + 1, serde_json::from_slice(&line).map_err(|error| format!("not JSON: {error}")));
    }
    Ok(())
}

fn delimited(
    path: &Path,
    delimiter: u8,
    quoting: bool,
    mut take: impl FnMut(usize, Result<Value, String>),
) -> anyhow::Result<()> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).quoting(quoting).flexible(true).from_reader(open(path)?);
    let header = reader.headers().with_context(|| format!("{} has no header", path.display()))?.clone();
    for record in reader.records() {
        match record {
            Ok(record) if record.len() == header.len() => {
                let line = record.position().map_or(0, |position| position.line() as usize);
                let pairs = header.iter().zip(record.iter());
                let object = pairs.map(|(key, value)| (key.trim().to_owned(), Value::String(value.to_owned())));
                take(line, Ok(Value::Object(object.collect())));
            }
            Ok(record) => {
                let line = record.position().map_or(0, |position| position.line() as usize);
                take(line, Err(format!("{} fields, the header has {}", record.len(), header.len())));
            }
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line() as usize);
                take(line, Err(error.to_string()));
            }
        }
    }
    Ok(())
}
