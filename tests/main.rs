//! The program as users meet it: its command line, its server, its records, its documents.

mod ask;
mod audit;
mod check;
mod cli;
mod crash;
mod http;
mod incidents;
mod layering;
mod support;
