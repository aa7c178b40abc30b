//! A creator's words and how to find them: import, documents, chunks, the store, and hybrid search.
//!
//! The line runs `import` -> [`document::Document`] -> [`chunk::Chunk`] -> [`store::Store`] ->
//! [`backend::ChunkIndex`] -> [`retrieve::Retriever`] -> [`retrieve::Evidence`].

// A test that panics is a test that fails.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

pub mod archive;
pub mod backend;
pub mod catalogue;
pub mod chunk;
pub mod document;
pub mod embed;
pub mod error;
pub mod fuse;
pub mod import;
pub mod onnx;
pub mod retrieve;
pub mod source;
pub mod span;
pub mod store;
pub mod text;

pub use error::{Error, ErrorKind, Result};
