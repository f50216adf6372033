//! Bounds and objective as metabolic models of Level 2 had them before the package `fbc`: parameters of rate laws
//! (Schellenberger et al., Nature Protocols 6, 1290, 2011).

use super::File;
use super::element::Element;
use crate::FormatError;
use lca_kinetics::{Expr, FluxBalance, FluxBounds, FluxObjective};

const LOWER: &str = "LOWER_BOUND";
const UPPER: &str = "UPPER_BOUND";
const OBJECTIVE: &str = "OBJECTIVE_COEFFICIENT";

impl File<'_> {
    /// What rate laws say of bounds and the objective; none where they say nothing.
    pub(super) fn legacy_flux(&self, model: &Element) -> Result<Option<FluxBalance>, FormatError> {
        let (mut bounds, mut terms) = (Vec::new(), Vec::new());
        for reaction in model.listed("listOfReactions", "reaction") {
            let Some(law) = reaction.child("kineticLaw") else { continue };
            let number = |id: &str| {
                let old = law.listed("listOfParameters", "parameter");
                let mut all = old.chain(law.listed("listOfLocalParameters", "localParameter"));
                let found = all.find(|parameter| parameter.attribute("id") == Some(id));
                found.map_or(Ok(None), |parameter| self.number(parameter, "value"))
            };
            let (lower, upper) = (number(LOWER)?, number(UPPER)?);
            if lower.is_none() && upper.is_none() {
                continue;
            }
            let id = self.id(reaction)?;
            if let Some(factor) = number(OBJECTIVE)?.filter(|factor| *factor != 0.0) {
                terms.push((id.clone(), factor));
            }
            let (lower, upper) = (lower.map(Expr::Number), upper.map(Expr::Number));
            bounds.push(FluxBounds { reaction: id, lower, upper });
        }
        let objective = FluxObjective { id: "obj".to_owned(), name: None, maximize: true, terms };
        let flux = FluxBalance { bounds, objectives: vec![objective], ..FluxBalance::default() };
        Ok((!flux.bounds.is_empty()).then_some(flux))
    }
}
