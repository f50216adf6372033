//! What the engine says of a query, in the words of who asked.

use crate::QueryError;
use crate::catalogue::OBSERVATIONS;

/// How all tables and columns are listed.
const LISTED: &str = "`SELECT * FROM information_schema.columns` lists all tables and columns";

/// What the engine calls what changes something.
const CHANGING: [&str; 3] = ["DDL not supported", "DML not supported", "Statement not supported"];

/// An error of a query that cannot be planned, or fails over a value.
pub(crate) fn told(said: &str) -> QueryError {
    let said = plain(said);
    let sql = |what: String, help: &str| QueryError::Sql { what, help: help.to_owned() };
    if let Some(what) = CHANGING.iter().find_map(|word| said.strip_prefix(word)) {
        let what = what.trim_start_matches([':', ' ']);
        return QueryError::ReadOnly { what: format!("this asks for more than reading ({what})") };
    }
    if said.contains("Explain must be root") {
        return QueryError::ReadOnly { what: "EXPLAIN is not answered".to_owned() };
    }
    if said.starts_with("No SQL statements") {
        return sql("there is no query".to_owned(), "write SELECT …");
    }
    if said.contains("only supports a single SQL statement") {
        return sql("this is more than one query".to_owned(), "ask one at a time");
    }
    if let Some(table) = said.strip_prefix("table '").and_then(|rest| rest.strip_suffix("' not found")) {
        let own = format!("atlas.{OBSERVATIONS}.");
        let table = table.strip_prefix(&own).or_else(|| table.strip_prefix("atlas.")).unwrap_or(table);
        return sql(format!("there is no table `{table}`"), LISTED);
    }
    if let Some(rest) = said.strip_prefix("No field named ") {
        let (name, known) = rest.split_once("Valid fields are ").unwrap_or((rest, ""));
        let (name, meant) = name.split_once(". Did you mean").unwrap_or((name, ""));
        let name = name.trim().trim_end_matches('.');
        let help = match meant.split('\'').nth(1) {
            Some(meant) => format!("did you mean `{}`?", column(meant)),
            None => columns(known),
        };
        return sql(format!("there is no column `{name}`"), &help);
    }
    match said.split_once("No function matches") {
        Some((_, rest)) => sql(format!("no function matches{rest}"), ""),
        None => sql(said, ""),
    }
}

/// Without what the engine says of itself.
fn plain(said: &str) -> String {
    let own =
        ["Internal error: ", "Arrow error: ", "Cast error: ", "Error during planning: ", "External error: "];
    let mut said = said.split("\nThis issue was likely caused by").next().unwrap_or(said).trim();
    while let Some(rest) = own.iter().find_map(|word| said.strip_prefix(word)) {
        said = rest;
    }
    said.to_owned()
}

/// The columns there are, without their tables.
fn columns(known: &str) -> String {
    let known = known.trim().trim_end_matches('.').split(", ");
    let names = known.map(column).filter(|name| !name.is_empty());
    let names: Vec<&str> = names.filter(|name| !name.starts_with("__")).take(60).collect();
    if names.is_empty() { LISTED.to_owned() } else { format!("there are: {}", names.join(", ")) }
}

/// A column's name without its table.
fn column(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// An error of a text that is no SQL.
pub(crate) fn unread(said: &str) -> QueryError {
    let said = said.trim_start_matches("sql parser error: ");
    let dashed = said.contains("found: -");
    let help = if dashed { "names with - are written with _ here, or in double quotes" } else { "" };
    QueryError::Sql { what: format!("this is not SQL: {said}"), help: help.to_owned() }
}

/// What a query begins with that does more than reading.
pub(crate) fn changing(sql: &str) -> Option<QueryError> {
    const WORDS: [&str; 7] = ["INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "COPY", "SET"];
    let first = sql.split_whitespace().next()?.to_ascii_uppercase();
    let found = WORDS.contains(&first.as_str());
    found.then(|| QueryError::ReadOnly { what: format!("{first} asks for more than reading") })
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn nothing_of_the_engine_is_left() {
        let cases = [
            ("table 'atlas.observations.nope' not found", "there is no table `nope`; `SELECT"),
            ("table 'atlas.registry.nope' not found", "there is no table `registry.nope`; `SELECT"),
            (
                "No field named foo.\nValid fields are nuclei.t, nuclei.label, nuclei.__index_level_0__.",
                "there is no column `foo`; there are: t, label",
            ),
            (
                "No field named aera. Did you mean 'traces.area'?.",
                "there is no column `aera`; did you mean `area`?",
            ),
            ("Arrow error: Divide by zero error", "Divide by zero error"),
            (
                "Arrow error: Cast error: Cannot cast string 'a' to value of Int32 type",
                "Cannot cast string 'a'",
            ),
            (
                "DDL not supported: DropTable",
                "this asks for more than reading (DropTable); a query here only reads",
            ),
            (
                "Internal error: Unsupported logical plan: Explain must be root of the plan.\nThis issue was likely \
                 caused by a bug in the engine",
                "EXPLAIN is not answered; a query here only reads",
            ),
        ];
        for (said, wanted) in cases {
            let told = told(said).to_string();
            assert!(told.starts_with(wanted), "{told}");
        }
    }
}
