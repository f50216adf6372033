//! SBML core, Level 1 to 3 read, Level 3 written. Units are kept, in the words of Level 3, but
//! not converted ([`sbml_warnings`] says where they clash); constraints, notes and annotations change no result and are passed over.

mod attributes;
mod check;
mod comp;
mod element;
mod events;
mod fbc;
mod file;
mod genes;
mod known;
mod legacy;
mod level1;
mod looks;
mod math;
mod network;
mod quantities;
mod reactions;
mod rules;
mod units;
mod write;
mod xml;

use crate::FormatError;
use element::Element;
use file::File;
use flate2::read::MultiGzDecoder;
use lca_kinetics::Network;
pub(crate) use looks::not_yaml;
use std::fs;
use std::io::Read;
use std::path::Path;

/// How many bytes a packed model may have: a hundred times the largest genome-scale models.
const MOST: u64 = 1 << 32;

/// Reads a model from an SBML file, which may be packed with gzip.
///
/// # Errors
/// When the file cannot be read, is not sound, or uses a package that changes what the model means
/// and is not supported, naming the line.
pub fn read_sbml(path: &Path) -> Result<Network, FormatError> {
    parse_sbml(&bytes(path)?, path)
}

/// Reads a model from the bytes of an SBML file; `path` is for messages.
///
/// # Errors
/// As [`read_sbml`].
pub fn parse_sbml(bytes: &[u8], path: &Path) -> Result<Network, FormatError> {
    parsed(bytes, path).map(|(network, ..)| network)
}

/// What in an SBML file is no error but looks wrong: formulas that mix units, in words. Nothing is
/// said where a unit is not stated.
///
/// # Errors
/// As [`read_sbml`].
pub fn sbml_warnings(path: &Path) -> Result<Vec<String>, FormatError> {
    let (network, model, level) = parsed(&bytes(path)?, path)?;
    Ok(units::clashes(&network, &model, level))
}

/// The bytes of a file, unpacked.
fn bytes(path: &Path) -> Result<Vec<u8>, FormatError> {
    let bytes = fs::read(path).map_err(FormatError::io("read", path))?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    let read = MultiGzDecoder::new(bytes.as_slice()).take(MOST + 1).read_to_end(&mut plain);
    read.map_err(|cause| FormatError::broken(path, "gzip", cause.to_string()))?;
    if plain.len() as u64 > MOST {
        return Err(FormatError::broken(path, "SBML", "unpacked it is larger than any model; is it one?"));
    }
    Ok(plain)
}

/// The network, the flat model it is read from, and the level.
fn parsed(bytes: &[u8], path: &Path) -> Result<(Network, Element, u32), FormatError> {
    if let Some(why) = looks::not_sbml(bytes) {
        return Err(FormatError::broken(path, "SBML", why));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| FormatError::broken(path, "SBML", "it is not UTF-8 text; convert it"))?;
    let root = xml::parse(text, path)?;
    let file = File { path, level: level(&root, path)? };
    file.packages(&root)?;
    if root.name == "sbml" {
        file.elements(&root)?;
    }
    let model = if root.name == "sbml" { comp::flat(root, path)? } else { None };
    let model =
        model.ok_or_else(|| FormatError::broken(path, "SBML", "it holds no <model>; is it an SBML file?"))?;
    let network = file.network(&model)?;
    file.check(&model)?;
    file.units(&model)?;
    Ok((network, model, file.level))
}

/// Writes a model as SBML Level 3.
///
/// # Errors
/// When the file cannot be written.
pub fn write_sbml(path: &Path, network: &Network) -> Result<(), FormatError> {
    fs::write(path, sbml_text(network)).map_err(FormatError::io("write", path))
}

/// A model as the text of an SBML Level 3 file: Version 1, or 2 where a formula needs it.
#[must_use]
pub fn sbml_text(network: &Network) -> String {
    write::text(network)
}

fn level(root: &Element, path: &Path) -> Result<u32, FormatError> {
    match root.attribute("level") {
        Some("1") => Ok(1),
        Some("2") => Ok(2),
        Some("3") => Ok(3),
        Some(other) => Err(FormatError::unsupported(
            path,
            format!("SBML Level {other}"),
            "convert it to Level 3 Version 2",
        )),
        None => Err(FormatError::broken(path, "SBML", "its root element states no level")),
    }
}
