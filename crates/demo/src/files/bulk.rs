use crate::bulk::lyse;
use crate::truth::ARMS;
use crate::{DemoError, DemoOptions};
use lca_formats::write_table;
use lca_tables::{Column, DataFrame};
use std::path::Path;

/// Writes the lysates in long form, a row for each number.
pub(super) fn write(path: &Path, options: &DemoOptions) -> Result<(), DemoError> {
    let lysates = lyse(options);
    let texts = |text: &dyn Fn(&crate::bulk::Lysate) -> &'static str| {
        Column::Text(lysates.iter().map(|one| text(one).to_owned()).collect())
    };
    let mut table = DataFrame::with_rows(lysates.len());
    table.set("condition", texts(&|one| ARMS[one.arm].petab))?;
    table.set("observable", texts(&|one| one.readout.id()))?;
    table.set("time_s", Column::Float(lysates.iter().map(|one| one.time).collect()))?;
    table.set("replicate", Column::Int(lysates.iter().map(|one| one.replicate as i64 + 1).collect()))?;
    table.set("value", Column::Float(lysates.iter().map(|one| one.value).collect()))?;
    table.set("unit", texts(&|one| one.readout.unit()))?;
    Ok(write_table(path, &table)?)
}
