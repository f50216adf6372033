use super::Characters;
use super::patterns::Patterns;
use super::score::{Labels, edits};
use crate::CellsError;
use lca_graph::{Branch, Lineage};

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// A rooted tree: leaves `0 .. leaves` are patterns, inner nodes follow; a mother may have any number of
/// daughters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Topology {
    pub(super) leaves: usize,
    pub(super) children: Vec<Vec<u32>>,
    pub(super) root: u32,
}

impl Topology {
    /// Nodes, mothers before daughters.
    pub(super) fn preorder(&self) -> Vec<u32> {
        let (mut order, mut stack) = (Vec::with_capacity(self.children.len()), vec![self.root]);
        while let Some(node) = stack.pop() {
            order.push(node);
            stack.extend(self.children[node as usize].iter().rev());
        }
        order
    }

    /// The same tree without nodes that have a single daughter.
    pub(super) fn spliced(mut self) -> Self {
        for node in self.preorder().into_iter().rev() {
            if let [only] = self.children[node as usize][..] {
                let inner = std::mem::take(&mut self.children[only as usize]);
                if inner.is_empty() {
                    continue;
                }
                self.children[node as usize] = inner;
            }
        }
        let order = self.preorder();
        for node in order {
            for at in 0..self.children[node as usize].len() {
                let child = self.children[node as usize][at];
                if let [leaf] = self.children[child as usize][..] {
                    self.children[node as usize][at] = leaf;
                }
            }
        }
        self
    }

    /// The same tree without inner branches on which nothing was edited.
    pub(super) fn collapsed(&self, patterns: &Patterns) -> Self {
        let labels = Labels::new(self, patterns);
        let order = self.preorder();
        let mut children = self.children.clone();
        for &node in order.iter().rev() {
            let mut daughters = Vec::with_capacity(children[node as usize].len());
            for child in std::mem::take(&mut children[node as usize]) {
                let inner = child as usize >= self.leaves;
                if inner && edits(labels.of(node), labels.of(child)) == 0 {
                    daughters.append(&mut children[child as usize]);
                } else {
                    daughters.push(child);
                }
            }
            children[node as usize] = daughters;
        }
        Self { leaves: self.leaves, children, root: self.root }
    }

    /// The tree of cells, with the edits on each branch as its length. Cells of one pattern are sisters; a
    /// founder without edits stands above all when all cells share some.
    pub(super) fn lineage(
        &self,
        patterns: &Patterns,
        characters: &Characters,
    ) -> Result<Lineage, CellsError> {
        let labels = Labels::new(self, patterns);
        let mut branches: Vec<Branch> = Vec::new();
        let mut open: Vec<(u32, Option<u32>, u32)> = vec![(self.root, None, NONE)];
        while let Some((node, parent, above)) = open.pop() {
            let length = if above == NONE {
                labels.of(node).iter().filter(|&&state| super::score::is_edit(state)).count()
            } else {
                edits(labels.of(above), labels.of(node))
            };
            let at = branches.len() as u32;
            let cells = patterns.cells.get(node as usize).map_or(&[][..], Vec::as_slice);
            let name = |cell: u32| Some(characters.cells[cell as usize].clone());
            let only = if let [cell] = cells { name(*cell) } else { None };
            branches.push(Branch { parent, name: only, length: Some(length as f64), support: None });
            if cells.len() > 1 {
                let leaf = |&cell: &u32| Branch {
                    parent: Some(at),
                    name: name(cell),
                    length: Some(0.0),
                    support: None,
                };
                branches.extend(cells.iter().map(leaf));
            }
            open.extend(self.children[node as usize].iter().rev().map(|&child| (child, Some(at), node)));
        }
        Ok(Lineage::from_branches(branches)?)
    }
}
