use crate::failure::Failure;
use lca_core::{ElementKind, ElementPath, ElementPathError, Hasher};
use lca_store::{Atlas, ElementInfo};
use serde_json::{Value, json};
use std::path::Path;

/// Whether a folder is an atlas.
pub(crate) fn is_atlas(path: &Path) -> bool {
    path.join("lca").join("commit.json").is_file()
}

/// The one element of a kind that `fits`, or the one of that name.
pub(crate) fn pick(
    atlas: &Atlas,
    (kind, what, option): (ElementKind, &str, &str),
    name: Option<&str>,
    fits: impl Fn(&ElementInfo) -> bool,
) -> Result<ElementPath, Failure> {
    let mut found: Vec<ElementPath> = atlas
        .elements()
        .into_iter()
        .filter(|one| one.path.kind() == kind && name.is_none_or(|name| one.path.name() == name) && fits(one))
        .map(|one| one.path)
        .collect();
    let shown = atlas.path().display();
    match (found.len(), name) {
        (1, _) => Ok(found.remove(0)),
        (0, Some(name)) => {
            Err(Failure::Use(format!("{shown} has no {what} `{name}`; `lca ls` lists what it has")))
        }
        (0, None) => Err(Failure::Use(format!("{shown} has no {what}; make them first"))),
        _ => {
            let names: Vec<&str> = found.iter().map(ElementPath::name).collect();
            Err(Failure::Use(format!(
                "{shown} has several {what}; say one of them with {option}: {}",
                names.join(", ")
            )))
        }
    }
}

/// Where the hypotheses of labels of a movie lie, as the step `segment` keeps them too: their parts, and their table.
pub(crate) fn hypotheses(labels: &ElementPath) -> Result<[ElementPath; 2], ElementPathError> {
    let movie = labels.movie().map(|movie| movie.name().to_owned()).unwrap_or_default();
    let parts = ElementPath::movie_labels(&movie, &format!("{}.parts", labels.name()))?;
    let table =
        ElementPath::new(ElementKind::Observations, &format!("{movie}.{}.hypotheses", labels.name()))?;
    Ok([parts, table])
}

/// What is current in an atlas and was made of an element as it is now, by a study's steps or by commands.
pub(crate) fn made_of(atlas: &Atlas, element: &ElementPath) -> Result<Vec<ElementPath>, Failure> {
    let elements = atlas.elements();
    let Some(now) = elements.iter().find(|one| one.path == *element) else { return Ok(Vec::new()) };
    let (key, name) = (json!(now.run), json!(element.to_string()));
    let took = |record: &Value| {
        let inputs = record["record"]["inputs"].as_object().into_iter().flat_map(|inputs| inputs.values());
        let mut of_steps = inputs.filter_map(Value::as_array).flatten();
        of_steps.any(|input| input["key"] == key)
            || record["from"].as_array().is_some_and(|from| from.contains(&name))
    };
    let mut made = Vec::new();
    for run in atlas.current_runs()?.iter().filter(|run| run.key != now.run && took(&run.record)) {
        let current = elements.iter().filter(|one| one.run == run.key);
        made.extend(current.map(|one| one.path.clone()));
    }
    Ok(made)
}

/// The key of what a command makes of elements of an atlas: what it is, how, and their contents.
pub(crate) fn key(atlas: &Atlas, command: &str, params: &Value, from: &[&ElementPath]) -> String {
    let mut hasher = Hasher::new();
    hasher.part(b"lca command 1").part(command.as_bytes()).part(params.to_string().as_bytes());
    for element in atlas.elements().iter().filter(|one| from.contains(&&one.path)) {
        hasher.part(element.path.to_string().as_bytes()).part(element.checksum.as_bytes());
    }
    hasher.finish().as_str().to_owned()
}

/// The record of such a run.
pub(crate) fn record(command: &str, params: &Value, from: &[&ElementPath]) -> Value {
    let from: Vec<String> = from.iter().map(ToString::to_string).collect();
    let software = concat!("lca ", env!("CARGO_PKG_VERSION"));
    json!({ "command": command, "params": params, "from": from, "software": software })
}
