use crate::petab::cells::{self, identifier};
use crate::petab::fault::Fault;
use crate::petab::table::Row;
use lca_kinetics::petab::{Parameter, Prior, PriorKind, Scale, Version};

pub(in crate::petab) fn parameter(row: &Row<'_>) -> Result<Parameter, Fault> {
    let estimate = match row.text("estimate")? {
        "true" => true,
        "false" => false,
        other => return Err(row.wrong("estimate", format!("`estimate` is `{other}`; use true or false"))),
    };
    let id = identifier(row, "parameterId")?;
    let (lower, upper) = (row.maybe_number("lowerBound")?, row.maybe_number("upperBound")?);
    let nominal = row.maybe_number("nominalValue")?;
    if estimate && (lower.is_nan() || upper.is_nan() || lower >= upper) {
        let column = if lower.is_nan() { "lowerBound" } else { "upperBound" };
        let what = format!("`{id}` is estimated, so it needs bounds, `lowerBound` below `upperBound`");
        return Err(row.wrong(column, what));
    }
    if !estimate && nominal.is_nan() {
        return Err(row.wrong("nominalValue", format!("`{id}` is not estimated, so it needs `nominalValue`")));
    }
    Ok(Parameter {
        id: id.to_owned(),
        name: row.cell("parameterName").map(str::to_owned),
        scale: Scale::Lin,
        lower,
        upper,
        nominal,
        estimate,
        objective_prior: if estimate { prior(row, lower, upper)? } else { None },
        initialization_prior: None,
    })
}

/// The prior, cut off at the bounds.
fn prior(row: &Row<'_>, lower: f64, upper: f64) -> Result<Option<Prior>, Fault> {
    let Some(name) = row.cell("priorDistribution") else { return Ok(None) };
    let columns = ("priorDistribution", "priorParameters");
    let prior = cells::prior(row, Version::V2, name, columns)?;
    let prior = Prior { truncation: Some([lower, upper]), ..prior };
    match prior.fault() {
        Some(fault) => Err(row.wrong("priorParameters", format!("`priorParameters`, `{name}`: {fault}"))),
        None => Ok(Some(prior)),
    }
}

/// Where one parameter has a prior, those without are flat between their bounds.
pub(in crate::petab) fn fill_priors(parameters: &mut [Parameter]) {
    if parameters.iter().all(|parameter| parameter.objective_prior.is_none()) {
        return;
    }
    let bare = |parameter: &&mut Parameter| parameter.estimate && parameter.objective_prior.is_none();
    for parameter in parameters.iter_mut().filter(bare) {
        let bounds = [parameter.lower, parameter.upper];
        // A flat density between infinite bounds is no density; it would add nothing.
        if bounds.iter().all(|bound| bound.is_finite()) {
            parameter.objective_prior =
                Some(Prior { truncation: Some(bounds), ..Prior::new(PriorKind::Uniform, bounds) });
        }
    }
}
