use arrow::array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, Int64Array, StringArray,
};
use arrow::datatypes::{DataType, Field};
use lca_tables::{Categorical, Column, DataFrame};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// The name pandas gives to a table's index that has none.
pub(super) const INDEX: &str = "__index_level_0__";

/// Where the categories of a column are kept whole, for Parquet drops those that no row has.
pub(super) const CATEGORIES: &str = "lca:categories";

/// The columns of a table as Arrow, the row names last, as pandas writes them.
pub(super) fn to_arrow(frame: &DataFrame) -> Vec<(Field, ArrayRef)> {
    let columns = frame.columns().iter().map(|(name, column)| to_column(name, column));
    let index = StringArray::from_iter_values(frame.index());
    let index = (Field::new(INDEX, DataType::Utf8, false), Arc::new(index) as ArrayRef);
    columns.chain([index]).collect()
}

fn to_column(name: &str, column: &Column) -> (Field, ArrayRef) {
    let (kind, nullable, array): (DataType, bool, ArrayRef) = match column {
        Column::Float(values) => {
            (DataType::Float64, false, Arc::new(Float64Array::from_iter_values(values.iter().copied())))
        }
        Column::Int(values) => {
            (DataType::Int64, false, Arc::new(Int64Array::from_iter_values(values.iter().copied())))
        }
        Column::NullableInt(values) => (DataType::Int64, true, Arc::new(Int64Array::from(values.clone()))),
        Column::Bool(values) => (DataType::Boolean, false, Arc::new(BooleanArray::from(values.clone()))),
        Column::NullableBool(values) => {
            (DataType::Boolean, true, Arc::new(BooleanArray::from(values.clone())))
        }
        Column::Text(values) => (DataType::Utf8, false, Arc::new(StringArray::from_iter_values(values))),
        Column::NullableText(values) => {
            (DataType::Utf8, true, Arc::new(values.iter().map(Option::as_deref).collect::<StringArray>()))
        }
        Column::Categorical(values) => return to_dictionary(name, values),
    };
    (Field::new(name, kind, nullable), array)
}

fn to_dictionary(name: &str, values: &Categorical) -> (Field, ArrayRef) {
    let known = values.categories.len();
    let legal = |code: &Option<u32>| code.filter(|&code| (code as usize) < known).map(|code| code as i32);
    let codes: Int32Array = values.codes.iter().map(legal).collect();
    let texts: ArrayRef = Arc::new(StringArray::from_iter_values(&values.categories));
    let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let all = json!({ "categories": values.categories, "ordered": values.ordered }).to_string();
    let field = Field::new(name, kind, true)
        .with_dict_is_ordered(values.ordered)
        .with_metadata(HashMap::from([(CATEGORIES.to_owned(), all)]));
    // Every code was just checked against the categories.
    let array = DictionaryArray::new(codes, texts);
    (field, Arc::new(array))
}

/// What pandas wants to know to restore the table: types of columns, and which one is the index.
pub(super) fn pandas_metadata(fields: &[Field], index: &Value) -> String {
    let column = |field: &Field| {
        let (pandas, numpy) = match field.data_type() {
            DataType::Float64 => ("float64", "float64"),
            DataType::Int64 if field.is_nullable() => ("int64", "Int64"),
            DataType::Int64 => ("int64", "int64"),
            DataType::Boolean if field.is_nullable() => ("bool", "boolean"),
            DataType::Boolean => ("bool", "bool"),
            DataType::Dictionary(..) => ("categorical", "int32"),
            DataType::Binary => ("bytes", "object"),
            _ => ("unicode", "object"),
        };
        let details = match field.data_type() {
            DataType::Dictionary(..) => {
                json!({ "num_categories": null, "ordered": field.dict_is_ordered().unwrap_or(false) })
            }
            _ => Value::Null,
        };
        let name = if field.name().starts_with("__") { Value::Null } else { json!(field.name()) };
        json!({ "name": name, "field_name": field.name(), "pandas_type": pandas, "numpy_type": numpy,
                "metadata": details })
    };
    let columns: Vec<Value> = fields.iter().map(column).collect();
    json!({ "index_columns": [index], "column_indexes": [], "columns": columns,
            "creator": { "library": "lca", "version": env!("CARGO_PKG_VERSION") },
            "pandas_version": "2.3.3" })
    .to_string()
}
