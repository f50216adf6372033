use super::{Lineage, LineageNode};
use thiserror::Error;

/// One node of a tree and the branch that leads to it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Branch {
    /// Place of the mother in the list of branches; none for a root.
    pub parent: Option<u32>,
    /// The node's name, such as a cell's barcode.
    pub name: Option<String>,
    /// Length of the branch.
    pub length: Option<f64>,
    /// Support of the family below it, from 0 to 1.
    pub support: Option<f64>,
}

/// Why branches make no trees.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LineageError {
    /// A branch begins at a node that is not there.
    #[error("branch {branch} begins at node {parent}, but there are {count} (from 0)")]
    Parent {
        /// The branch, from 0.
        branch: usize,
        /// The node it names.
        parent: u32,
        /// How many nodes there are.
        count: usize,
    },
    /// A node is its own ancestor.
    #[error("node {0} (from 0) is its own ancestor")]
    Circle(usize),
    /// More nodes than identifiers.
    #[error("{0} branches are more than a tree can hold (2^32 - 1)")]
    Large(usize),
}

impl Lineage {
    /// Builds trees of nodes that each name their mother by her place in the list; that place is also a
    /// node's identifier. Daughters are ordered by identifier.
    ///
    /// # Errors
    /// [`LineageError`] for a mother that is not there, and for a node that is its own ancestor.
    pub fn from_branches(branches: Vec<Branch>) -> Result<Self, LineageError> {
        let count = branches.len();
        if u32::try_from(count).is_err() {
            return Err(LineageError::Large(count));
        }
        let strange = |branch: &Branch| branch.parent.filter(|&parent| parent as usize >= count);
        let found = branches.iter().enumerate().find_map(|(at, branch)| Some((at, strange(branch)?)));
        if let Some((branch, parent)) = found {
            return Err(LineageError::Parent { branch, parent, count });
        }
        let node = |(at, branch): (usize, Branch)| LineageNode {
            id: at as u32,
            name: branch.name,
            parent: branch.parent,
            length: branch.length,
            support: branch.support,
            ..LineageNode::default()
        };
        let lineage = Self::link(branches.into_iter().enumerate().map(node));
        let mut reached = vec![false; count];
        for root in &lineage.roots {
            lineage.family(*root).into_iter().for_each(|id| reached[id as usize] = true);
        }
        reached.iter().position(|reached| !reached).map_or(Ok(lineage), |at| Err(LineageError::Circle(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(parent: Option<u32>, name: &str, length: f64) -> Branch {
        let name = (!name.is_empty()).then(|| name.to_owned());
        Branch { parent, name, length: Some(length), support: None }
    }

    #[test]
    fn named_cells_make_a_tree() {
        let branches = vec![
            branch(None, "", 0.0),
            branch(Some(0), "AC-1", 2.0),
            branch(Some(0), "", 1.0),
            branch(Some(2), "it's", 0.5),
            branch(Some(2), "b c", 0.0),
        ];
        let mut lineage = Lineage::from_branches(branches).unwrap();
        assert_eq!(lineage.newick(0).unwrap(), "(AC-1:2,('it''s':0.5,'b c':0):1):0;");
        lineage.set_support([(2, 0.75), (9, 1.0)]);
        assert_eq!(lineage.newick(2).unwrap(), "('it''s':0.5,'b c':0)0.75:1;");
        assert_eq!(lineage.node(4).unwrap().generation, 2);
    }

    #[test]
    fn branches_that_make_no_tree_are_refused() {
        let circle = vec![branch(None, "a", 0.0), branch(Some(2), "b", 0.0), branch(Some(1), "c", 0.0)];
        assert_eq!(Lineage::from_branches(circle), Err(LineageError::Circle(1)));
        let strange = Lineage::from_branches(vec![branch(Some(4), "a", 0.0)]);
        assert_eq!(strange, Err(LineageError::Parent { branch: 0, parent: 4, count: 1 }));
        assert!(Lineage::from_branches(Vec::new()).unwrap().roots().is_empty());
    }
}
