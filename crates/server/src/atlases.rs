//! The atlases that are served.

mod bond;
mod cache;
mod runs;
mod view;
mod volume;

pub(crate) use runs::{Runs, start};
pub(crate) use view::View;
pub(crate) use volume::Volume;

use crate::ServerError;
use crate::answer::Refusal;
use lca_study::Study;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All atlases by their names.
#[derive(Debug)]
pub(crate) struct Library {
    volumes: Vec<Arc<Volume>>,
}

impl Library {
    pub(crate) fn open(atlases: &[PathBuf], studies: &[PathBuf]) -> Result<Self, ServerError> {
        if atlases.is_empty() {
            return Err(ServerError::Nothing);
        }
        let again = |(at, path): &(usize, &PathBuf)| atlases[..*at].iter().any(|other| same(path, other));
        if let Some((_, path)) = atlases.iter().enumerate().find(again) {
            return Err(ServerError::Again { atlas: path.clone() });
        }
        let mut taken = BTreeSet::new();
        let named = atlases.iter().map(|path| (free(&name(path), &mut taken), path.clone()));
        let mut named: Vec<(String, PathBuf, Option<PathBuf>)> =
            named.map(|(name, path)| (name, path, None)).collect();
        for study in studies {
            let home = Study::load(study)?.default_atlas();
            let place = named.iter().position(|(_, path, _)| same(path, &home));
            // A single atlas may lie elsewhere than the study would put it.
            let place = place.or_else(|| (named.len() == 1).then_some(0));
            let stray = || ServerError::Stray { study: study.clone(), atlas: home.clone() };
            let (_, _, of) = &mut named[place.ok_or_else(stray)?];
            if of.replace(study.clone()).is_some() {
                return Err(ServerError::Twice { study: study.clone() });
            }
        }
        let open = |(name, path, study)| Volume::open(name, path, study).map(Arc::new);
        Ok(Self { volumes: named.into_iter().map(open).collect::<Result<_, _>>()? })
    }

    pub(crate) fn all(&self) -> &[Arc<Volume>] {
        &self.volumes
    }

    pub(crate) fn find(&self, id: &str) -> Result<Arc<Volume>, Refusal> {
        let found = self.volumes.iter().find(|volume| volume.id == id);
        found.cloned().ok_or_else(|| {
            let known: Vec<&str> = self.volumes.iter().map(|volume| volume.id.as_str()).collect();
            let help = format!("there are: {}", known.join(", "));
            Refusal::absent(format!("there is no atlas `{id}` here"), id, help)
        })
    }
}

/// What an atlas is called: its folder's name, in characters that an address takes as they are.
fn name(path: &Path) -> String {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let last = full.file_name().map(|last| last.to_string_lossy().into_owned()).unwrap_or_default();
    let bare = last.strip_suffix(".zarr").unwrap_or(&last);
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = bare.chars().map(plain).collect();
    if name.trim_matches('.').is_empty() { "atlas".to_owned() } else { name }
}

/// A name that no other has yet.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{name}-{n}"));
    let mut all = std::iter::once(name.to_owned()).chain(numbered);
    all.find(|name| taken.insert(name.clone())).unwrap_or_default()
}

fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_atlas_is_served_once() {
        let folder = std::env::temp_dir();
        let error = Library::open(&[folder.clone(), folder.join(".")], &[]).unwrap_err();
        assert!(matches!(error, ServerError::Again { .. }), "{error}");
    }

    #[test]
    fn names_are_plain_and_each_its_own() {
        assert_eq!(name(Path::new("/nowhere/hela cells.zarr")), "hela-cells");
        assert_eq!(name(Path::new("/nowhere/...zarr")), "atlas");
        let mut taken = BTreeSet::new();
        let names: Vec<String> = (0..3).map(|_| free("hela", &mut taken)).collect();
        assert_eq!(names, ["hela", "hela-2", "hela-3"]);
    }
}
