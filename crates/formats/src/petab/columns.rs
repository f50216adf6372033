use super::table::{Row, number};
use crate::FormatError;
use lca_kinetics::petab::{
    Condition, Measurement, NoiseDistribution, Observable, Override, Parameter, Prior, PriorKind, Scale,
};
use lca_kinetics::{Expr, parse_math};

pub(super) fn parameter(row: &Row<'_>) -> Result<Parameter, FormatError> {
    let scale = row.text("parameterScale")?;
    let scale = Scale::from_name(scale)
        .ok_or_else(|| row.wrong(format!("`parameterScale` is `{scale}`; use lin, log or log10")))?;
    let estimate = match row.text("estimate")? {
        "1" | "1.0" | "true" => true,
        "0" | "0.0" | "false" => false,
        other => return Err(row.wrong(format!("`estimate` is `{other}`; use 0 or 1"))),
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

fn bounds(row: &Row<'_>, id: &str, scale: Scale, lower: f64, upper: f64) -> Result<(), FormatError> {
    if !(lower.is_finite() && upper.is_finite()) || lower >= upper {
        return Err(
            row.wrong(format!("`{id}` is estimated, so it needs finite bounds, the lower below the upper"))
        );
    }
    if scale != Scale::Lin && lower <= 0.0 {
        return Err(
            row.wrong(format!("`{id}` is on a logarithmic scale, so its lower bound must be positive"))
        );
    }
    Ok(())
}

fn prior(row: &Row<'_>, kind: &str, parameters: &str) -> Result<Option<Prior>, FormatError> {
    let Some(name) = row.cell(kind) else { return Ok(None) };
    let kind = PriorKind::from_name(name)
        .ok_or_else(|| row.wrong(format!("`{name}` is not a prior of PEtab 1.0")))?;
    let Some(text) = row.cell(parameters) else {
        // Without parameters it is flat between the bounds, which is the default.
        return if kind == PriorKind::ParameterScaleUniform {
            Ok(None)
        } else {
            Err(row.wrong(format!("the prior `{name}` needs `{parameters}`")))
        };
    };
    let numbers: Option<Vec<f64>> = text.split(';').map(|part| number(part.trim())).collect();
    match numbers.as_deref() {
        Some(&[a, b]) if a.is_finite() && b.is_finite() => Ok(Some(Prior { kind, parameters: [a, b] })),
        _ => Err(row.wrong(format!("`{parameters}` is `{text}`; two numbers with `;` between are needed"))),
    }
}

pub(super) fn condition(row: &Row<'_>, header: &[String]) -> Result<Condition, FormatError> {
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

fn replacement(text: &str) -> Override {
    number(text).map_or_else(|| Override::Parameter(text.to_owned()), Override::Number)
}

fn replacements(text: Option<&str>) -> Vec<Override> {
    text.map_or_else(Vec::new, |text| text.split(';').map(|part| replacement(part.trim())).collect())
}

pub(super) fn observable(row: &Row<'_>) -> Result<Observable, FormatError> {
    let formula = |column: &str| -> Result<Expr, FormatError> {
        parse_math(row.text(column)?).map_err(|error| row.wrong(format!("`{column}`: {error}")))
    };
    let scale = row.cell("observableTransformation").unwrap_or("lin");
    let distribution = match row.cell("noiseDistribution").unwrap_or("normal") {
        "normal" => NoiseDistribution::Normal,
        "laplace" => NoiseDistribution::Laplace,
        other => return Err(row.wrong(format!("`noiseDistribution` is `{other}`; use normal or laplace"))),
    };
    Ok(Observable {
        id: row.text("observableId")?.to_owned(),
        name: row.cell("observableName").map(str::to_owned),
        formula: formula("observableFormula")?,
        transformation: Scale::from_name(scale).ok_or_else(|| {
            row.wrong(format!("`observableTransformation` is `{scale}`; use lin, log or log10"))
        })?,
        noise_formula: formula("noiseFormula")?,
        noise_distribution: distribution,
    })
}

pub(super) fn measurement(row: &Row<'_>) -> Result<Measurement, FormatError> {
    Ok(Measurement { value: row.number("measurement")?, ..planned(row)? })
}

/// A measurement without its value.
pub(super) fn planned(row: &Row<'_>) -> Result<Measurement, FormatError> {
    let time = row.number("time")?;
    if time == f64::NEG_INFINITY {
        return Err(row.wrong("`time` must not be minus infinity"));
    }
    Ok(Measurement {
        observable: row.text("observableId")?.to_owned(),
        preequilibration: row.cell("preequilibrationConditionId").map(str::to_owned),
        condition: row.text("simulationConditionId")?.to_owned(),
        time,
        value: f64::NAN,
        observable_parameters: replacements(row.cell("observableParameters")),
        noise_parameters: replacements(row.cell("noiseParameters")),
        dataset: row.cell("datasetId").map(str::to_owned),
        replicate: row.cell("replicateId").map(str::to_owned),
    })
}
