//! Suites: data files that say what is measured, in which form, where it is expected and with which hash. Invariant:
//! what was measured is named by the sha256 of every file that was read; a file of another hash than the suite's is
//! refused unless somebody says that it may differ.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::item::{Half, Item, Work, half_of};
use crate::read::{Format, Malformed, Rows, read};

/// Suites that come with the program.
const BUILT_IN: [&str; 22] = [
    include_str!("../suites/aggrefact.json"),
    include_str!("../suites/attrbench-dev.json"),
    include_str!("../suites/attributionbench.json"),
    include_str!("../suites/begin.json"),
    include_str!("../suites/begin-wow-dev.json"),
    include_str!("../suites/citint-dev.json"),
    include_str!("../suites/climate-fever.json"),
    include_str!("../suites/climate-fever-dev.json"),
    include_str!("../suites/creatorground.json"),
    include_str!("../suites/faithbench.json"),
    include_str!("../suites/fever.json"),
    include_str!("../suites/halueval-dialogue.json"),
    include_str!("../suites/halueval-qa.json"),
    include_str!("../suites/halueval-summarization.json"),
    include_str!("../suites/healthver-dev.json"),
    include_str!("../suites/q2-wow-dev.json"),
    include_str!("../suites/ragtruth.json"),
    include_str!("../suites/ragtruth-dev.json"),
    include_str!("../suites/scifact.json"),
    include_str!("../suites/summedits.json"),
    include_str!("../suites/wice.json"),
    include_str!("../suites/wice-dev.json"),
];

/// What is measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// By which it is run.
    pub name: String,
    /// For people.
    pub title: String,
    /// Changes whenever the items or their gold do.
    pub version: String,
    /// Of the data.
    pub licence: String,
    /// Who published it, and which of their files to get.
    pub source: String,
    /// Names of the data sets in it, as training lists name them.
    pub sets: Vec<String>,
    /// Folder that is taken when none is given.
    #[serde(default)]
    pub data: Option<String>,
    /// Language of all items, where they name none themselves.
    #[serde(default)]
    pub lang: Option<String>,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Files that are used beside the items, with their sha256: archives that are searched.
    #[serde(default)]
    pub assets: Vec<Asset>,
    /// Fixture creators by the name of their folder.
    #[serde(default)]
    pub creators: BTreeMap<String, String>,
}

/// Items of one form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Unique in the suite.
    pub name: String,
    /// Form of its files.
    pub format: Format,
    /// How items are split.
    pub halves: Halves,
    /// Its files.
    pub files: Vec<Asset>,
}

/// How items are split into a half that may tune and one that only reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Halves {
    /// By a hash of the text.
    Hash,
    /// All may tune.
    AllA,
    /// All only report.
    AllB,
}

/// A file or folder, relative to the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Relative path.
    pub path: String,
    /// sha256 of the file as it lies there; of a folder, over the paths and hashes of its files.
    #[serde(default)]
    pub sha256: Option<String>,
}

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNote {
    /// Relative path.
    pub path: String,
    /// What was found.
    pub sha256: String,
    /// The suite names this very hash.
    pub pinned: bool,
    /// Items that it gave.
    pub items: usize,
    /// Rows that could not be read.
    pub malformed: Vec<Malformed>,
    /// Rows that hold nothing to judge, by reason.
    pub left_out: BTreeMap<String, usize>,
}

/// A suite's items, and what was read for them.
pub struct Loaded {
    /// In the order of the files.
    pub items: Vec<Item>,
    /// Files and assets.
    pub files: Vec<FileNote>,
    /// Folder that all paths are relative to.
    pub root: PathBuf,
}

/// The built-in suites.
pub fn built_in() -> anyhow::Result<Vec<Suite>> {
    BUILT_IN.iter().map(|text| Ok(serde_json::from_str(text)?)).collect()
}

/// A suite by name, or by the path of its file.
pub fn find(name: &str) -> anyhow::Result<Suite> {
    if Path::new(name).extension().is_some_and(|extension| extension == "json") {
        let text = std::fs::read_to_string(name).with_context(|| format!("cannot read the suite {name}"))?;
        return serde_json::from_str(&text).with_context(|| format!("{name} is not a suite"));
    }
    let all = built_in()?;
    let names: Vec<String> = all.iter().map(|suite| suite.name.clone()).collect();
    all.into_iter()
        .find(|suite| suite.name == name)
        .with_context(|| format!("there is no suite `{name}`: name one of {}, or a suite's file", names.join(", ")))
}

