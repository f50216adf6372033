//! The path from counts to markers, as `benches/peers/cells_scanpy.py` takes it, for the benchmark against
//! scanpy: `scanpy_path IN OUT THREADS [keep]`. IN holds `shape.npy`, `indptr.npy`, `indices.npy` and `data.npy` of
//! a cells × genes matrix of counts; results go to OUT as `.npy` files. Prints one JSON line for each step, with
//! processor seconds and the highest memory so far in MB; with `keep`, files are written too. Counts are held packed.

#![allow(clippy::print_stdout, reason = "this is a program")]

mod npy;
mod steps;

use cpu_time::ProcessTime;
use lca_cells::PackedCounts;
use lca_numerics::Csr;
use std::error::Error;
use std::fs;
use std::path::Path;

pub(crate) type Answer<T> = Result<T, Box<dyn Error>>;

fn main() -> Answer<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, threads, rest @ ..] = arguments.as_slice() else {
        return Err("use: scanpy_path IN OUT THREADS [keep]".into());
    };
    rayon::ThreadPoolBuilder::new().num_threads(threads.parse()?).build_global()?;
    let counts = timed("read", || read(Path::new(from)))?;
    let found = steps::path(counts)?;
    if rest.iter().any(|word| word == "keep") {
        fs::create_dir_all(to)?;
        found.write(Path::new(to))?;
    }
    Ok(())
}

/// Does a step and prints what it took.
pub(crate) fn timed<T>(step: &str, work: impl FnOnce() -> Answer<T>) -> Answer<T> {
    let start = ProcessTime::try_now()?;
    let done = work()?;
    let spent = start.elapsed().as_secs_f64();
    println!("{{\"step\": \"{step}\", \"cpu_s\": {spent:.6}, \"peak_mb\": {:.1}}}", peak_mb());
    Ok(done)
}

/// Rows that are read at a time.
const BLOCK: usize = 4096;

fn read(folder: &Path) -> Answer<PackedCounts> {
    let shape: Vec<u64> = npy::read(&folder.join("shape.npy"))?;
    let [_, genes] = shape.as_slice() else { return Err("shape.npy has not two numbers".into()) };
    let indptr: Vec<u64> = npy::read(&folder.join("indptr.npy"))?;
    let mut indices = npy::Numbers::open(&folder.join("indices.npy"))?;
    let mut values = npy::Numbers::open(&folder.join("data.npy"))?;
    let mut counts = PackedCounts::new(*genes as usize);
    for first in (0..indptr.len() - 1).step_by(BLOCK) {
        let ends = &indptr[first..=(indptr.len() - 1).min(first + BLOCK)];
        let stored = (ends[ends.len() - 1] - ends[0]) as usize;
        let starts = ends.iter().map(|end| end - ends[0]).collect();
        let genes = *genes as usize;
        counts.push(&Csr::new(
            ends.len() - 1,
            genes,
            starts,
            indices.take(stored)?,
            values.take(stored)?,
        )?)?;
    }
    Ok(counts)
}

/// The highest memory so far, where the system tells.
fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
