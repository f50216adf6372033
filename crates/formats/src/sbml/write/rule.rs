use super::math::math;
use super::tag::Tag;
use lca_kinetics::{Expr, Rule};
use std::fmt::Write;

pub(super) fn rule(out: &mut String, rule: &Rule) {
    let (name, variable, expr) = match rule {
        Rule::Assignment { variable, value } => ("assignmentRule", variable, value),
        Rule::Rate { variable, rate } => ("rateRule", variable, rate),
    };
    Tag::new(name).text("variable", variable).open(out);
    math(out, expr);
    let _ = writeln!(out, "</{name}>");
}

pub(super) fn algebraic_rule(out: &mut String, zero: &Expr) {
    Tag::new("algebraicRule").open(out);
    math(out, zero);
    out.push_str("</algebraicRule>\n");
}
