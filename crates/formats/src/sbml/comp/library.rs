use super::super::element::{Element, Origin};
use super::super::{File, level, xml};
use crate::FormatError;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// More files than any model refers to.
const MAX_DOCUMENTS: usize = 100;

/// A file and its root element.
pub(super) struct Document {
    pub(super) path: PathBuf,
    pub(super) root: Element,
}

/// The model's file and the files its external definitions name.
pub(super) struct Library {
    pub(super) documents: Vec<Document>,
    /// Which document an external definition of a document names.
    external: HashMap<(usize, String), usize>,
}

/// A model, and the document it is in.
pub(super) type Found<'l> = (usize, &'l Element);

impl Library {
    /// Reads what the root refers to; files are sought beside the one that names them.
    pub(super) fn load(root: Element, path: &Path) -> Result<Self, FormatError> {
        let documents = vec![Document { path: path.to_owned(), root }];
        let mut library = Self { documents, external: HashMap::new() };
        let mut at = 0;
        while at < library.documents.len() {
            for (id, path) in library.named_by(at)? {
                let known = library.documents.iter().position(|document| document.path == path);
                let which = match known {
                    Some(which) => which,
                    None => library.read(path)?,
                };
                library.external.insert((at, id), which);
            }
            at += 1;
        }
        Ok(library)
    }

    fn named_by(&self, at: usize) -> Result<Vec<(String, PathBuf)>, FormatError> {
        let Some(document) = self.documents.get(at) else { return Ok(Vec::new()) };
        let wrong = |element: &Element, what: String| FormatError::line(&document.path, element.line, what);
        let folder = document.path.parent().unwrap_or(Path::new(""));
        let mut named = Vec::new();
        for element in external(&document.root) {
            let part = |name: &str| {
                let value = element.package(Origin::Comp, name);
                value.ok_or_else(|| wrong(element, format!("<externalModelDefinition> has no `{name}`")))
            };
            let (id, source) = (part("id")?, part("source")?);
            if source.contains(':') {
                let what = format!("the model at `{source}`");
                let instead = "download it and name the file beside this one";
                return Err(FormatError::unsupported(&document.path, what, instead));
            }
            named.push((id.to_owned(), folder.join(source)));
        }
        Ok(named)
    }

    fn read(&mut self, path: PathBuf) -> Result<usize, FormatError> {
        let broken = |what: &str| FormatError::broken(&path, "SBML", what);
        if self.documents.len() >= MAX_DOCUMENTS {
            return Err(broken("it is one file too many of those that models refer to"));
        }
        let size = fs::metadata(&path).map_err(FormatError::io("read", &path))?;
        if !size.is_file() {
            return Err(broken("it is no file, but a model refers to it as one"));
        }
        let bytes = fs::read(&path).map_err(FormatError::io("read", &path))?;
        let text = String::from_utf8(bytes).map_err(|_| broken("it is not UTF-8 text; convert it"))?;
        let root = xml::parse(&text, &path)?;
        let level = level(&root, &path)?;
        if level < 3 {
            return Err(broken("a model refers to it, so it must be of Level 3; convert it"));
        }
        File { path: &path, level }.elements(&root)?;
        self.documents.push(Document { path, root });
        Ok(self.documents.len() - 1)
    }

    /// The main model of a document.
    pub(super) fn main(&self, document: usize) -> Option<Found<'_>> {
        let root = &self.documents.get(document)?.root;
        root.child("model").map(|model| (document, model))
    }

    /// The model of that identifier in a document, followed to where it is defined.
    pub(super) fn find(&self, document: usize, id: &str) -> Option<Found<'_>> {
        let (mut document, mut id) = (document, id);
        // A chain of external definitions longer than this is a circle.
        for _ in 0..MAX_DOCUMENTS {
            let root = &self.documents.get(document)?.root;
            let mut models = root
                .listed_of(Origin::Comp, "listOfModelDefinitions", "modelDefinition")
                .chain(root.child("model"));
            if let Some(model) = models.find(|model| {
                model.package(Origin::Comp, "id") == Some(id) || model.attribute("id") == Some(id)
            }) {
                return Some((document, model));
            }
            let named = external(root).find(|element| element.package(Origin::Comp, "id") == Some(id))?;
            document = *self.external.get(&(document, id.to_owned()))?;
            match named.package(Origin::Comp, "modelRef") {
                Some(model) => id = model,
                None => return self.main(document),
            }
        }
        None
    }
}

fn external(root: &Element) -> impl Iterator<Item = &Element> {
    root.listed_of(Origin::Comp, "listOfExternalModelDefinitions", "externalModelDefinition")
}
