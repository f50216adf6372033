use crate::petab::cells::replacements;
use crate::petab::fault::Fault;
use crate::petab::table::Row;
use lca_kinetics::petab::Measurement;

pub(in crate::petab) fn measurement(row: &Row<'_>, model: Option<&str>) -> Result<Measurement, Fault> {
    Ok(Measurement { value: row.number("measurement")?, ..planned(row, model)? })
}

/// A measurement without its value.
pub(in crate::petab) fn planned(row: &Row<'_>, model: Option<&str>) -> Result<Measurement, Fault> {
    if let Some(id) = row.cell("modelId")
        && model.is_some_and(|model| model != id)
    {
        return Err(row.wrong("modelId", format!("`modelId` is `{id}`, which the YAML file does not name")));
    }
    let time = row.number("time")?;
    if time == f64::NEG_INFINITY {
        return Err(row.wrong("time", "`time` must not be minus infinity"));
    }
    let experiment = row.cell("experimentId").unwrap_or_default();
    let plain = Measurement::new(row.text("observableId")?, experiment, time, f64::NAN);
    Ok(Measurement {
        observable_parameters: replacements(row, "observableParameters")?,
        noise_parameters: replacements(row, "noiseParameters")?,
        dataset: row.cell("datasetId").map(str::to_owned),
        replicate: row.cell("replicateId").map(str::to_owned),
        ..plain
    })
}
