use super::tokens::{plain, reserved};
use crate::FormatError;
use crate::table::create;
use lca_graph::{BooleanExpression as Expression, BooleanNetwork};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// The words of a notation.
struct Notation {
    is: &'static str,
    not: &'static str,
    and: &'static str,
    or: &'static str,
    yes: &'static str,
    no: &'static str,
}

const WORDS: Notation =
    Notation { is: " = ", not: "not ", and: " and ", or: " or ", yes: "true", no: "false" };
const BOOLNET: Notation = Notation { is: ", ", not: "!", and: " & ", or: " | ", yes: "1", no: "0" };

/// A network as rules that [`crate::parse_boolean_rules`] reads back, a line for each node.
#[must_use]
pub fn boolean_rules(network: &BooleanNetwork) -> String {
    rules(network, &WORDS)
}

/// Writes a Boolean network by the ending of the name: `.bnet` in BoolNet's form, `.sbml` or `.xml` as
/// SBML with package *qual*, all else as rules.
///
/// # Errors
/// When the file cannot be written, or a name cannot be told in BoolNet's form.
pub fn write_boolean(path: &Path, network: &BooleanNetwork) -> Result<(), FormatError> {
    let ending = crate::network::ending(path);
    let text = match ending.as_str() {
        "bnet" => {
            let odd = network.nodes().iter().find(|node| !bare(&node.name));
            if let Some(node) = odd {
                let what = format!("BoolNet has no way to write the name `{}`; write .txt", node.name);
                return Err(FormatError::Unwritable { path: path.to_owned(), what });
            }
            format!("targets, factors\n{}", rules(network, &BOOLNET))
        }
        "sbml" | "xml" => crate::network::boolean_text(path, network)?,
        _ => rules(network, &WORDS),
    };
    let mut file = create(path)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(FormatError::io("write", path))
}

fn rules(network: &BooleanNetwork, notation: &Notation) -> String {
    let mut out = String::new();
    for node in network.nodes() {
        name(&mut out, &node.name);
        out.push_str(notation.is);
        rule(&mut out, network, &node.rule, notation, false);
        out.push('\n');
    }
    out
}

/// Writes an expression, in brackets where it is joined of parts and stands `inside` another.
fn rule(out: &mut String, network: &BooleanNetwork, of: &Expression, notation: &Notation, inside: bool) {
    match of {
        Expression::Constant(true) => out.push_str(notation.yes),
        Expression::Constant(false) => out.push_str(notation.no),
        Expression::Variable(place) => {
            name(out, network.nodes().get(*place).map_or("", |node| node.name.as_str()));
        }
        Expression::Not(inner) => {
            out.push_str(notation.not);
            rule(out, network, inner, notation, true);
        }
        Expression::And(parts) => joined(out, network, parts, notation, (notation.and, notation.yes, inside)),
        Expression::Or(parts) => joined(out, network, parts, notation, (notation.or, notation.no, inside)),
    }
}

fn joined(
    out: &mut String,
    network: &BooleanNetwork,
    parts: &[Expression],
    notation: &Notation,
    (by, empty, inside): (&str, &str, bool),
) {
    match parts {
        [] => out.push_str(empty),
        [one] => rule(out, network, one, notation, inside),
        _ => {
            out.push_str(if inside { "(" } else { "" });
            for (at, part) in parts.iter().enumerate() {
                out.push_str(if at > 0 { by } else { "" });
                rule(out, network, part, notation, true);
            }
            out.push_str(if inside { ")" } else { "" });
        }
    }
}

/// Whether a name needs no quotes.
fn bare(name: &str) -> bool {
    let comment = name.starts_with('#') || name.starts_with("//");
    !name.is_empty() && !comment && name.chars().all(plain) && reserved(name).is_none()
}

fn name(out: &mut String, name: &str) {
    if bare(name) {
        out.push_str(name);
    } else {
        let name = name.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
        let _ = write!(out, "\"{name}\"");
    }
}
