use super::ids::ids;
use super::write::{HEAD, TAIL, input, output};
use crate::FormatError;
use crate::network::xml_text::{check, escaped};
use lca_graph::{BooleanExpression as Expression, BooleanNetwork, Layer};
use std::fmt::Write;
use std::path::Path;

/// A Boolean network as qualitative species of two levels, and a transition for each that does not just
/// keep its value.
pub(crate) fn boolean_text(path: &Path, network: &BooleanNetwork) -> Result<String, FormatError> {
    check(path, network.nodes().iter().map(|node| node.name.as_str()))?;
    let ids = ids(network.nodes().iter().map(|node| node.name.as_str()));
    let mut out = HEAD.to_owned();
    out.push_str("<qual:listOfQualitativeSpecies>\n");
    for (node, id) in network.nodes().iter().zip(&ids) {
        let _ = writeln!(
            out,
            "<qual:qualitativeSpecies qual:id=\"{id}\" qual:name=\"{}\" qual:compartment=\"cell\" qual:constant=\"false\" qual:maxLevel=\"1\"/>",
            escaped(&node.name)
        );
    }
    out.push_str("</qual:listOfQualitativeSpecies>\n");
    let kept = network.inputs();
    if kept.len() < network.len() {
        out.push_str("<qual:listOfTransitions>\n");
        let influences = network.influences(Layer::Unstated);
        let mut acting: Vec<Vec<(usize, &str)>> = vec![Vec::new(); ids.len()];
        for one in influences.interactions() {
            if let Some(target) = acting.get_mut(one.target) {
                target.push((one.source, one.sign.word()));
            }
        }
        for (place, (node, acting)) in network.nodes().iter().zip(acting).enumerate() {
            if kept.binary_search(&place).is_err() {
                transition(&mut out, place, &node.rule, &acting, &ids);
            }
        }
        out.push_str("</qual:listOfTransitions>\n");
    }
    out.push_str(TAIL);
    Ok(out)
}

fn transition(out: &mut String, place: usize, rule: &Expression, acting: &[(usize, &str)], ids: &[String]) {
    let id = |place: usize| ids.get(place).map_or("", String::as_str);
    let target = id(place);
    let _ = writeln!(out, "<qual:transition qual:id=\"transition_{target}\">");
    if !acting.is_empty() {
        out.push_str("<qual:listOfInputs>\n");
        for (number, (source, sign)) in acting.iter().enumerate() {
            input(out, (target, number), id(*source), sign);
            out.push_str("/>\n");
        }
        out.push_str("</qual:listOfInputs>\n");
    }
    output(out, target);
    terms(out, rule, ids);
    out.push_str("</qual:transition>\n");
}

/// The terms of a rule: level 1 where it holds, else 0.
pub(super) fn terms(out: &mut String, rule: &Expression, ids: &[String]) {
    let level = u8::from(*rule == Expression::Constant(true));
    let _ = writeln!(out, "<qual:listOfFunctionTerms>\n<qual:defaultTerm qual:resultLevel=\"{level}\"/>");
    if !matches!(rule, Expression::Constant(_)) {
        out.push_str(
            "<qual:functionTerm qual:resultLevel=\"1\">\n<math xmlns=\"http://www.w3.org/1998/Math/MathML\">",
        );
        math(out, rule, ids);
        out.push_str("</math>\n</qual:functionTerm>\n");
    }
    out.push_str("</qual:listOfFunctionTerms>\n");
}

fn math(out: &mut String, of: &Expression, ids: &[String]) {
    match of {
        Expression::Constant(true) => out.push_str("<true/>"),
        Expression::Constant(false) => out.push_str("<false/>"),
        Expression::Variable(place) => {
            let id = ids.get(*place).map_or("", String::as_str);
            let _ = write!(out, "<apply><eq/><ci>{id}</ci><cn type=\"integer\">1</cn></apply>");
        }
        Expression::Not(inner) => apply(out, "not", std::slice::from_ref(inner.as_ref()), ids),
        Expression::And(parts) => joined(out, "and", parts, true, ids),
        Expression::Or(parts) => joined(out, "or", parts, false, ids),
    }
}

/// Parts joined; none and one are told without the operator, which some readers do not take then.
fn joined(out: &mut String, operator: &str, parts: &[Expression], empty: bool, ids: &[String]) {
    match parts {
        [] => math(out, &Expression::Constant(empty), ids),
        [one] => math(out, one, ids),
        _ => apply(out, operator, parts, ids),
    }
}

fn apply(out: &mut String, operator: &str, parts: &[Expression], ids: &[String]) {
    let _ = write!(out, "<apply><{operator}/>");
    parts.iter().for_each(|part| math(out, part, ids));
    out.push_str("</apply>");
}
