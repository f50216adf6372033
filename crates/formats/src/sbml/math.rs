use super::File;
use super::element::Element;
use super::xml::number;
use crate::FormatError;
use lca_kinetics::{Expr, Op};
use std::f64::consts::{E, PI};

/// Avogadro's number as SBML Level 3 Version 1 fixes it.
const AVOGADRO: f64 = 6.022_141_79e23;

/// The expression inside `<math>`; none when it is empty.
pub(super) fn expression(file: &File<'_>, math: &Element) -> Result<Option<Expr>, FormatError> {
    match math.children.as_slice() {
        [] => Ok(None),
        [one] => expr(file, one).map(Some),
        _ => Err(file.wrong(math, "<math> holds more than one expression")),
    }
}

/// The arguments and body of the `<lambda>` inside `<math>`; none when it is empty.
pub(super) fn lambda(file: &File<'_>, math: &Element) -> Result<Option<(Vec<String>, Expr)>, FormatError> {
    let Some(outer) = math.children.first() else { return Ok(None) };
    let lambda = if outer.name == "semantics" { outer.children.first().unwrap_or(outer) } else { outer };
    if lambda.name != "lambda" {
        return Err(file.wrong(lambda, "a function definition must be a <lambda>"));
    }
    let Some((body, arguments)) = lambda.children.split_last() else { return Ok(None) };
    if body.name == "bvar" {
        return Ok(None);
    }
    let name = |bvar: &Element| bvar.child("ci").map(|ci| ci.text.trim().to_owned());
    let arguments: Option<Vec<String>> = arguments.iter().map(name).collect();
    let arguments = arguments.ok_or_else(|| file.wrong(lambda, "an argument of the <lambda> has no <ci>"))?;
    Ok(Some((arguments, expr(file, body)?)))
}

fn expr(file: &File<'_>, element: &Element) -> Result<Expr, FormatError> {
    match element.name.as_str() {
        "cn" => constant(file, element),
        "ci" => Ok(Expr::symbol(element.text.trim())),
        "csymbol" => csymbol(file, element),
        "apply" => apply(file, element),
        "piecewise" => piecewise(file, element),
        "true" => Ok(Expr::Number(1.0)),
        "false" => Ok(Expr::Number(0.0)),
        "pi" => Ok(Expr::Number(PI)),
        "exponentiale" => Ok(Expr::Number(E)),
        "infinity" => Ok(Expr::Number(f64::INFINITY)),
        "notanumber" => Ok(Expr::Number(f64::NAN)),
        "semantics" => match element.children.first() {
            Some(first) => expr(file, first),
            None => Err(file.wrong(element, "<semantics> is empty")),
        },
        other => Err(file.wrong(element, format!("<{other}> is not a value in MathML as SBML uses it"))),
    }
}

fn constant(file: &File<'_>, element: &Element) -> Result<Expr, FormatError> {
    let parts: Vec<Option<f64>> = element.text.split('\n').map(number).collect();
    let value = match (element.attribute("type").unwrap_or("real"), parts.as_slice()) {
        ("real" | "integer" | "double", [Some(value)]) => Some(*value),
        ("e-notation", [Some(digits), Some(exponent)]) => format!("{digits}e{exponent}").parse().ok(),
        ("rational", [Some(above), Some(below)]) => Some(above / below),
        _ => None,
    };
    value.map(Expr::Number).ok_or_else(|| {
        file.wrong(element, format!("`{}` is not a number", element.text.trim().replace('\n', " ")))
    })
}

fn csymbol(file: &File<'_>, element: &Element) -> Result<Expr, FormatError> {
    match element.attribute("definitionURL") {
        Some("http://www.sbml.org/sbml/symbols/time") => Ok(Expr::Time),
        Some("http://www.sbml.org/sbml/symbols/avogadro") => Ok(Expr::Number(AVOGADRO)),
        other => Err(unknown(file, element, other)),
    }
}

fn unknown(file: &File<'_>, element: &Element, url: Option<&str>) -> FormatError {
    let name = url.and_then(|url| url.rsplit('/').next()).unwrap_or("without definitionURL");
    file.refuse(element, &format!("the symbol `{name}`"))
}

fn apply(file: &File<'_>, element: &Element) -> Result<Expr, FormatError> {
    let Some((head, rest)) = element.children.split_first() else {
        return Err(file.wrong(element, "<apply> is empty"));
    };
    if head.name == "apply" && rest.is_empty() {
        // MathML reads this as a call of what the inner one gives; tools write it for a pair of brackets, and
        // libSBML takes it for that.
        return expr(file, head);
    }
    let mut operands = Vec::new();
    let mut qualifier = None;
    for operand in rest {
        if matches!(operand.name.as_str(), "degree" | "logbase") {
            let inner = operand.children.first();
            let inner = inner.ok_or_else(|| file.wrong(operand, format!("<{}> is empty", operand.name)))?;
            qualifier = Some(expr(file, inner)?);
        } else {
            operands.push(expr(file, operand)?);
        }
    }
    if head.name == "ci" {
        return Ok(Expr::Call(head.text.trim().to_owned(), operands));
    }
    if let Some(first) = qualifier {
        operands.insert(0, first);
    }
    let op = operator(file, head)?;
    if !op.takes(operands.len()) {
        let what = format!("<{}> does not take {} operands", head.name, operands.len());
        return Err(file.wrong(head, what.replace("csymbol", op.name())));
    }
    if op == Op::RateOf && !matches!(operands.as_slice(), [Expr::Symbol(_)]) {
        return Err(file.wrong(head, "`rateOf` takes one identifier, and no formula"));
    }
    Ok(Expr::Apply(op, operands))
}

fn operator(file: &File<'_>, head: &Element) -> Result<Op, FormatError> {
    if head.name == "csymbol" {
        return match head.attribute("definitionURL") {
            Some("http://www.sbml.org/sbml/symbols/delay") => Ok(Op::Delay),
            Some("http://www.sbml.org/sbml/symbols/rateOf") => Ok(Op::RateOf),
            other => other.and_then(draw).ok_or_else(|| unknown(file, head, other)),
        };
    }
    Op::from_mathml(&head.name)
        .filter(|op| !matches!(op, Op::Log2 | Op::Sign | Op::Delay | Op::RateOf) && !op.is_random())
        .ok_or_else(|| file.wrong(head, format!("<{}> is not an operator SBML uses", head.name)))
}

/// The distribution that a symbol of the package *distrib* (Version 1) draws from.
fn draw(url: &str) -> Option<Op> {
    let name = url.strip_prefix("http://www.sbml.org/sbml/symbols/distrib/")?;
    Op::from_mathml(name).filter(|op| op.is_random())
}

fn piecewise(file: &File<'_>, element: &Element) -> Result<Expr, FormatError> {
    let (mut pieces, mut otherwise) = (Vec::new(), None);
    for child in &element.children {
        match (child.name.as_str(), child.children.as_slice()) {
            ("piece", [value, condition]) => pieces.push((expr(file, value)?, expr(file, condition)?)),
            ("otherwise", [value]) => otherwise = Some(Box::new(expr(file, value)?)),
            _ => return Err(file.wrong(child, "a <piece> has two parts, <otherwise> one, nothing else fits")),
        }
    }
    Ok(Expr::Piecewise { pieces, otherwise })
}
