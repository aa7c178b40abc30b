//! The network that reads claims beside what is given, on a thread of its own; invariants: a claim's numbers
//! do not depend on the claims beside it, at most one pass is in the network at a time, and the queue before it is
//! bounded.
//!
//! Tokens are `<s> given </s>`, then `</s> claim </s>` for each claim. What is given (group 0) sees itself alone,
//! a claim (its own group) sees what is given and itself; so the evidence is read once for all claims of a reply.
//! `models/judge/model.py` is the same in training.

use ort::session::Session;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::Tensor;
use tokenizers::Tokenizer;
use tokio::sync::{mpsc, oneshot};

use super::{ModelFolder, environment};
use crate::error::{Error, Result};

/// Word pieces of what is given that are read; the rest is cut. With a claim they fill the 512 positions of the
/// network; who asks keeps below it.
const MOST_GIVEN: usize = 400;
/// Word pieces of a claim that are read; the rest is cut.
const MOST_CLAIM: usize = 96;
/// Claims in one pass.
const AT_ONCE: usize = 24;
/// Passes that may wait.
const QUEUE: usize = 256;

/// Raw scores of one claim.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Logits {
    /// Supported, refuted, neither, nothing to check: one of the four.
    pub labels: [f32; 4],
    /// Biography, experience, credential, human, contact, commitment: each by itself.
    pub kinds: [f32; 6],
}

impl Logits {
    const WIDTH: usize = 10;

    fn read(row: &[f32]) -> Option<Self> {
        let (labels, kinds) = row.split_first_chunk()?;
        let sound = row.iter().all(|number| number.is_finite());
        sound.then_some(Self { labels: *labels, kinds: kinds.try_into().ok()? })
    }
}

struct Request {
    given: String,
    claims: Vec<String>,
    answer: oneshot::Sender<Result<Vec<Logits>>>,
}

/// The pinned network.
#[derive(Debug)]
pub struct EntailmentModel {
    queue: mpsc::Sender<Request>,
    id: String,
}

struct Network {
    session: Session,
    tokenizer: Tokenizer,
    begin: u32,
    end: u32,
}

fn failed(message: impl std::fmt::Display) -> Error {
    Error::Model { path: "judge.onnx".to_owned(), message: message.to_string() }
}

impl EntailmentModel {
    /// Loads it; `threads` is what one pass may use, at least 1. A file that is missing or has another hash is an
    /// error that says what to do.
    pub fn load(models: &ModelFolder, threads: usize) -> Result<Self> {
        let environment = environment(models)?;
        let tokenizer = Tokenizer::from_bytes(models.read("judge_tokenizer")?).map_err(failed)?;
        let (path, sha256) = (models.checked_path("judge")?, models.sha256("judge")?);
        let session = Session::builder(&environment)
            .map_err(failed)?
            .with_optimization_level(GraphOptimizationLevel::Level3)
            .map_err(failed)?
            .with_intra_threads(threads.max(1))
            .map_err(failed)?
            .commit_from_file(path)
            .map_err(failed)?;
        let sign = |text: &str| tokenizer.token_to_id(text).ok_or_else(|| failed(format!("has no `{text}`")));
        let (begin, end) = (sign("<s>")?, sign("</s>")?);
        let network = Network { session, tokenizer, begin, end };
        let (queue, requests) = mpsc::channel(QUEUE);
        std::thread::Builder::new()
            .name("judge".to_owned())
            .spawn(move || serve(network, requests))
            .map_err(Error::io("start the thread of", "judge"))?;
        Ok(Self { queue, id: sha256.get(..12).unwrap_or_default().to_owned() })
    }

    /// The first digits of its sha256.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The scores of each claim beside `given`, in order.
    pub async fn read(&self, given: String, claims: Vec<String>) -> Result<Vec<Logits>> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let (answer, logits) = oneshot::channel();
        self.queue.send(Request { given, claims, answer }).await.map_err(|_| failed("its thread has ended"))?;
        logits.await.map_err(|_| failed("its thread has ended"))?
    }
}

