use super::MeasureParams;
use crate::ImageError;
use lca_pixels::{Connectivity, Image, Labels, areas, distance_transform, watershed};

/// Where each cell is measured, and what lies outside all of them.
pub(crate) struct Regions {
    /// The labels, rising.
    pub(crate) labels: Vec<u32>,
    /// For each label the flat indices of its pixels.
    pub(crate) cell: Vec<Vec<usize>>,
    /// For each label the flat indices of its cytoplasm ring.
    pub(crate) ring: Vec<Vec<usize>>,
    /// Flat indices of the pixels furthest from any cell.
    pub(crate) far: Vec<usize>,
}

impl Regions {
    pub(crate) fn new(labels: &Labels, params: &MeasureParams) -> Result<Self, ImageError> {
        let spacing = params.spacing();
        let distance = distance_transform(&labels.mapv(|label| label == 0), spacing);
        let (gap, reach) = (params.ring_gap_px as f32, (params.ring_gap_px + params.ring_width_px) as f32);
        let near = distance.mapv(|value| value <= reach);
        let nearest = watershed(&distance, labels, &near, Connectivity::Corners)?;
        let sizes = areas(labels);
        let names: Vec<u32> = (1..sizes.len()).filter(|&l| sizes[l] > 0).map(|l| l as u32).collect();
        let mut rank = vec![usize::MAX; sizes.len()];
        names.iter().enumerate().for_each(|(at, &label)| rank[label as usize] = at);
        let (mut cell, mut ring) = (vec![Vec::new(); names.len()], vec![Vec::new(); names.len()]);
        for (at, ((&own, &basin), &away)) in labels.iter().zip(&nearest).zip(&distance).enumerate() {
            if own != 0 {
                cell[rank[own as usize]].push(at);
            } else if basin != 0 && away > gap {
                ring[rank[basin as usize]].push(at);
            }
        }
        Ok(Self { labels: names, cell, ring, far: far(&distance, reach) })
    }
}

/// The quarter of the pixels beyond `reach` that lies furthest from any cell; of all pixels outside
/// cells when none is beyond.
fn far(distance: &Image, reach: f32) -> Vec<usize> {
    let beyond = |least: f32| -> Vec<usize> {
        let kept = distance.iter().enumerate().filter(|(_, away)| **away > least);
        kept.map(|(at, _)| at).collect()
    };
    let mut candidates = beyond(reach);
    if candidates.is_empty() {
        candidates = beyond(0.0);
    }
    let away: Vec<f32> = distance.iter().copied().collect();
    let mut sorted: Vec<f32> = candidates.iter().map(|&at| away[at]).collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let least = sorted.get(sorted.len() * 3 / 4).copied().unwrap_or(0.0);
    candidates.retain(|&at| away[at] >= least);
    candidates
}
