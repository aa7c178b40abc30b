//! A draft that the caller brings: from a person, or from a generator of their own.

use async_trait::async_trait;

use super::{Draft, Generator, Request};
use crate::error::Result;

/// Hands over the caller's text.
#[derive(Debug, Clone)]
pub struct Given(pub String);

#[async_trait]
impl Generator for Given {
    fn id(&self) -> &'static str {
        "given"
    }

    async fn generate(&self, _: Request<'_>) -> Result<Draft> {
        Ok(Draft { text: self.0.clone() })
    }
}
