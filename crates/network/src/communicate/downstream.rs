use super::cells::{Cells, Types};
use super::expression::Expression;
use crate::NetworkError;
use lca_graph::{LigandReceptor, MolecularNetwork};
use lca_numerics::stats::{benjamini_hochberg, normal_sf};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// That a receptor's transcription factor acts in a type of cells: its targets are raised or lowered as it would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Downstream {
    /// The receptor, as its place among the resource's partners.
    pub receptor: usize,
    /// The type of cells.
    pub target: String,
    /// The transcription factor.
    pub factor: String,
    /// How many of its targets were measured.
    pub targets: usize,
    /// How much higher the targets stand than by chance, in standard deviations.
    pub score: f64,
    /// Probability of as high a score by chance, of a standard normal number.
    pub p_value: f64,
    /// The false discovery rate at which it would still be called (Benjamini & Hochberg 1995).
    pub false_discovery: f64,
}

/// Receptor → transcription factor → targets, as evidence that a signal arrives. Factors come from the resource's own
/// list of what a receptor switches on and from edges of `prior` that lead from a subunit of the receptor; targets are
/// what edges of `prior` with a sign lead to from the factor. A factor's score in a type is
/// Σ sign·z / √n over its n measured targets, where z is the target's mean in the type standardised over the types'
/// means (a sum of n standard normal numbers over √n, after Stouffer 1949). Factors of fewer than `least` targets are
/// left out.
///
/// # Errors
/// When the cells' parts do not fit, there are fewer than three types to standardise over, or nothing in `prior`
/// leads from a receptor of the resource to targets among the genes.
pub fn downstream(
    cells: &Cells<'_>,
    resource: &LigandReceptor,
    prior: &MolecularNetwork,
    least: usize,
) -> Result<Vec<Downstream>, NetworkError> {
    let types = cells.types()?;
    if types.names.len() < 3 {
        return Err(NetworkError::TooFew {
            what: "types of cells",
            found: types.names.len(),
            needed: 3,
            instead: "targets are standardised over types: label more",
        });
    }
    let columns: HashMap<&str, usize> =
        cells.genes.iter().enumerate().map(|(at, gene)| (gene.as_str(), at)).collect();
    let edges = Edges::new(prior);
    let z = standardised(cells, &types);
    let mut found = Vec::new();
    let receptors: BTreeSet<usize> = resource.bindings.iter().map(|binding| binding.receptor).collect();
    for receptor in receptors {
        for factor in factors(resource, &edges, receptor) {
            let targets = targets(&edges, &factor, &columns);
            if targets.len() >= least.max(1) {
                found.extend(scores(&types, &z, &targets, (receptor, &factor)));
            }
        }
    }
    if found.is_empty() {
        return Err(leads_nowhere());
    }
    let rates = benjamini_hochberg(&found.iter().map(|one| one.p_value).collect::<Vec<f64>>());
    found.iter_mut().zip(rates).for_each(|(one, rate)| one.false_discovery = rate);
    Ok(found)
}

/// A factor's score in each type; the false discovery rate is for all to give.
fn scores(
    types: &Types,
    z: &[f64],
    targets: &[(usize, f64)],
    (receptor, factor): (usize, &str),
) -> Vec<Downstream> {
    let of = |(kind, name): (usize, &String)| {
        let sum: f64 = targets.iter().map(|&(gene, sign)| sign * z[gene * types.names.len() + kind]).sum();
        let score = sum / (targets.len() as f64).sqrt();
        Downstream {
            receptor,
            target: name.clone(),
            factor: factor.to_owned(),
            targets: targets.len(),
            score,
            p_value: normal_sf(score),
            false_discovery: 1.0,
        }
    };
    types.names.iter().enumerate().map(of).collect()
}

const fn leads_nowhere() -> NetworkError {
    NetworkError::TooFew {
        what: "receptors from which the prior network leads to targets among the genes",
        found: 0,
        needed: 1,
        instead: "give a network with edges from receptors to transcription factors and from those, signed, \
                  to their targets, in the data's symbols",
    }
}

/// The measured targets of a factor, each once whatever it is told by, with their signs; those that edges of
/// both signs lead to are left out.
fn targets(edges: &Edges<'_>, factor: &str, columns: &HashMap<&str, usize>) -> Vec<(usize, f64)> {
    let mut signs: BTreeMap<usize, f64> = BTreeMap::new();
    for (gene, sign) in edges.signed(factor) {
        if let Some(&column) = columns.get(gene) {
            signs
                .entry(column)
                .and_modify(|known| *known *= f64::from(u8::from(*known == sign)))
                .or_insert(sign);
        }
    }
    signs.into_iter().filter(|(_, sign)| *sign != 0.0).collect()
}

/// What leads where, by identifier.
struct Edges<'a> {
    out: HashMap<&'a str, Vec<(&'a str, f64)>>,
}

impl<'a> Edges<'a> {
    fn new(network: &'a MolecularNetwork) -> Self {
        let mut out: HashMap<&str, Vec<(&str, f64)>> = HashMap::new();
        for edge in network.interactions() {
            let [from, to] = [edge.source, edge.target].map(|at| network.molecules()[at].id.as_str());
            out.entry(from).or_default().push((to, f64::from(edge.sign.number())));
        }
        Self { out }
    }

    fn all(&self, from: &str) -> impl Iterator<Item = (&'a str, f64)> {
        self.out.get(from).into_iter().flatten().copied()
    }

    fn signed(&self, from: &str) -> impl Iterator<Item = (&'a str, f64)> {
        self.all(from).filter(|(_, sign)| *sign != 0.0)
    }
}

/// The transcription factors that a receptor may switch on: those of the resource, and neighbours of a subunit in the
/// network that have targets themselves.
fn factors(resource: &LigandReceptor, edges: &Edges<'_>, receptor: usize) -> BTreeSet<String> {
    let Some(partner) = resource.partners.get(receptor) else { return BTreeSet::new() };
    let listed =
        [partner.name.as_str(), partner.label()].into_iter().filter_map(|name| resource.factors.get(name));
    let mut all: BTreeSet<String> = listed.flatten().cloned().collect();
    for subunit in &partner.subunits {
        let acting = edges.all(&subunit.symbol).filter(|(factor, _)| edges.signed(factor).next().is_some());
        all.extend(acting.map(|(factor, _)| factor.to_owned()));
    }
    all
}

/// Each gene's mean in each type, standardised over the types; 0 where all are the same. Genes × types.
fn standardised(cells: &Cells<'_>, types: &Types) -> Vec<f64> {
    let columns: Vec<usize> = (0..cells.genes.len()).collect();
    let mut means = Expression::new(cells, types, &columns).means(types, f64::from);
    for row in means.chunks_exact_mut(types.names.len()) {
        let (mean, spread) = (lca_numerics::stats::mean(row), lca_numerics::stats::variance(row).sqrt());
        row.iter_mut().for_each(|value| *value = if spread > 1e-12 { (*value - mean) / spread } else { 0.0 });
    }
    means
}
