use super::partners::{Notes, Traits, genes};
use super::sheet::Sheet;
use super::tables::Tables;
use crate::FormatError;
use lca_graph::{LigandReceptor, Subunit};
use std::collections::HashMap;

/// Reads CellPhoneDB's database as it is shipped: tables that point to each other by numbers.
pub(super) fn read(tables: &mut Tables) -> Result<LigandReceptor, FormatError> {
    let subunits = subunits(tables)?;
    let mut resource = LigandReceptor { name: "cellphonedb".to_owned(), ..LigandReceptor::default() };
    let places = partners(&tables.need("multidata_table.csv")?, subunits, &mut resource)?;
    bindings(&tables.need("interaction_table.csv")?, &mut resource, &places)?;
    if let Some(sheet) = tables.find("gene_synonym_to_gene_name.csv")? {
        let (other, name) = (sheet.need(&["Gene Synonym"])?, sheet.need(&["Gene Name"])?);
        let pairs = sheet.rows().map(|row| (row.text(other).to_owned(), row.text(name).to_owned()));
        resource.synonyms = pairs.collect();
    }
    if let Some(sheet) = tables.find("receptor_to_transcription_factor.csv")? {
        let (receptor, factor) = (sheet.need(&["Receptor"])?, sheet.need(&["TF"])?);
        for row in sheet.rows() {
            let factors = resource.factors.entry(row.text(receptor).to_owned()).or_default();
            factors.push(row.text(factor).to_owned());
        }
    }
    Ok(resource)
}

/// The genes of each protein and complex, by its number.
fn subunits(tables: &mut Tables) -> Result<HashMap<String, Vec<Subunit>>, FormatError> {
    let genes = genes(&tables.need("gene_table.csv")?, "protein_id")?;
    let sheet = tables.need("protein_table.csv")?;
    let (number, place) = (sheet.need(&["id_protein"])?, sheet.need(&["protein_multidata_id"])?);
    let mut subunits: HashMap<String, Vec<Subunit>> = HashMap::new();
    for row in sheet.rows() {
        if let Some(gene) = genes.get(row.text(number)) {
            subunits.insert(row.text(place).to_owned(), vec![gene.clone()]);
        }
    }
    let sheet = tables.need("complex_composition_table.csv")?;
    let (complex, protein) = (sheet.need(&["complex_multidata_id"])?, sheet.need(&["protein_multidata_id"])?);
    for row in sheet.rows() {
        let parts = subunits.get(row.text(protein)).cloned().ok_or_else(|| {
            let (protein, complex) = (row.text(protein), row.text(complex));
            row.fault(format!(
                "complex {complex} has the protein {protein}, which has no gene in gene_table.csv"
            ))
        })?;
        subunits.entry(row.text(complex).to_owned()).or_default().extend(parts);
    }
    Ok(subunits)
}

fn partners(
    sheet: &Sheet,
    mut subunits: HashMap<String, Vec<Subunit>>,
    resource: &mut LigandReceptor,
) -> Result<HashMap<String, usize>, FormatError> {
    let (number, name) = (sheet.need(&["id_multidata"])?, sheet.need(&["name"])?);
    let (traits, complex) = (Traits::of(sheet), Some(sheet.need(&["is_complex"])?));
    let mut places = HashMap::new();
    for row in sheet.rows() {
        if let Some(genes) = subunits.remove(row.text(number)) {
            places.insert(row.text(number).to_owned(), resource.partners.len());
            let complex = row.truth(complex) == Some(true);
            resource.partners.push(traits.partner(row, row.text(name), complex, genes));
        }
    }
    Ok(places)
}

fn bindings(
    sheet: &Sheet,
    resource: &mut LigandReceptor,
    places: &HashMap<String, usize>,
) -> Result<(), FormatError> {
    let columns = [sheet.need(&["multidata_1_id"])?, sheet.need(&["multidata_2_id"])?];
    let notes = Notes::of(sheet);
    for row in sheet.rows() {
        let mut ends = [0; 2];
        for (end, column) in ends.iter_mut().zip(columns) {
            *end = *places.get(row.text(column)).ok_or_else(|| {
                row.fault(format!("partner {} has no genes in the other tables", row.text(column)))
            })?;
        }
        let binding = notes.binding(row, resource, (ends[0], ends[1]));
        resource.bindings.push(binding);
    }
    Ok(())
}
