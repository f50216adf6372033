use super::names::recall;
use super::read::TableReader;
use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::{Group, Values, read_array};
use lca_tables::{Categorical, Column, DataFrame};
use serde_json::Value;
use std::sync::Arc;

/// Reads a table of columns; columns that cannot be read are listed.
pub(super) fn read_frame(reader: &mut TableReader, part: &str) -> Result<DataFrame> {
    let node = Group::read(&reader.shelf, &reader.key(part))?;
    let index = match node.text("_index") {
        "" => "_index",
        name => name,
    };
    let names = read_names(&reader.shelf, &reader.key(&format!("{part}/{index}")))?;
    let mut frame = DataFrame::new(names);
    let order = node.attributes.get("column-order").and_then(Value::as_array);
    let order: Vec<String> = match order {
        Some(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => reader.children(part)?.into_iter().filter(|name| name != index).collect(),
    };
    for name in order {
        let part = format!("{part}/{name}");
        let column = read_column(&reader.shelf, &reader.key(&part));
        if let Some(column) = reader.keep(&part, column)
            && let Err(why) = frame.set(&recall(&node.attributes, &name), column)
        {
            reader.skip(&part, why);
        }
    }
    Ok(frame)
}

/// Row names: texts, or numbers as texts.
fn read_names(shelf: &Arc<Shelf>, key: &str) -> Result<Vec<String>> {
    match read_column(shelf, key)? {
        Column::Text(names) => Ok(names),
        Column::Int(numbers) => Ok(numbers.iter().map(ToString::to_string).collect()),
        other => {
            let names = other.to_texts().and_then(|names| names.into_iter().collect());
            names.ok_or_else(|| StoreError::format(&shelf.shown(key), "these are not row names"))
        }
    }
}

/// Reads one column of any encoding.
pub(super) fn read_column(shelf: &Arc<Shelf>, key: &str) -> Result<Column> {
    let node = Group::read(shelf, key)?;
    let problem = |why: String| StoreError::format(&shelf.shown(key), why);
    if node.is_array {
        let array = read_array(shelf, key)?;
        if array.shape.len() != 1 {
            return Err(problem(format!("a column must have one dimension, this has {}", array.shape.len())));
        }
        return to_column(array.values)
            .ok_or_else(|| problem("its numbers go beyond 64 bits with sign".into()));
    }
    match node.text("encoding-type") {
        "categorical" => categorical(shelf, key, &node),
        "nullable-integer" => {
            let (values, mask) = nullable(shelf, key)?;
            let values = values.to_i64().ok_or_else(|| problem("its values are not whole numbers".into()))?;
            Ok(Column::NullableInt(masked(values, &mask)))
        }
        "nullable-boolean" => match nullable(shelf, key)? {
            (Values::Bool(values), mask) => Ok(Column::NullableBool(masked(values, &mask))),
            _ => Err(problem("its values are not truth values".into())),
        },
        "nullable-string-array" => match nullable(shelf, key)? {
            (Values::Text(values), mask) => Ok(Column::NullableText(masked(values, &mask))),
            _ => Err(problem("its values are not texts".into())),
        },
        other => Err(problem(format!("columns of encoding `{other}` are not supported"))),
    }
}

fn to_column(values: Values) -> Option<Column> {
    Some(match values {
        Values::Bool(values) => Column::Bool(values),
        Values::Text(values) => Column::Text(values),
        Values::Int(values) => Column::Int(values),
        values @ Values::Uint(_) => Column::Int(values.to_i64()?),
        values => Column::Float(values.to_f64()?),
    })
}

fn nullable(shelf: &Arc<Shelf>, key: &str) -> Result<(Values, Vec<bool>)> {
    let values = read_array(shelf, &format!("{key}/values"))?.values;
    match read_array(shelf, &format!("{key}/mask"))?.values {
        Values::Bool(mask) if mask.len() == values.len() => Ok((values, mask)),
        _ => Err(StoreError::format(&shelf.shown(key), "its mask does not fit its values")),
    }
}

fn masked<T>(values: Vec<T>, mask: &[bool]) -> Vec<Option<T>> {
    values.into_iter().zip(mask).map(|(value, &missing)| (!missing).then_some(value)).collect()
}

fn categorical(shelf: &Arc<Shelf>, key: &str, node: &Group) -> Result<Column> {
    let problem = |why: &str| StoreError::format(&shelf.shown(key), why);
    let categories = match read_column(shelf, &format!("{key}/categories"))? {
        Column::Text(texts) => texts,
        Column::Int(numbers) => numbers.iter().map(ToString::to_string).collect(),
        Column::Float(numbers) => numbers.iter().map(ToString::to_string).collect(),
        Column::Bool(values) => values.iter().map(ToString::to_string).collect(),
        _ => return Err(problem("its categories are neither texts nor numbers")),
    };
    let codes = read_array(shelf, &format!("{key}/codes"))?.values.to_i64();
    let codes = codes.ok_or_else(|| problem("its codes are not whole numbers"))?;
    let code = |code: &i64| match u32::try_from(*code) {
        Ok(code) if (code as usize) < categories.len() => Ok(Some(code)),
        _ if *code == -1 => Ok(None),
        _ => Err(problem("a code lies outside its categories")),
    };
    let codes = codes.iter().map(code).collect::<Result<_>>()?;
    let ordered = node.attributes.get("ordered").and_then(Value::as_bool).unwrap_or(false);
    Ok(Column::Categorical(Categorical { codes, categories, ordered }))
}
