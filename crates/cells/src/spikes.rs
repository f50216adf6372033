//! Absolute numbers of molecules from spiked-in RNA.

use crate::CellsError;
use crate::error::{length, parameter};
use crate::matrix::AMOUNTS;
use lca_numerics::Csr;
use lca_tables::{AnnData, Column, Matrix, Uns};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was spiked in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpikeParams {
    /// Genes whose name begins with one of these are spiked in. Default `ERCC-`.
    pub prefixes: Vec<String>,
    /// Molecules of each that were put to one cell: moles per volume × volume × dilution × 6.022e23.
    pub molecules: BTreeMap<String, f64>,
    /// Molecules of all of them together that were put to one cell, where those of each are not given.
    pub total_molecules: Option<f64>,
    /// Whether to keep each gene's molecules as layer `molecules`; every cell must then have spiked-in counts.
    pub layer: bool,
}

impl Default for SpikeParams {
    fn default() -> Self {
        let prefixes = vec!["ERCC-".to_owned()];
        Self { prefixes, molecules: BTreeMap::new(), total_molecules: None, layer: false }
    }
}

/// Molecules in each cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Whether each gene is spiked in.
    pub spiked: Vec<bool>,
    /// Spiked-in counts of each cell.
    pub spike_counts: Vec<f64>,
    /// Share of the molecules in a tube that are counted, per cell; not a number without spiked-in counts.
    pub efficiency: Vec<f64>,
    /// Molecules of the cell's own RNA (molecules/cell); not a number without spiked-in counts.
    pub molecules: Vec<f64>,
    /// Standard deviation of `molecules` by the chance of counting few spiked-in molecules, as a share of it.
    pub relative_sd: Vec<f64>,
    /// Molecules put in, of all that are among the genes.
    pub put_in: f64,
    /// Cells × genes, 0 for what was spiked in; where asked for.
    pub layer: Option<Csr<f32>>,
}

/// Molecules in each cell (row) from those that were spiked in: a cell's efficiency is what was counted of them over
/// what was put in, and its molecules are its counts over that. Counts must be of molecules (UMI).
///
/// # Errors
/// [`CellsError::Missing`] where no gene is spiked in or one that is given is not there, [`CellsError::Parameter`]
/// without a number of molecules, [`CellsError::Value`]; with `layer`, [`CellsError::Parameter`] naming the first cell
/// without spiked-in counts.
pub fn calibrate(
    counts: &Csr<f32>,
    genes: &[String],
    cells: &[String],
    params: &SpikeParams,
) -> Result<Calibration, CellsError> {
    AMOUNTS.block(0, counts)?;
    length("the gene names", genes.len(), counts.shape().1)?;
    length("the cell names", cells.len(), counts.shape().0)?;
    let spiked = spiked(genes, params)?;
    let put_in = put_in(genes, &spiked, params)?;
    let (mut spike_counts, mut own) = (Vec::new(), Vec::new());
    for cell in 0..cells.len() {
        let (columns, counted) = counts.row(cell);
        let (mut of_spikes, mut of_cell) = (0.0, 0.0);
        for (&gene, &count) in columns.iter().zip(counted) {
            *(if spiked[gene as usize] { &mut of_spikes } else { &mut of_cell }) += f64::from(count);
        }
        spike_counts.push(of_spikes);
        own.push(of_cell);
    }
    let known = |spikes: f64, value: f64| if spikes > 0.0 { value } else { f64::NAN };
    let efficiency: Vec<f64> = spike_counts.iter().map(|&spikes| known(spikes, spikes / put_in)).collect();
    let molecules: Vec<f64> = own.iter().zip(&efficiency).map(|(own, share)| own / share).collect();
    let relative_sd = spike_counts.iter().map(|&spikes| known(spikes, 1.0 / spikes.sqrt())).collect();
    let layer = params.layer.then(|| layer(counts, &spiked, &efficiency, cells)).transpose()?;
    Ok(Calibration { spiked, spike_counts, efficiency, molecules, relative_sd, put_in, layer })
}

/// Which genes are spiked in: those that are given, else those of a prefix.
fn spiked(genes: &[String], params: &SpikeParams) -> Result<Vec<bool>, CellsError> {
    let absent = params.molecules.keys().find(|name| !genes.contains(name));
    let like = || genes.first().cloned().unwrap_or_default();
    if let Some(name) = absent {
        let present = format!("{} genes, named like `{}`", genes.len(), like());
        return Err(CellsError::Missing { what: "the spiked-in gene", name: name.clone(), present });
    }
    let belongs = |gene: &String| match params.molecules.is_empty() {
        true => params.prefixes.iter().any(|prefix| gene.starts_with(prefix.as_str())),
        false => params.molecules.contains_key(gene),
    };
    let found: Vec<bool> = genes.iter().map(belongs).collect();
    if !found.contains(&true) {
        let present = format!("{} genes, named like `{}`", genes.len(), like());
        let name = params.prefixes.join("`, `");
        return Err(CellsError::Missing { what: "a spiked-in gene that begins with", name, present });
    }
    Ok(found)
}

fn put_in(genes: &[String], spiked: &[bool], params: &SpikeParams) -> Result<f64, CellsError> {
    let rule = "give the molecules put to one cell: `molecules` for each spiked-in gene, or `total_molecules` of all";
    let given = match params.molecules.is_empty() {
        true => params.total_molecules,
        false => {
            let all = genes.iter().zip(spiked).filter(|(_, spiked)| **spiked);
            Some(all.filter_map(|(gene, _)| params.molecules.get(gene)).sum())
        }
    };
    let value = given.map_or_else(|| "not given".to_owned(), |given| given.to_string());
    let sound = given.filter(|given| given.is_finite() && *given > 0.0);
    let each = params.molecules.values().all(|one| one.is_finite() && *one >= 0.0);
    parameter("total_molecules", value, rule, sound.is_some() && each)?;
    Ok(sound.unwrap_or(1.0))
}