impl Suite {
    /// The folder in which its files are expected.
    pub fn root(&self, given: Option<&Path>) -> PathBuf {
        match (given, &self.data) {
            (Some(folder), _) => folder.to_path_buf(),
            (None, Some(own)) => PathBuf::from(own),
            (None, None) => PathBuf::from("data"),
        }
    }

    /// Files and assets.
    pub fn all_assets(&self) -> impl Iterator<Item = &Asset> {
        self.parts.iter().flat_map(|part| &part.files).chain(&self.assets)
    }

    /// Reads every file. `may_differ`: files of another hash are read too, and noted as such.
    pub fn load(&self, given: Option<&Path>, may_differ: bool) -> anyhow::Result<Loaded> {
        let root = self.root(given);
        let mut loaded = Loaded { items: Vec::new(), files: Vec::new(), root: root.clone() };
        for part in &self.parts {
            for asset in &part.files {
                let path = self.check(&root, asset)?;
                let note = self.note(asset, &path, may_differ)?;
                let rows = read(part.format, &path)?;
                self.place(part, asset, rows, note, &mut loaded);
            }
        }
        for asset in &self.assets {
            let path = self.check(&root, asset)?;
            loaded.files.push(self.note(asset, &path, may_differ)?);
        }
        ensure!(!loaded.items.is_empty(), "{} gave no item: look at the files under {}", self.name, root.display());
        Ok(loaded)
    }

    /// Says what to get and where to put it when a file is not there.
    fn check(&self, root: &Path, asset: &Asset) -> anyhow::Result<PathBuf> {
        let path = root.join(&asset.path);
        let packed = PathBuf::from(format!("{}.gz", path.display()));
        if !path.exists() && !packed.exists() {
            bail!(
                "{} is not there, which the suite {} needs.\nget: {}\nlicence: {}\nput it at that path, or name the folder that has {} with --data",
                path.display(),
                self.name,
                self.source,
                self.licence,
                asset.path
            );
        }
        Ok(if path.exists() { path } else { packed })
    }

    fn note(&self, asset: &Asset, path: &Path, may_differ: bool) -> anyhow::Result<FileNote> {
        let sha256 = hash_of(path)?;
        let pinned = asset.sha256.as_ref() == Some(&sha256);
        if !pinned
            && !may_differ
            && let Some(wanted) = &asset.sha256
        {
            bail!(
                "{} has sha256 {sha256}, the suite {} (version {}) names {wanted}: figures would not compare. Get the file that the suite names, or pass --changed-data to measure on this one all the same",
                path.display(),
                self.name,
                self.version
            );
        }
        let (malformed, left_out) = (Vec::new(), BTreeMap::new());
        Ok(FileNote { path: asset.path.clone(), sha256, pinned, items: 0, malformed, left_out })
    }

    fn place(&self, part: &Part, asset: &Asset, rows: Rows, mut note: FileNote, loaded: &mut Loaded) {
        let here = loaded.items.iter().filter(|item| item.part == part.name);
        let mut seen: HashSet<String> = here.map(|item| item.id.clone()).collect();
        for (line, row) in rows.found {
            let place = format!("{}:{line}", asset.path);
            let mut id = row.id.unwrap_or_else(|| place.clone());
            // Some sets count from 0 in every file, some have two items a row.
            while !seen.insert(id.clone()) {
                id = format!("{id}@{place}");
            }
            let cluster = row.cluster.unwrap_or_else(|| match &row.work {
                Work::Claim(claim) => claim.evidence.clone(),
                Work::Reply(_) | Work::Question(_) | Work::Query(_) => id.clone(),
            });
            let half = match (part.halves, &row.work) {
                (Halves::AllA, _) => Half::A,
                (Halves::AllB, _) => Half::B,
                (Halves::Hash, Work::Claim(claim)) => half_of(&[&claim.evidence, &claim.text]),
                (Halves::Hash, _) => half_of(&[&cluster]),
            };
            let mut slices = row.slices;
            if let Some(lang) = &self.lang {
                slices.entry("lang".to_owned()).or_insert_with(|| lang.clone());
            }
            // Names of clusters may be whole texts; their hash is enough.
            let cluster = groundwire::index::source::hex(&crate::item::hash(&[&cluster])).chars().take(16).collect();
            loaded.items.push(Item { id, part: part.name.clone(), half, cluster, slices, work: row.work });
            note.items += 1;
        }
        note.malformed = rows.malformed;
        note.left_out = rows.left_out;
        loaded.files.push(note);
    }
}

