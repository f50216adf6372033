use super::read::Left;
use super::{column, frame, matrix};
use crate::h5::{Node, Numbers, is_text, numbers, texts};
use hdf5_reader::Dataset;
use hdf5_reader::group::Group;
use lca_tables::Uns;
use std::collections::BTreeMap;

/// Groups within groups are followed this deep; a file whose links go in circles is no deeper.
const DEEPEST: usize = 32;

/// Reads the unstructured part. What cannot be represented is named in `left`.
pub(super) fn read(root: &Group, left: &mut Left) -> BTreeMap<String, Uns> {
    root.group("uns").map(|group| map(&group, "uns", 0, left)).unwrap_or_default()
}

fn map(group: &Group, part: &str, depth: usize, left: &mut Left) -> BTreeMap<String, Uns> {
    let mut all = BTreeMap::new();
    let names = Node::names(group).unwrap_or_else(|why| {
        left.skip(part, why);
        Vec::new()
    });
    for name in names {
        let part = format!("{part}/{name}");
        match Node::need(group, &name).and_then(|node| value(&node, &part, depth + 1, left)) {
            Ok(Some(value)) => _ = all.insert(name, value),
            Ok(None) => {}
            Err(why) => left.skip(part, why),
        }
    }
    all
}

/// A value, or none for Python's `None`.
fn value(node: &Node, part: &str, depth: usize, left: &mut Left) -> Result<Option<Uns>, String> {
    match (node, node.encoding().as_str()) {
        (_, "null") => Ok(None),
        (Node::Dataset(dataset), _) => array(dataset).map(Some),
        (_, "csr_matrix" | "csc_matrix") => {
            matrix::read(node, None, left.most_rows).map(|matrix| Some(Uns::Matrix(matrix)))
        }
        (_, "dataframe") => frame::read(node, part, left).map(|table| Some(Uns::DataFrame(table))),
        (_, "categorical" | "nullable-string-array") => {
            column::texts(node).map(|texts| Some(Uns::Texts(texts)))
        }
        (Node::Group(group), "dict" | "") if depth < DEEPEST => {
            Ok(Some(Uns::Map(map(group, part, depth, left))))
        }
        (_, other) => Err(format!("the encoding `{other}` is not supported")),
    }
}

fn array(dataset: &Dataset) -> Result<Uns, String> {
    if is_text(dataset.dtype()) {
        let mut texts = texts(dataset)?;
        return match (dataset.ndim(), texts.len()) {
            (0, 1) => Ok(Uns::Text(texts.swap_remove(0))),
            (1, _) => Ok(Uns::Texts(texts)),
            (axes, _) => Err(format!("texts along {axes} axes are not supported")),
        };
    }
    match dataset.ndim() {
        2 => matrix::dense(dataset).map(Uns::Matrix),
        0 | 1 => list(dataset.ndim() == 0, numbers(dataset)?),
        axes => Err(format!("an array of {axes} axes is not supported")),
    }
}

fn list(scalar: bool, values: Numbers) -> Result<Uns, String> {
    match (values, scalar) {
        (Numbers::Bool(values), true) if values.len() == 1 => Ok(Uns::Bool(values[0])),
        (Numbers::Int(values), true) if values.len() == 1 => Ok(Uns::Int(values[0])),
        (Numbers::Int(values), false) => Ok(Uns::Ints(values)),
        (Numbers::Bool(_), false) => Err("a list of truth values is not supported".to_owned()),
        (other, scalar) => match (other.to_f64()?, scalar) {
            (values, true) if values.len() == 1 => Ok(Uns::Float(values[0])),
            (values, false) => Ok(Uns::Floats(values)),
            _ => Err("a scalar without a value".to_owned()),
        },
    }
}
