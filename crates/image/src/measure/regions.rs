use super::MeasureParams;
use crate::ImageError;
use lca_pixels::{Connectivity, Image, Labels, distance_in_rows, distance_transform, watershed};

/// Where each cell is measured, and what lies outside all of them.
pub(crate) struct Regions {
    /// The labels, rising.
    pub(crate) labels: Vec<u32>,
    /// For each label the flat indices of its pixels.
    pub(crate) cell: Vec<Vec<usize>>,
    /// For each label the flat indices of its cytoplasm ring.
    pub(crate) ring: Vec<Vec<usize>>,
    /// Flat indices of pixels furthest from any cell.
    pub(crate) far: Vec<usize>,
}

/// About how many pixels the background is sought among, in whole rows.
const LOOK: usize = 100_000;

impl Regions {
    pub(crate) fn new(labels: &Labels, params: &MeasureParams) -> Result<Self, ImageError> {
        let (gap, reach) = (params.ring_gap_px as f32, (params.ring_gap_px + params.ring_width_px) as f32);
        let outside = labels.mapv(|label| label == 0);
        let names = names(labels);
        let mut rank = vec![usize::MAX; names.last().map_or(0, |&most| most as usize + 1)];
        names.iter().enumerate().for_each(|(at, &label)| rank[label as usize] = at);
        let mut cell = vec![Vec::new(); names.len()];
        for (at, &own) in labels.iter().enumerate().filter(|(_, own)| **own != 0) {
            cell[rank[own as usize]].push(at);
        }
        let step = labels.len().div_ceil(LOOK).max(1);
        let mut ring = vec![Vec::new(); names.len()];
        let rows = if params.ring_width_px > 0.0 {
            let distance = distance_transform(&outside, params.spacing());
            let near = distance.mapv(|value| value <= reach);
            let nearest = watershed(&distance, labels, &near, Connectivity::Corners)?;
            for (at, ((&own, &basin), &away)) in labels.iter().zip(&nearest).zip(&distance).enumerate() {
                if own == 0 && basin != 0 && away > gap {
                    ring[rank[basin as usize]].push(at);
                }
            }
            some_rows(&distance, step)
        } else {
            distance_in_rows(&outside, params.spacing(), step)
        };
        Ok(Self { labels: names, cell, ring, far: far(&rows, labels.dim().2, step, reach) })
    }
}

/// The labels there are, rising.
fn names(labels: &Labels) -> Vec<u32> {
    let mut there = vec![false; labels.iter().max().map_or(1, |&most| most as usize + 1)];
    let mut last = 0;
    for &label in labels {
        if label != last {
            (last, there[label as usize]) = (label, true);
        }
    }
    (1..there.len()).filter(|&label| there[label]).map(|label| label as u32).collect()
}

fn some_rows(distance: &Image, step: usize) -> Vec<f32> {
    distance.rows().into_iter().step_by(step).flat_map(|row| row.to_vec()).collect()
}

/// The quarter of the pixels beyond `reach` that lies furthest from any cell; of all pixels outside
/// cells when none is beyond. `rows` are the distances in every `step`-th row of `nx` pixels.
fn far(rows: &[f32], nx: usize, step: usize, reach: f32) -> Vec<usize> {
    let beyond = |least: f32| rows.iter().copied().filter(|&away| away > least).collect::<Vec<f32>>();
    let mut among = beyond(reach);
    let mut least = reach;
    if among.is_empty() {
        (among, least) = (beyond(0.0), 0.0);
    }
    if among.is_empty() {
        return Vec::new();
    }
    let place = among.len() * 3 / 4;
    let (_, &mut quarter, _) = among.select_nth_unstable_by(place, f32::total_cmp);
    let at = |place: usize| place / nx * step * nx + place % nx;
    let found = rows.iter().enumerate().filter(|(_, away)| **away > least && **away >= quarter);
    found.map(|(place, _)| at(place)).collect()
}
