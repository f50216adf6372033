//! Models as lists of reactions in words: `MEK phosphorylates ERK --> pERK`. The sentences are those of
//! Text2Model (Imoto, Yamashiro and Okada 2022, doi:10.1016/j.isci.2022.103944) and more; the whole grammar
//! stands in the user guide.

mod clause;
mod directive;
mod fields;
mod lexicon;
mod scan;
mod sentence;
mod settings;
mod translocation;
mod write;

pub use write::reactions_text;

use crate::FormatError;
use crate::table::{open_text, unreadable, utf8};
use lca_kinetics::sketch::Sketch;
use std::io::Read;
use std::path::Path;

/// More than any list of reactions has; longer files are something else.
const LONGEST: u64 = 16 << 20;

/// Reads a list of reactions.
///
/// # Errors
/// When the file cannot be read, and as [`parse_reactions`].
pub fn read_reactions(path: &Path) -> Result<Sketch, FormatError> {
    let mut bytes = Vec::new();
    open_text(path)?.take(LONGEST + 1).read_to_end(&mut bytes).map_err(unreadable(path))?;
    if bytes.len() as u64 > LONGEST {
        let what = "it is longer than 16 MB, which no list of reactions is; name the right file";
        return Err(FormatError::broken(path, "reaction list", what));
    }
    let mut text = String::with_capacity(bytes.len());
    for (line, bytes) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
        text.push_str(utf8(path, line, bytes)?);
        text.push('\n');
    }
    parse_reactions(path, &text)
}

/// Reads a list of reactions from text; `path` is for messages.
///
/// # Errors
/// When a line is no sentence, gives a value that is none, or names what cannot be a name: with the line,
/// the word, and the known word it is likely to be.
pub fn parse_reactions(path: &Path, text: &str) -> Result<Sketch, FormatError> {
    let mut sketch = Sketch::default();
    for (number, line) in (1..).zip(text.lines()) {
        take(&mut sketch, number, uncommented(line)).map_err(|what| FormatError::line(path, number, what))?;
    }
    if sketch.steps.is_empty() && sketch.rules.is_empty() {
        let what = "nothing happens in it: write a reaction such as `MEK phosphorylates ERK --> pERK`";
        return Err(FormatError::broken(path, "reaction list", what));
    }
    Ok(sketch)
}

/// A line without what follows `#` or `//`.
fn uncommented(line: &str) -> &str {
    let line = line.split('#').next().unwrap_or_default();
    line.split("//").next().unwrap_or_default().trim()
}

fn take(sketch: &mut Sketch, line: u64, text: &str) -> Result<(), String> {
    if let Some(rest) = text.strip_prefix('@') {
        return directive::take(sketch, line, rest);
    }
    for sentence in text.split(';').map(str::trim).filter(|sentence| !sentence.is_empty()) {
        let fields = scan::fields(sentence);
        let steps = sentence::steps(fields.first().map_or("", |field| field.trim()), line)?;
        fields::take(sketch, line, steps, fields.get(1..).unwrap_or_default())?;
    }
    Ok(())
}
