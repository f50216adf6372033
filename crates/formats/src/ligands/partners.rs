use super::sheet::{Row, Sheet};
use crate::FormatError;
use lca_graph::{Binding, LigandReceptor, Partner, Subunit};
use std::collections::HashMap;

/// The columns that say what a partner is.
pub(super) struct Traits {
    secreted: Option<usize>,
    receptor: Option<usize>,
    integrin: Option<usize>,
}

impl Traits {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let [secreted, receptor, integrin] =
            ["secreted", "receptor", "integrin"].map(|name| sheet.find(name));
        Self { secreted, receptor, integrin }
    }

    pub(super) fn partner(&self, row: Row<'_>, name: &str, complex: bool, subunits: Vec<Subunit>) -> Partner {
        Partner {
            name: name.to_owned(),
            subunits,
            complex,
            secreted: row.truth(self.secreted),
            receptor: row.truth(self.receptor),
            integrin: row.truth(self.integrin),
        }
    }
}

/// The columns that say what is known of a binding.
pub(super) struct Notes {
    id: Option<usize>,
    source: Option<usize>,
    directionality: Option<usize>,
    classification: Option<usize>,
    strategy: Option<usize>,
}

impl Notes {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let find = |name| sheet.find(name);
        Self {
            id: find("id_cp_interaction"),
            source: find("source"),
            directionality: find("directionality"),
            classification: find("classification"),
            strategy: find("annotation_strategy"),
        }
    }

    /// A binding; where the database has not numbered it, it is named after its partners.
    pub(super) fn binding(&self, row: Row<'_>, resource: &LigandReceptor, ends: (usize, usize)) -> Binding {
        let name = |place: usize| resource.partners.get(place).map_or("", |one| one.name.as_str());
        Binding {
            id: row.some(self.id).unwrap_or_else(|| format!("{}-{}", name(ends.0), name(ends.1))),
            ligand: ends.0,
            receptor: ends.1,
            source: row.some(self.source),
            directionality: row.some(self.directionality),
            classification: row.some(self.classification),
            strategy: row.some(self.strategy),
            ..Binding::default()
        }
    }
}

/// The genes by what they are the genes of: one subunit for each, with all its accessions.
pub(super) fn genes(sheet: &Sheet, key: &str) -> Result<HashMap<String, Subunit>, FormatError> {
    let (key, symbol) = (sheet.need(&[key])?, sheet.need(&["gene_name", "hgnc_symbol"])?);
    let (hgnc, ensembl) = (sheet.find("hgnc_symbol"), sheet.find("ensembl"));
    let mut genes: HashMap<String, Subunit> = HashMap::new();
    for row in sheet.rows() {
        let name = row.text(symbol);
        if name.is_empty() {
            return Err(row.fault("the gene has no name; give its symbol in the column gene_name"));
        }
        let gene = genes.entry(row.text(key).to_owned()).or_insert_with(|| Subunit::new(name));
        for other in [row.some(hgnc), row.some(ensembl)].into_iter().flatten() {
            if other != gene.symbol && !gene.accessions.contains(&other) {
                gene.accessions.push(other);
            }
        }
    }
    Ok(genes)
}
