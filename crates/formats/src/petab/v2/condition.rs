use super::Mapping;
use crate::petab::cells::{formula, identifier};
use crate::petab::fault::{Fault, Place};
use crate::petab::table::Row;
use lca_kinetics::Expr;
use lca_kinetics::petab::{Condition, Override, Parameter};

/// One line: the condition, the target and its new value.
pub(in crate::petab) struct Change {
    condition: String,
    target: String,
    value: Override,
}

pub(in crate::petab) fn change(
    row: &Row<'_>,
    parameters: &[Parameter],
    mapping: &Mapping,
) -> Result<Change, Fault> {
    let condition = identifier(row, "conditionId")?.to_owned();
    let target = mapping.model(identifier(row, "targetId")?).to_owned();
    if parameters.iter().any(|parameter| parameter.id == target) {
        let what = format!("`targetId` is `{target}`, which the parameter table sets; remove it from one");
        return Err(row.wrong("targetId", what));
    }
    let value = mapping.formula(&formula(row, "targetValue")?);
    let value = match value {
        Expr::Number(number) => Override::Number(number),
        Expr::Symbol(id) if parameters.iter().any(|parameter| parameter.id == id) => Override::Parameter(id),
        other => match other.value(&|_| None) {
            Ok(number) => Override::Number(number),
            Err(_) => Override::Formula(other),
        },
    };
    if matches!(value, Override::Number(number) if number.is_nan()) {
        return Err(row.wrong("targetValue", "`targetValue` is not a number"));
    }
    Ok(Change { condition, target, value })
}

/// Gathers the lines of each condition, in the order of their first lines.
pub(in crate::petab) fn conditions(
    changes: Vec<(Place, Change)>,
    faults: &mut Vec<Fault>,
) -> Vec<(Place, Condition)> {
    let mut found: Vec<(Place, Condition)> = Vec::new();
    for (place, Change { condition, target, value }) in changes {
        let at = found.iter().position(|(_, known)| known.id == condition).unwrap_or_else(|| {
            found.push((place.clone(), Condition { id: condition.clone(), ..Condition::default() }));
            found.len() - 1
        });
        let changes = &mut found[at].1.changes;
        if changes.iter().any(|(known, _)| *known == target) {
            let what = format!("`targetId` `{target}` occurs twice in the condition `{condition}`");
            faults.push(Fault { place, column: Some("targetId".to_owned()), what });
        } else {
            changes.push((target, value));
        }
    }
    found
}
