use super::cells::Cells;
use super::{Background, MeasureParams};
use crate::ImageError;
use lca_pixels::{Connectivity, Image, Labels, distance_in_rows, distance_transform, runs, watershed};

/// What lies around the cells of a frame.
pub(crate) struct Around {
    /// For each label the flat indices of its cytoplasm ring.
    pub(crate) ring: Vec<Vec<usize>>,
    /// Flat indices of pixels furthest from any cell; none where no background is sought.
    pub(crate) far: Vec<usize>,
}

/// About how many pixels the background is sought among, in whole rows.
const LOOK: usize = 100_000;

impl Around {
    pub(crate) fn of(labels: &Labels, cells: &Cells, params: &MeasureParams) -> Result<Self, ImageError> {
        let reach = (params.ring_gap_px + params.ring_width_px) as f32;
        let wanted = params.background == Background::Far;
        let outside = labels.mapv(|label| label == 0);
        let step = labels.len().div_ceil(LOOK).max(1);
        let (mut ring, mut rows) = (vec![Vec::new(); cells.labels.len()], Vec::new());
        if params.ring_width_px > 0.0 {
            let distance = distance_transform(&outside, params.spacing());
            ring = rings(labels, cells, &distance, [params.ring_gap_px as f32, reach])?;
            if wanted {
                rows = some_rows(&distance, step);
            }
        } else if wanted {
            rows = distance_in_rows(&outside, params.spacing(), step);
        }
        Ok(Self { ring, far: far(&rows, labels.dim().2, step, reach) })
    }
}

/// For each label the pixels outside cells that are nearest to it, beyond `gap` and up to `reach` from it.
fn rings(
    labels: &Labels,
    cells: &Cells,
    distance: &Image,
    [gap, reach]: [f32; 2],
) -> Result<Vec<Vec<usize>>, ImageError> {
    let near = distance.mapv(|value| value <= reach);
    let nearest = watershed(distance, labels, &near, Connectivity::Corners)?;
    let (labels, distance) = (labels.as_standard_layout(), distance.as_standard_layout());
    let mut ring = vec![Vec::new(); cells.labels.len()];
    if let (Some(nearest), Some(labels), Some(away)) =
        (nearest.as_slice(), labels.as_slice(), distance.as_slice())
    {
        for (places, basin) in runs(nearest, 0) {
            if let Some(rank) = cells.rank(basin) {
                ring[rank].extend(places.filter(|&at| labels[at] == 0 && away[at] > gap));
            }
        }
    }
    Ok(ring)
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
