//! Groundwire answers a creator's fans in the creator's voice and sends nothing that the creator's
//! own material does not support.
//!
//! The line, once from left to right: [`question`] -> evidence (crate `groundwire-index`) ->
//! [`generate`] -> [`claim`] -> [`verify`] -> [`repair`] -> [`reply`] -> [`audit`]; [`engine`] shows
//! it whole. [`check`] runs the part from claims to ruling on a candidate text with given evidence.

// A test that panics is a test that fails.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

pub mod audit;
pub mod check;
pub mod claim;
pub mod cli;
pub mod clock;
pub mod config;
pub mod engine;
pub mod error;
pub mod generate;
pub mod http;
pub mod persona;
pub mod policy;
pub mod question;
pub mod repair;
pub mod reply;
pub mod telemetry;
pub mod verify;

pub use error::{Error, Result};
pub use groundwire_index as index;
