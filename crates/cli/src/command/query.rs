use super::Result;
use crate::args::QueryArgs;
use crate::failure::Failure;
use crate::output::Answer;
use lca_query::{Found, Limits, as_json, query as ask};
use lca_store::Atlas;
use lca_tables::DataFrame;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// Rows printed where nothing is said of how many.
const PRINTED: usize = 100;

/// Asks an atlas in SQL.
pub(crate) fn query(args: &QueryArgs) -> Result {
    if !(args.time.is_finite() && args.time > 0.0) {
        return Err(Failure::Use("--time: write a number of seconds above 0".to_owned()));
    }
    let all = if args.out.is_some() { usize::MAX } else { PRINTED };
    let limits = Limits {
        rows: args.limit.unwrap_or(all),
        time: Duration::from_secs_f64(args.time.min(1e9)),
        memory: args.memory.saturating_mul(1 << 20),
        threads: args.common.threads.map_or_else(rayon::current_num_threads, usize::from),
    };
    let found = ask(&Atlas::open(&args.atlas)?, &args.sql, &limits)?;
    if let Some(out) = &args.out {
        write(out, &found.table)?;
        let rows = found.table.rows();
        let text = format!("{rows} rows written to {}\n", out.display());
        return Ok(Answer::new(text, json!({ "out": out, "rows": rows, "truncated": found.truncated })));
    }
    let mut json = as_json(&found.table);
    json["truncated"] = found.truncated.into();
    Ok(Answer::new(printed(&found), json))
}

fn write(out: &Path, table: &DataFrame) -> std::result::Result<(), Failure> {
    match out.extension().and_then(|ending| ending.to_str()) {
        Some("parquet") => Ok(lca_store::write_parquet(out, table)?),
        _ => Ok(lca_formats::write_table(out, table)?),
    }
}

/// The rows as a table of fixed columns; numbers are rounded as people read them.
fn printed(found: &Found) -> String {
    let value = as_json(&found.table);
    let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
    let header = list(&value["columns"]).iter().map(|column| shown(&column["name"])).collect();
    let mut lines: Vec<Vec<String>> = vec![header];
    lines.extend(list(&value["rows"]).iter().map(|row| list(row).iter().map(shown).collect()));
    let width = |at: usize| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
    let line = |fields: &Vec<String>| {
        let padded = fields.iter().zip(&widths).map(|(field, &width)| format!("{field:width$}"));
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    let mut text: String = lines.iter().map(line).collect();
    if found.truncated {
        let rows = found.table.rows();
        text.push_str(&format!("… cut off after {rows} rows; --limit gives more, --out all of them\n"));
    }
    text
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => lca_report::number(number.as_f64().unwrap_or(f64::NAN)),
        other => other.to_string(),
    }
}
