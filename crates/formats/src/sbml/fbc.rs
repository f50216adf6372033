//! The package `fbc` (Flux Balance Constraints Version 1 to 3).

use super::File;
use super::element::{Element, Origin};
use crate::FormatError;
use lca_kinetics::{
    Expr, FluxBalance, FluxBounds, FluxConstraint, FluxObjective, GeneAssociation, GeneProduct,
};
use std::collections::HashMap;

fn fbc<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.package(Origin::Fbc, name)
}

fn owned(element: &Element, name: &str) -> Option<String> {
    fbc(element, name).map(str::to_owned)
}

impl File<'_> {
    /// What the model says of fluxes; none where it says nothing.
    pub(super) fn flux(&self, model: &Element) -> Result<Option<FluxBalance>, FormatError> {
        let lists = model.children.iter().any(|child| child.origin == Origin::Fbc);
        let reactions = || model.listed("listOfReactions", "reaction");
        let bounded = |reaction: &Element| {
            fbc(reaction, "lowerFluxBound").or(fbc(reaction, "upperFluxBound")).is_some()
        };
        if !lists && !reactions().any(bounded) {
            let mut flux = self.legacy_flux(model)?;
            if let Some(flux) = &mut flux {
                self.noted_genes(model, flux)?;
            }
            return Ok(flux);
        }
        let mut flux = self.fbc_flux(model)?;
        self.noted_genes(model, &mut flux)?;
        Ok(Some(flux))
    }

    fn fbc_flux(&self, model: &Element) -> Result<FluxBalance, FormatError> {
        let objectives = model.child_of(Origin::Fbc, "listOfObjectives");
        Ok(FluxBalance {
            bounds: self.bounds(model)?,
            constraints: self.fbc_each(
                model,
                ["listOfUserDefinedConstraints", "userDefinedConstraint"],
                Self::constraint,
            )?,
            objectives: self.fbc_each(model, ["listOfObjectives", "objective"], Self::objective)?,
            active_objective: objectives.and_then(|list| owned(list, "activeObjective")),
            strict: matches!(fbc(model, "strict"), Some("true" | "1")),
            gene_products: self.fbc_each(model, ["listOfGeneProducts", "geneProduct"], Self::gene_product)?,
            associations: self.associations(model)?,
        })
    }

    fn fbc_each<T>(
        &self,
        parent: &Element,
        [list, name]: [&str; 2],
        read: impl Fn(&Self, &Element) -> Result<T, FormatError>,
    ) -> Result<Vec<T>, FormatError> {
        parent.listed_of(Origin::Fbc, list, name).map(|element| read(self, element)).collect()
    }

    fn fbc_required(&self, element: &Element, name: &str) -> Result<String, FormatError> {
        owned(element, name)
            .ok_or_else(|| self.wrong(element, format!("<{}> has no `fbc:{name}`", element.name)))
    }

    fn fbc_number(&self, element: &Element, name: &str) -> Result<f64, FormatError> {
        let text = self.fbc_required(element, name)?;
        super::xml::number(&text)
            .ok_or_else(|| self.wrong(element, format!("`fbc:{name}` is `{text}`, which is not a number")))
    }

    /// Version 1 lists bounds; later versions name two parameters at each reaction.
    fn bounds(&self, model: &Element) -> Result<Vec<FluxBounds>, FormatError> {
        let mut found: Vec<FluxBounds> = Vec::new();
        for reaction in model.listed("listOfReactions", "reaction") {
            let symbol = |name: &str| fbc(reaction, name).map(Expr::symbol);
            let (lower, upper) = (symbol("lowerFluxBound"), symbol("upperFluxBound"));
            if lower.is_some() || upper.is_some() {
                found.push(FluxBounds { reaction: self.id(reaction)?, lower, upper });
            }
        }
        let mut places = HashMap::new();
        for bound in model.listed_of(Origin::Fbc, "listOfFluxBounds", "fluxBound") {
            let reaction = self.fbc_required(bound, "reaction")?;
            let at = *places.entry(reaction.clone()).or_insert_with(|| {
                found.push(FluxBounds { reaction, lower: None, upper: None });
                found.len() - 1
            });
            let value = self.fbc_number(bound, "value")?;
            let operation = self.fbc_required(bound, "operation")?;
            let Some(bounds) = found.get_mut(at) else { continue };
            if !narrow(bounds, &operation, value) {
                let what = format!("a bound is greaterEqual, lessEqual or equal, not `{operation}`");
                return Err(self.wrong(bound, what));
            }
        }
        Ok(found)
    }

    fn objective(&self, element: &Element) -> Result<FluxObjective, FormatError> {
        let direction = self.fbc_required(element, "type")?;
        let maximize = match direction.as_str() {
            "maximize" | "maximise" => true,
            "minimize" | "minimise" => false,
            other => {
                return Err(
                    self.wrong(element, format!("an objective is to maximize or minimize, not `{other}`"))
                );
            }
        };
        let terms = self.fbc_each(element, ["listOfFluxObjectives", "fluxObjective"], |file, term| {
            file.linear(term)?;
            Ok((file.fbc_required(term, "reaction")?, file.fbc_number(term, "coefficient")?))
        })?;
        Ok(FluxObjective {
            id: self.fbc_required(element, "id")?,
            name: owned(element, "name"),
            maximize,
            terms,
        })
    }

    fn constraint(&self, element: &Element) -> Result<FluxConstraint, FormatError> {
        let list = ["listOfUserDefinedConstraintComponents", "userDefinedConstraintComponent"];
        let terms = self.fbc_each(element, list, |file, term| {
            file.linear(term)?;
            Ok((file.fbc_required(term, "variable")?, Expr::Symbol(file.fbc_required(term, "coefficient")?)))
        })?;
        Ok(FluxConstraint {
            id: owned(element, "id"),
            lower: Expr::Symbol(self.fbc_required(element, "lowerBound")?),
            upper: Expr::Symbol(self.fbc_required(element, "upperBound")?),
            terms,
        })
    }

    /// Version 3 has quadratic terms and products of fluxes too.
    fn linear(&self, term: &Element) -> Result<(), FormatError> {
        let quadratic = fbc(term, "variableType").is_some_and(|kind| kind != "linear")
            || fbc(term, "reaction2").or(fbc(term, "variable2")).is_some();
        if quadratic { Err(self.refuse(term, "a quadratic term of fluxes")) } else { Ok(()) }
    }

    fn gene_product(&self, element: &Element) -> Result<GeneProduct, FormatError> {
        let id = self.fbc_required(element, "id")?;
        Ok(GeneProduct {
            label: owned(element, "label").unwrap_or_else(|| id.clone()),
            name: owned(element, "name"),
            species: owned(element, "associatedSpecies"),
            id,
        })
    }

    fn associations(&self, model: &Element) -> Result<Vec<(String, GeneAssociation)>, FormatError> {
        let mut found = Vec::new();
        for reaction in model.listed("listOfReactions", "reaction") {
            let association = reaction.child_of(Origin::Fbc, "geneProductAssociation");
            let inside = association.into_iter().flat_map(|association| &association.children);
            for inside in inside.filter(|child| child.origin == Origin::Fbc) {
                found.push((self.id(reaction)?, self.association(inside)?));
            }
        }
        Ok(found)
    }

    fn association(&self, element: &Element) -> Result<GeneAssociation, FormatError> {
        let all = || -> Result<Vec<_>, FormatError> {
            element.children.iter().map(|child| self.association(child)).collect()
        };
        match element.name.as_str() {
            "geneProductRef" => Ok(GeneAssociation::Product(self.fbc_required(element, "geneProduct")?)),
            "and" => Ok(GeneAssociation::And(all()?)),
            "or" => Ok(GeneAssociation::Or(all()?)),
            other => Err(self.wrong(element, format!("<{other}> is no part of a gene product association"))),
        }
    }
}

/// Of several bounds on one side the tightest holds. False when the operation is unknown.
fn narrow(bounds: &mut FluxBounds, operation: &str, value: f64) -> bool {
    let tighter = |old: &Option<Expr>, choose: fn(f64, f64) -> f64| match old {
        Some(Expr::Number(old)) => Some(Expr::Number(choose(*old, value))),
        _ => Some(Expr::Number(value)),
    };
    let (lower, upper) = match operation {
        "greaterEqual" | "greater" => (true, false),
        "lessEqual" | "less" => (false, true),
        "equal" => (true, true),
        _ => return false,
    };
    if lower {
        bounds.lower = tighter(&bounds.lower, f64::max);
    }
    if upper {
        bounds.upper = tighter(&bounds.upper, f64::min);
    }
    true
}
