use super::{Moments, Velocity, VelocityMode};
use crate::CellsError;
use crate::error::length;
use lca_numerics::Csr;
use ndarray::ArrayView2;
use rayon::prelude::*;

/// How well cells' velocities point at other cells.
#[derive(Debug, Clone, PartialEq)]
pub struct VelocityGraph {
    /// Cells × cells: the cosine of velocity and way to the other cell, where positive.
    pub graph: Csr<f32>,
    /// The same where negative.
    pub negative: Csr<f32>,
}

/// Cosines of each cell's velocity and the ways to its neighbours and theirs (La Manno et al. 2018; Bergen et al. 2020),
/// over the velocity genes, both less their means over genes; of the stochastic model, after signed square roots.
/// `distances` are the edges from each cell to its nearest.
///
/// # Errors
/// [`CellsError::Length`] when shapes differ.
pub fn velocity_graph(
    velocity: &Velocity,
    moments: &Moments,
    distances: &Csr<f64>,
) -> Result<VelocityGraph, CellsError> {
    let cells = moments.ms.nrows();
    length("the cells of the velocities", velocity.velocity.nrows(), cells)?;
    length("the genes of the velocities", velocity.velocity.ncols(), moments.ms.ncols())?;
    length("the cells of the distances", distances.shape().0, cells)?;
    let root = velocity.mode == VelocityMode::Stochastic;
    let x = chosen(moments.ms.view(), velocity);
    let v = chosen(velocity.velocity.view(), velocity);
    let near = nearest(distances);
    let of = |cell: usize| {
        let mut v: Vec<f64> = v[cell].iter().map(|&value| rooted(value, root)).collect();
        centre(&mut v);
        let length = norm(&v);
        around(&near, cell)
            .into_iter()
            .filter(|&other| other != cell && length > 0.0)
            .map(|other| {
                let mut way: Vec<f64> =
                    x[other].iter().zip(&x[cell]).map(|(to, from)| rooted(to - from, root)).collect();
                centre(&mut way);
                let far = norm(&way);
                let along: f64 = way.iter().zip(&v).map(|(a, b)| a * b).sum();
                (other as u32, if far > 0.0 { (along / (far * length)) as f32 } else { 0.0 })
            })
            .collect::<Vec<(u32, f32)>>()
    };
    let rows: Vec<Vec<(u32, f32)>> = (0..cells).into_par_iter().map(of).collect();
    Ok(VelocityGraph {
        graph: part(&rows, |cosine| cosine > 0.0)?,
        negative: part(&rows, |cosine| cosine < 0.0)?,
    })
}

/// Rows of cells, with the velocity genes only.
pub(super) fn chosen(matrix: ArrayView2<f32>, velocity: &Velocity) -> Vec<Vec<f64>> {
    let known =
        |gene: &usize| velocity.genes[*gene] && velocity.velocity.column(*gene).iter().all(|v| !v.is_nan());
    let genes: Vec<usize> = (0..velocity.genes.len()).filter(known).collect();
    let row = |row: ndarray::ArrayView1<f32>| genes.iter().map(|&gene| f64::from(row[gene])).collect();
    matrix.rows().into_iter().map(row).collect()
}

/// Each cell's nearest cells, in the order of cells.
pub(super) fn nearest(distances: &Csr<f64>) -> Vec<Vec<usize>> {
    let cells = distances.shape().0;
    (0..cells).map(|cell| distances.row(cell).0.iter().map(|&other| other as usize).collect()).collect()
}

/// A cell, its neighbours and theirs.
fn around(near: &[Vec<usize>], cell: usize) -> Vec<usize> {
    let mut all: Vec<usize> =
        near[cell].iter().flat_map(|&other| &near[other]).chain(&near[cell]).copied().collect();
    all.push(cell);
    all.sort_unstable();
    all.dedup();
    all
}

fn rooted(value: f64, root: bool) -> f64 {
    if root && value != 0.0 { value.abs().sqrt() * value.signum() } else { value }
}

pub(super) fn centre(values: &mut [f64]) {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter_mut().for_each(|value| *value -= mean);
}

pub(super) fn norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}

fn part(rows: &[Vec<(u32, f32)>], keep: impl Fn(f32) -> bool) -> Result<Csr<f32>, CellsError> {
    let (mut indptr, mut indices, mut values) = (vec![0_u64], Vec::new(), Vec::new());
    for row in rows {
        for &(other, cosine) in row.iter().filter(|(_, cosine)| keep(*cosine)) {
            indices.push(other);
            values.push(cosine.clamp(-1.0, 1.0));
        }
        indptr.push(values.len() as u64);
    }
    Ok(Csr::new(rows.len(), rows.len(), indptr, indices, values)?)
}
