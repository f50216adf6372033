/// Whose element it is, by its namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Sbml,
    MathMl,
    Comp,
    Fbc,
    Other,
}

impl Origin {
    pub(super) fn of(uri: &str) -> Self {
        match uri {
            "http://www.w3.org/1998/Math/MathML" => Self::MathMl,
            "http://www.sbml.org/sbml/level1" => Self::Sbml,
            _ if uri.starts_with("http://www.sbml.org/sbml/level2") || uri.ends_with("/core") => Self::Sbml,
            _ if uri.starts_with("http://www.sbml.org/sbml/level3/version1/comp/") => Self::Comp,
            _ if uri.starts_with("http://www.sbml.org/sbml/level3/version1/fbc/") => Self::Fbc,
            _ => Self::Other,
        }
    }
}

/// An XML element.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) origin: Origin,
    pub(super) line: u64,
    /// Its number in the document, which its copies keep.
    pub(super) node: u32,
    /// Attributes without a prefix.
    pub(super) attributes: Vec<(String, String)>,
    /// Attributes with a prefix, namespaces among them.
    pub(super) foreign: Vec<(String, String)>,
    /// Attributes of packages.
    pub(super) packages: Vec<(Origin, String, String)>,
    pub(super) children: Vec<Element>,
    /// All text directly inside; a line feed stands where a child is.
    pub(super) text: String,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// An attribute of a package: with its prefix, or without on an element of that package.
    pub(super) fn package(&self, package: Origin, name: &str) -> Option<&str> {
        let prefixed = self.packages.iter().find(|(origin, known, _)| *origin == package && known == name);
        let prefixed = prefixed.map(|(_, _, value)| value.trim());
        prefixed.or_else(|| self.attribute(name).filter(|_| self.origin == package))
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name && child.is_core())
    }

    /// The child of that name that belongs to a package.
    pub(super) fn child_of(&self, package: Origin, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name && child.origin == package)
    }

    fn is_core(&self) -> bool {
        matches!(self.origin, Origin::Sbml | Origin::MathMl)
    }

    /// Replaces an attribute without a prefix, or adds it.
    pub(super) fn set(&mut self, name: &str, value: String) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name.to_owned(), value)),
        }
    }

    /// A new element of the same document.
    pub(super) fn made(&self, origin: Origin, name: &str, children: Vec<Self>) -> Self {
        Self {
            name: name.to_owned(),
            origin,
            line: self.line,
            node: u32::MAX,
            attributes: Vec::new(),
            foreign: Vec::new(),
            packages: Vec::new(),
            children,
            text: String::new(),
        }
    }

    /// The elements of that name in the list of that name, both of a package.
    pub(super) fn listed_of<'e>(
        &'e self,
        package: Origin,
        list: &str,
        name: &'e str,
    ) -> impl Iterator<Item = &'e Self> {
        let list = self.child_of(package, list);
        let inside = list.into_iter().flat_map(|list| &list.children);
        inside.filter(move |child| child.name == name && child.origin == package)
    }

    /// The elements of that name in the list of that name.
    pub(super) fn listed<'e>(&'e self, list: &str, name: &'e str) -> impl Iterator<Item = &'e Self> {
        let list = self.child(list);
        let inside = list.into_iter().flat_map(|list| &list.children);
        inside.filter(move |child| child.name == name && child.origin == Origin::Sbml)
    }
}
