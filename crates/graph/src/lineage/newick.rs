use super::{Lineage, LineageNode};
use std::collections::BTreeMap;

impl Lineage {
    /// A family as a Newick tree. A cell is called by its name; without one, a leaf or a track of a movie
    /// by its identifier, another inner node by its support, if that is known. Lengths are those of the
    /// branches: frames in a movie, edits for barcodes.
    #[must_use]
    pub fn newick(&self, root: u32) -> Option<String> {
        let mut text: BTreeMap<u32, String> = BTreeMap::new();
        for id in self.family(root).into_iter().rev() {
            let node = self.nodes.get(&id)?;
            let parts: Vec<String> = node.children.iter().filter_map(|child| text.remove(child)).collect();
            let inner = if parts.is_empty() { String::new() } else { format!("({})", parts.join(",")) };
            let length = node.length.map(|length| format!(":{length}")).unwrap_or_default();
            text.insert(id, format!("{inner}{}{length}", label(node)));
        }
        text.remove(&root).map(|tree| tree + ";")
    }
}

fn label(node: &LineageNode) -> String {
    match (&node.name, node.support) {
        (Some(name), _) => quoted(name),
        (None, _) if node.track.is_some() || node.children.is_empty() => node.id.to_string(),
        (None, support) => support.map(|share| share.to_string()).unwrap_or_default(),
    }
}

/// A name with quotes where it holds what means something in Newick.
fn quoted(name: &str) -> String {
    let special =
        |letter: char| letter.is_whitespace() || letter.is_control() || "()[]{},:;'\"_".contains(letter);
    if name.is_empty() || name.contains(special) {
        format!("'{}'", name.replace('\'', "''"))
    } else {
        name.to_owned()
    }
}
