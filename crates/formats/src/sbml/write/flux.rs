//! The package `fbc` as Version 2 has it, or Version 3 where constraints need it.

use super::tag::{Tag, list};
use lca_kinetics::{
    Expr, FluxBalance, FluxConstraint, FluxObjective, GeneAssociation, GeneProduct, Network, Parameter,
    Reaction,
};
use std::fmt::Write;

/// The version of the package.
pub(super) fn version(flux: &FluxBalance) -> u32 {
    if flux.constraints.is_empty() { 2 } else { 3 }
}

/// Attributes of the root element.
pub(super) fn root(flux: &FluxBalance) -> String {
    let version = version(flux);
    format!(
        " xmlns:fbc=\"http://www.sbml.org/sbml/level3/version1/fbc/version{version}\" fbc:required=\"false\""
    )
}

/// Bounds and factors are parameters there. Those that are no symbol become one.
pub(super) struct Bounds<'f> {
    flux: &'f FluxBalance,
}

impl<'f> Bounds<'f> {
    pub(super) const fn new(flux: &'f FluxBalance) -> Self {
        Self { flux }
    }

    /// The two attributes of a reaction.
    pub(super) fn attributes(&self, tag: Tag, reaction: &str) -> Tag {
        let Some(bounds) = self.flux.bounds(reaction) else { return tag };
        let name =
            |bound: &Option<Expr>, which: &str| bound.as_ref().map(|bound| symbol(bound, reaction, which));
        let (lower, upper) = (name(&bounds.lower, "lower"), name(&bounds.upper, "upper"));
        tag.optional("fbc:lowerFluxBound", lower.as_deref()).optional("fbc:upperFluxBound", upper.as_deref())
    }

    /// Parameters made for bounds and factors, and those of them that are formulas.
    pub(super) fn parameters(&self) -> (Vec<Parameter>, Vec<(String, Expr)>) {
        let mut made = Made::default();
        for bounds in &self.flux.bounds {
            for (bound, which) in [(&bounds.lower, "lower"), (&bounds.upper, "upper")] {
                if let Some(bound) = bound {
                    made.add(bound, &bounds.reaction, which);
                }
            }
        }
        for (at, constraint) in self.flux.constraints.iter().enumerate() {
            let owner = owner(constraint, at);
            made.add(&constraint.lower, &owner, "lower");
            made.add(&constraint.upper, &owner, "upper");
            for (reaction, factor) in &constraint.terms {
                made.add(factor, &owner, reaction);
            }
        }
        (made.parameters, made.formulas)
    }
}

#[derive(Default)]
struct Made {
    parameters: Vec<Parameter>,
    formulas: Vec<(String, Expr)>,
}

impl Made {
    fn add(&mut self, value: &Expr, owner: &str, which: &str) {
        let id = symbol(value, owner, which);
        match value {
            Expr::Symbol(_) => {}
            Expr::Number(number) => self.parameters.push(Parameter::new(&id, *number)),
            formula => {
                self.parameters.push(Parameter { value: None, ..Parameter::new(&id, 0.0) });
                self.formulas.push((id, formula.clone()));
            }
        }
    }
}

fn symbol(value: &Expr, owner: &str, which: &str) -> String {
    match value {
        Expr::Symbol(id) => id.clone(),
        _ => format!("{owner}__{which}"),
    }
}

fn owner(constraint: &FluxConstraint, at: usize) -> String {
    constraint.id.clone().unwrap_or_else(|| format!("flux_constraint_{at}"))
}

/// Everything but what stands at the reactions.
pub(super) fn lists(out: &mut String, flux: &FluxBalance) {
    if !flux.objectives.is_empty() {
        let active = flux.objective().map(|objective| objective.id.as_str());
        Tag::new("fbc:listOfObjectives").optional("fbc:activeObjective", active).open(out);
        flux.objectives.iter().for_each(|one| objective(out, one, version(flux)));
        out.push_str("</fbc:listOfObjectives>\n");
    }
    list(out, "fbc:listOfGeneProducts", &flux.gene_products, gene_product);
    let numbered: Vec<(usize, &FluxConstraint)> = flux.constraints.iter().enumerate().collect();
    list(out, "fbc:listOfUserDefinedConstraints", &numbered, |out, (at, one)| constraint(out, one, *at));
}

fn objective(out: &mut String, objective: &FluxObjective, version: u32) {
    let tag = Tag::new("fbc:objective").text("fbc:id", &objective.id);
    let tag = tag.optional("fbc:name", objective.name.as_deref());
    tag.text("fbc:type", if objective.maximize { "maximize" } else { "minimize" }).open(out);
    list(out, "fbc:listOfFluxObjectives", &objective.terms, |out, (reaction, factor)| {
        let tag = Tag::new("fbc:fluxObjective").text("fbc:reaction", reaction);
        let linear = (version > 2).then_some("linear");
        tag.number("fbc:coefficient", Some(*factor)).optional("fbc:variableType", linear).close(out);
    });
    out.push_str("</fbc:objective>\n");
}

fn constraint(out: &mut String, constraint: &FluxConstraint, at: usize) {
    let owner = owner(constraint, at);
    let tag = Tag::new("fbc:userDefinedConstraint").optional("fbc:id", constraint.id.as_deref());
    let tag = tag.text("fbc:lowerBound", &symbol(&constraint.lower, &owner, "lower"));
    tag.text("fbc:upperBound", &symbol(&constraint.upper, &owner, "upper")).open(out);
    list(out, "fbc:listOfUserDefinedConstraintComponents", &constraint.terms, |out, (reaction, factor)| {
        let tag = Tag::new("fbc:userDefinedConstraintComponent").text("fbc:variable", reaction);
        let tag = tag.text("fbc:coefficient", &symbol(factor, &owner, reaction));
        tag.text("fbc:variableType", "linear").close(out);
    });
    out.push_str("</fbc:userDefinedConstraint>\n");
}

fn gene_product(out: &mut String, product: &GeneProduct) {
    let tag = Tag::new("fbc:geneProduct").text("fbc:id", &product.id);
    let tag = tag.optional("fbc:name", product.name.as_deref()).text("fbc:label", &product.label);
    tag.optional("fbc:associatedSpecies", product.species.as_deref()).close(out);
}

/// Which gene products a reaction needs.
pub(super) fn association(out: &mut String, network: &Network, reaction: &Reaction) {
    let associations = network.flux.iter().flat_map(|flux| &flux.associations);
    for (_, association) in associations.filter(|(id, _)| *id == reaction.id) {
        out.push_str("<fbc:geneProductAssociation>");
        genes(out, association);
        out.push_str("</fbc:geneProductAssociation>\n");
    }
}

fn genes(out: &mut String, association: &GeneAssociation) {
    let (name, inside) = match association {
        GeneAssociation::Product(id) => {
            return Tag::new("fbc:geneProductRef").text("fbc:geneProduct", id).close(out);
        }
        GeneAssociation::And(inside) => ("and", inside),
        GeneAssociation::Or(inside) => ("or", inside),
    };
    let _ = write!(out, "<fbc:{name}>");
    inside.iter().for_each(|one| genes(out, one));
    let _ = write!(out, "</fbc:{name}>");
}
