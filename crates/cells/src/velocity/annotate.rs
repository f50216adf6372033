use super::{Confidence, Kinetics, LatentTime, Velocity, VelocityGraph, VelocityMode};
use crate::CellsError;
use lca_tables::{AnnData, Column, Matrix, Uns};
use ndarray::Array2;

type Field = (&'static str, fn(&Kinetics) -> f64);
type Layer = (&'static str, fn(&Kinetics) -> &Vec<f64>);

const FIELDS: [Field; 11] = [
    ("fit_alpha", |fit| fit.alpha),
    // Of unspliced amounts as they are measured, as scvelo's readers expect: times `fit_scaling` it is the rate of splicing.
    ("fit_beta", |fit| fit.beta / fit.scaling),
    ("fit_gamma", |fit| fit.gamma),
    ("fit_t_", |fit| fit.switch),
    ("fit_scaling", |fit| fit.scaling),
    ("fit_std_u", |fit| fit.std_u),
    ("fit_std_s", |fit| fit.std_s),
    ("fit_likelihood", |fit| fit.likelihood),
    ("fit_variance", |fit| fit.variance),
    ("fit_r2", |fit| fit.explained),
    ("fit_gain", |fit| fit.gain),
];

impl VelocityMode {
    /// Its name, as in `uns["velocity_params"]`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deterministic => "deterministic",
            Self::Stochastic => "stochastic",
            Self::Dynamical => "dynamical",
        }
    }
}

impl Velocity {
    /// Writes, of a table of the same genes, `layers["velocity"]` (and `variance_velocity`, or `velocity_u`
    /// and `fit_t`), `var["velocity_genes"]`, `velocity_gamma`, `velocity_qreg_ratio` and `velocity_r2` or the
    /// columns `fit_…` of the dynamical model, and `uns["velocity_params"]`.
    ///
    /// # Errors
    /// When the table has another number of genes.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        part.layers.insert("velocity".into(), Matrix::DenseF32(self.velocity.clone()));
        if let Some(variance) = &self.variance {
            part.layers.insert("variance_velocity".into(), Matrix::DenseF32(variance.clone()));
        }
        part.var.set("velocity_genes", Column::Bool(self.genes.clone()))?;
        if self.mode == VelocityMode::Dynamical {
            self.annotate_kinetics(part)?;
        } else {
            part.var.set("velocity_gamma", Column::Float(self.gamma.clone()))?;
            part.var.set("velocity_qreg_ratio", Column::Float(self.qreg_ratio.clone()))?;
            part.var.set("velocity_r2", Column::Float(self.r2.clone()))?;
        }
        let mode = ("mode".to_owned(), Uns::Text(self.mode.name().into()));
        part.uns.insert("velocity_params".into(), Uns::Map([mode].into()));
        Ok(())
    }

    fn annotate_kinetics(&self, part: &mut AnnData) -> Result<(), CellsError> {
        for (name, of) in FIELDS {
            let values = self.kinetics.iter().map(|fit| fit.as_ref().map_or(f64::NAN, of)).collect();
            part.var.set(name, Column::Float(values))?;
        }
        let layers: [Layer; 2] = [("velocity_u", |fit| &fit.velocity_u), ("fit_t", |fit| &fit.t)];
        for (name, of) in layers {
            let values = Array2::from_shape_fn(self.velocity.dim(), |(cell, gene)| {
                self.kinetics[gene].as_ref().map_or(f32::NAN, |fit| of(fit)[cell] as f32)
            });
            part.layers.insert(name.into(), Matrix::DenseF32(values));
        }
        Ok(())
    }
}

impl VelocityGraph {
    /// Writes `uns["velocity_graph"]` and `uns["velocity_graph_neg"]`.
    pub fn annotate(&self, part: &mut AnnData) {
        for (name, graph) in [("velocity_graph", &self.graph), ("velocity_graph_neg", &self.negative)] {
            part.uns.insert(name.into(), Uns::Matrix(Matrix::SparseF32(graph.clone())));
        }
    }
}

impl Confidence {
    /// Writes `obs["velocity_length"]` and `obs["velocity_confidence"]`.
    ///
    /// # Errors
    /// When the table has another number of cells.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        part.obs.set("velocity_length", Column::Float(self.length.clone()))?;
        part.obs.set("velocity_confidence", Column::Float(self.confidence.clone()))?;
        Ok(())
    }
}

impl LatentTime {
    /// Writes `obs["latent_time"]`, `obs["root_cells"]` and `obs["end_points"]`.
    ///
    /// # Errors
    /// When the table has another number of cells.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        part.obs.set("latent_time", Column::Float(self.time.clone()))?;
        part.obs.set("root_cells", Column::Float(self.root_cells.clone()))?;
        part.obs.set("end_points", Column::Float(self.end_points.clone()))?;
        Ok(())
    }
}
