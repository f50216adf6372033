use crate::CellsError;
use lca_tables::{AnnData, Categorical, Column, DataFrame};

/// Adds the columns about cells that every sample has, below each other.
pub(super) fn join(obs: &mut DataFrame, samples: &[(&str, &AnnData)]) -> Result<(), CellsError> {
    for (name, _) in samples.first().map(|(_, table)| table.obs.columns()).unwrap_or_default() {
        let columns: Vec<&Column> =
            samples.iter().filter_map(|(_, table)| table.obs.column(name).ok()).collect();
        if let (true, Some(column)) = (columns.len() == samples.len(), below(&columns)) {
            obs.set(name, column)?;
        }
    }
    Ok(())
}

/// Columns of one kind as one; none where some hold texts and others numbers.
fn below(columns: &[&Column]) -> Option<Column> {
    let whole = |column: &&Column| match column {
        Column::Int(values) => Some(values.clone()),
        _ => None,
    };
    if let Some(values) = columns.iter().map(whole).collect::<Option<Vec<_>>>() {
        return Some(Column::Int(values.concat()));
    }
    if let Some(values) = columns.iter().map(|column| column.to_f64()).collect::<Option<Vec<_>>>() {
        return Some(Column::Float(values.concat()));
    }
    let texts = columns.iter().map(|column| column.to_texts()).collect::<Option<Vec<_>>>()?.concat();
    Some(match texts.iter().cloned().collect::<Option<Vec<String>>>() {
        Some(texts) => Column::Categorical(Categorical::from_texts(&texts)),
        None => Column::NullableText(texts),
    })
}
