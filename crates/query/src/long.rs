use crate::catalogue::OBSERVATIONS;
use datafusion::arrow::datatypes::{DataType, Schema};
use datafusion::error::Result;
use datafusion::prelude::SessionContext;

/// The view's name within its schema.
pub(crate) const LONG: &str = "long";

/// The row names of tables that the atlas holds.
const INDEX: &str = "__index_level_0__";

/// Columns that say where a number belongs and are none themselves.
const PLACES: [&str; 4] = ["t", "track", "label", INDEX];

/// Makes the view of all numbers of all tables of observations.
pub(crate) async fn register(context: &SessionContext, tables: &[String]) -> Result<()> {
    let mut selects = Vec::new();
    for table in tables {
        let schema = context.table(format!("{OBSERVATIONS}.\"{table}\"")).await?.schema().as_arrow().clone();
        selects.extend(numbers(&schema).map(|column| select(table, column, &schema)));
    }
    if selects.is_empty() {
        return Ok(());
    }
    let plan = context.state().create_logical_plan(&selects.join(" UNION ALL ")).await?;
    let view = datafusion::datasource::ViewTable::new(plan, None);
    let name = format!("{OBSERVATIONS}.{LONG}");
    context.register_table(name.as_str(), std::sync::Arc::new(view)).map(|_| ())
}

fn numbers(schema: &Schema) -> impl Iterator<Item = &str> {
    let fields = schema.fields().iter().filter(|field| field.data_type().is_numeric());
    fields.map(|field| field.name().as_str()).filter(|name| !PLACES.contains(name))
}

fn select(table: &str, column: &str, schema: &Schema) -> String {
    let has = |name: &str| schema.column_with_name(name).is_some();
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let text = |name: &str| format!("CAST({} AS VARCHAR)", quoted(name));
    let entity = ["track", "cell", "label", INDEX].into_iter().find(|name| has(name));
    let entity = entity.map_or("CAST(NULL AS VARCHAR)".to_owned(), text);
    let is_number = schema.field_with_name("t").is_ok_and(|field| field.data_type().is_numeric());
    let t = if is_number { "CAST(t AS DOUBLE)" } else { "CAST(NULL AS DOUBLE)" };
    let variable = column.replace('\'', "''");
    let value = match schema.field_with_name(column).map(|field| field.data_type().clone()) {
        Ok(DataType::Float64) => quoted(column),
        _ => format!("CAST({} AS DOUBLE)", quoted(column)),
    };
    format!(
        "SELECT '{table}' AS source, {entity} AS entity, {t} AS t, '{variable}' AS variable, {value} AS value \
         FROM {OBSERVATIONS}.\"{table}\""
    )
}
