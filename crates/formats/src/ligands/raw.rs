use super::partners::{Notes, Traits, genes};
use super::sheet::Sheet;
use super::tables::Tables;
use crate::FormatError;
use lca_graph::{LigandReceptor, Subunit};
use std::collections::HashMap;

/// Reads CellPhoneDB's database as it is curated and as users extend it: proteins and complexes are
/// known by UniProt accessions and by names (its documentation, "Database format").
pub(super) fn read(tables: &mut Tables) -> Result<LigandReceptor, FormatError> {
    let genes = genes(&tables.need("gene_input.csv")?, "uniprot")?;
    let mut resource = LigandReceptor { name: "cellphonedb".to_owned(), ..LigandReceptor::default() };
    let mut places = HashMap::new();
    proteins(&tables.need("protein_input.csv")?, &genes, &mut resource, &mut places)?;
    complexes(&tables.need("complex_input.csv")?, &genes, &mut resource, &mut places)?;
    bindings(&tables.need("interaction_input.csv")?, &mut resource, &places)?;
    if let Some(sheet) = tables.find("sources/transcription_factor_input.csv")? {
        let (receptor, factor) = (sheet.need(&["receptor_id"])?, sheet.need(&["TF_symbol"])?);
        for row in sheet.rows() {
            let factors = resource.factors.entry(row.text(receptor).to_owned()).or_default();
            factors.push(row.text(factor).to_owned());
        }
    }
    Ok(resource)
}

/// Proteins without a gene take part in nothing that can be measured and are left out.
fn proteins(
    sheet: &Sheet,
    genes: &HashMap<String, Subunit>,
    resource: &mut LigandReceptor,
    places: &mut HashMap<String, usize>,
) -> Result<(), FormatError> {
    let (traits, accession) = (Traits::of(sheet), sheet.need(&["uniprot"])?);
    for row in sheet.rows() {
        let name = row.text(accession);
        if let Some(gene) = genes.get(name).filter(|_| !places.contains_key(name)) {
            places.insert(name.to_owned(), resource.partners.len());
            resource.partners.push(traits.partner(row, name, false, vec![gene.clone()]));
        }
    }
    Ok(())
}

fn complexes(
    sheet: &Sheet,
    genes: &HashMap<String, Subunit>,
    resource: &mut LigandReceptor,
    places: &mut HashMap<String, usize>,
) -> Result<(), FormatError> {
    let (traits, name) = (Traits::of(sheet), sheet.need(&["complex_name"])?);
    let columns: Vec<usize> = (1..10).filter_map(|at| sheet.find(&format!("uniprot_{at}"))).collect();
    for row in sheet.rows() {
        let mut subunits: Vec<Subunit> = Vec::new();
        for accession in columns.iter().map(|&column| row.text(column)).filter(|text| !text.is_empty()) {
            let gene = genes.get(accession).ok_or_else(|| {
                row.fault(format!(
                    "complex `{}` has the subunit `{accession}`, which gene_input.csv does not list; add it there",
                    row.text(name)
                ))
            })?;
            subunits.push(gene.clone());
        }
        if subunits.is_empty() {
            return Err(row.fault(format!("complex `{}` has no subunits", row.text(name))));
        }
        places.insert(row.text(name).to_owned(), resource.partners.len());
        resource.partners.push(traits.partner(row, row.text(name), true, subunits));
    }
    Ok(())
}

fn bindings(
    sheet: &Sheet,
    resource: &mut LigandReceptor,
    places: &HashMap<String, usize>,
) -> Result<(), FormatError> {
    let (notes, columns) = (Notes::of(sheet), [sheet.need(&["partner_a"])?, sheet.need(&["partner_b"])?]);
    for row in sheet.rows() {
        let mut ends = [0; 2];
        for (end, column) in ends.iter_mut().zip(columns) {
            let name = row.text(column);
            *end = *places.get(name).ok_or_else(|| {
                let what = "is neither a protein of protein_input.csv with a gene in gene_input.csv nor a \
                            complex of complex_input.csv; add it or correct its name";
                row.fault(format!("partner `{name}` {what}"))
            })?;
        }
        let binding = notes.binding(row, resource, (ends[0], ends[1]));
        resource.bindings.push(binding);
    }
    Ok(())
}
