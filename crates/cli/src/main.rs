//! The `lca` command: the only room that writes to the terminal.

mod args;
mod command;
mod failure;
mod output;
mod watch;

use args::{Cli, Command};
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Gives memory back between steps: glibc keeps what threads freed, and a path through 100,000 cells held up to two fifths more.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::read() {
        Ok(cli) => cli,
        Err(error) => return output::misuse(&error, std::env::args_os().any(|word| word == "--json")),
    };
    let (json, result) = match &cli.command {
        Command::Run(args) => (args.common.json, command::run(args)),
        Command::Demo(args) => (args.common.json, command::demo(args)),
        Command::Ls(args) => (args.common.json, command::ls(args)),
        Command::Show(args) => (args.common.json, command::show(args)),
        Command::Verify(args) => (args.common.json, command::verify(args)),
        Command::Prune(args) => (args.common.json, command::prune(args)),
        Command::Query(args) => (args.common.json, command::query(args)),
        Command::Corrections(args) => (args.common.json, command::corrections(args)),
        Command::Add(args) => (args.common.json, command::add(args)),
        Command::Track(args) => (args.common.json, command::track(args)),
        Command::Traces(args) => (args.common.json, command::traces(args)),
        Command::Lineage(args) => (args.common.json, command::lineage(args)),
        Command::Watch(args) => (args.common.json, command::watch(args)),
        Command::Serve(args) => (args.common.json, command::serve(args)),
        Command::Score(command) => (command.common().json, command::score(command)),
        Command::Image(command) => (command.common().json, command::image(command)),
        Command::Segment(args) => (args.common().json, command::segment(args)),
        Command::Cells(command) => (command.common().json, command::cells(command)),
        Command::Network(command) => (command.common().json, command::network(command)),
        Command::Model(command) => (command.common().json, command::model(command)),
        Command::Conformance(args) => (args.common.json, command::conformance(args)),
        Command::Schema(args) => (args.common.json, command::schema()),
    };
    match result {
        Ok(answer) => output::answer(&answer, json),
        Err(failure) => output::failure(&failure, json),
    }
}
