use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Where an element lies in an atlas: its folder and its name, such as `tables/cells` or
/// `lca/movies/hela`. The folder decides the kind. Labels of a movie lie beneath it:
/// `lca/movies/hela/labels/cells`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ElementPath {
    kind: ElementKind,
    movie: Option<String>,
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
    /// A movie, `lca/movies/`.
    Movie,
    /// Labels of a movie, `lca/movies/MOVIE/labels/`.
    MovieLabels,
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
    /// Labels of a movie lie in a folder of each movie; theirs begins as that of movies does.
    #[must_use]
    pub fn folder(self) -> &'static str {
        if self == Self::MovieLabels {
            return Self::Movie.folder();
        }
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
    /// `_` (SpatialData's naming rules); when the kind is that of a movie's labels, which
    /// [`Self::movie_labels`] makes.
    pub fn new(kind: ElementKind, name: &str) -> Result<Self, ElementPathError> {
        if !legal(name) || kind == ElementKind::MovieLabels {
            return Err(ElementPathError::Name(name.to_owned()));
        }
        Ok(Self { kind, movie: None, name: name.to_owned() })
    }

    /// The labels called `name` of the movie called `movie`.
    ///
    /// # Errors
    /// When one of the names is not legal, as in [`Self::new`].
    pub fn movie_labels(movie: &str, name: &str) -> Result<Self, ElementPathError> {
        match [movie, name].into_iter().find(|text| !legal(text)) {
            Some(bad) => Err(ElementPathError::Name(bad.to_owned())),
            None => Ok(Self {
                kind: ElementKind::MovieLabels,
                movie: Some(movie.to_owned()),
                name: name.to_owned(),
            }),
        }
    }

    /// The movie that these labels belong to; none when this is something else.
    #[must_use]
    pub fn movie(&self) -> Option<Self> {
        let name = self.movie.clone()?;
        Some(Self { kind: ElementKind::Movie, movie: None, name })
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

fn legal(name: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(known)
}

impl fmt::Display for ElementPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(movie) = &self.movie {
            return write!(f, "{}/{movie}/labels/{}", self.kind.folder(), self.name);
        }
        write!(f, "{}/{}", self.kind.folder(), self.name)
    }
}

impl FromStr for ElementPath {
    type Err = ElementPathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (folder, name) =
            text.rsplit_once('/').ok_or_else(|| ElementPathError::Folder(text.to_owned()))?;
        let beneath = |rest: &'_ str| rest.strip_suffix("/labels").map(str::to_owned);
        if let Some(movie) = folder.strip_prefix("lca/movies/").and_then(beneath) {
            return Self::movie_labels(&movie, name);
        }
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
    fn labels_of_a_movie_lie_beneath_it() {
        let labels: ElementPath = "lca/movies/hela/labels/cells".parse().unwrap();
        assert_eq!(labels, ElementPath::movie_labels("hela", "cells").unwrap());
        assert_eq!(labels.to_string(), "lca/movies/hela/labels/cells");
        assert_eq!(labels.movie().unwrap().to_string(), "lca/movies/hela");
        assert!("lca/movies/../labels/cells".parse::<ElementPath>().is_err());
        assert!("lca/movies/a/b/labels/cells".parse::<ElementPath>().is_err());
    }

    #[test]
    fn names_cannot_leave_their_folder() {
        for bad in ["tables/..", "tables/.hidden", "tables/", "tables/a b", "tables/_x", "elsewhere/a", "a"] {
            assert!(bad.parse::<ElementPath>().is_err(), "{bad}");
        }
    }
}
