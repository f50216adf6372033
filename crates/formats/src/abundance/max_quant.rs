use super::Quantity;
use super::fields::table;
use super::number::{mass, number};
use crate::FormatError;
use lca_tables::{Abundances, Mark, Measured};
use std::path::Path;

const IDS: [&str; 2] = ["Majority protein IDs", "Protein IDs"];

/// Whether a header is that of `proteinGroups.txt`.
pub(super) fn looks(header: &str) -> bool {
    let mut fields = header.trim_end().split('\t');
    fields.any(|field| IDS.iter().any(|id| field.trim_matches('"') == *id))
}

/// Where the columns that are read stand.
struct Columns {
    id: usize,
    gene: Option<usize>,
    mass: Option<usize>,
    marks: Vec<(usize, Mark)>,
    samples: Vec<(usize, String)>,
}

/// Reads MaxQuant's `proteinGroups.txt`: a group is named by the first of its majority proteins and the
/// first of its genes; `Mol. weight [kDa]` is its mass. A 0 means that nothing was seen, so it is missing.
/// `Reverse`, `Potential contaminant` (before version 1.5 `Contaminant`) and `Only identified by site`
/// mark a group with `+`.
pub(super) fn read(path: &Path, quantity: Quantity) -> Result<Abundances, FormatError> {
    let (header, rows) = table(path, "proteinGroups.txt")?;
    let columns = columns(path, &header, quantity)?;
    let (mut molecules, mut values) = (Vec::new(), Vec::new());
    for (line, fields) in &rows {
        let molecule = group(path, *line, fields, &header, &columns)?;
        for (at, name) in &columns.samples {
            let value = number(path, &molecule.id, name, &fields[*at])?;
            values.push(if value == 0.0 { f64::NAN } else { value });
        }
        molecules.push(molecule);
    }
    let samples = columns.samples.into_iter().map(|(_, name)| name).collect();
    Abundances::new(molecules, samples, values).map_err(FormatError::table(path))
}

fn group(
    path: &Path,
    line: u64,
    fields: &[String],
    header: &[String],
    columns: &Columns,
) -> Result<Measured, FormatError> {
    let id = first(&fields[columns.id]);
    if id.is_empty() {
        return Err(FormatError::line(path, line, "the group has no protein"));
    }
    let mut molecule = Measured::new(id);
    let gene = columns.gene.map(|at| first(&fields[at]).to_owned());
    molecule.name = gene.filter(|name| !name.is_empty());
    if let Some(at) = columns.mass {
        molecule.mass = mass(path, id, &header[at], &fields[at])?;
    }
    let marked = columns.marks.iter().find(|(at, _)| fields[*at] == "+");
    molecule.mark = marked.map_or(Mark::Target, |(_, mark)| *mark);
    Ok(molecule)
}

/// The first entry of a list with semicolons.
fn first(list: &str) -> &str {
    list.split(';').next().unwrap_or_default().trim()
}

fn columns(path: &Path, header: &[String], quantity: Quantity) -> Result<Columns, FormatError> {
    let find = |name: &str| header.iter().position(|field| field == name);
    let id = IDS.iter().find_map(|name| find(name)).unwrap_or_default();
    let marks = [
        ("Reverse", Mark::Decoy),
        ("Potential contaminant", Mark::Contaminant),
        ("Contaminant", Mark::Contaminant),
        ("Only identified by site", Mark::OnlyBySite),
    ];
    Ok(Columns {
        id,
        gene: find("Gene names"),
        mass: find("Mol. weight [kDa]"),
        marks: marks.iter().filter_map(|(name, mark)| Some((find(name)?, *mark))).collect(),
        samples: samples(path, header, quantity)?,
    })
}

fn samples(path: &Path, header: &[String], quantity: Quantity) -> Result<Vec<(usize, String)>, FormatError> {
    let of = |prefix: &str| -> Vec<(usize, String)> {
        let named = header.iter().enumerate();
        named.filter_map(|(at, name)| Some((at, name.strip_prefix(prefix)?.trim().to_owned()))).collect()
    };
    let wanted: &[&str] = match quantity {
        Quantity::Intensity => &["Intensity "],
        Quantity::Lfq => &["LFQ intensity "],
        Quantity::Ibaq => &["iBAQ "],
        Quantity::Best | Quantity::SmallMolecules => &["LFQ intensity ", "Intensity "],
    };
    let found = wanted.iter().map(|prefix| of(prefix)).find(|found| !found.is_empty());
    found.ok_or_else(|| FormatError::Choose {
        path: path.to_owned(),
        what: format!(
            "no column begins with `{}`; name another quantity: intensity, lfq or ibaq",
            wanted.join("` or `")
        ),
    })
}
