use crate::communicate::bindings::Bindings;
use lca_graph::LigandReceptor;

/// Half-saturation of CellChat's Hill function.
const HALF: f64 = 0.5;

/// CellChat's probability of a binding between two types (Jin et al., Nature Communications 2021, equation 2, with a
/// Hill coefficient of 1 and without the factor of the types' sizes, as LIANA has it). `trimeans` are genes × types. A
/// complex counts with its least subunit. Cofactors act as in the paper, by the mean of those measured.
pub(super) fn of(
    resource: &LigandReceptor,
    bindings: &Bindings,
    types: usize,
    trimeans: &[f64],
    (binding, source, target): (usize, usize, usize),
) -> f64 {
    let binding = &resource.bindings[binding];
    let least = |partner: usize, kind: usize| {
        let genes = bindings.partners.get(partner).and_then(Option::as_deref).unwrap_or_default();
        genes.iter().map(|gene| trimeans[gene * types + kind]).fold(f64::INFINITY, f64::min)
    };
    let (ligand, mut receptor) = (least(binding.ligand, source), least(binding.receptor, target));
    let cofactors = &binding.cofactors;
    let mean = |symbols: &[String], kind: usize| {
        let found: Vec<f64> = symbols
            .iter()
            .filter_map(|symbol| bindings.cofactors.get(symbol))
            .map(|gene| trimeans[gene * types + kind])
            .collect();
        if found.is_empty() { 0.0 } else { found.iter().sum::<f64>() / found.len() as f64 }
    };
    receptor *= (1.0 + mean(&cofactors.stimulating_receptors, target))
        / (1.0 + mean(&cofactors.inhibiting_receptors, target));
    let mut probability = ligand * receptor / (HALF + ligand * receptor);
    for kind in [source, target] {
        let (helped, hindered) = (mean(&cofactors.agonists, kind), mean(&cofactors.antagonists, kind));
        probability *= (1.0 + helped / (HALF + helped)) * HALF / (HALF + hindered);
    }
    probability
}
