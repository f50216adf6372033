use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Where an element lies in an atlas: its folder and its name, such as `tables/cells` or
/// `lca/movies/hela`. The folder decides the kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ElementPath {
    kind: ElementKind,
    name: String,
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ElementKind {
    /// A still image, `images/`.
    Image,
    /// Labels of a still image, `labels/`.
    Labels,
    /// Points, `points/`.
    Points,
    /// Shapes, `shapes/`.
    Shapes,
    /// An annotated table, `tables/`.
    Table,
    /// A movie with its labels, `lca/movies/`.
    Movie,
    /// Tracks as a GEFF graph, `lca/tracks/`.
    Tracks,
    /// A registry table, `lca/registry/`.
    Registry,
    /// Observations, `lca/observations/`.
    Observations,
    /// A molecular network, `lca/networks/`.
    Network,
    /// A model with its data and fits, `lca/models/`.
    Model,
    /// A step's intermediate annotated table, `lca/parts/`.
    Part,
    /// A run record, `lca/runs/`.
    Run,
}

const FOLDERS: [(ElementKind, &str); 13] = [
    (ElementKind::Image, "images"),
    (ElementKind::Labels, "labels"),
    (ElementKind::Points, "points"),
    (ElementKind::Shapes, "shapes"),
    (ElementKind::Table, "tables"),
    (ElementKind::Movie, "lca/movies"),
    (ElementKind::Tracks, "lca/tracks"),
    (ElementKind::Registry, "lca/registry"),
    (ElementKind::Observations, "lca/observations"),
    (ElementKind::Network, "lca/networks"),
    (ElementKind::Model, "lca/models"),
    (ElementKind::Part, "lca/parts"),
    (ElementKind::Run, "lca/runs"),
];

impl ElementKind {
    /// The folder below the atlas' root, without slashes at its ends.
    #[must_use]
    pub fn folder(self) -> &'static str {
        FOLDERS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, folder)| folder)
    }
}

/// Why a text is not an element path.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ElementPathError {
    /// The folder is not one of an atlas.
    #[error("`{0}` is not in a folder of an atlas; use one such as `tables/NAME` or `lca/movies/NAME`")]
    Folder(String),
    /// The name has a character that SpatialData forbids.
    #[error("`{0}` is not an element name: use letters, digits, `_`, `-` and `.`, not `.` or `_` first")]
    Name(String),
}

impl ElementPath {
    /// Joins a kind and a name.
    ///
    /// # Errors
    /// When the name holds other than ASCII letters, digits, `_`, `-`, `.` or begins with `.` or
    /// `_` (SpatialData's naming rules).
    pub fn new(kind: ElementKind, name: &str) -> Result<Self, ElementPathError> {
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let first = name.chars().next();
        if first.is_none_or(|c| !c.is_ascii_alphanumeric()) || !name.chars().all(legal) {
            return Err(ElementPathError::Name(name.to_owned()));
        }
        Ok(Self { kind, name: name.to_owned() })
    }

    /// What the element is.
    #[must_use]
    pub const fn kind(&self) -> ElementKind {
        self.kind
    }

    /// Its name, without the folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for ElementPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.folder(), self.name)
    }
}

impl FromStr for ElementPath {
    type Err = ElementPathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (folder, name) =
            text.rsplit_once('/').ok_or_else(|| ElementPathError::Folder(text.to_owned()))?;
        let (kind, _) = FOLDERS
            .iter()
            .find(|(_, known)| *known == folder)
            .ok_or_else(|| ElementPathError::Folder(text.to_owned()))?;
        Self::new(*kind, name)
    }
}

impl TryFrom<String> for ElementPath {
    type Error = ElementPathError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ElementPath> for String {
    fn from(path: ElementPath) -> Self {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back() {
        for (kind, _) in FOLDERS {
            let path = ElementPath::new(kind, "a-b.c_1").unwrap();
            assert_eq!(path.to_string().parse::<ElementPath>().unwrap(), path);
        }
    }

    #[test]
    fn names_cannot_leave_their_folder() {
        for bad in ["tables/..", "tables/.hidden", "tables/", "tables/a b", "tables/_x", "elsewhere/a", "a"] {
            assert!(bad.parse::<ElementPath>().is_err(), "{bad}");
        }
    }
}
