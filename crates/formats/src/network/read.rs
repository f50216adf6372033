use super::detect::{Format, format};
use super::entry::Entries;
use super::markup;
use super::{cx2, edges, gexf, graphml, qual, sif, whole_text};
use crate::FormatError;
use lca_graph::{BooleanNetwork, Layer, MolecularNetwork};
use std::path::Path;

/// A network and what is known of the file it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkFile {
    /// The network.
    pub network: MolecularNetwork,
    /// What the file is: `SIF`, `GraphML`, `OmniPath table`.
    pub format: &'static str,
    /// How many interactions the file states. One without direction counts once.
    pub stated: usize,
    /// The rules, where the file is one of Boolean rules.
    pub rules: Option<BooleanNetwork>,
}

/// Reads a network of molecules, whose format is told by the content: SIF or a list of pairs, GraphML,
/// GEXF, CX2, SBML with package *qual*, Boolean rules, or a table of edges.
///
/// A table is told by its header: `source` and `target` (also `tf`, `regulator`, `from`, `gene1`; `to`,
/// `gene2`) with what it has of `sign`, `weight`, `kind`, `source_layer`, `target_layer`, `source_name`,
/// `target_name`, `evidence_source`, `evidence_dataset`, `evidence_method`, `evidence_score`; DoRothEA's
/// and CollecTRI's regulons; OmniPath's interactions and LIANA's resource; CellPhoneDB's
/// `interaction_input.csv` and `transcription_factor_input.csv`; relations of KEGG's pathways (`entry1`,
/// `entry2`, `subtype`). One without header is of `layer, id type, id`, twice, and the interaction.
///
/// Weights tell signs where one is negative or all are 1, −1 and 0; else they are scores. Interactions with
/// the same ends, sign and kind are there once and gather the evidence. Those of a molecule on itself are
/// kept. One without direction stands for one each way.
///
/// # Errors
/// When the file cannot be read, is none of these, or an entry of it is no interaction; each with the
/// line or the entry.
pub fn read_network(path: &Path) -> Result<MolecularNetwork, FormatError> {
    read_network_file(path).map(|file| file.network)
}

/// Reads as [`read_network`] and says what the file is.
///
/// # Errors
/// As [`read_network`].
pub fn read_network_file(path: &Path) -> Result<NetworkFile, FormatError> {
    let text = whole_text(path)?;
    let (format, entries) = match format(path, &text)? {
        Format::Markup => of_markup(path, &text)?,
        Format::Cx2 => ("CX2", cx2::parse(path, &text)?),
        Format::Edges(dialect) => (dialect.name(), edges::read(path, &text, dialect)?.whole(path)?),
        Format::Layers => ("table of layers", edges::read_layered(path, &text)?.whole(path)?),
        Format::Rules => {
            let rules = crate::boolean::parse_rules(path, &text)?;
            let network = rules.influences(Layer::Unstated);
            let stated = network.interactions().len();
            return Ok(NetworkFile { network, format: "Boolean rules", stated, rules: Some(rules) });
        }
        Format::Sif => ("SIF", sif::parse(path, &text, super::ending(path) == "sif")?),
    };
    let (network, stated) = entries.done();
    if network.molecules().is_empty() {
        return Err(FormatError::broken(path, "network", "it holds no molecule"));
    }
    Ok(NetworkFile { network, format, stated, rules: None })
}

fn of_markup(path: &Path, text: &str) -> Result<(&'static str, Entries), FormatError> {
    let root = markup::parse(path, text)?;
    match root.name.as_str() {
        "graphml" => Ok(("GraphML", graphml::read(path, &root)?)),
        "gexf" => Ok(("GEXF", gexf::read(path, &root)?)),
        "sbml" => Ok(("SBML qual", qual::read(path, &root)?)),
        other => {
            let what = format!(
                "its root is <{other}>; networks in XML are GraphML, GEXF and SBML with package qual"
            );
            Err(FormatError::Unknown { path: path.to_owned(), what })
        }
    }
}
