use super::super::element::{Element, Origin};
use super::resolve::{Node, Resolver, Target};
use crate::FormatError;
use std::collections::{HashMap, HashSet};

/// A conversion factor: a symbol and the instance it belongs to.
pub(super) type Factor = (usize, String);

/// What replaces an element.
struct By {
    node: Node,
    /// What its value is to be divided by.
    factor: Option<Factor>,
    /// Whether it only gives its name.
    name_only: bool,
}

/// What a value is called, and how it is converted.
pub(super) struct Root<'r> {
    /// The element that names it.
    pub(super) node: Node,
    /// What the named value is to be divided by.
    pub(super) factors: Vec<&'r Factor>,
    /// The instance in whose units of time and extent the named value is, divided by the factors.
    pub(super) frame: usize,
}

/// Which elements stand for which, and which are left out.
#[derive(Default)]
pub(super) struct Replaced {
    /// An element and what replaces it.
    by: HashMap<Node, By>,
    /// An element whose place an element of a submodel takes, under its name.
    taken: HashMap<Node, Node>,
    deleted: HashSet<Node>,
    /// Submodels left out as a whole.
    gone: HashSet<usize>,
}

impl Replaced {
    /// Carries out deletions and replacements, those of inner models first.
    pub(super) fn of(resolver: &Resolver<'_>) -> Result<Self, FormatError> {
        let mut replaced = Self::default();
        let mut deletions = Vec::new();
        for at in (0..resolver.instances.len()).rev() {
            let instance = &resolver.instances[at];
            if let Some(submodel) = instance.submodel {
                for deletion in submodel.listed_of(Origin::Comp, "listOfDeletions", "deletion") {
                    let outer = instance.parent.unwrap_or(0);
                    deletions.push(resolver.target(outer, at, deletion, 0)?);
                }
            }
            for element in instance.names.elements.values().copied() {
                replaced.replacements(resolver, at, element)?;
            }
        }
        for target in deletions {
            match target {
                Target::Element(node) => {
                    replaced.deleted.insert(node);
                    let survivor = replaced.survivor(replaced.root(node).node);
                    replaced.deleted.insert(survivor);
                }
                Target::Instance(at) => replaced.leave_out(at),
                Target::Nothing => {}
            }
        }
        replaced.leave_out_inner(resolver);
        Ok(replaced)
    }

    fn leave_out(&mut self, at: usize) {
        self.gone.insert(at);
    }

    /// What is inside a submodel that is left out is left out too; parents come first.
    fn leave_out_inner(&mut self, resolver: &Resolver<'_>) {
        for (at, instance) in resolver.instances.iter().enumerate() {
            if instance.parent.is_some_and(|parent| self.gone.contains(&parent)) {
                self.gone.insert(at);
            }
        }
    }

    fn replacements(
        &mut self,
        resolver: &Resolver<'_>,
        at: usize,
        element: &Element,
    ) -> Result<(), FormatError> {
        let own = (at, element.node);
        for reference in element.listed_of(Origin::Comp, "listOfReplacedElements", "replacedElement") {
            let factor = reference.package(Origin::Comp, "conversionFactor").map(|id| (at, id.to_owned()));
            match resolver.inside(at, reference)? {
                Target::Element(node) => {
                    let replaced = self.root(node).node;
                    if self.root(own).node != replaced {
                        self.by.insert(replaced, By { node: own, factor, name_only: false });
                    }
                }
                Target::Instance(submodel) => self.leave_out(submodel),
                Target::Nothing => {}
            }
        }
        if let Some(reference) = element.child_of(Origin::Comp, "replacedBy") {
            match resolver.inside(at, reference)? {
                Target::Element(node) => {
                    let winner = self.root(node).node;
                    if self.root(own).node != winner {
                        self.taken.insert(own, self.survivor(winner));
                        self.by.insert(winner, By { node: own, factor: None, name_only: true });
                    }
                }
                Target::Instance(_) => {
                    self.deleted.insert(own);
                }
                Target::Nothing => {}
            }
        }
        Ok(())
    }

    /// What an element is called, and how its value is converted to that of the name.
    pub(super) fn root(&self, node: Node) -> Root<'_> {
        let mut root = Root { node, factors: Vec::new(), frame: node.0 };
        while let Some(by) = self.by.get(&root.node) {
            root.factors.extend(&by.factor);
            root.node = by.node;
            if !by.name_only {
                root.frame = by.node.0;
            }
        }
        root
    }

    /// The element that stays of all that stand for the one that names them.
    fn survivor(&self, root: Node) -> Node {
        let mut node = root;
        while let Some(winner) = self.taken.get(&node) {
            node = *winner;
        }
        node
    }

    /// Whether an element is part of the flat model.
    pub(super) fn keeps(&self, node: Node) -> bool {
        !self.gone.contains(&node.0)
            && !self.deleted.contains(&node)
            && self.survivor(self.root(node).node) == node
    }

    /// Whether an element is left out without another in its place.
    pub(super) fn lost(&self, node: Node) -> bool {
        self.deleted.contains(&node) || self.gone.contains(&node.0)
    }

    /// Whether a submodel is left out.
    pub(super) fn is_gone(&self, instance: usize) -> bool {
        self.gone.contains(&instance)
    }
}
