//! Takes the page into the binary: every file of `web/dist`, compressed, where `cargo xtask web` has built it.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    // A folder that is not there yet is looked for again: it may come.
    emit(&format!("cargo::rerun-if-changed={}", folder.display()))?;
    let mut files = Vec::new();
    if folder.is_dir() {
        walk(&folder, "", &mut files)?;
    }
    files.sort();
    let mut list = String::from("static ASSETS: &[Asset] = &[\n");
    for (at, (name, path)) in files.iter().enumerate() {
        let packed = out.join(format!("asset{at}.gz"));
        let bytes = fs::read(path)?;
        fs::write(&packed, pack(&bytes)?)?;
        let tag = checksum(&bytes);
        let _ = writeln!(
            list,
            "    Asset {{ name: {name:?}, tag: \"{tag:016x}\", packed: include_bytes!({packed:?}) }},"
        );
    }
    list.push_str("];\n");
    fs::write(out.join("assets.rs"), list)
}

/// What Cargo is told.
fn emit(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

fn walk(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let last = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let within = if name.is_empty() { last } else { format!("{name}/{last}") };
        if path.is_dir() {
            walk(&path, &within, files)?;
        } else if !within.ends_with(".map") {
            files.push((within, path));
        }
    }
    Ok(())
}

fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

/// FNV-1a: tells one build of a file from another, which is all a cache asks.
fn checksum(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}
