use super::column;
use super::read::Left;
use crate::h5::Node;
use lca_tables::DataFrame;

/// Reads a data frame (a group of columns). Columns that cannot be represented are named in `left`.
pub(super) fn read(node: &Node, part: &str, left: &mut Left) -> Result<DataFrame, String> {
    let Node::Group(group) = node else {
        return Err("it is a structured array of anndata before 0.7; open and save it with a newer anndata"
            .to_owned());
    };
    let index = node.text("_index").unwrap_or_else(|| "_index".to_owned());
    let names =
        column::texts(&Node::need(group, &index)?).map_err(|why| format!("its index `{index}`: {why}"))?;
    let mut table = DataFrame::new(names);
    let members = Node::names(group)?;
    let order = node.text_list("column-order").unwrap_or_default();
    let unordered =
        members.iter().filter(|name| **name != index && *name != "__categories" && !order.contains(name));
    for name in order.iter().chain(unordered) {
        let column = Node::need(group, name).and_then(|node| column::read(group, &node, name));
        let set = column.and_then(|column| table.set(name, column).map_err(|error| error.to_string()));
        if let Err(why) = set {
            left.skip(format!("{part}/{name}"), why);
        }
    }
    Ok(table)
}
