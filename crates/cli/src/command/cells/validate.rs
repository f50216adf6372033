use crate::args::ValidateArgs;
use crate::command::Result;
use crate::command::place::{count, failed};
use crate::failure::Failure;
use crate::output::Answer;
use lca_cells::{Registered, RegistrationEntry, register, registration};
use lca_formats::{CountsOptions, Orientation};
use serde_json::{Value, json};
use std::path::Path;
use toml::Table;

/// Checks the items that a database of cells asks for.
pub(super) fn validate(args: &ValidateArgs) -> Result {
    let orientation = args.genes_in.map(Orientation::from);
    let options = CountsOptions { orientation, ..CountsOptions::default() };
    let mut table = lca_study::read_cells(&args.input, args.table.as_deref(), &options)?.data;
    if let (Some(items), Some(out)) = (&args.items, &args.out) {
        register(&mut table.obs, &entries(items)?)?;
        lca_store::write_anndata(out, &table, args.overwrite)?;
    }
    let found = registration(&table);
    let well = found.iter().all(Registered::is_well);
    let cells = table.obs.rows();
    let text: String = found.iter().map(|one| lines(one, cells)).collect();
    let wrong = found.iter().filter(|one| !one.wrong.is_empty()).count();
    let missing = found.iter().filter(|one| one.item.needed && one.missing > 0).count();
    let end = match (wrong, missing) {
        (0, 0) => format!("all that is needed is there, of {}", count(cells, "cell")),
        _ => format!("{} wrong, {} missing", count(wrong, "item"), count(missing, "needed item")),
    };
    let items: Vec<Value> = found.iter().map(told).collect();
    let json = json!({ "cells": cells, "well": well, "wrong": wrong, "missing": missing, "items": items });
    let answer = Answer::new(format!("{text}\n{end}\n"), json);
    Ok(Answer { well, ..answer })
}

/// The most values that are named.
const NAMED: usize = 6;

fn lines(one: &Registered, cells: usize) -> String {
    let column = one.item.column;
    let state = match (one.wrong.is_empty(), one.missing, one.item.needed) {
        (false, _, _) => "wrong",
        (_, 0, _) => "ok",
        (_, _, true) => "missing",
        (_, _, false) => "not said",
    };
    let mut text = format!("{state:<9} {column}");
    if !one.values.is_empty() {
        let named: Vec<&str> = one.values.iter().take(NAMED).map(|(value, _)| value.as_str()).collect();
        let more = if one.values.len() > NAMED { ", …" } else { "" };
        text.push_str(&format!(": {}{more}", named.join(", ")));
    }
    if one.missing > 0 && one.missing < cells {
        text.push_str(&format!(" ({} of {cells} cells have none)", one.missing));
    }
    text.push('\n');
    for wrong in &one.wrong {
        let (name, row) = &wrong.first;
        let cells = count(wrong.cells, "cell");
        text.push_str(&format!(
            "          `{}` {} ({cells}, the first `{name}` in row {row})\n",
            wrong.value, wrong.why
        ));
    }
    text
}

fn told(one: &Registered) -> Value {
    let values: Vec<Value> =
        one.values.iter().map(|(value, cells)| json!({ "value": value, "cells": cells })).collect();
    let wrong: Vec<Value> = one
        .wrong
        .iter()
        .map(|wrong| {
            let (cell, row) = &wrong.first;
            json!({ "value": wrong.value, "why": wrong.why, "cells": wrong.cells, "first_cell": cell, "first_row": row })
        })
        .collect();
    json!({
        "item": one.item.name, "column": one.item.column, "needed": one.item.needed, "missing": one.missing,
        "values": values, "wrong": wrong,
    })
}

/// The items of a file: `[all]`, and `[COLUMN.VALUE]`.
fn entries(path: &Path) -> std::result::Result<Vec<RegistrationEntry>, Failure> {
    let wrong = |why: &dyn std::fmt::Display| failed("cannot use", path, why);
    let text = std::fs::read_to_string(path).map_err(|cause| wrong(&cause))?;
    let table: Table = text.parse().map_err(|cause: toml::de::Error| wrong(&cause))?;
    let mut all = Vec::new();
    let mut of = Vec::new();
    for (column, values) in &table {
        let values = values
            .as_table()
            .ok_or_else(|| wrong(&format!("`{column}` is no table; write [all] or [{column}.VALUE]")))?;
        if column == "all" {
            all.extend(items(values, None).map_err(|why| wrong(&why))?);
            continue;
        }
        for (value, own) in values {
            let own = own.as_table().ok_or_else(|| {
                wrong(&format!("`{column}.{value}` is no table; write the items below [{column}.{value}]"))
            })?;
            of.extend(items(own, Some((column.as_str(), value.as_str()))).map_err(|why| wrong(&why))?);
        }
    }
    // What is said of some cells holds over what is said of all.
    all.extend(of);
    Ok(all)
}

fn items(table: &Table, of: Option<(&str, &str)>) -> std::result::Result<Vec<RegistrationEntry>, String> {
    let entry = |(item, value): (&String, &toml::Value)| {
        let value = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Boolean(truth) => truth.to_string(),
            other => return Err(format!("`{item}` is {other}; write a text, such as \"CL:0000084\"")),
        };
        let of = of.map(|(column, value)| (column.to_owned(), value.to_owned()));
        Ok(RegistrationEntry { of, item: item.clone(), value })
    };
    table.iter().map(entry).collect()
}
