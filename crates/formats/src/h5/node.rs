use crate::FormatError;
use hdf5_reader::group::Group;
use hdf5_reader::{Attribute, Dataset, Hdf5File, OpenOptions};
use std::path::Path;

/// Deflate makes at most 1032 bytes of one; more is a lie of the header.
const EXPANSION: u64 = 1100;

/// The root of an HDF5 file. What a read may allocate is bounded by the file's size.
pub(crate) fn open(path: &Path) -> Result<Group, FormatError> {
    let bytes = std::fs::metadata(path).map_err(FormatError::io("read", path))?.len();
    super::whole::check(path, bytes)?;
    let most = usize::try_from(bytes.saturating_mul(EXPANSION)).unwrap_or(usize::MAX);
    let options = OpenOptions::default()
        .with_max_read_bytes(most)
        .with_max_chunk_bytes(most)
        .with_max_object_header_bytes(usize::try_from(bytes).unwrap_or(usize::MAX));
    let broken = |error: hdf5_reader::error::Error| {
        FormatError::broken(path, "HDF5", format!("{error}; it is damaged or cut off, copy it again"))
    };
    Hdf5File::open_with_options(path, options).and_then(|file| file.root_group()).map_err(broken)
}

/// A group or dataset.
pub(crate) enum Node {
    Group(Group),
    Dataset(Box<Dataset>),
}

impl Node {
    /// The member of that name, or none.
    pub(crate) fn child(group: &Group, name: &str) -> Option<Self> {
        match group.group(name) {
            Ok(group) => Some(Self::Group(group)),
            Err(_) => group.dataset(name).ok().map(|dataset| Self::Dataset(Box::new(dataset))),
        }
    }

    /// The member of that name, or that it is missing.
    pub(crate) fn need(group: &Group, name: &str) -> Result<Self, String> {
        Self::child(group, name).ok_or_else(|| format!("`{name}` is missing or unreadable"))
    }

    /// The dataset of that name, or that it is missing.
    pub(crate) fn dataset(group: &Group, name: &str) -> Result<Dataset, String> {
        group.dataset(name).map_err(|error| error.to_string())
    }

    /// Names of all members, sorted.
    pub(crate) fn names(group: &Group) -> Result<Vec<String>, String> {
        let (mut names, datasets) = group.member_names().map_err(|error| error.to_string())?;
        names.extend(datasets);
        names.sort_unstable();
        Ok(names)
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<Attribute> {
        match self {
            Self::Group(group) => group.attribute(name).ok(),
            Self::Dataset(dataset) => dataset.attribute(name).ok(),
        }
    }

    /// An attribute of one text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.attribute(name)?.read_string().ok()
    }

    /// An attribute of texts, empty when it has no elements.
    pub(crate) fn text_list(&self, name: &str) -> Option<Vec<String>> {
        let attribute = self.attribute(name)?;
        if attribute.num_elements().ok()? == 0 { Some(Vec::new()) } else { attribute.read_strings().ok() }
    }

    /// How anndata encoded it, such as `csr_matrix`; empty when that is not said.
    pub(crate) fn encoding(&self) -> String {
        self.text("encoding-type").unwrap_or_default()
    }
}
