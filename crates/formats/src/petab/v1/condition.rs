use crate::petab::cells::replacement;
use crate::petab::fault::Fault;
use crate::petab::table::{Row, number};
use lca_kinetics::petab::Condition;

pub(in crate::petab) fn condition(row: &Row<'_>, header: &[String]) -> Result<Condition, Fault> {
    let mut changes = Vec::new();
    for column in header.iter().filter(|c| !matches!(c.as_str(), "conditionId" | "conditionName" | "")) {
        // An empty cell or NaN means that nothing changes.
        if let Some(cell) = row.cell(column)
            && !number(cell).is_some_and(f64::is_nan)
        {
            changes.push((column.clone(), replacement(cell)));
        }
    }
    Ok(Condition {
        id: row.text("conditionId")?.to_owned(),
        name: row.cell("conditionName").map(str::to_owned),
        changes,
    })
}