fn layer(
    counts: &Csr<f32>,
    spiked: &[bool],
    efficiency: &[f64],
    cells: &[String],
) -> Result<Csr<f32>, CellsError> {
    if let Some(cell) = efficiency.iter().position(|share| share.is_nan()) {
        let value = format!("on, and cell `{}` (row {}) has no spiked-in counts", cells[cell], cell + 1);
        return Err(CellsError::Parameter {
            name: "layer",
            value,
            rule: "leave such cells out first, by `quality`",
        });
    }
    let (mut indptr, mut indices, mut values) = (vec![0_u64], Vec::new(), Vec::new());
    for (cell, share) in efficiency.iter().enumerate() {
        let (columns, counted) = counts.row(cell);
        for (&gene, &count) in columns.iter().zip(counted).filter(|(gene, _)| !spiked[**gene as usize]) {
            indices.push(gene);
            values.push((f64::from(count) / share) as f32);
        }
        indptr.push(values.len() as u64);
    }
    Ok(Csr::new(counts.shape().0, counts.shape().1, indptr, indices, values)?)
}

impl Calibration {
    /// Writes `obs["spike_counts"]`, `obs["capture_efficiency"]`, `obs["molecules_per_cell"]` and its
    /// `…_relative_sd`, `var["spiked_in"]`, the layer `molecules`, and in `uns["calibration"]` the unit and what was
    /// put in.
    ///
    /// # Errors
    /// [`CellsError::Table`] when `part` has other numbers of cells or genes.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        let float = |values: &[f64]| Column::Float(values.to_vec());
        part.obs.set("spike_counts", float(&self.spike_counts))?;
        part.obs.set("capture_efficiency", float(&self.efficiency))?;
        part.obs.set("molecules_per_cell", float(&self.molecules))?;
        part.obs.set("molecules_per_cell_relative_sd", float(&self.relative_sd))?;
        part.var.set("spiked_in", Column::Bool(self.spiked.clone()))?;
        if let Some(layer) = &self.layer {
            part.layers.insert("molecules".to_owned(), Matrix::SparseF32(layer.clone()));
        }
        let said = BTreeMap::from([
            ("unit".to_owned(), Uns::Text("molecules/cell".to_owned())),
            ("spiked_in_molecules_per_cell".to_owned(), Uns::Float(self.put_in)),
        ]);
        part.uns.insert("calibration".to_owned(), Uns::Map(said));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_tables::DataFrame;

    fn table() -> (Csr<f32>, Vec<String>, Vec<String>) {
        let counts = Csr::new(
            3,
            3,
            vec![0, 3, 5, 6],
            vec![0, 1, 2, 0, 2, 1],
            vec![10.0, 30.0, 50.0, 20.0, 200.0, 7.0],
        );
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect();
        (counts.unwrap(), names(&["A", "B", "ERCC-00002"]), names(&["x", "y", "z"]))
    }

    #[test]
    fn molecules_follow_from_what_was_put_in() {
        let (counts, genes, cells) = table();
        let params = SpikeParams { total_molecules: Some(1000.0), ..SpikeParams::default() };
        let found = calibrate(&counts, &genes, &cells, &params).unwrap();
        assert_eq!(found.efficiency[..2], [0.05, 0.2]);
        assert_eq!(found.molecules[..2], [800.0, 100.0]);
        assert!(found.molecules[2].is_nan() && found.spike_counts[2] == 0.0);
        let mut part =
            AnnData { obs: DataFrame::new(cells), var: DataFrame::new(genes.clone()), ..AnnData::default() };
        found.annotate(&mut part).unwrap();
        assert!(
            matches!(&part.uns["calibration"], Uns::Map(said) if said["unit"] == Uns::Text("molecules/cell".into()))
        );
    }

    #[test]
    fn a_layer_has_each_gene_and_needs_every_cell() {
        let (counts, genes, cells) = table();
        let molecules = BTreeMap::from([("ERCC-00002".to_owned(), 1000.0)]);
        let params = SpikeParams { molecules, layer: true, ..SpikeParams::default() };
        let said = calibrate(&counts, &genes, &cells, &params).unwrap_err().to_string();
        assert!(said.contains("`z` (row 3)"), "{said}");
        let two = counts.select_rows(&[0, 1]);
        let layer = calibrate(&two, &genes, &cells[..2], &params).unwrap().layer.unwrap();
        assert_eq!(layer.values(), [200.0, 600.0, 100.0]);
    }

    #[test]
    fn what_is_not_given_is_not_guessed() {
        let (counts, genes, cells) = table();
        let said = |params: &SpikeParams| calibrate(&counts, &genes, &cells, params).unwrap_err().to_string();
        assert!(said(&SpikeParams::default()).contains("total_molecules"));
        let none = SpikeParams { prefixes: vec!["SIRV".into()], ..SpikeParams::default() };
        assert!(said(&none).contains("`SIRV`"));
        let absent = BTreeMap::from([("ERCC-9".to_owned(), 1.0)]);
        assert!(said(&SpikeParams { molecules: absent, ..SpikeParams::default() }).contains("ERCC-9"));
    }
}
