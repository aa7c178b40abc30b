//! The program as users meet it: its command line, its server, its records, its documents.

// A test that panics is a test that fails.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod ask;
mod audit;
mod check;
mod claims;
mod cli;
mod crash;
mod http;
mod incidents;
mod judge;
mod layering;
mod policy;
mod rules;
mod snapshots;
mod support;
mod twins;
