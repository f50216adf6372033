use super::shape::Star;
use crate::ImageError;
use crate::field::Band;
use lca_pixels::Labels;
use std::ops::Range;

/// Draws stars, the likeliest first, into bands of `side` rows (none: all at once): a pixel is of the first that covers
/// it. Labels are from 1 in the order of the centres; a star that others hide has none. How many there are comes back.
pub(in crate::onnx) fn draw(
    stars: &[Star],
    [ny, nx]: [usize; 2],
    side: Option<usize>,
    give: &mut dyn FnMut(Band) -> Result<(), ImageError>,
) -> Result<usize, ImageError> {
    let side = side.unwrap_or(ny).max(1);
    let bands = || (0..ny).step_by(side).map(|top| top..(top + side).min(ny));
    let mut seen = vec![false; stars.len()];
    for rows in bands() {
        for at in painted(stars, &rows, nx).into_iter().filter(|&at| at > 0) {
            seen[at as usize - 1] = true;
        }
    }
    let mut order: Vec<usize> = (0..stars.len()).filter(|&at| seen[at]).collect();
    order.sort_unstable_by_key(|&at| stars[at].centre);
    let mut labels = vec![0_u32; stars.len() + 1];
    order.iter().zip(1..).for_each(|(&at, label)| labels[at + 1] = label);
    for rows in bands() {
        let band = painted(stars, &rows, nx).into_iter().map(|at| labels[at as usize]).collect();
        let band = Labels::from_shape_vec((1, rows.len(), nx), band);
        let labels = band.map_err(|why| ImageError::Rows(why.to_string()))?;
        give(Band { rows, labels, objects: order.len(), parts: None })?;
    }
    Ok(order.len())
}

/// For each pixel of some rows the place of its star, from 1.
fn painted(stars: &[Star], rows: &Range<usize>, nx: usize) -> Vec<u32> {
    let mut out = vec![0; rows.len() * nx];
    for (star, name) in stars.iter().zip(1..) {
        for &[row, left, right] in &star.runs {
            let Some(row) = usize::try_from(row).ok().filter(|row| rows.contains(row)) else { continue };
            let columns = left.max(0) as usize..(right.max(0) as usize).min(nx);
            let Some(line) = out[(row - rows.start) * nx..][..nx].get_mut(columns) else { continue };
            line.iter_mut().filter(|slot| **slot == 0).for_each(|slot| *slot = name);
        }
    }
    out
}
