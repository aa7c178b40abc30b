//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::measure::Deciders;
use crate::run::Labeller;

/// Measures how often Groundwire lets an invention pass, and how often it refuses what was true.
#[derive(Debug, Parser)]
#[command(name = "groundwire-eval", version, after_help = AFTER)]
pub struct Arguments {
    /// Folder of the pinned models
    #[arg(long, global = true, value_name = "DIR")]
    pub models: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str =
    "Exit status: 0 done, 1 failed, 4 a figure fell below its threshold, 5 some items could not be measured.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Suites: size, licence, where each file is expected and whether it is there
    List {
        /// Folder of the data sets
        #[arg(long, value_name = "DIR", env = "GROUNDWIRE_EVAL_DATA")]
        data: Option<PathBuf>,
    },
    /// Measure a suite
    Run(RunArgs),
    /// Ask one generator, send its drafts raw and through the line, and export both for labelling
    Replies(RepliesArgs),
    /// Read labels of raw and guarded outputs into their run, or export them for labelling again
    Label {
        /// The run
        run: PathBuf,
        /// Labels, as the labelling page saves them
        #[arg(long, value_name = "FILE.csv")]
        read: Option<PathBuf>,
        /// Who labelled, where the file does not say
        #[arg(long, value_enum)]
        by: Option<By>,
        /// Their name, where the file does not say
        #[arg(long)]
        name: Option<String>,
        /// Write outputs.csv and label.html into this folder
        #[arg(long, value_name = "DIR")]
        export: Option<PathBuf>,
    },
    /// Choose a threshold on half A for a bearable share of false alarms, and report it on half B
    Calibrate {
        /// A run of claims or candidate replies
        run: PathBuf,
        /// Largest share of acceptable items that may be refused: 2% or 0.02
        #[arg(long, default_value = "2%")]
        max_false_alarms: String,
        /// Write the calibration file here; it names the model
        #[arg(long, value_name = "FILE.json")]
        out: Option<PathBuf>,
    },
    /// Compare two runs of one suite, item by item, with tests of significance
    Compare {
        /// First run
        first: PathBuf,
        /// Second run
        second: PathBuf,
    },
    /// Write runs as one page (.html), Markdown (.md) or JSON (.json)
    Report {
        /// Runs
        #[arg(required = true)]
        runs: Vec<PathBuf>,
        /// Where to; repeat for several forms
        #[arg(long, required = true, value_name = "FILE")]
        out: Vec<PathBuf>,
    },
    /// Hold a run against thresholds; exit status 4 when a figure fell below
    Guard {
        /// The run
        run: PathBuf,
        /// The thresholds
        #[arg(long, default_value = "eval/thresholds.json")]
        thresholds: PathBuf,
    },
    /// Write what rules and judge say of labelled candidates, as JSON lines for `models/judge/combine.py`
    Opinions {
        /// JSONL files, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Write the baseline judge's features of half A as tab-separated lines, for `models/baseline/fit.py`
    Features {
        /// Files of labelled claims
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// At most this many rows of each file, taken by hash
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Time hybrid search over N synthetic chunks of one creator; i8 scan against exact scan
    Search {
        /// Chunks
        #[arg(long, default_value_t = 100_000)]
        chunks: usize,
        /// Queries
        #[arg(long, default_value_t = 300)]
        queries: usize,
    },
    /// Time search and extractive answers on a data folder that was ingested before
    Ask {
        /// Data folder
        #[arg(long)]
        data: PathBuf,
        /// Creator id
        creator: String,
        /// One question a line
        questions: PathBuf,
    },
    /// Time the embedder alone on the chunks of files, as ingest would cut them
    Embed {
        /// Files and folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// At most this many chunks
        #[arg(long, default_value_t = 1500)]
        limit: usize,
    },
}

/// Measuring a suite.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Name of a suite (see `list`), or the path of a suite's file
    pub suite: String,
    /// Folder of the data sets
    #[arg(long, value_name = "DIR", env = "GROUNDWIRE_EVAL_DATA")]
    pub data: Option<PathBuf>,
    /// Only this part of the suite; repeat for several
    #[arg(long)]
    pub part: Vec<String>,
    /// At most this many items of each part, drawn by hash and seed
    #[arg(long)]
    pub limit: Option<usize>,
    /// Of the draw; 0 draws by the hash of the text alone
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Items in progress at once; above 1, times include waiting
    #[arg(long, default_value_t = 1)]
    pub jobs: usize,
    /// Who decides
    #[arg(long, value_enum, default_value_t = Deciders::Check)]
    pub deciders: Deciders,
    /// Who drafts replies to the suite's questions, if it has any
    #[arg(long, value_enum, default_value_t = GeneratorName::Extractive)]
    pub generator: GeneratorName,
    /// Decide at the threshold of this calibration file, in place of the policies' own
    #[arg(long, value_name = "FILE.json")]
    pub calibration: Option<PathBuf>,
    /// Measure on files of another hash than the suite's too
    #[arg(long)]
    pub changed_data: bool,
    /// Where the run goes; one that was cut off is taken up again
    #[arg(long, value_name = "RUN.json")]
    pub out: Option<PathBuf>,
}

/// Raw against guarded.
#[derive(Debug, Args)]
pub struct RepliesArgs {
    /// Creator id
    #[arg(long)]
    pub creator: String,
    /// Data folder of the ingested archive
    #[arg(long, value_name = "DIR", env = "GROUNDWIRE_DATA")]
    pub data: Option<PathBuf>,
    /// Who drafts
    #[arg(long, value_enum, default_value_t = GeneratorName::Extractive)]
    pub generator: GeneratorName,
    /// Take the drafts of an earlier run, from the same archive and questions: the same drafts through another guard
    #[arg(long, value_name = "RUN.json", conflicts_with = "generator")]
    pub drafts: Option<PathBuf>,
    /// One question a line, or JSONL with `question` and `id`
    #[arg(long, value_name = "FILE")]
    pub questions: PathBuf,
    /// At most this many questions, drawn by hash and seed
    #[arg(long)]
    pub limit: Option<usize>,
    /// Of the draw
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Where the run goes; outputs for labelling go beside it
    #[arg(long, value_name = "RUN.json", default_value = "replies.json")]
    pub out: PathBuf,
}

/// Who drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GeneratorName {
    /// The creator's own sentences, no model
    Extractive,
    /// An OpenAI-compatible endpoint (`GROUNDWIRE_CHAT_BASE_URL`)
    Chat,
}

