use super::VelocityGraph;
use crate::CellsError;
use crate::error::length;
use ndarray::{Array2, ArrayView2};

/// The longest arrows are this share of the map's width.
const SHARE: f64 = 0.08;

/// Velocities on a map of the cells (cells × dimensions): the mean of the ways to other cells, each of length 1, weighed by
/// transitions less their mean (La Manno et al. 2018; Bergen et al. 2020, Methods, "Projection"). Lengths are scaled so that the 95th
/// percentile is 8 % of the map's width: they can be compared with each other only.
///
/// # Errors
/// [`CellsError::Length`] when the map is of other cells.
pub fn velocity_embedding(graph: &VelocityGraph, map: ArrayView2<f32>) -> Result<Array2<f32>, CellsError> {
    let (cells, dims) = map.dim();
    length("the cells of the map", cells, graph.graph.shape().0)?;
    let transitions = graph.transitions()?;
    let mut arrows = Array2::<f64>::zeros((cells, dims));
    for (cell, mut arrow) in arrows.rows_mut().into_iter().enumerate() {
        let (others, weights) = transitions.row(cell);
        let others: Vec<(usize, f64)> =
            others.iter().zip(weights).map(|(&other, &weight)| (other as usize, weight)).collect();
        let mean = others.iter().map(|(_, weight)| weight).sum::<f64>() / others.len().max(1) as f64;
        for (other, weight) in others {
            let way: Vec<f64> =
                (0..dims).map(|dim| f64::from(map[[other, dim]]) - f64::from(map[[cell, dim]])).collect();
            let far = super::graph::norm(&way);
            if far > 0.0 {
                arrow.iter_mut().zip(way).for_each(|(to, way)| *to += (weight - mean) * way / far);
            }
        }
    }
    let width = map.columns().into_iter().map(|column| {
        let ends = column.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(l, h), &x| (l.min(x), h.max(x)));
        f64::from(ends.1 - ends.0)
    });
    let width = width.fold(0.0, f64::max);
    let lengths: Vec<f64> = arrows.rows().into_iter().map(|row| super::graph::norm(&row.to_vec())).collect();
    let long = lca_numerics::stats::quantile(&lengths, 0.95);
    let scale = if long > 0.0 { SHARE * width / long } else { 1.0 };
    Ok(arrows.mapv(|value| (value * scale) as f32))
}
