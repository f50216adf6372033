use crate::StudyError;
use crate::site::Places;
use crate::step::What;
use crate::study::Study;
use lca_core::ElementPath;
use lca_store::Atlas;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What is to be done although its key is known: the steps that were asked for, and of those after them
/// the ones whose input came out otherwise than before.
#[derive(Debug)]
pub(super) struct Redo {
    /// Steps whose last result has the right key and is whole.
    ready: Vec<bool>,
    asked: Vec<bool>,
    /// For each step all those before it, however far.
    before: Vec<Vec<usize>>,
    /// Steps with another result than before; they are known when what comes after them begins.
    changed: Mutex<Vec<bool>>,
}

impl Redo {
    /// # Errors
    /// [`StudyError::NoStep`] for a name that no step has.
    pub(super) fn new(
        study: &Study,
        places: &Places,
        ready: Vec<bool>,
        steps: &[String],
    ) -> Result<Self, StudyError> {
        let mut asked = vec![false; ready.len()];
        for step in steps {
            let at = study.steps.iter().position(|node| node.id.as_str() == step);
            asked[at.ok_or_else(|| unknown(study, step))?] = true;
        }
        let mut before: Vec<Vec<usize>> = Vec::with_capacity(ready.len());
        for (at, node) in study.steps.iter().enumerate() {
            let direct = node.from.concat();
            let mut all: Vec<usize> = direct.iter().flat_map(|&up| before[up].clone()).collect();
            all.extend(direct);
            all.sort_unstable();
            all.dedup();
            // Labels lie in the folder of the movie they label, and move with it to its new version.
            let movie = places[at].get(&What::Labels).and_then(ElementPath::movie);
            let made = |up: &usize| asked[*up] && places[*up].get(&What::Movie) == movie.as_ref();
            asked[at] |= movie.is_some() && all.iter().any(made);
            before.push(all);
        }
        let changed = Mutex::new(vec![false; ready.len()]);
        Ok(Self { ready, asked, before, changed })
    }

    /// Which steps certainly need nothing.
    pub(super) fn untouched(&self) -> Vec<bool> {
        let untouched = |at: usize| {
            self.ready[at] && !self.asked[at] && !self.before[at].iter().any(|&up| self.asked[up])
        };
        (0..self.ready.len()).map(untouched).collect()
    }

    /// Which steps need nothing unless what they take from comes out otherwise.
    pub(super) fn up_to_date(&self) -> Vec<bool> {
        self.ready.iter().zip(&self.asked).map(|(ready, asked)| *ready && !asked).collect()
    }

    /// Whether a step whose turn has come must be computed.
    pub(super) fn must(&self, at: usize) -> bool {
        let changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        !self.ready[at] || self.asked[at] || self.before[at].iter().any(|&up| changed[up])
    }

    /// Keeps whether a step that was computed gave something else than before.
    pub(super) fn done(&self, at: usize, changed: bool) {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)[at] = changed;
    }
}

fn unknown(study: &Study, step: &str) -> StudyError {
    let known: Vec<&str> = study.steps.iter().map(|node| node.id.as_str()).collect();
    StudyError::NoStep { step: step.to_owned(), known: known.join(", ") }
}

/// The hashes of a step's elements as they are now.
pub(super) fn checksums(
    atlas: &Atlas,
    places: &BTreeMap<What, ElementPath>,
) -> BTreeMap<ElementPath, String> {
    let mine = |path: &ElementPath| places.values().any(|own| own == path);
    let elements = atlas.elements().into_iter().filter(|one| mine(&one.path));
    elements.map(|one| (one.path, one.checksum)).collect()
}
