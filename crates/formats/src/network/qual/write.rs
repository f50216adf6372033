use super::ids::ids;
use super::write_boolean::terms;
use crate::network::fields::{of_interaction, of_molecule};
use crate::network::xml_text::escaped;
use lca_graph::{BooleanExpression as Expression, Interaction, MolecularNetwork, Sign};
use std::fmt::Write;

pub(super) const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" xmlns:qual="http://www.sbml.org/sbml/level3/version1/qual/version1" level="3" version="1" qual:required="true">
<model id="network">
<listOfCompartments>
<compartment id="cell" constant="true"/>
</listOfCompartments>
"#;

pub(super) const TAIL: &str = "</model>\n</sbml>\n";

/// Where our annotations belong.
const OURS: &str = "urn:live-cell-atlas:network";

/// A network as qualitative species and a transition for each that others act on. Who acts on whom does not
/// say how they act together; the format asks for a function all the same, and gets a skeleton: a molecule is on
/// where one of those that activate it is, if there are any, and none of those that inhibit it. Where no sign is
/// known, it is on where one of those that act on it is. Identifier and layer of molecules, kind
/// and evidence of interactions stand in annotations.
pub(in crate::network) fn text(network: &MolecularNetwork) -> String {
    let ids = ids(network.molecules().iter().map(|one| one.id.as_str()));
    let mut out = HEAD.to_owned();
    out.push_str("<qual:listOfQualitativeSpecies>\n");
    for (molecule, id) in network.molecules().iter().zip(&ids) {
        let [identifier, (_, name), layer] = of_molecule(molecule);
        let _ = write!(
            out,
            "<qual:qualitativeSpecies qual:id=\"{id}\" qual:name=\"{}\" qual:compartment=\"cell\" qual:constant=\"false\">",
            escaped(name)
        );
        annotation(&mut out, "molecule", [identifier, layer].into_iter());
        out.push_str("</qual:qualitativeSpecies>\n");
    }
    out.push_str("</qual:listOfQualitativeSpecies>\n");
    transitions(&mut out, network, &ids);
    out.push_str(TAIL);
    out
}

fn transitions(out: &mut String, network: &MolecularNetwork, ids: &[String]) {
    let mut acting: Vec<Vec<&Interaction>> = vec![Vec::new(); ids.len()];
    for one in network.interactions() {
        if let Some(target) = acting.get_mut(one.target) {
            target.push(one);
        }
    }
    if network.interactions().is_empty() {
        return;
    }
    out.push_str("<qual:listOfTransitions>\n");
    for (target, acting) in ids.iter().zip(acting).filter(|(_, acting)| !acting.is_empty()) {
        let _ = writeln!(out, "<qual:transition qual:id=\"transition_{target}\">\n<qual:listOfInputs>");
        for (number, one) in acting.iter().enumerate() {
            let source = ids.get(one.source).map_or("", String::as_str);
            input(out, (target, number), source, one.sign.word());
            out.push('>');
            let told = of_interaction(one);
            let told = told.iter().map(|(name, value)| (*name, value.as_str()));
            annotation(out, "interaction", told.filter(|(name, _)| *name != "sign"));
            out.push_str("</qual:input>\n");
        }
        out.push_str("</qual:listOfInputs>\n");
        output(out, target);
        terms(out, &skeleton(&acting), ids);
        out.push_str("</qual:transition>\n");
    }
    out.push_str("</qual:listOfTransitions>\n");
}

fn skeleton(acting: &[&Interaction]) -> Expression {
    let with = |sign: fn(Sign) -> bool| -> Vec<Expression> {
        let sources = acting.iter().filter(|one| sign(one.sign)).map(|one| one.source);
        sources.map(Expression::Variable).collect()
    };
    let (on, off) = (with(|sign| sign == Sign::Positive), with(|sign| sign == Sign::Negative));
    match (on.is_empty(), off.is_empty()) {
        (true, true) => Expression::Or(with(|_| true)),
        (false, true) => Expression::Or(on),
        (true, false) => Expression::Not(Box::new(Expression::Or(off))),
        (false, false) => {
            Expression::And(vec![Expression::Or(on), Expression::Not(Box::new(Expression::Or(off)))])
        }
    }
}

/// The beginning of an input's tag.
pub(super) fn input(out: &mut String, (target, number): (&str, usize), source: &str, sign: &str) {
    let _ = write!(
        out,
        "<qual:input qual:id=\"input_{target}_{number}\" qual:qualitativeSpecies=\"{source}\" qual:transitionEffect=\"none\" qual:sign=\"{sign}\""
    );
}

pub(super) fn output(out: &mut String, target: &str) {
    let _ = writeln!(
        out,
        "<qual:listOfOutputs>\n<qual:output qual:qualitativeSpecies=\"{target}\" qual:transitionEffect=\"assignmentLevel\"/>\n</qual:listOfOutputs>"
    );
}

fn annotation<'v>(out: &mut String, name: &str, told: impl Iterator<Item = (&'static str, &'v str)>) {
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        return;
    }
    let _ = write!(out, "<annotation><lca:{name} xmlns:lca=\"{OURS}\"");
    for (name, value) in told {
        let _ = write!(out, " {name}=\"{}\"", escaped(value));
    }
    out.push_str("/></annotation>");
}
