//! Cells that both versions write alike.

use super::fault::Fault;
use super::table::{Row, number};
use lca_kinetics::petab::{Override, Prior, PriorKind, Version};
use lca_kinetics::{Expr, parse_math};

pub(super) fn formula(row: &Row<'_>, column: &str) -> Result<Expr, Fault> {
    parse_math(row.text(column)?).map_err(|error| row.wrong(column, format!("`{column}`: {error}")))
}

/// A number or an identifier.
pub(super) fn replacement(text: &str) -> Override {
    number(text).map_or_else(|| Override::Parameter(text.to_owned()), Override::Number)
}

pub(super) fn replacements(row: &Row<'_>, column: &str) -> Result<Vec<Override>, Fault> {
    let list = row.list(column);
    match list.iter().find(|part| part.is_empty() || number(part).is_some_and(f64::is_nan)) {
        Some(part) if list.len() > 1 => {
            let what = format!("`{column}` has the part `{part}`, which is no number or identifier");
            Err(row.wrong(column, what))
        }
        // An empty list may be written as NaN.
        Some(_) => Ok(Vec::new()),
        None => Ok(list.into_iter().map(replacement).collect()),
    }
}

/// An identifier: letters, digits and `_`, no digit first.
pub(super) fn identifier<'t>(row: &Row<'t>, column: &str) -> Result<&'t str, Fault> {
    let id = row.text(column)?;
    if is_identifier(id) {
        return Ok(id);
    }
    Err(row.wrong(column, format!("`{column}` is `{id}`; use letters, digits and `_`, no digit first")))
}

pub(super) fn is_identifier(id: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !id.is_empty() && id.chars().all(legal) && !id.starts_with(|c: char| c.is_ascii_digit())
}

/// The prior of a name, with parameters separated by semicolons.
pub(super) fn prior(
    row: &Row<'_>,
    version: Version,
    name: &str,
    columns: (&str, &str),
) -> Result<Prior, Fault> {
    let edition = if version == Version::V1 { "1.0" } else { "2.0" };
    let kind = PriorKind::from_name(name, version)
        .ok_or_else(|| row.wrong(columns.0, format!("`{name}` is not a prior of PEtab {edition}")))?;
    let column = columns.1;
    let text = row.cell(column).ok_or_else(|| {
        row.wrong(column, format!("the prior `{name}` needs `{column}`, numbers with `;` between"))
    })?;
    let numbers: Option<Vec<f64>> = text.split(';').map(|part| number(part.trim())).collect();
    let wanted = kind.parameters();
    let parameters = match numbers.as_deref() {
        Some(&[a]) if wanted == 1 => [a, 0.0],
        Some(&[a, b]) if wanted == 2 => [a, b],
        _ => {
            let count = if wanted == 1 { "one number is" } else { "two numbers with `;` between are" };
            return Err(row.wrong(column, format!("`{column}` is `{text}`; {count} needed")));
        }
    };
    let prior = Prior::new(kind, parameters);
    match prior.fault() {
        Some(fault) => Err(row.wrong(column, format!("the prior `{name}` of `{column}` `{text}`: {fault}"))),
        None => Ok(prior),
    }
}
