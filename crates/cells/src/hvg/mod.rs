//! Genes that vary between cells more than their mean explains.

mod dispersion;
mod variance;

use crate::CellsError;
use crate::error::{at_least, parameter};
use crate::rows::CellRows;
use lca_tables::{AnnData, Column, Uns};
use serde::{Deserialize, Serialize};

/// How variability is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HvgFlavor {
    /// Dispersion of normalised, log1p-transformed values within bins of like mean (Satija et al. 2015).
    #[default]
    Seurat,
    /// Dispersion of log1p-transformed values against the median of bins that hold equally many genes (Zheng et al. 2017).
    CellRanger,
    /// Variance of counts standardised by a local regression on the mean (Stuart et al. 2019).
    SeuratV3,
}

/// Which genes are called highly variable; defaults as scanpy's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HvgParams {
    /// Default `seurat`, like `cell_ranger` on log1p-transformed values; `seurat_v3` works on raw counts.
    pub flavor: HvgFlavor,
    /// How many genes to call. Default: those within the bounds below (`seurat`, `cell_ranger`), 2000 (`seurat_v3`).
    pub n_top_genes: Option<usize>,
    /// Lower bound of the mean (not `seurat_v3`, without `n_top_genes`), not included. Default 0.0125.
    pub min_mean: f64,
    /// Upper bound of the mean, not included. Default 3.
    pub max_mean: f64,
    /// Lower bound of the normalised dispersion, not included. Default 0.5.
    pub min_disp: f64,
    /// Number of bins of the mean (`seurat`). Default 20.
    pub n_bins: usize,
    /// Share of genes in each local regression (`seurat_v3`). Default 0.3.
    pub span: f64,
}

impl Default for HvgParams {
    fn default() -> Self {
        Self {
            flavor: HvgFlavor::Seurat,
            n_top_genes: None,
            min_mean: 0.0125,
            max_mean: 3.0,
            min_disp: 0.5,
            n_bins: 20,
            span: 0.3,
        }
    }
}

/// What was measured of each gene.
#[derive(Debug, Clone, PartialEq)]
pub enum Variability {
    /// Of flavours `seurat` and `cell_ranger`: variance / mean, and that standardised within its bin; `seurat` takes its
    /// logarithm.
    Dispersion {
        /// NaN for genes without variance.
        dispersions: Vec<f64>,
        /// NaN for genes without variance.
        dispersions_norm: Vec<f64>,
    },
    /// Of flavour `seurat_v3`: variance of counts, and that of clipped standardised counts.
    Variance {
        /// Variance of counts.
        variances: Vec<f64>,
        /// Variance of standardised counts; 0 for genes without variance.
        variances_norm: Vec<f64>,
        /// From 0 for the most variable; NaN for genes that are not called.
        rank: Vec<f64>,
    },
}

/// The highly variable genes.
#[derive(Debug, Clone, PartialEq)]
pub struct Hvg {
    /// How variability was measured.
    pub flavor: HvgFlavor,
    /// Which genes are called.
    pub highly_variable: Vec<bool>,
    /// Mean of each gene: log1p of the mean of untransformed values (`seurat`), of log1p-transformed ones
    /// (`cell_ranger`), of counts (`seurat_v3`).
    pub means: Vec<f64>,
    /// What the call rests on.
    pub variability: Variability,
}

/// Finds highly variable genes (columns): flavours `seurat` and `cell_ranger` from log1p-transformed values, flavour
/// `seurat_v3` from raw counts.
///
/// # Errors
/// [`CellsError::TooFew`] with fewer than two cells or without genes, [`CellsError::Value`] for values
/// that the flavour cannot take, [`CellsError::Parameter`] for `n_bins` 0 or `span` outside 0 to 1.
pub fn highly_variable_genes(x: &dyn CellRows, params: &HvgParams) -> Result<Hvg, CellsError> {
    at_least("cells", x.shape().0, 2)?;
    at_least("genes", x.shape().1, 1)?;
    parameter("n_bins", params.n_bins, "give at least 1", params.n_bins > 0)?;
    parameter(
        "span",
        params.span,
        "give a share above 0, at most 1",
        params.span > 0.0 && params.span <= 1.0,
    )?;
    match params.flavor {
        HvgFlavor::Seurat | HvgFlavor::CellRanger => dispersion::call(x, params),
        HvgFlavor::SeuratV3 => variance::call(x, params),
    }
}

impl Hvg {
    /// Writes `highly_variable`, `means` and the flavour's measures into `var`, and `uns["hvg"]`.
    ///
    /// # Errors
    /// [`CellsError::Table`] when `part` has another number of genes.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        let float = |values: &[f64]| Column::Float(values.to_vec());
        part.var.set("highly_variable", Column::Bool(self.highly_variable.clone()))?;
        part.var.set("means", float(&self.means))?;
        let flavor = match self.flavor {
            HvgFlavor::Seurat => "seurat",
            HvgFlavor::CellRanger => "cell_ranger",
            HvgFlavor::SeuratV3 => "seurat_v3",
        };
        match &self.variability {
            Variability::Dispersion { dispersions, dispersions_norm } => {
                part.var.set("dispersions", float(dispersions))?;
                part.var.set("dispersions_norm", float(dispersions_norm))?;
            }
            Variability::Variance { variances, variances_norm, rank } => {
                part.var.set("highly_variable_rank", float(rank))?;
                part.var.set("variances", float(variances))?;
                part.var.set("variances_norm", float(variances_norm))?;
            }
        }
        let entry = [("flavor".to_owned(), Uns::Text(flavor.into()))];
        part.uns.insert("hvg".into(), Uns::Map(entry.into()));
        Ok(())
    }
}
