//! Chores of the workspace: `cargo xtask ci` does what continuous integration does.

// A developer's tool speaks to the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod ci;
mod shell;
mod web;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  ci        everything below, in order; stops at the first that fails
  fmt       is the code formatted?
  web       build the page of `lca serve` with npm, for the next build of lca
  unit      tests of the page that need no browser, and what is known against its dependencies
  clippy    lints, warnings denied
  doc       documentation, warnings denied
  test      the test command of README, with a short fuzz of every parser
  page      browser tests of the page, on a small study; left out without Chromium
  api       fuzz the API of `lca serve` by its own document, and load it with 200 clients
  interop   open what LCA wrote with spatialdata, anndata, ome-zarr and geff, and the other way round
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [chore] => ci::run(chore),
        _ => None,
    };
    match outcome {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(failure)) => {
            eprintln!("xtask: {failure}");
            ExitCode::from(1)
        }
        None => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
    }
}
