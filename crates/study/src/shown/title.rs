use crate::StudyError;
use lca_store::Atlas;
use serde_json::Value;

/// More than any provenance of a real atlas takes.
const MOST: usize = 64 << 20;

/// What an atlas is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Title {
    /// In a few words; empty where nothing says.
    pub title: String,
    /// In a few sentences; empty where nothing says.
    pub description: String,
}

/// What the provenance of an atlas says it is about.
///
/// # Errors
/// When the provenance is there but cannot be read.
pub fn title(atlas: &Atlas) -> Result<Title, StudyError> {
    let Some(mut file) = atlas.raw_file(crate::engine::PROVENANCE)? else { return Ok(Title::default()) };
    let length = usize::try_from(file.size).unwrap_or(MOST).min(MOST);
    // A file that someone else spoilt says nothing of the title, and nothing else hangs on it.
    let document: Value = serde_json::from_slice(&file.read(0, length)?).unwrap_or_default();
    let text = |place: &str| document.pointer(place).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Title { title: text("/@graph/1/name"), description: text("/@graph/1/description") })
}
