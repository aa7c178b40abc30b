//! The program as researchers and CI use it.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod creatorground;
mod labels;
mod runs;
mod support;
