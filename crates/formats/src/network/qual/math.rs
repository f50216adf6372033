use crate::network::markup::Element;
use lca_graph::BooleanExpression as Expression;
use std::collections::HashMap;

/// What identifiers in formulas stand for.
pub(super) struct Scope<'e> {
    /// The places of species.
    pub(super) places: &'e HashMap<&'e str, usize>,
    /// The thresholds of the transition's inputs.
    pub(super) thresholds: HashMap<&'e str, f64>,
}

/// One side of a comparison.
enum Side {
    Level(f64),
    Species(usize),
}

/// The condition in `<math>`, of species with the levels 0 and 1.
pub(super) fn condition(math: &Element, scope: &Scope<'_>) -> Result<Expression, String> {
    match math.children.as_slice() {
        [one] => truth(one, scope),
        _ => Err("a function term needs one condition in its <math>".to_owned()),
    }
}

fn truth(element: &Element, scope: &Scope<'_>) -> Result<Expression, String> {
    match (element.name.as_str(), element.children.split_first()) {
        ("true", _) => Ok(Expression::Constant(true)),
        ("false", _) => Ok(Expression::Constant(false)),
        ("ci", _) => match side(element, scope)? {
            Side::Species(place) => Ok(Expression::Variable(place)),
            Side::Level(_) => Err(format!("`{}` is a threshold and no condition", element.text.trim())),
        },
        ("semantics", Some((inner, _))) => truth(inner, scope),
        ("apply", Some((head, operands))) => apply(head, operands, scope),
        (other, _) => Err(format!("<{other}> is no condition")),
    }
}

fn apply(head: &Element, operands: &[Element], scope: &Scope<'_>) -> Result<Expression, String> {
    let parts = || operands.iter().map(|operand| truth(operand, scope)).collect::<Result<Vec<_>, String>>();
    match head.name.as_str() {
        "and" => Ok(Expression::And(parts()?)),
        "or" => Ok(Expression::Or(parts()?)),
        "not" => match parts()?.as_slice() {
            [inner] => Ok(not(inner.clone())),
            _ => Err("<not> takes one condition".to_owned()),
        },
        "xor" => parts()?.into_iter().try_fold(Expression::Constant(false), either),
        "implies" => match parts()?.as_slice() {
            [if_, then] => Ok(Expression::Or(vec![not(if_.clone()), then.clone()])),
            _ => Err("<implies> takes two conditions".to_owned()),
        },
        name @ ("eq" | "neq" | "gt" | "lt" | "geq" | "leq") => match operands {
            [one, other] => Ok(comparison(name, &side(one, scope)?, &side(other, scope)?)),
            _ => Err(format!("<{name}> takes two levels")),
        },
        other => Err(format!("<{other}> is no condition of levels")),
    }
}

/// How many parts a formula may have that is made from exclusive ors.
const LARGEST: usize = 10_000;

/// One of both, not both. Each stands there twice, so that nested ones grow fast.
fn either(one: Expression, other: Expression) -> Result<Expression, String> {
    if one == Expression::Constant(false) {
        return Ok(other);
    }
    if size(&one) + size(&other) > LARGEST {
        return Err("<xor> is nested too often: write it with and, or, not".to_owned());
    }
    let both = Expression::And(vec![one.clone(), other.clone()]);
    Ok(Expression::And(vec![Expression::Or(vec![one, other]), not(both)]))
}

fn size(of: &Expression) -> usize {
    match of {
        Expression::Constant(_) | Expression::Variable(_) => 1,
        Expression::Not(inner) => 1 + size(inner),
        Expression::And(parts) | Expression::Or(parts) => 1 + parts.iter().map(size).sum::<usize>(),
    }
}

fn not(inner: Expression) -> Expression {
    Expression::Not(Box::new(inner))
}

fn side(element: &Element, scope: &Scope<'_>) -> Result<Side, String> {
    let text = element.text.trim();
    match element.name.as_str() {
        "cn" => text.parse().map(Side::Level).map_err(|_| format!("`{text}` is no level")),
        "ci" => match (scope.places.get(text), scope.thresholds.get(text)) {
            (Some(place), _) => Ok(Side::Species(*place)),
            (None, Some(level)) => Ok(Side::Level(*level)),
            (None, None) => Err(format!("`{text}` is neither a qualitative species nor an input")),
        },
        other => Err(format!("<{other}> is no level")),
    }
}

/// A comparison of levels, told by what it gives for each value of the species in it.
fn comparison(name: &str, one: &Side, other: &Side) -> Expression {
    let holds = |a: f64, b: f64| match name {
        "eq" => a == b,
        "neq" => a != b,
        "gt" => a > b,
        "lt" => a < b,
        "geq" => a >= b,
        _ => a <= b,
    };
    match (one, other) {
        (Side::Level(a), Side::Level(b)) => Expression::Constant(holds(*a, *b)),
        (Side::Species(place), Side::Level(b)) => of_one(*place, holds(0.0, *b), holds(1.0, *b)),
        (Side::Level(a), Side::Species(place)) => of_one(*place, holds(*a, 0.0), holds(*a, 1.0)),
        (Side::Species(one), Side::Species(other)) => {
            let given = |value: bool, place: usize| of_one(place, !value, value);
            let cases = [(false, false), (false, true), (true, false), (true, true)];
            let level = |value: bool| f64::from(u8::from(value));
            let true_cases = cases.into_iter().filter(|(a, b)| holds(level(*a), level(*b)));
            Expression::Or(
                true_cases.map(|(a, b)| Expression::And(vec![given(a, *one), given(b, *other)])).collect(),
            )
        }
    }
}

/// The expression of one node that is `off` where the node is off and `on` where it is on.
fn of_one(place: usize, off: bool, on: bool) -> Expression {
    match (off, on) {
        (false, true) => Expression::Variable(place),
        (true, false) => not(Expression::Variable(place)),
        _ => Expression::Constant(on),
    }
}
