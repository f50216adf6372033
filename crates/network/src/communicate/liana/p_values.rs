use super::probability;
use super::row::LianaRow;
use crate::communicate::bindings::Bindings;
use crate::communicate::cellphonedb::permuted;
use crate::communicate::cells::Types;
use crate::communicate::expression::Expression;
use crate::communicate::permute::{Permutations, Test, Workspace, at_least};
use crate::communicate::quartiles::Rising;
use lca_graph::LigandReceptor;

/// What p-values are made of.
pub(super) struct Given<'a> {
    pub(super) resource: &'a LigandReceptor,
    pub(super) bindings: &'a Bindings,
    pub(super) types: &'a Types,
    pub(super) expression: &'a Expression,
    pub(super) rising: &'a Rising,
    pub(super) largest: f64,
    pub(super) permutations: Permutations,
}

/// Fills in the p-values of both methods that permute; both see the same permutations.
pub(super) fn fill(rows: &mut [LianaRow], given: &Given<'_>) {
    if given.permutations.count == 0 {
        return;
    }
    let share = |count: u32| f64::from(count) / given.permutations.count as f64;
    let (means, probabilities) = (of_means(rows, given), of_probabilities(rows, given));
    for ((row, mean), probability) in rows.iter_mut().zip(means).zip(probabilities) {
        (row.cellphone_pvals, row.cellchat_pvals) = (share(mean), share(probability));
    }
}

fn of_means(rows: &[LianaRow], given: &Given<'_>) -> Vec<u32> {
    let count = given.types.names.len();
    let test = |row: &LianaRow| {
        let binding = &given.resource.bindings[row.binding];
        let ends = (binding.ligand * count + row.source, binding.receptor * count + row.target);
        Test { ends, observed: row.lr_means }
    };
    let tests: Vec<Test> = rows.iter().map(test).collect();
    let table = |labels: &[u32], space: &mut Workspace| {
        permuted(given.types, given.expression, given.bindings, labels, space);
    };
    at_least(given.permutations, &given.types.of, &tests, table, |a, b| 0.5 * (a + b))
}

fn of_probabilities(rows: &[LianaRow], given: &Given<'_>) -> Vec<u32> {
    let test = |(at, row): (usize, &LianaRow)| Test { ends: (at, at), observed: row.lr_probs };
    let tests: Vec<Test> = rows.iter().enumerate().map(test).collect();
    let table = |labels: &[u32], space: &mut Workspace| {
        given.rising.trimeans(given.types, labels, &mut space.genes);
        space.genes.iter_mut().for_each(|value| *value /= given.largest);
        let (types, genes) = (given.types.names.len(), &space.genes);
        let of = |row: &LianaRow| {
            let place = (row.binding, row.source, row.target);
            probability::of(given.resource, given.bindings, types, genes, place)
        };
        space.table.clear();
        space.table.extend(rows.iter().map(of));
    };
    at_least(given.permutations, &given.types.of, &tests, table, |a, _| a)
}