/// At most `limit` items of each part, drawn by hash and seed, in the order in which they were drawn.
pub fn sample(mut items: Vec<Item>, limit: Option<usize>, seed: u64) -> Vec<Item> {
    let Some(limit) = limit else { return items };
    items.sort_by_cached_key(|item| item.draw(seed));
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    items.retain(|item| {
        let count = taken.entry(item.part.clone()).or_default();
        *count += 1;
        *count <= limit
    });
    items
}

/// sha256 of a file; of a folder, of the lines `path sha256` of its files in order of their paths.
pub fn hash_of(path: &Path) -> anyhow::Result<String> {
    let cannot = || format!("cannot read {}", path.display());
    let mut hasher = Sha256::new();
    if path.is_dir() {
        let mut names: Vec<PathBuf> =
            std::fs::read_dir(path).with_context(cannot)?.flatten().map(|entry| entry.path()).collect();
        names.sort();
        for name in names {
            let last = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            hasher.update(format!("{last} {}\n", hash_of(&name)?));
        }
    } else {
        let mut file = BufReader::new(File::open(path).with_context(cannot)?);
        loop {
            let read = file.fill_buf().with_context(cannot)?;
            if read.is_empty() {
                break;
            }
            hasher.update(read);
            let count = read.len();
            file.consume(count);
        }
    }
    Ok(groundwire::index::source::hex(&hasher.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_suite_can_be_read_and_is_found_by_its_name() {
        let all = built_in().unwrap();
        for suite in &all {
            assert_eq!(find(&suite.name).unwrap(), *suite);
            assert!(!suite.parts.is_empty() && !suite.licence.is_empty() && !suite.source.is_empty(), "{}", suite.name);
        }
        assert!(find("nothing").unwrap_err().to_string().contains("creatorground"));
    }

    #[test]
    fn a_missing_file_says_what_to_get_and_where_to_put_it() {
        let empty = tempfile::tempdir().unwrap();
        let error = find("ragtruth").unwrap().load(Some(empty.path()), false).err().unwrap().to_string();
        for part in ["ParticleMedia/RAGTruth", "source_info.jsonl", "licence: MIT", "--data", "ragtruth is not there"] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    fn suite(sha256: Option<String>) -> Suite {
        let file = Asset { path: "a.jsonl".to_owned(), sha256 };
        let part = Part { name: "items".to_owned(), format: Format::Claims, halves: Halves::Hash, files: vec![file] };
        Suite { parts: vec![part], assets: Vec::new(), ..find("wice-dev").unwrap() }
    }

    #[test]
    fn a_file_of_another_hash_is_refused_unless_it_may_differ() {
        let folder = tempfile::tempdir().unwrap();
        let line = |at: usize| format!("{{\"evidence\": \"e{at}\", \"claim\": \"c\", \"label\": \"supported\"}}\n");
        let text: String = (0..40).map(line).collect();
        std::fs::write(folder.path().join("a.jsonl"), text).unwrap();
        let right = hash_of(&folder.path().join("a.jsonl")).unwrap();
        assert!(suite(Some(right)).load(Some(folder.path()), false).unwrap().files[0].pinned);
        let other = suite(Some("0".repeat(64)));
        let error = other.load(Some(folder.path()), false).err().unwrap().to_string();
        assert!(error.contains("--changed-data"), "{error}");
        let loaded = other.load(Some(folder.path()), true).unwrap();
        assert!(!loaded.files[0].pinned && loaded.items.len() == 40);
        // Both halves are there, and a draw hangs on the seed and on nothing else.
        assert!(loaded.items.iter().any(|item| item.half == Half::A) && loaded.items.iter().any(|i| i.half == Half::B));
        let ids = |seed| -> Vec<String> {
            sample(loaded.items.clone(), Some(10), seed).into_iter().map(|item| item.id).collect()
        };
        assert_eq!(ids(3), ids(3));
        assert_ne!(ids(3), ids(4));
    }
}
