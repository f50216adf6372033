use crate::h5::{self, Node, Numbers, numbers};
use hdf5_reader::group::Group;
use lca_tables::{Categorical, Column};

/// Reads a column of a data frame, in any encoding anndata has had since 0.7.
pub(super) fn read(frame: &Group, node: &Node, name: &str) -> Result<Column, String> {
    match node {
        Node::Group(group) => match node.encoding().as_str() {
            "categorical" => categorical(group, node),
            "nullable-integer" | "nullable-boolean" | "nullable-string-array" => nullable(group),
            other => Err(format!("columns with the encoding `{other}` are not supported")),
        },
        // Before anndata 0.8 a column of codes pointed to its categories beside it.
        Node::Dataset(_) if node.attribute("categories").is_some() => legacy_categorical(frame, node, name),
        Node::Dataset(dataset) if dataset.ndim() != 1 => {
            Err(format!("it has {} axes, a column has 1", dataset.ndim()))
        }
        Node::Dataset(dataset) => match numbers(dataset) {
            Ok(Numbers::Bool(values)) => Ok(Column::Bool(values)),
            Ok(Numbers::Int(values)) => Ok(Column::Int(values)),
            Ok(other) => other.to_f64().map(Column::Float),
            Err(why) => h5::texts(dataset).map(Column::Text).map_err(|_| why),
        },
    }
}

/// The texts of a dataset, or of a categorical or number column spelt out: row names may be any.
pub(super) fn texts(node: &Node) -> Result<Vec<String>, String> {
    match node {
        Node::Dataset(dataset) => match h5::texts(dataset) {
            Ok(texts) => Ok(texts),
            Err(why) => match numbers(dataset) {
                Ok(Numbers::Int(values)) => Ok(values.iter().map(i64::to_string).collect()),
                _ => Err(why),
            },
        },
        Node::Group(group) => {
            let column =
                if node.encoding() == "categorical" { categorical(group, node) } else { nullable(group) };
            let texts = column?.to_texts().ok_or("it does not hold texts")?;
            texts.into_iter().collect::<Option<_>>().ok_or_else(|| "a name is missing".to_owned())
        }
    }
}

fn categorical(group: &Group, node: &Node) -> Result<Column, String> {
    let codes = numbers(&Node::dataset(group, "codes")?)?;
    let ordered = truth(node, "ordered");
    assemble(codes, &Node::need(group, "categories")?, ordered)
}

fn legacy_categorical(frame: &Group, node: &Node, name: &str) -> Result<Column, String> {
    let Node::Dataset(dataset) = node else { return Err("it is not a dataset".to_owned()) };
    let group = frame.group("__categories").map_err(|error| error.to_string())?;
    let categories = Node::need(&group, name)?;
    let ordered = truth(&categories, "ordered");
    assemble(numbers(dataset)?, &categories, ordered)
}

fn truth(node: &Node, name: &str) -> bool {
    // h5py writes truth values as an enumeration of one byte.
    let byte = |attribute: hdf5_reader::Attribute| attribute.raw_data.first().is_some_and(|&byte| byte != 0);
    node.attribute(name).is_some_and(byte)
}

fn assemble(codes: Numbers, categories: &Node, ordered: bool) -> Result<Column, String> {
    let categories = texts(categories).map_err(|why| format!("its categories: {why}"))?;
    let codes = if codes.len() == 0 { Vec::new() } else { codes.into_ints()? };
    let code = |code: i64| match code {
        -1 => Ok(None),
        code => match u32::try_from(code) {
            Ok(known) if (known as usize) < categories.len() => Ok(Some(known)),
            _ => Err(format!("the code {code} has no category")),
        },
    };
    let codes = codes.into_iter().map(code).collect::<Result<_, _>>()?;
    Ok(Column::Categorical(Categorical { codes, categories, ordered }))
}

fn nullable(group: &Group) -> Result<Column, String> {
    let Numbers::Bool(mask) = numbers(&Node::dataset(group, "mask")?)? else {
        return Err("its mask does not hold truth values".to_owned());
    };
    let values = Node::dataset(group, "values")?;
    fn masked<T>(values: Vec<T>, mask: &[bool]) -> Result<Vec<Option<T>>, String> {
        if values.len() != mask.len() {
            return Err(format!("{} values, but a mask of {}", values.len(), mask.len()));
        }
        Ok(values.into_iter().zip(mask).map(|(value, &missing)| (!missing).then_some(value)).collect())
    }
    match numbers(&values) {
        Ok(Numbers::Int(values)) => masked(values, &mask).map(Column::NullableInt),
        Ok(Numbers::Bool(values)) => masked(values, &mask).map(Column::NullableBool),
        Ok(_) => Err("its values are neither whole numbers nor truth values".to_owned()),
        Err(_) => masked(h5::texts(&values)?, &mask).map(Column::NullableText),
    }
}
