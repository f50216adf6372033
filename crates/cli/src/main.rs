//! The `lca` command.

fn main() {}
