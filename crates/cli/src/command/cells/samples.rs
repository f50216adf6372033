use crate::args::CellsRunArgs;
use crate::command::place::failed;
use crate::failure::Failure;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The samples that are asked for.
pub(super) struct Samples {
    /// Each one's name and file.
    pub(super) files: Vec<(String, PathBuf)>,
    /// What is known of them, a value for each.
    pub(super) known: BTreeMap<String, Vec<String>>,
}

impl Samples {
    pub(super) fn of(args: &CellsRunArgs) -> Result<Self, Failure> {
        match &args.sheet {
            Some(sheet) => listed(sheet),
            None => Ok(Self { files: named(&args.inputs)?, known: BTreeMap::new() }),
        }
    }
}

/// Files named after themselves; of 10x's usual names after the folder that tells them apart.
fn named(inputs: &[PathBuf]) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    for input in inputs {
        let path = absolute(input)?;
        let name = identifier(&path);
        if let Some((_, other)) = files.iter().find(|(known, _)| *known == name) {
            return Err(Failure::Use(format!(
                "both {} and {} would be sample `{name}`; name them in a sheet: --sheet samples.csv",
                other.display(),
                path.display()
            )));
        }
        files.push((name, path));
    }
    Ok(files)
}

/// Names of 10x that say nothing of the sample.
const USUAL: [&str; 6] = [
    "filtered_feature_bc_matrix",
    "raw_feature_bc_matrix",
    "filtered_gene_bc_matrices",
    "outs",
    "matrix",
    "counts",
];

fn identifier(path: &Path) -> String {
    let stem = |part: &Path| {
        let name = part.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A file's endings say nothing of the sample; a folder such as day.0 has none, but for Zarr's.
        let whole = part.is_dir() && !name.starts_with('.') && !name.ends_with(".zarr");
        if whole { name } else { name.split('.').next().unwrap_or_default().to_owned() }
    };
    let telling = path.ancestors().map(stem).find(|name| !name.is_empty() && !USUAL.contains(&name.as_str()));
    let legal = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    telling.unwrap_or_else(|| "sample".to_owned()).chars().map(legal).collect()
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|cause| failed("cannot find", path, &cause))
}

/// The samples of a sheet.
fn listed(sheet: &Path) -> Result<Samples, Failure> {
    let file = |why: String| failed("cannot use", sheet, &why);
    let table = lca_formats::read_table(sheet)?;
    let texts = |name: &str| {
        let column = table.column(name).map_err(|error| file(error.to_string()))?;
        let numbers =
            || column.to_f64().map(|all| all.into_iter().map(|value| Some(value.to_string())).collect());
        let all: Vec<Option<String>> = column.to_texts().or_else(numbers).unwrap_or_default();
        let full = |(row, text): (usize, Option<String>)| {
            let text = text.filter(|text| !text.is_empty() && text != "NaN");
            text.ok_or_else(|| file(format!("row {} has no `{name}`", row + 1)))
        };
        all.into_iter().enumerate().map(full).collect::<Result<Vec<String>, Failure>>()
    };
    let names = if table.is_named() { table.index().to_vec() } else { texts("sample")? };
    let folder = absolute(sheet)?.parent().map(Path::to_owned).unwrap_or_default();
    let files = names.into_iter().zip(texts("path")?).map(|(name, path)| (name, folder.join(path))).collect();
    let others =
        table.columns().iter().map(|(name, _)| name).filter(|name| *name != "sample" && *name != "path");
    let known = others.map(|name| Ok((name.clone(), texts(name)?))).collect::<Result<_, Failure>>()?;
    Ok(Samples { files, known: registered(known) })
}

/// Items that a database of cells asks for under its own names for them: `donor` is told as `donor_id` too, and a column
/// such as `tissue` whose values are terms of an ontology becomes `tissue_ontology_term_id`.
fn registered(known: BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (name, values) in &known {
        let item = lca_cells::registration_item(name).map(|item| item.column).filter(|column| column != name);
        let terms = values.iter().all(|value| value.contains(':'));
        match item.filter(|column| !known.contains_key(*column)) {
            Some("donor_id") => {
                all.insert("donor_id".to_owned(), values.clone());
                all.insert(name.clone(), values.clone());
            }
            Some(column) if terms => _ = all.insert(column.to_owned(), values.clone()),
            _ => _ = all.insert(name.clone(), values.clone()),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_a_registry_get_its_names() {
        let of = |name: &str, value: &str| (name.to_owned(), vec![value.to_owned()]);
        let given =
            [of("donor", "D1"), of("tissue", "UBERON:0000178"), of("disease", "healthy"), of("dose", "1:10")];
        let found = registered(given.into_iter().collect());
        let names: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(names, ["disease", "donor", "donor_id", "dose", "tissue_ontology_term_id"]);
    }

    #[test]
    fn samples_are_named_by_what_tells_them_apart() {
        let named = |path: &str| identifier(Path::new(path));
        assert_eq!(named("/data/day0/outs/filtered_feature_bc_matrix.h5"), "day0");
        assert_eq!(named("/data/pbmc 3k.h5ad"), "pbmc-3k");
        assert_eq!(named("/data/day2"), "day2");
        assert_eq!(named("/"), "sample");
    }
}
