use crate::shell::{self, root};
use crate::web;

type Chore = fn() -> Result<(), String>;

/// The chores of CI, in its order: what fails soonest comes first, and the page before what takes it in.
const CHORES: [(&str, Chore); 9] = [
    ("fmt", fmt),
    ("web", web::build),
    ("unit", web::unit),
    ("clippy", clippy),
    ("doc", doc),
    ("test", test),
    ("page", web::page),
    ("api", api),
    ("interop", interop),
];

/// Runs one chore, or all of them for `ci`; none when there is no such chore.
pub(crate) fn run(name: &str) -> Option<Result<(), String>> {
    if name == "ci" {
        return Some(CHORES.iter().try_for_each(|(_, chore)| chore()));
    }
    CHORES.iter().find(|(known, _)| *known == name).map(|(_, chore)| chore())
}

fn fmt() -> Result<(), String> {
    shell::run("cargo", &["fmt", "--all", "--check"], &[])
}

fn clippy() -> Result<(), String> {
    shell::run("cargo", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])
}

fn doc() -> Result<(), String> {
    shell::run("cargo", &["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])
}

fn test() -> Result<(), String> {
    shell::run("cargo", &["test", "--workspace"], &[("LCA_FUZZ_SECONDS", "5")])
}

fn interop() -> Result<(), String> {
    python("interop")
}

fn api() -> Result<(), String> {
    python("server")
}

/// The tests in a folder, in a Python environment of its own with pinned versions, below `target/`.
fn python(tests: &str) -> Result<(), String> {
    let venv = root().join(format!("target/venv-{tests}"));
    let python = venv.join("bin/python").display().to_string();
    let folder = format!("tests/{tests}");
    let requirements = format!("{folder}/requirements.txt");
    shell::run("python3", &["-m", "venv", &venv.display().to_string()], &[])?;
    shell::run(&python, &["-m", "pip", "install", "--quiet", "--requirement", &requirements], &[])?;
    shell::run(&python, &["-m", "pytest", "--quiet", &folder], &[])
}
