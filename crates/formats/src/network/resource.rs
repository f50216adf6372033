use super::detect::{Format, format};
use super::edges::{self, Fate, Taken};
use super::{read_network, whole_text};
use crate::FormatError;
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule};
use std::path::Path;

/// A network read row by row, with what became of each row: `rows = kept + repeated + refused`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Accounted {
    /// The network.
    pub network: MolecularNetwork,
    /// How many rows the file has below its header, empty ones aside.
    pub rows: usize,
    /// How many rows gave an interaction.
    pub kept: usize,
    /// How many rows repeat an interaction.
    pub repeated: usize,
    /// Lines that gave none, and why.
    pub refused: Vec<(u64, String)>,
}

/// Reads who acts on whom between layers, as [`super::read_network`] reads it, but of a table takes the
/// rows that are edges and accounts for the others. Layers that the file does not state are those given
/// (source, target); an interaction whose source is not stated has the file for it.
///
/// # Errors
/// When the file cannot be read, or not one of its rows is an interaction.
pub fn read_resource(path: &Path, layers: (Layer, Layer)) -> Result<Accounted, FormatError> {
    let text = whole_text(path)?;
    let mut accounted = match format(path, &text)? {
        Format::Edges(dialect) => counted(edges::read(path, &text, dialect)?),
        Format::Layers => counted(edges::read_layered(path, &text)?),
        _ => {
            let network = read_network(path)?;
            let kept = network.interactions().len();
            Accounted { network, rows: kept, kept, ..Accounted::default() }
        }
    };
    match accounted.refused.first() {
        Some((line, why)) if accounted.kept == 0 => Err(FormatError::line(path, *line, why.clone())),
        None if accounted.kept == 0 => Err(FormatError::broken(path, "resource", "it has no interaction")),
        _ => {
            accounted.network = placed(path, &accounted.network, layers);
            Ok(accounted)
        }
    }
}

fn counted(taken: Taken) -> Accounted {
    let mut accounted = Accounted { rows: taken.rows.len(), ..Accounted::default() };
    for (line, fate) in taken.rows {
        match fate {
            Fate::Kept => accounted.kept += 1,
            Fate::Repeated => accounted.repeated += 1,
            Fate::Alone => accounted.refused.push((line, "the target is empty".to_owned())),
            Fate::Refused(why) => accounted.refused.push((line, why)),
        }
    }
    accounted.network = taken.entries.done().0;
    accounted
}

/// The network with the layers given in place of those that are not stated, and the file for a source.
fn placed(path: &Path, network: &MolecularNetwork, (from, to): (Layer, Layer)) -> MolecularNetwork {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut out = MolecularNetwork::default();
    let stated = |layer: Layer, given| if layer == Layer::Unstated { given } else { layer };
    for edge in network.interactions() {
        let mut end = |at: usize, given| {
            let one = &network.molecules()[at];
            out.molecule(Molecule { layer: stated(one.layer, given), ..one.clone() })
        };
        let (source, target) = (end(edge.source, from), end(edge.target, to));
        let mut evidence = edge.evidence.clone();
        if evidence.is_empty() {
            evidence.push(Evidence::default());
        }
        evidence.iter_mut().filter(|one| one.source.is_none()).for_each(|one| one.source.clone_from(&file));
        out.interaction(Interaction { source, target, evidence, ..edge.clone() });
    }
    out
}
