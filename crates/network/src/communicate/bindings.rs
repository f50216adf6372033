use super::matching;
use crate::NetworkError;
use lca_graph::LigandReceptor;
use std::collections::HashMap;

/// The part of a resource that the data can speak of.
#[derive(Debug, Clone)]
pub(super) struct Bindings {
    /// Columns of the data, one for each gene in use.
    pub(super) columns: Vec<usize>,
    /// For each partner of the resource its genes, as places in `columns`; none where one is not measured.
    pub(super) partners: Vec<Option<Vec<usize>>>,
    /// The bindings both of whose partners are measured, as places in the resource.
    pub(super) tested: Vec<usize>,
    /// The genes of cofactors that are measured, as places in `columns`.
    pub(super) cofactors: HashMap<String, usize>,
}

impl Bindings {
    /// # Errors
    /// When not one binding has both its partners in the data, or the genes are another species'.
    pub(super) fn new(resource: &LigandReceptor, genes: &[String]) -> Result<Self, NetworkError> {
        let found = matching::columns(resource, genes)?;
        let whole = |partner: &lca_graph::Partner| -> Option<Vec<usize>> {
            let all = partner.subunits.iter().map(|one| found.get(one.symbol.as_str()).copied());
            all.collect::<Option<Vec<usize>>>().filter(|genes| !genes.is_empty())
        };
        let partners: Vec<Option<Vec<usize>>> = resource.partners.iter().map(whole).collect();
        let measured = |place: usize| partners.get(place).is_some_and(Option::is_some);
        let tested: Vec<usize> = (resource.bindings.iter().enumerate())
            .filter(|(_, one)| measured(one.ligand) && measured(one.receptor))
            .map(|(at, _)| at)
            .collect();
        if tested.is_empty() {
            return Err(NetworkError::TooFew {
                what: "ligands and receptors of the resource whose genes are all in the data",
                found: 0,
                needed: 1,
                instead: "check that data and resource name genes in the same way (symbols or Ensembl's \
                          identifiers) and are of one species",
            });
        }
        Ok(Self::compact(resource, partners, tested, &found))
    }

    /// Keeps only the columns that a tested binding needs.
    fn compact(
        resource: &LigandReceptor,
        mut partners: Vec<Option<Vec<usize>>>,
        tested: Vec<usize>,
        found: &HashMap<&str, usize>,
    ) -> Self {
        let (mut columns, mut places) = (Vec::new(), HashMap::new());
        let mut place = |column: usize| {
            *places.entry(column).or_insert_with(|| {
                columns.push(column);
                columns.len() - 1
            })
        };
        let mut used = vec![false; partners.len()];
        let mut cofactors = HashMap::new();
        for binding in tested.iter().map(|&at| &resource.bindings[at]) {
            (used[binding.ligand], used[binding.receptor]) = (true, true);
            for symbol in binding.cofactors.symbols() {
                if let Some(&column) = found.get(symbol) {
                    cofactors.insert(symbol.to_owned(), place(column));
                }
            }
        }
        for (partner, used) in partners.iter_mut().zip(used) {
            *partner = partner.take().filter(|_| used);
            partner.iter_mut().flatten().for_each(|gene| *gene = place(*gene));
        }
        Self { columns, partners, tested, cofactors }
    }

    /// For each type of cell the least of a partner's genes: what is there of the whole complex.
    /// `values` are genes × types, the result partners × types, zero for those not measured.
    pub(super) fn least(&self, values: &[f64], types: usize, out: &mut [f64]) {
        for (partner, row) in self.partners.iter().zip(out.chunks_exact_mut(types)) {
            let Some(genes) = partner else { continue };
            for (at, value) in row.iter_mut().enumerate() {
                *value = genes.iter().map(|gene| values[gene * types + at]).fold(f64::INFINITY, f64::min);
            }
        }
    }
}
