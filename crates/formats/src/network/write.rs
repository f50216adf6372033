use super::{cx2, edges, gexf, graphml, qual, sif, xml_text};
use crate::FormatError;
use crate::table::create;
use lca_graph::MolecularNetwork;
use std::io::Write as _;
use std::path::Path;

/// Writes a network by the ending of the name: `.sif`, `.graphml`, `.gexf`, `.cx2`, `.sbml` or `.xml`
/// (package *qual*), `.csv`, `.tsv` or `.txt` (a table of edges with a header); packed with gzip where
/// `.gz` follows. All but SIF tell layers, names, kinds and evidence, so that [`crate::read_network`]
/// finds the very same network; molecules and interactions may stand in another order.
///
/// # Errors
/// When the file cannot be written, the ending is none of these, or the format has no way to tell a name.
pub fn write_network(path: &Path, network: &MolecularNetwork) -> Result<(), FormatError> {
    let text = match super::ending(path).as_str() {
        "sif" => sif::text(path, network)?,
        "csv" => edges::text(path, network, b',')?,
        "tsv" | "txt" => edges::text(path, network, b'\t')?,
        "cx2" | "cx" => cx2::text(network),
        "graphml" => markup(path, network, graphml::text)?,
        "gexf" => markup(path, network, gexf::text)?,
        "sbml" | "xml" => markup(path, network, qual::text)?,
        _ => {
            let what = "the ending says no format: use .sif, .graphml, .gexf, .cx2, .sbml, .csv or .tsv";
            return Err(FormatError::Unwritable { path: path.to_owned(), what: what.to_owned() });
        }
    };
    let mut file = create(path)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(FormatError::io("write", path))
}

fn markup(
    path: &Path,
    network: &MolecularNetwork,
    text: fn(&MolecularNetwork) -> String,
) -> Result<String, FormatError> {
    xml_text::check(path, xml_text::texts(network))?;
    Ok(text(network))
}
