use super::Mapping;
use crate::petab::cells::{formula, identifier, is_identifier};
use crate::petab::fault::Fault;
use crate::petab::table::Row;
use lca_kinetics::petab::{NoiseDistribution, Observable, Scale};

pub(in crate::petab) fn observable(row: &Row<'_>, mapping: &Mapping) -> Result<Observable, Fault> {
    let (transformation, noise_distribution) = match row.cell("noiseDistribution").unwrap_or("normal") {
        "normal" => (Scale::Lin, NoiseDistribution::Normal),
        "laplace" => (Scale::Lin, NoiseDistribution::Laplace),
        "log-normal" => (Scale::Log, NoiseDistribution::Normal),
        "log-laplace" => (Scale::Log, NoiseDistribution::Laplace),
        other => {
            let what =
                format!("`noiseDistribution` is `{other}`; use normal, laplace, log-normal or log-laplace");
            return Err(row.wrong("noiseDistribution", what));
        }
    };
    Ok(Observable {
        id: identifier(row, "observableId")?.to_owned(),
        name: row.cell("observableName").map(str::to_owned),
        formula: mapping.formula(&formula(row, "observableFormula")?),
        noise_formula: mapping.formula(&formula(row, "noiseFormula")?),
        transformation,
        noise_distribution,
        placeholders: placeholders(row, "observablePlaceholders")?,
        noise_placeholders: placeholders(row, "noisePlaceholders")?,
    })
}

fn placeholders(row: &Row<'_>, column: &str) -> Result<Vec<String>, Fault> {
    let list = row.list(column);
    if let Some(part) = list.iter().find(|part| !is_identifier(part)) {
        let what = format!("`{column}` has the part `{part}`; use letters, digits and `_`, no digit first");
        return Err(row.wrong(column, what));
    }
    Ok(list.into_iter().map(str::to_owned).collect())
}