/// Who labelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Somebody who did not make the system
    Person,
    /// Somebody who did
    Author,
    /// A model
    Model,
}

impl From<By> for Labeller {
    fn from(by: By) -> Self {
        match by {
            By::Person => Self::Person,
            By::Author => Self::Author,
            By::Model => Self::Model,
        }
    }
}

impl RunArgs {
    /// The command as somebody else would type it: their folders are not ours.
    pub fn command(&self) -> String {
        let mut words = vec!["groundwire-eval run".to_owned(), self.suite.clone()];
        if self.data.is_some() {
            words.push("--data DATA".to_owned());
        }
        words.extend(self.part.iter().map(|part| format!("--part {part}")));
        words.extend(self.limit.map(|limit| format!("--limit {limit}")));
        if self.seed != 0 {
            words.push(format!("--seed {}", self.seed));
        }
        if self.jobs != 1 {
            words.push(format!("--jobs {}", self.jobs));
        }
        words.extend(flag("--deciders", &self.deciders, &Deciders::Check));
        words.extend(flag("--generator", &self.generator, &GeneratorName::Extractive));
        words.extend(self.calibration.as_ref().map(|file| format!("--calibration {}", file_name(file))));
        words.extend(self.changed_data.then(|| "--changed-data".to_owned()));
        words.extend(self.out.as_ref().map(|out| format!("--out {}", file_name(out))));
        words.join(" ")
    }
}

impl RepliesArgs {
    /// As [`RunArgs::command`].
    pub fn command(&self) -> String {
        let mut words = vec![format!("groundwire-eval replies --creator {} --data DATA", self.creator)];
        words.extend(flag("--generator", &self.generator, &GeneratorName::Extractive));
        words.extend(self.drafts.as_ref().map(|file| format!("--drafts {}", file_name(file))));
        words.push(format!("--questions {}", file_name(&self.questions)));
        words.extend(self.limit.map(|limit| format!("--limit {limit}")));
        if self.seed != 0 {
            words.push(format!("--seed {}", self.seed));
        }
        words.push(format!("--out {}", file_name(&self.out)));
        words.join(" ")
    }
}

fn flag<T: ValueEnum + PartialEq>(name: &str, value: &T, default: &T) -> Option<String> {
    let said = value.to_possible_value().filter(|_| value != default)?;
    Some(format!("{name} {}", said.get_name()))
}

fn file_name(path: &std::path::Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
