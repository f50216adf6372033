//! The server, asked over HTTP. One program, for each would hold the whole of it.

#![allow(clippy::unwrap_used, reason = "a test's helpers may")]

mod api;
mod browser;
mod common;
mod corrections;
mod data;
mod document;
mod runs;
mod security;
mod sparse;
mod states;
mod tables;
