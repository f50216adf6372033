use crate::answer::Refusal;
use lca_core::{ElementKind, ElementPath};
use lca_store::{Atlas, ElementInfo};
use lca_study::{Logged, Title, What};
use lca_tables::DataFrame;
use std::collections::HashMap;

/// Hexadecimal digits of a checksum that stand in addresses: enough that two never meet.
const TAG: usize = 16;

/// Rows of a table read at once.
const BLOCK: usize = 1 << 18;

/// An atlas as of one commit.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) atlas: Atlas,
    pub(crate) elements: Vec<ElementInfo>,
    /// The steps that made them, as they were run one after the other.
    pub(crate) steps: Vec<Logged>,
    pub(crate) title: Title,
    folders: HashMap<String, usize>,
}

impl View {
    pub(crate) fn of(atlas: Atlas) -> Result<Self, Refusal> {
        let (elements, steps, title) =
            (atlas.elements(), lca_study::current(&atlas)?, lca_study::title(&atlas)?);
        let folders = elements.iter().enumerate().map(|(at, one)| (one.folder.clone(), at)).collect();
        Ok(Self { atlas, elements, steps, title, folders })
    }

    /// The element whose folder a file lies in.
    fn owner(&self, path: &str) -> Option<&ElementInfo> {
        let ends = path.rmatch_indices('/').map(|(end, _)| end);
        let at = ends.map(|end| &path[..end]).find_map(|folder| self.folders.get(folder))?;
        Some(&self.elements[*at])
    }

    /// Whether the content of a file below an address with this tag can never become other: it was committed with an
    /// element, and the tag is of what was committed.
    pub(crate) fn is_fixed(&self, tag: &str, path: &str) -> bool {
        let Some(owner) = self.owner(path) else { return false };
        // The list of a movie's labels lies in the movie's folder, and grows.
        let beneath = path.strip_prefix(owner.folder.as_str()).unwrap_or_default();
        let lists = owner.path.kind() == ElementKind::Movie && beneath.starts_with("/labels/");
        !lists && tag.len() == TAG && owner.checksum.starts_with(tag)
    }

    /// Reads columns of a table block by block, so that memory does not grow with it, until `take` has enough; whether it
    /// had.
    pub(crate) fn by_block(
        &self,
        path: &ElementPath,
        wanted: &dyn Fn(&str) -> bool,
        mut take: impl FnMut(&DataFrame) -> Result<bool, Refusal>,
    ) -> Result<bool, Refusal> {
        let mut start = 0;
        loop {
            let part = self.atlas.read_frame_part(path, start..start + BLOCK, wanted)?;
            if take(&part.frame)? {
                return Ok(true);
            }
            start += BLOCK;
            if start >= part.total {
                return Ok(false);
            }
        }
    }

    /// The element of a kind and name.
    pub(crate) fn element(&self, kind: ElementKind, name: &str) -> Result<&ElementInfo, Refusal> {
        let wanted = |one: &&ElementInfo| one.path.kind() == kind && one.path.name() == name;
        self.elements.iter().find(wanted).ok_or_else(|| {
            let all = self.elements.iter().filter(|one| one.path.kind() == kind);
            let known: Vec<&str> = all.map(|one| one.path.name()).take(50).collect();
            let help = match known.as_slice() {
                [] => "the atlas has none of that kind".to_owned(),
                names => format!("there are: {}", names.join(", ")),
            };
            Refusal::absent(format!("there is no `{}/{name}` in the atlas", kind.folder()), name, help)
        })
    }

    /// The address of an element's folder, below that of the server.
    pub(crate) fn url(&self, atlas: &str, one: &ElementInfo) -> String {
        let tag = one.checksum.get(..TAG).unwrap_or_default();
        format!("/data/{atlas}/~{tag}/{}", one.folder)
    }

    /// The step that made an element.
    pub(crate) fn maker(&self, one: &ElementInfo) -> Option<&Logged> {
        self.steps.iter().find(|step| step.record.key.as_str() == one.run)
    }

    /// Elements of one sort that steps made from a movie or what came of it.
    pub(crate) fn of_movie(&self, movie: &ElementPath, what: What) -> Vec<&ElementPath> {
        let made = |step: &&Logged| super::bond::nearest(&self.steps, step, What::Movie) == Some(movie);
        self.steps.iter().filter(made).filter_map(|step| step.record.outputs.get(&what)).collect()
    }

    /// What an element was made from: the nearest output of that sort on the way there.
    pub(crate) fn behind(&self, one: &ElementInfo, what: What) -> Option<&ElementPath> {
        super::bond::nearest(&self.steps, self.maker(one)?, what)
    }
}
