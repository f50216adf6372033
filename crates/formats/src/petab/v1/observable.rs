use crate::petab::cells::formula;
use crate::petab::fault::Fault;
use crate::petab::table::Row;
use lca_kinetics::petab::{NoiseDistribution, Observable, Scale};

pub(in crate::petab) fn observable(row: &Row<'_>) -> Result<Observable, Fault> {
    let scale = row.cell("observableTransformation").unwrap_or("lin");
    let transformation = Scale::from_name(scale).ok_or_else(|| {
        let what = format!("`observableTransformation` is `{scale}`; use lin, log or log10");
        row.wrong("observableTransformation", what)
    })?;
    let noise_distribution = match row.cell("noiseDistribution").unwrap_or("normal") {
        "normal" => NoiseDistribution::Normal,
        "laplace" => NoiseDistribution::Laplace,
        other => {
            let what = format!("`noiseDistribution` is `{other}`; use normal or laplace");
            return Err(row.wrong("noiseDistribution", what));
        }
    };
    let id = row.text("observableId")?;
    let plain = Observable::new(id, formula(row, "observableFormula")?, formula(row, "noiseFormula")?);
    let name = row.cell("observableName").map(str::to_owned);
    Ok(Observable { name, transformation, noise_distribution, ..plain })
}
