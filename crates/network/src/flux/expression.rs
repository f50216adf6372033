use super::parsimonious::SmallestFluxes;
use super::program::FluxModel;
use crate::NetworkError;
use lca_kinetics::GeneAssociation;
use std::collections::HashMap;

/// Stands for the greatest flux where a model bounds none.
const GREATEST: f64 = 1000.0;

/// How many of the genes in a table the model knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Genes of the model that are in the table.
    pub genes: usize,
    /// All genes of the model.
    pub known: usize,
    /// Genes in the table that are not in the model.
    pub strangers: usize,
    /// Of each reaction, how much of its enzymes there is; none where nothing was measured.
    pub levels: Vec<Option<f64>>,
}

impl FluxModel {
    /// How much of its enzymes each reaction has, from how much of each gene: of a complex what there is least of, of
    /// isoenzymes their sum, or with `sums` false the greatest. Genes go by identifier, with and without `G_`, or by label.
    ///
    /// # Errors
    /// When a value is less than zero or no number, or the model has none of the genes.
    pub fn measured(&self, expression: &[(String, f64)], sums: bool) -> Result<Measured, NetworkError> {
        let mut known: HashMap<&str, &str> = HashMap::new();
        for gene in &self.genes {
            let bare = gene.id.strip_prefix("G_").unwrap_or(&gene.id);
            for name in [gene.label.as_str(), bare, &gene.id] {
                known.insert(name, &gene.id);
            }
        }
        let mut values: HashMap<&str, f64> = HashMap::new();
        let mut strangers = 0;
        for (gene, value) in expression {
            if !(value.is_finite() && *value >= 0.0) {
                let why =
                    format!("gene `{gene}` has {value}; give amounts that are not negative, not log ratios");
                return Err(NetworkError::Argument { what: "expression", why });
            }
            match known.get(gene.as_str()) {
                Some(id) => *values.entry(id).or_default() += value,
                None => strangers += 1,
            }
        }
        if values.is_empty() {
            return Err(self.no_genes(expression));
        }
        let of = |association: &Option<GeneAssociation>| level(association.as_ref()?, &values, sums);
        let levels = self.associations.iter().map(of).collect();
        Ok(Measured { genes: values.len(), known: self.genes.len(), strangers, levels })
    }

    fn no_genes(&self, expression: &[(String, f64)]) -> NetworkError {
        let given = expression.first().map_or("none", |(gene, _)| gene.as_str());
        let have = self.genes.first().map_or("none", |gene| gene.label.as_str());
        let why = format!(
            "none of its genes (such as `{given}`) is in the model (such as `{have}`); name genes as the model does"
        );
        NetworkError::Argument { what: "expression", why }
    }

    /// Lets no reaction run faster than its share of enzymes: the greatest flux of a reaction is that of the
    /// model times its level over the greatest level (E-Flux: Colijn et al., PLoS Computational Biology 5, e1000489, 2009).
    /// Bounds of the model that are tighter stay, and so do reactions without a measured gene.
    pub fn limit_by_expression(&mut self, measured: &Measured) {
        let most = measured.levels.iter().flatten().copied().fold(0.0, f64::max);
        let sizes = self.bounds.iter().flat_map(|&(lower, upper)| [lower.abs(), upper.abs()]);
        let greatest = sizes.filter(|size| size.is_finite()).fold(0.0, f64::max);
        let greatest = if greatest > 0.0 { greatest } else { GREATEST };
        for (bounds, level) in self.bounds.iter_mut().zip(&measured.levels) {
            let Some(level) = level else { continue };
            let limit = if most > 0.0 { greatest * level / most } else { 0.0 };
            // What the model forces stays forced.
            let (lower, upper) = *bounds;
            *bounds = (lower.max(-limit).min(upper), upper.min(limit).max(lower));
        }
    }

    /// Fluxes that keep `fraction` of the best value and use what is little expressed as little as can be: the least sum of
    /// sizes, each weighted by how far its level is below `threshold` (GIMME: Becker and Palsson, PLoS Computational
    /// Biology 4, e1000082, 2008).
    ///
    /// # Errors
    /// As [`Self::parsimonious`].
    pub fn avoid_unexpressed(
        &self,
        measured: &Measured,
        threshold: f64,
        fraction: f64,
    ) -> Result<SmallestFluxes, NetworkError> {
        let weight = |level: &Option<f64>| level.map_or(0.0, |level| (threshold - level).max(0.0));
        let weights: Vec<f64> = measured.levels.iter().map(weight).collect();
        self.smallest(fraction, &weights)
    }
}

/// Parts that were not measured are passed over.
fn level(association: &GeneAssociation, values: &HashMap<&str, f64>, sums: bool) -> Option<f64> {
    match association {
        GeneAssociation::Product(id) => values.get(id.as_str()).copied(),
        GeneAssociation::And(all) => all.iter().filter_map(|one| level(one, values, sums)).reduce(f64::min),
        GeneAssociation::Or(any) => {
            let join = if sums { |a: f64, b: f64| a + b } else { f64::max };
            any.iter().filter_map(|one| level(one, values, sums)).reduce(join)
        }
    }
}
