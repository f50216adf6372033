use super::to_arrow::CATEGORIES;
use arrow::array::{Array, ArrayRef, AsArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Float64Type, Int64Type};
use lca_tables::{Categorical, Column};
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Categories {
    categories: Vec<String>,
    ordered: bool,
}

/// One Arrow column as ours. `exact`: the file says by nullability which kind of column it was, as
/// ours do; others call every column nullable, so there the values decide.
///
/// # Errors
/// What is wrong with the column, in words.
pub(super) fn from_arrow(field: &Field, array: &ArrayRef, exact: bool) -> Result<Column, String> {
    let missing = array.null_count() > 0 || (exact && field.is_nullable());
    let kind = field.data_type();
    if let DataType::Dictionary(..) = kind {
        return categorical(field, array).map(Column::Categorical);
    }
    let to = |kind: DataType| cast(array, &kind).map_err(|why| format!("column `{}`: {why}", field.name()));
    Ok(match kind {
        DataType::Boolean => {
            let values = array.as_boolean();
            if missing {
                Column::NullableBool(values.iter().collect())
            } else {
                Column::Bool(values.iter().flatten().collect())
            }
        }
        DataType::UInt64 if to(DataType::Int64)?.null_count() > array.null_count() => {
            return Err(format!("column `{}` has numbers beyond 64 bits with sign", field.name()));
        }
        kind if kind.is_integer() => {
            let values = to(DataType::Int64)?;
            let values = values.as_primitive::<Int64Type>();
            if missing {
                Column::NullableInt(values.iter().collect())
            } else {
                Column::Int(values.iter().flatten().collect())
            }
        }
        kind if kind.is_floating() => {
            let values = to(DataType::Float64)?;
            let values = values.as_primitive::<Float64Type>();
            Column::Float(values.iter().map(|value| value.unwrap_or(f64::NAN)).collect())
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            let values = to(DataType::Utf8)?;
            text(values.as_string(), missing)
        }
        other => return Err(format!("column `{}` has the unsupported type {other}", field.name())),
    })
}

fn text(values: &StringArray, missing: bool) -> Column {
    if missing {
        Column::NullableText(values.iter().map(|text| text.map(str::to_owned)).collect())
    } else {
        Column::Text(values.iter().flatten().map(str::to_owned).collect())
    }
}

fn categorical(field: &Field, array: &ArrayRef) -> Result<Categorical, String> {
    let problem = |why: &dyn ToString| format!("column `{}`: {}", field.name(), why.to_string());
    let texts = cast(array, &DataType::Utf8).map_err(|why| problem(&why))?;
    let texts: &StringArray = texts.as_string();
    let known: Categories = match field.metadata().get(CATEGORIES) {
        Some(json) => serde_json::from_str(json).map_err(|why| problem(&why))?,
        None => {
            let present: Vec<&str> = texts.iter().flatten().collect();
            let categories = Categorical::from_texts(&present).categories;
            Categories { categories, ordered: field.dict_is_ordered().unwrap_or(false) }
        }
    };
    let codes: HashMap<&str, u32> =
        known.categories.iter().enumerate().map(|(code, text)| (text.as_str(), code as u32)).collect();
    let code = |text: Option<&str>| {
        let Some(text) = text else { return Ok(None) };
        codes.get(text).copied().map(Some).ok_or_else(|| problem(&"a value is not among its categories"))
    };
    let codes = texts.iter().map(code).collect::<Result<_, _>>()?;
    Ok(Categorical { codes, categories: known.categories.clone(), ordered: known.ordered })
}
