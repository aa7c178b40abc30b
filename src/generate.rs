//! Evidence to a draft; invariant: a draft is untrusted, whoever made it.

mod chat;
mod extractive;
mod given;
mod prompt;

use async_trait::async_trait;
use groundwire_index::retrieve::Evidence;
use groundwire_index::source::Creator;

use crate::error::Result;
use crate::persona::Persona;
use crate::question::Question;

pub use chat::{Chat, ChatSettings, Secret};
pub use extractive::Extractive;
pub use given::Given;
pub use prompt::{Prompt, prompt};

/// What a generator is asked.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The fan's message and thread.
    pub question: &'a Question,
    /// What may be cited.
    pub evidence: &'a Evidence,
    /// Whose voice.
    pub creator: &'a Creator,
    /// Style.
    pub persona: &'a Persona,
}

/// A generator's output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Text with markers `[c1]`; blank when the evidence does not answer.
    pub text: String,
}

/// Writes drafts.
#[async_trait]
pub trait Generator: Send + Sync {
    /// Names method or model.
    fn id(&self) -> &str;

    /// One draft; blank when nothing answers.
    async fn generate(&self, request: Request<'_>) -> Result<Draft>;
}
