use super::change::Subject;
use super::{Change, fit};
use crate::StudyError;
use crate::engine::now;
use lca_core::{Digest, ElementPath};
use lca_store::Atlas;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One correction as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Its number among corrections, from 1.
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
    /// The later correction that this one cannot hold beside: that one does.
    pub overruled_by: Option<u64>,
    /// What it was made on.
    #[serde(skip)]
    pub(super) basis: Option<Digest>,
    /// Its entry in the journal, whose entries are also what takes corrections back.
    #[serde(skip)]
    entry: u64,
}

impl Correction {
    /// Whether what it says is to be applied.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.undone && self.overruled_by.is_none()
    }
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
    /// Takes back the correction of this number.
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
    for (entry, value) in atlas.journal()? {
        let unread = |why: serde_json::Error| StudyError::Correction {
            what: format!("entry {entry} of {} cannot be read: {why}", atlas.path().display()),
            help: "move lca/corrections away, or put the entry right".to_owned(),
        };
        let Entry { author, time, act } = serde_json::from_value(value).map_err(unread)?;
        match act {
            Act::Correct { element, change, note, basis } => {
                let (id, undone, overruled_by) = (all.len() as u64 + 1, false, None);
                let one = Correction {
                    id,
                    element,
                    change,
                    author,
                    time,
                    note,
                    undone,
                    overruled_by,
                    basis,
                    entry,
                };
                all.push(one);
            }
            Act::Undo(of) => all.iter_mut().filter(|one| one.id == of).for_each(|one| one.undone = true),
            Act::Redo { of, basis } => {
                for one in all.iter_mut().filter(|one| one.id == of) {
                    (one.undone, one.basis) = (false, basis.clone());
                }
            }
        }
    }
    overrule(&mut all);
    Ok(all)
}

/// Of those that cannot both hold, the later one does.
fn overrule(all: &mut [Correction]) {
    let mut later: HashMap<(ElementPath, Subject), Vec<usize>> = HashMap::new();
    for at in (0..all.len()).rev().filter(|&at| !all[at].undone).collect::<Vec<_>>() {
        let Some(subject) = all[at].change.subject() else { continue };
        let later = later.entry((all[at].element.clone(), subject)).or_default();
        let over = later.iter().find(|&&one| all[one].change.contradicts(&all[at].change));
        all[at].overruled_by = over.map(|&one| all[one].id);
        if over.is_none() {
            later.push(at);
        }
    }
}

/// Keeps a correction. It is applied when the step that made the element runs anew, which the next run of the
/// study does.
///
/// # Errors
/// [`StudyError::Correction`] when it does not fit the element, would change nothing, is said already, or the author
/// has no name.
pub fn correct(
    atlas: &Atlas,
    author: &str,
    element: &ElementPath,
    change: Change,
    note: Option<String>,
) -> Result<Correction, StudyError> {
    let (element, basis) = fit::fitting(atlas, element, &change)?;
    let said = |one: &&Correction| one.holds() && one.element == element && one.change == change;
    if let Some(Correction { id, author, .. }) = corrections(atlas)?.iter().find(said) {
        return Err(refused(
            format!("correction {id}, by {author}, says so already"),
            "there is nothing to do",
        ));
    }
    let entry = write(atlas, author, Act::Correct { element, change, note, basis })?;
    let written = corrections(atlas)?.into_iter().find(|one| one.entry == entry);
    written.ok_or_else(|| refused(format!("entry {entry} of the journal is gone"), "correct it again"))
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

/// Returns the number of the entry.
fn write(atlas: &Atlas, author: &str, act: Act) -> Result<u64, StudyError> {
    let author = author.trim().to_owned();
    if author.is_empty() {
        return Err(refused("a correction without an author".to_owned(), "say who makes it"));
    }
    let entry = Entry { author, time: now(), act };
    let value = serde_json::to_value(entry)
        .map_err(|why| refused(format!("the correction cannot be written: {why}"), "report this"))?;
    Ok(atlas.write_in_journal(&value)?)
}

pub(super) fn refused(what: String, help: &str) -> StudyError {
    StudyError::Correction { what, help: help.to_owned() }
}
