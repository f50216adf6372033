use super::trans_omic;
use crate::FormatError;
use crate::table::{Rows, open_text, unreadable, utf8};
use csv::ByteRecord;
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};
use std::io::BufRead;
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

/// Reads who acts on whom between layers: the tables of transomics2cytoscape, or CSV and TSV with the
/// columns `source` and `target` and, as they are there, `source_layer`, `target_layer`, `sign`, `kind`.
/// Layers that a table does not state are those given (source, target). Other files are read as by
/// [`super::read_network`].
///
/// # Errors
/// When the file cannot be read, or not one of its rows is an interaction.
pub fn read_resource(path: &Path, layers: (Layer, Layer)) -> Result<Accounted, FormatError> {
    let mut start = Vec::new();
    open_text(path)?.read_until(b'\n', &mut start).map_err(unreadable(path))?;
    let first = String::from_utf8_lossy(&start).trim_end().to_owned();
    let accounted = if trans_omic::looks(&first) {
        trans_omic::read(path)?
    } else if first.split([',', '\t', ';']).any(|field| field.trim().eq_ignore_ascii_case("source")) {
        table(path, layers)?
    } else {
        let network = super::read_network(path)?;
        let kept = network.interactions().len();
        Accounted { network: placed(&network, layers), rows: kept, kept, ..Accounted::default() }
    };
    match accounted.refused.first() {
        Some((line, why)) if accounted.kept == 0 => Err(FormatError::line(path, *line, why.clone())),
        None if accounted.kept == 0 => Err(FormatError::broken(path, "resource", "it has no interaction")),
        _ => Ok(accounted),
    }
}

/// The network with the layers given in place of those that are not stated.
fn placed(network: &MolecularNetwork, (from, to): (Layer, Layer)) -> MolecularNetwork {
    let mut out = MolecularNetwork::default();
    let stated = |layer: Layer, given| if layer == Layer::Unstated { given } else { layer };
    for edge in network.interactions() {
        let mut end = |at: usize, given| {
            let one = &network.molecules()[at];
            out.molecule(Molecule { layer: stated(one.layer, given), ..one.clone() })
        };
        let (source, target) = (end(edge.source, from), end(edge.target, to));
        out.interaction(Interaction { source, target, ..edge.clone() });
    }
    out
}

/// Where the columns of a table stand.
struct Columns {
    source: usize,
    target: usize,
    layers: (Option<usize>, Option<usize>),
    sign: Option<usize>,
    kind: Option<usize>,
}

impl Columns {
    fn of(path: &Path, header: &[String]) -> Result<Self, FormatError> {
        let find = |name: &str| header.iter().position(|field| field.eq_ignore_ascii_case(name));
        let needed = |name: &str| {
            let what = || format!("it has no column `{name}`; there are: {}", header.join(", "));
            find(name).ok_or_else(|| FormatError::broken(path, "resource", what()))
        };
        Ok(Self {
            source: needed("source")?,
            target: needed("target")?,
            layers: (find("source_layer"), find("target_layer")),
            sign: find("sign"),
            kind: find("kind"),
        })
    }
}

fn table(path: &Path, given: (Layer, Layer)) -> Result<Accounted, FormatError> {
    let mut rows = Rows::open(path)?;
    let texts = |line: u64, record: &ByteRecord| -> Result<Vec<String>, FormatError> {
        record.iter().map(|field| Ok(utf8(path, line, field)?.trim().to_owned())).collect()
    };
    let header = match rows.next()? {
        Some((line, record)) => texts(line, record)?,
        None => Vec::new(),
    };
    let columns = Columns::of(path, &header)?;
    let mut accounted = Accounted::default();
    while let Some((line, record)) = rows.next()? {
        let fields = texts(line, record)?;
        accounted.rows += 1;
        match row(&mut accounted.network, &fields, &columns, given, path) {
            Ok(true) => accounted.kept += 1,
            Ok(false) => accounted.repeated += 1,
            Err(why) => accounted.refused.push((line, why)),
        }
    }
    Ok(accounted)
}

fn row(
    network: &mut MolecularNetwork,
    fields: &[String],
    columns: &Columns,
    given: (Layer, Layer),
    path: &Path,
) -> Result<bool, String> {
    let field = |at: usize| fields.get(at).map_or("", String::as_str);
    let layer = |at: Option<usize>, given: Layer| match at.map(field).filter(|text| !text.is_empty()) {
        Some(text) => text.parse::<Layer>().map_err(|error| error.to_string()),
        None => Ok(given),
    };
    let (source, target) = (field(columns.source), field(columns.target));
    if source.is_empty() || target.is_empty() {
        return Err("source or target is empty".to_owned());
    }
    let sign = columns.sign.map_or(Ok(Sign::Unknown), |at| sign(field(at)))?;
    let (from, to) = (layer(columns.layers.0, given.0)?, layer(columns.layers.1, given.1)?);
    let (source, target) =
        (network.molecule(Molecule::new(source, from)), network.molecule(Molecule::new(target, to)));
    let kind = columns.kind.map(field).filter(|text| !text.is_empty()).map(str::to_owned);
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let evidence = vec![Evidence { source: file, ..Evidence::default() }];
    let before = network.interactions().len();
    network.interaction(Interaction { kind, evidence, ..Interaction::new(source, target, sign) });
    Ok(network.interactions().len() > before)
}

fn sign(text: &str) -> Result<Sign, String> {
    match text.to_ascii_lowercase().as_str() {
        "" | "0" | "unknown" | "na" => Ok(Sign::Unknown),
        "1" | "+1" | "+" | "positive" | "activation" => Ok(Sign::Positive),
        "-1" | "-" | "negative" | "inhibition" => Ok(Sign::Negative),
        "dual" | "+-" => Ok(Sign::Dual),
        _ => Err(format!("`{text}` is no sign: use 1, -1, 0 or positive, negative, dual, unknown")),
    }
}
