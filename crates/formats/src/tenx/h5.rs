use crate::FormatError;
use crate::counts::{CountsOptions, FileRows, unique, unique_genes};
use crate::h5::{ByCells, Compressed, Node, compressed, numbers, texts};
use hdf5_reader::group::Group;
use lca_tables::{AnnData, Categorical, Column, DataFrame};
use std::path::Path;

/// Whether the file is one of 10x's, and the groups of its genomes (version 2) or its one matrix
/// (version 3).
pub(crate) fn genomes(root: &Group) -> Option<Vec<Group>> {
    if let Ok(matrix) = root.group("matrix") {
        return matrix.dataset("barcodes").is_ok().then(|| vec![matrix]);
    }
    let groups = root.groups().ok()?;
    let genomes: Vec<Group> = groups
        .into_iter()
        .filter(|group| group.dataset("barcodes").is_ok() && group.dataset("genes").is_ok())
        .collect();
    (!genomes.is_empty()).then_some(genomes)
}

/// Reads a 10x file: version 2 has a group for each genome, version 3 one matrix.
pub(crate) fn read_file(
    path: &Path,
    genomes: &[Group],
    options: &CountsOptions,
    most: Option<u64>,
) -> Result<(AnnData, Option<FileRows>), FormatError> {
    let broken = |what: String| FormatError::broken(path, "10x", what);
    let (wanted, numbered) = (options.genome.as_deref(), options.make_unique);
    let choose = |names: &[String]| choose(path, names, wanted);
    if let Some(matrix) = genomes.iter().find(|group| group.group("features").is_ok()) {
        let var = features(path, matrix)?;
        let Some(genome) = wanted else { return read_matrix(path, matrix, var, most, numbered) };
        let (data, _) = read_matrix(path, matrix, var, None, numbered)?;
        return Ok((of_genome(&data, genome).map_err(|names| choose(&names))?, None));
    }
    let names: Vec<String> = genomes.iter().map(|group| group.name().to_owned()).collect();
    let group = match wanted {
        Some(genome) => genomes.iter().find(|group| group.name() == genome),
        None => genomes.first().filter(|_| genomes.len() == 1),
    };
    let group = group.ok_or_else(|| choose(&names))?;
    let list = |name: &str| texts(&Node::dataset(group, name)?);
    let mut var = DataFrame::new(list("genes").map_err(broken)?);
    let symbols = Column::Text(list("gene_names").map_err(broken)?);
    let genome = vec![group.name(); var.rows()];
    var.set("gene_symbols", symbols).map_err(FormatError::table(path))?;
    var.set("genome", Column::Categorical(Categorical::from_texts(&genome)))
        .map_err(FormatError::table(path))?;
    read_matrix(path, group, var, most, numbered)
}

/// The error that one of several genomes must be named, or that there is none of the name wanted.
fn choose(path: &Path, names: &[String], wanted: Option<&str>) -> FormatError {
    let first = names.first().map_or("GRCh38", String::as_str);
    let missed = wanted.map_or_else(String::new, |name| format!("it has no genome `{name}`; "));
    let what = format!(
        "{missed}it holds the genomes {}; say which with `params = {{ genome = \"{first}\" }}`, commands on cells with --genome {first}",
        names.join(", ")
    );
    FormatError::Choose { path: path.to_owned(), what }
}

/// The genes of one genome of a file of version 3, or the genomes there are.
fn of_genome(data: &AnnData, genome: &str) -> Result<AnnData, Vec<String>> {
    let genomes = data.var.texts("genome").unwrap_or_default();
    let rows: Vec<usize> =
        (0..genomes.len()).filter(|&row| genomes[row].as_deref() == Some(genome)).collect();
    if rows.is_empty() {
        let mut names: Vec<String> = genomes.into_iter().flatten().collect();
        names.sort_unstable();
        names.dedup();
        return Err(names);
    }
    let x = data.x.as_ref().map(|x| x.select_columns(&rows));
    Ok(AnnData { x, obs: data.obs.clone(), var: data.var.select(&rows), ..AnnData::default() })
}

