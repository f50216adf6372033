use super::{Change, fit};
use crate::StudyError;
use crate::engine::now;
use lca_core::{Digest, ElementPath};
use lca_store::Atlas;
use serde::{Deserialize, Serialize};

/// One correction as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Its number, from 1.
    pub id: u64,
    /// The element it is of.
    pub element: ElementPath,
    /// What is to be otherwise.
    #[serde(flatten)]
    pub change: Change,
    /// Who made it.
    pub author: String,
    /// When, in UTC, ISO 8601.
    pub time: String,
    /// Why, where the author said.
    pub note: Option<String>,
    /// Whether it was taken back.
    pub undone: bool,
    /// What it was made on.
    #[serde(skip)]
    pub(super) basis: Option<Digest>,
}

/// An entry of the journal: who, when, what.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    author: String,
    time: String,
    #[serde(flatten)]
    act: Act,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Act {
    Correct {
        element: ElementPath,
        change: Change,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        basis: Option<Digest>,
    },
    Undo(u64),
    Redo {
        of: u64,
        basis: Option<Digest>,
    },
}

/// All corrections of an atlas, oldest first.
///
/// # Errors
/// When an entry of the journal cannot be read.
pub fn corrections(atlas: &Atlas) -> Result<Vec<Correction>, StudyError> {
    let mut all: Vec<Correction> = Vec::new();
    for (id, entry) in atlas.journal()? {
        let unread = |why: serde_json::Error| StudyError::Correction {
            what: format!("entry {id} of {} cannot be read: {why}", atlas.path().display()),
            help: "move lca/corrections away, or put the entry right".to_owned(),
        };
        let Entry { author, time, act } = serde_json::from_value(entry).map_err(unread)?;
        match act {
            Act::Correct { element, change, note, basis } => {
                all.push(Correction { id, element, change, author, time, note, undone: false, basis });
            }
            Act::Undo(of) => all.iter_mut().filter(|one| one.id == of).for_each(|one| one.undone = true),
            Act::Redo { of, basis } => {
                for one in all.iter_mut().filter(|one| one.id == of) {
                    (one.undone, one.basis) = (false, basis.clone());
                }
            }
        }
    }
    Ok(all)
}

/// Keeps a correction. It is applied when the step that made the element runs anew, which the next run of the
/// study does.
///
/// # Errors
/// [`StudyError::Correction`] when it does not fit the element, or the author has no name.
pub fn correct(
    atlas: &Atlas,
    author: &str,
    element: &ElementPath,
    change: Change,
    note: Option<String>,
) -> Result<Correction, StudyError> {
    let (element, basis) = fit::fitting(atlas, element, &change)?;
    let (of, what) = (element.clone(), change.clone());
    let act = Act::Correct { element: of, change: what, note: note.clone(), basis: basis.clone() };
    let (id, time) = write(atlas, author, act)?;
    let author = author.trim().to_owned();
    Ok(Correction { id, element, change, author, time, note, undone: false, basis })
}

/// Takes a correction back.
///
/// # Errors
/// [`StudyError::Correction`] when there is none of that number, or it is taken back already.
pub fn undo(atlas: &Atlas, author: &str, id: u64) -> Result<Correction, StudyError> {
    let one = numbered(atlas, id)?;
    if one.undone {
        return Err(refused(format!("correction {id} is taken back already"), "there is nothing to do"));
    }
    write(atlas, author, Act::Undo(id))?;
    Ok(Correction { undone: true, ..one })
}

/// Lets a correction hold again: one that was taken back, or one that was made on another result than the atlas
/// now holds.
///
/// # Errors
/// [`StudyError::Correction`] when there is none of that number, it holds already, or it does not fit.
pub fn redo(atlas: &Atlas, author: &str, id: u64) -> Result<Correction, StudyError> {
    let one = numbered(atlas, id)?;
    let (_, basis) = fit::fitting(atlas, &one.element, &one.change)?;
    if !one.undone && one.basis == basis {
        return Err(refused(format!("correction {id} holds already"), "there is nothing to do"));
    }
    write(atlas, author, Act::Redo { of: id, basis: basis.clone() })?;
    Ok(Correction { undone: false, basis, ..one })
}

fn numbered(atlas: &Atlas, id: u64) -> Result<Correction, StudyError> {
    let found = corrections(atlas)?.into_iter().find(|one| one.id == id);
    found.ok_or_else(|| refused(format!("there is no correction {id}"), "take a number from the list"))
}

fn write(atlas: &Atlas, author: &str, act: Act) -> Result<(u64, String), StudyError> {
    let author = author.trim().to_owned();
    if author.is_empty() {
        return Err(refused("a correction without an author".to_owned(), "say who makes it"));
    }
    let time = now();
    let entry = Entry { author, time: time.clone(), act };
    let value = serde_json::to_value(entry)
        .map_err(|why| refused(format!("the correction cannot be written: {why}"), "report this"))?;
    Ok((atlas.write_in_journal(&value)?, time))
}

pub(super) fn refused(what: String, help: &str) -> StudyError {
    StudyError::Correction { what, help: help.to_owned() }
}
