use crate::shell::{self, root};

type Chore = fn() -> Result<(), String>;

/// The chores of CI, in its order: what fails soonest comes first.
const CHORES: [(&str, Chore); 6] =
    [("fmt", fmt), ("clippy", clippy), ("doc", doc), ("test", test), ("api", api), ("interop", interop)];

/// Those that CI leaves out, since they need more than Rust and Python.
const OTHERS: [(&str, Chore); 2] = [("web", web), ("page", page)];

/// Runs one chore, or all of them for `ci`; none when there is no such chore.
pub(crate) fn run(name: &str) -> Option<Result<(), String>> {
    if name == "ci" {
        return Some(CHORES.iter().try_for_each(|(_, chore)| chore()));
    }
    CHORES.iter().chain(&OTHERS).find(|(known, _)| *known == name).map(|(_, chore)| chore())
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

/// The page of `lca serve`, from its lock file, into `web/dist`; the next build of `lca` takes it in.
fn web() -> Result<(), String> {
    shell::run("npm", &["--prefix", "web", "ci", "--no-audit", "--no-fund"], &[])?;
    shell::run("npm", &["--prefix", "web", "run", "build"], &[])
}

/// Browser tests of the page, on a small virtual experiment; needs Chromium, and a `lca` that was built after `web`.
fn page() -> Result<(), String> {
    let demo = root().join("target/page-demo");
    let (out, atlas) = (demo.display().to_string(), demo.join("demo.zarr").display().to_string());
    let small = ["--cells", "40", "--sequenced-cells", "300", "--starts", "4"];
    // With the features the tests have, so that nothing is compiled twice.
    shell::run("cargo", &["test", "--workspace", "--no-run", "--test", "commands"], &[])?;
    let lca = root().join("target/debug/lca").display().to_string();
    if !demo.exists() {
        shell::run(&lca, &[&["demo", "--out", &out], &small[..]].concat(), &[])?;
    }
    shell::run("npm", &["--prefix", "web", "run", "unit"], &[])?;
    shell::run("npm", &["--prefix", "web", "run", "page", "--", &lca, "demo", &atlas], &[])
}
