use super::Characters;
use super::characters::{MISSING, UNCUT};
use super::patterns::Patterns;
use super::topology::Topology;
use crate::CellsError;
use lca_graph::Lineage;
use std::collections::HashMap;

/// Whether a state is an edit.
pub(super) const fn is_edit(state: u16) -> bool {
    state != UNCUT && state != MISSING
}

/// The state of an ancestor of two cells or ancestors, where edits cannot be undone: what both have, what
/// the one that was read has, else uncut.
#[inline]
pub(super) const fn meet(one: u16, other: u16) -> u16 {
    if one == other || other == MISSING {
        one
    } else if one == MISSING {
        other
    } else {
        UNCUT
    }
}

/// How many sites were edited between a mother and her daughter. A site that is missing in all below
/// the daughter is taken as the mother's.
pub(super) fn edits(mother: &[u16], daughter: &[u16]) -> usize {
    mother.iter().zip(daughter).filter(|(above, below)| **above == UNCUT && is_edit(**below)).count()
}

/// The states of all nodes of a tree: each ancestor has the edits that all cells below her have in which the
/// site was read. With edits that cannot be undone (Camin & Sokal 1965) no other states need fewer edits.
pub(super) struct Labels {
    states: Vec<u16>,
    sites: usize,
}

impl Labels {
    pub(super) fn new(tree: &Topology, patterns: &Patterns) -> Self {
        let sites = patterns.states.ncols();
        let mut states = vec![MISSING; tree.children.len() * sites];
        for (row, into) in patterns.states.rows().into_iter().zip(states.chunks_exact_mut(sites)) {
            row.iter().zip(into).for_each(|(&state, into)| *into = state);
        }
        let mut labels = Self { states, sites };
        for &node in tree.preorder().iter().rev() {
            for &child in &tree.children[node as usize] {
                for site in 0..sites {
                    let at = node as usize * sites + site;
                    labels.states[at] = meet(labels.states[at], labels.states[child as usize * sites + site]);
                }
            }
        }
        labels
    }

    pub(super) fn of(&self, node: u32) -> &[u16] {
        &self.states[node as usize * self.sites..][..self.sites]
    }
}

/// The edits that a tree needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsimony {
    /// All edits: fewer is better.
    pub edits: usize,
    /// Edits of each site.
    pub by_site: Vec<usize>,
}

/// The least number of edits by which a tree can have the cells' alleles, when every founder is uncut and no
/// edit is undone or edited again (Camin & Sokal 1965). What was not read costs nothing.
///
/// Leaves are matched to cells by name; a node with a single daughter is no matter.
///
/// # Errors
/// [`CellsError::Missing`] when a leaf is none of the cells, or a cell none of the leaves;
/// [`CellsError::Length`] when a cell is on two leaves.
pub fn parsimony(tree: &Lineage, characters: &Characters) -> Result<Parsimony, CellsError> {
    let rows = leaf_rows(tree, &characters.cells)?;
    let sites = characters.sites.len();
    let mut states: HashMap<u32, Vec<u16>> = HashMap::new();
    let mut by_site = vec![0; sites];
    for &root in tree.roots() {
        for id in tree.family(root).into_iter().rev() {
            let Some(node) = tree.node(id) else { continue };
            let below: Vec<Vec<u16>> =
                node.children.iter().filter_map(|child| states.remove(child)).collect();
            let own = match rows.get(&id) {
                Some(&row) => characters.states.row(row).to_vec(),
                None => (0..sites)
                    .map(|site| below.iter().fold(MISSING, |state, child| meet(state, child[site])))
                    .collect(),
            };
            for child in &below {
                count(&own, child, &mut by_site);
            }
            states.insert(id, own);
        }
        if let Some(own) = states.remove(&root) {
            count(&vec![UNCUT; sites], &own, &mut by_site);
        }
    }
    Ok(Parsimony { edits: by_site.iter().sum(), by_site })
}

fn count(mother: &[u16], daughter: &[u16], by_site: &mut [usize]) {
    for ((above, below), count) in mother.iter().zip(daughter).zip(by_site) {
        *count += usize::from(*above == UNCUT && is_edit(*below));
    }
}

/// The row of each leaf's cell.
pub(super) fn leaf_rows(tree: &Lineage, cells: &[String]) -> Result<HashMap<u32, usize>, CellsError> {
    let places: HashMap<&str, usize> =
        cells.iter().enumerate().map(|(row, name)| (name.as_str(), row)).collect();
    let mut rows = HashMap::new();
    let mut met = vec![false; cells.len()];
    for leaf in tree.leaves() {
        let name = leaf.name.as_deref().unwrap_or_default();
        let Some(&row) = places.get(name) else {
            let present = format!("{} cells, such as {}", cells.len(), few(cells));
            return Err(CellsError::Missing { what: "the cell of leaf", name: name.to_owned(), present });
        };
        if std::mem::replace(&mut met[row], true) {
            let name = name.to_owned();
            let present = "a leaf of that name already: name each cell once".to_owned();
            return Err(CellsError::Missing { what: "a second cell of the name", name, present });
        }
        rows.insert(leaf.id, row);
    }
    match met.iter().position(|met| !met) {
        Some(row) => Err(CellsError::Missing {
            what: "the leaf of cell",
            name: cells[row].clone(),
            present: format!("{} leaves", rows.len()),
        }),
        None => Ok(rows),
    }
}

fn few(cells: &[String]) -> String {
    cells.iter().take(3).cloned().collect::<Vec<_>>().join(", ")
}