/// The features of version 3: `id` names them; what else there is of the same length are columns.
fn features(path: &Path, matrix: &Group) -> Result<DataFrame, FormatError> {
    let broken = |what: String| FormatError::broken(path, "10x", what);
    let group = matrix.group("features").map_err(|error| broken(error.to_string()))?;
    let ids = texts(&Node::dataset(&group, "id").map_err(broken)?).map_err(broken)?;
    let mut var = DataFrame::new(ids);
    let (_, names) = group.member_names().map_err(|error| broken(error.to_string()))?;
    for name in names.iter().map(String::as_str).filter(|name| !matches!(*name, "id" | "_all_tag_keys")) {
        let dataset = Node::dataset(&group, name).map_err(broken)?;
        let column = match texts(&dataset) {
            Ok(values) if matches!(name, "feature_type" | "genome") => {
                Column::Categorical(Categorical::from_texts(&values))
            }
            Ok(values) => Column::Text(values),
            Err(_) => match numbers(&dataset).map_err(|why| broken(format!("features/{name}: {why}")))? {
                crate::h5::Numbers::Bool(values) => Column::Bool(values),
                crate::h5::Numbers::Int(values) => Column::Int(values),
                other => Column::Float(other.to_f64().map_err(broken)?),
            },
        };
        let name = match name {
            "name" => "gene_symbols",
            "feature_type" => "feature_types",
            other => other,
        };
        var.set(name, column).map_err(FormatError::table(path))?;
    }
    Ok(var)
}

fn read_matrix(
    path: &Path,
    group: &Group,
    var: DataFrame,
    most: Option<u64>,
    numbered: bool,
) -> Result<(AnnData, Option<FileRows>), FormatError> {
    let broken = |what: String| FormatError::broken(path, "10x", what);
    unique_genes(path, var.index(), numbered)?;
    let barcodes = texts(&Node::dataset(group, "barcodes").map_err(broken)?).map_err(broken)?;
    unique(path, "barcode", &barcodes)?;
    let shape =
        numbers(&Node::dataset(group, "shape").map_err(broken)?).and_then(crate::h5::Numbers::into_ints);
    let (genes, cells) = (var.rows(), barcodes.len());
    let shape = shape.map_err(broken)?;
    for (what, found, expected) in [("genes", genes, shape.first()), ("barcodes", cells, shape.get(1))] {
        let expected = expected.and_then(|&length| usize::try_from(length).ok());
        let expected = expected.ok_or_else(|| broken("its shape is not two positive numbers".to_owned()))?;
        if found != expected {
            return Err(FormatError::Length {
                path: path.to_owned(),
                what: what.to_owned(),
                found,
                expected,
            });
        }
    }
    let obs = DataFrame::new(barcodes);
    let file = (path, "10x");
    let rows = most.map(|most| ByCells::of(file, group, (cells, genes), most)).transpose().map_err(broken)?;
    if let Some(rows) = rows.flatten() {
        return Ok((AnnData { obs, var, ..AnnData::default() }, Some(rows.into())));
    }
    let arrays = compressed(group).map_err(broken)?;
    check_counts(path, &arrays, &obs, &var)?;
    let x = arrays.matrix(cells, genes).map_err(broken)?;
    Ok((AnnData { x: Some(x), obs, var, ..AnnData::default() }, None))
}

fn check_counts(
    path: &Path,
    arrays: &Compressed,
    obs: &DataFrame,
    var: &DataFrame,
) -> Result<(), FormatError> {
    let values = arrays.values.to_f64().map_err(|what| FormatError::broken(path, "10x", what))?;
    let Some(at) = values.iter().position(|value| !value.is_finite() || *value < 0.0) else { return Ok(()) };
    let cell = arrays.indptr.partition_point(|&start| start <= at as i64).saturating_sub(1);
    let gene = arrays.indices.get(at).and_then(|&gene| usize::try_from(gene).ok());
    let name = |table: &DataFrame, row: Option<usize>| row.and_then(|row| table.index().get(row).cloned());
    Err(FormatError::Value {
        path: path.to_owned(),
        row: name(obs, Some(cell)).unwrap_or_default(),
        column: name(var, gene).unwrap_or_default(),
        what: format!("{} is not a count", values[at]),
    })
}
