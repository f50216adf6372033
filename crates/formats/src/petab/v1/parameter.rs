use crate::petab::cells;
use crate::petab::fault::Fault;
use crate::petab::table::Row;
use lca_kinetics::petab::{Parameter, Prior, Scale, Version};

pub(in crate::petab) fn parameter(row: &Row<'_>) -> Result<Parameter, Fault> {
    let scale = row.text("parameterScale")?;
    let unknown =
        || row.wrong("parameterScale", format!("`parameterScale` is `{scale}`; use lin, log or log10"));
    let scale = Scale::from_name(scale).ok_or_else(unknown)?;
    let estimate = match row.text("estimate")? {
        "1" | "1.0" | "true" => true,
        "0" | "0.0" | "false" => false,
        other => return Err(row.wrong("estimate", format!("`estimate` is `{other}`; use 0 or 1"))),
    };
    let (lower, upper) = (row.maybe_number("lowerBound")?, row.maybe_number("upperBound")?);
    let id = row.text("parameterId")?;
    if estimate {
        bounds(row, id, scale, lower, upper)?;
    }
    Ok(Parameter {
        id: id.to_owned(),
        name: row.cell("parameterName").map(str::to_owned),
        scale,
        lower,
        upper,
        nominal: row.maybe_number("nominalValue")?,
        estimate,
        objective_prior: prior(row, "objectivePriorType", "objectivePriorParameters")?,
        initialization_prior: prior(row, "initializationPriorType", "initializationPriorParameters")?,
    })
}

fn bounds(row: &Row<'_>, id: &str, scale: Scale, lower: f64, upper: f64) -> Result<(), Fault> {
    let column = if lower.is_finite() { "upperBound" } else { "lowerBound" };
    if !(lower.is_finite() && upper.is_finite()) || lower >= upper {
        let what = format!("`{id}` is estimated, so it needs finite bounds, `lowerBound` below `upperBound`");
        return Err(row.wrong(column, what));
    }
    if scale != Scale::Lin && lower <= 0.0 {
        let what = format!("`{id}` is on a logarithmic scale, so its lower bound must be positive");
        return Err(row.wrong("lowerBound", what));
    }
    Ok(())
}

fn prior(row: &Row<'_>, kind: &str, parameters: &str) -> Result<Option<Prior>, Fault> {
    match row.cell(kind) {
        None => Ok(None),
        // Without parameters it is flat between the bounds, which is the default.
        Some("parameterScaleUniform") if row.cell(parameters).is_none() => Ok(None),
        Some(name) => cells::prior(row, Version::V1, name, (kind, parameters)).map(Some),
    }
}