fn serve(mut network: Network, mut requests: mpsc::Receiver<Request>) {
    while let Some(request) = requests.blocking_recv() {
        // Whoever asked may be gone: then nobody waits for the pass.
        if request.answer.is_closed() {
            continue;
        }
        let logits = network.read(&request.given, &request.claims, || request.answer.is_closed());
        let _ = request.answer.send(logits);
    }
}

/// The numbers of one pass.
#[derive(Default)]
struct Pass {
    tokens: Vec<i64>,
    groups: Vec<i64>,
    positions: Vec<i64>,
    /// Length of each claim with its two signs.
    lengths: Vec<usize>,
}

impl Network {
    /// Stops between two passes when nobody waits any more.
    fn read(&mut self, given: &str, claims: &[String], gone: impl Fn() -> bool) -> Result<Vec<Logits>> {
        let given = self.numbers(given, MOST_GIVEN)?;
        let mut found = Vec::with_capacity(claims.len());
        for some in claims.chunks(AT_ONCE) {
            if gone() {
                return Err(failed("nobody waits for it any more"));
            }
            let pass = self.pass(&given, some)?;
            found.extend(self.run(pass)?);
        }
        Ok(found)
    }

    fn numbers(&self, text: &str, most: usize) -> Result<Vec<i64>> {
        let encoding = self.tokenizer.encode_fast(text.trim(), false).map_err(failed)?;
        Ok(encoding.get_ids().iter().take(most).map(|id| i64::from(*id)).collect())
    }

    fn pass(&self, given: &[i64], claims: &[String]) -> Result<Pass> {
        let end = i64::from(self.end);
        let mut pass = Pass::default();
        pass.tokens.push(i64::from(self.begin));
        pass.tokens.extend(given);
        pass.tokens.push(end);
        let start = pass.tokens.len();
        pass.groups.resize(start, 0);
        pass.positions.extend((0_i64..).take(start));
        for (group, claim) in (1_i64..).zip(claims) {
            pass.tokens.push(end);
            pass.tokens.extend(self.numbers(claim, MOST_CLAIM)?);
            pass.tokens.push(end);
            let length = pass.tokens.len() - pass.groups.len();
            pass.groups.resize(pass.tokens.len(), group);
            pass.positions.extend((0_i64..).skip(start).take(length));
            pass.lengths.push(length);
        }
        Ok(pass)
    }

    fn run(&mut self, pass: Pass) -> Result<Vec<Logits>> {
        let (width, claims) = (pass.tokens.len(), pass.lengths.len());
        // The mean over a claim's tokens, as a matrix.
        let mut pool = vec![0.0_f32; claims * width];
        let mut at = width - pass.lengths.iter().sum::<usize>();
        for (row, length) in pool.chunks_mut(width).zip(&pass.lengths) {
            row.iter_mut().skip(at).take(*length).for_each(|weight| *weight = 1.0 / *length as f32);
            at += length;
        }
        let numbers = |values: Vec<i64>| Tensor::from_array(([1, width], values)).map_err(failed);
        let inputs = ort::inputs![
            "tokens" => numbers(pass.tokens)?,
            "groups" => numbers(pass.groups)?,
            "positions" => numbers(pass.positions)?,
            "pool" => Tensor::from_array(([1, claims, width], pool)).map_err(failed)?,
        ];
        let outputs = self.session.run(inputs).map_err(failed)?;
        let (_, logits) = outputs
            .get("logits")
            .ok_or_else(|| failed("has no output `logits`"))?
            .try_extract_tensor::<f32>()
            .map_err(failed)?;
        let found: Vec<Logits> = logits.chunks(Logits::WIDTH).filter_map(Logits::read).collect();
        if found.len() == claims { Ok(found) } else { Err(failed("gave another number of scores, or NaN")) }
    }
}
