use super::bindings::Bindings;
use super::cells::{Cells, Types, check_share};
use super::expression::{Expression, divide};
use super::limits::Limits;
use super::permute::{Permutations, Test, Workspace, at_least};
use crate::NetworkError;
use lca_graph::LigandReceptor;

/// What CellPhoneDB's test is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct CellPhoneDbOptions {
    /// Share of a type's cells that each gene of a partner must exceed.
    pub threshold: f64,
    /// The permutations of the test.
    pub permutations: Permutations,
    /// Which types can meet.
    pub limits: Limits,
}

impl Default for CellPhoneDbOptions {
    fn default() -> Self {
        Self { threshold: 0.1, permutations: Permutations::default(), limits: Limits::None }
    }
}

/// What CellPhoneDB's test found: a row for each binding that was tested, a column for each ordered pair of types.
#[derive(Debug, Clone, PartialEq)]
pub struct CellPhoneDb {
    /// The types of cells.
    pub types: Types,
    /// The columns: a type that shows the binding's first partner and one that shows its second.
    pub pairs: Vec<(usize, usize)>,
    /// The rows, as places among the resource's bindings.
    pub bindings: Vec<usize>,
    /// Mean of the two partners' means, rows × columns; 0 where one is not there at all.
    pub means: Vec<f64>,
    /// Share of permutations whose mean is at least as high, rows × columns; 1 where a partner is expressed by too
    /// few cells of its type. Empty without permutations.
    pub p_values: Vec<f64>,
    /// The lesser of the shares of cells that express the two partners, rows × columns.
    pub shares: Vec<f64>,
    /// How many bindings of the resource have a gene that is not measured.
    pub unmeasured: usize,
}

/// CellPhoneDB's statistical test (Efremova et al., Nature Protocols 2020; Garcia-Alonso et al., Nature Protocols
/// 2022; version 5 as in Troulé et al., Nature Protocols 2025).
///
/// A gene's expression in a type of cells is its mean over all cells of the type; a complex has that of its least
/// expressed subunit; a binding between two types the mean of both partners, or 0 where one is 0. The p-value is
/// the share of random permutations of the cells' types that give as high a mean or a higher one. A binding whose
/// partner has a subunit that no more than `threshold` of the type's cells express gets 1.
///
/// # Errors
/// When the cells' parts do not fit, the genes are not those of the resource, or the limits name unknown types.
pub fn cellphonedb(
    cells: &Cells<'_>,
    resource: &LigandReceptor,
    options: &CellPhoneDbOptions,
) -> Result<CellPhoneDb, NetworkError> {
    check_share(options.threshold)?;
    let types = cells.types()?;
    let pairs = options.limits.pairs(&types)?;
    let bindings = Bindings::new(resource, cells.genes)?;
    let expression = Expression::new(cells, &types, &bindings.columns);
    let count = types.names.len();
    let mut partners = vec![0.0; bindings.partners.len() * count];
    let mut shares = partners.clone();
    bindings.least(&expression.means(&types, f64::from), count, &mut partners);
    bindings.least(&expression.means(&types, |value| f64::from(u8::from(value > 0.0))), count, &mut shares);
    let ends = cross(resource, &bindings, &pairs, count);
    let means: Vec<f64> = ends.iter().map(|&(a, b)| joint(partners[a], partners[b])).collect();
    let shares: Vec<f64> = ends.iter().map(|&(a, b)| shares[a].min(shares[b])).collect();
    let tests: Vec<(usize, Test)> = (ends.into_iter().zip(&means).zip(&shares).enumerate())
        .filter(|(_, ((_, mean), share))| **mean > 0.0 && **share > options.threshold)
        .map(|(at, ((ends, &observed), _))| (at, Test { ends, observed }))
        .collect();
    let p_values = p_values(&types, &expression, &bindings, &tests, options.permutations, means.len());
    let unmeasured = resource.bindings.len() - bindings.tested.len();
    Ok(CellPhoneDb { types, pairs, bindings: bindings.tested, means, p_values, shares, unmeasured })
}

/// The mean of two partners, which is nothing where one of them is not there.
pub(super) fn joint(first: f64, second: f64) -> f64 {
    if first == 0.0 || second == 0.0 { 0.0 } else { 0.5 * (first + second) }
}

/// For each tested binding and pair of types the places of its two numbers in a table of partners × types.
pub(super) fn cross(
    resource: &LigandReceptor,
    bindings: &Bindings,
    pairs: &[(usize, usize)],
    types: usize,
) -> Vec<(usize, usize)> {
    let of = |&at: &usize| (resource.bindings[at].ligand * types, resource.bindings[at].receptor * types);
    let all = bindings.tested.iter().map(of);
    all.flat_map(|(ligand, receptor)| pairs.iter().map(move |pair| (ligand + pair.0, receptor + pair.1)))
        .collect()
}

/// The permuted means of all partners: one pass over the stored values.
pub(super) fn permuted(
    types: &Types,
    expression: &Expression,
    bindings: &Bindings,
    labels: &[u32],
    space: &mut Workspace,
) {
    let count = types.names.len();
    space.genes.resize(expression.genes() * count, 0.0);
    space.table.resize(bindings.partners.len() * count, 0.0);
    expression.sums(labels, count, &mut space.genes, f64::from);
    divide(&mut space.genes, &types.sizes);
    bindings.least(&space.genes, count, &mut space.table);
}

fn p_values(
    types: &Types,
    expression: &Expression,
    bindings: &Bindings,
    tests: &[(usize, Test)],
    permutations: Permutations,
    count: usize,
) -> Vec<f64> {
    if permutations.count == 0 {
        return Vec::new();
    }
    let only: Vec<Test> = tests.iter().map(|(_, test)| *test).collect();
    let table = |labels: &[u32], space: &mut Workspace| permuted(types, expression, bindings, labels, space);
    let counts = at_least(permutations, &types.of, &only, table, joint);
    let mut p_values = vec![1.0; count];
    for ((at, _), found) in tests.iter().zip(counts) {
        p_values[*at] = f64::from(found) / permutations.count as f64;
    }
    p_values
}
