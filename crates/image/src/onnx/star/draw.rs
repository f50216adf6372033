use super::shape::Star;
use super::whole::whole;
use crate::ImageError;
use crate::field::Band;
use lca_pixels::{Labels, runs};
use std::ops::Range;

/// Pixels of a row that are of one star, by its place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) row: usize,
    pub(super) columns: Range<usize>,
    pub(super) star: u32,
}

/// Draws stars, the likeliest first, into bands of `side` rows (none: all at once): a pixel is of the first that covers
/// it, and of what others leave of a star the largest piece is drawn. Labels are from 1 in the order of the centres; a star
/// that others hide has none. How many there are comes back.
pub(in crate::onnx) fn draw(
    stars: &[Star],
    [ny, nx]: [usize; 2],
    side: Option<usize>,
    give: &mut dyn FnMut(Band) -> Result<(), ImageError>,
) -> Result<usize, ImageError> {
    let side = side.unwrap_or(ny).max(1);
    let bands = || (0..ny).step_by(side).map(|top| top..(top + side).min(ny));
    let drawn = whole(bands().flat_map(|rows| seen(stars, &rows, nx)).collect(), stars.len());
    let mut order: Vec<u32> = drawn.iter().map(|run| run.star).collect();
    order.sort_unstable();
    order.dedup();
    order.sort_unstable_by_key(|&star| stars[star as usize].centre);
    let mut labels = vec![0_u32; stars.len()];
    order.iter().zip(1..).for_each(|(&star, label)| labels[star as usize] = label);
    let mut drawn = drawn.iter().peekable();
    for rows in bands() {
        let mut band = Labels::zeros((1, rows.len(), nx));
        while let Some(run) = drawn.next_if(|run| rows.contains(&run.row)) {
            let line = ndarray::s![0, run.row - rows.start, run.columns.clone()];
            band.slice_mut(line).fill(labels[run.star as usize]);
        }
        give(Band { rows, labels: band, objects: order.len(), parts: None })?;
    }
    Ok(order.len())
}

/// What is seen of stars in some rows.
fn seen(stars: &[Star], rows: &Range<usize>, nx: usize) -> Vec<Run> {
    let mut out = vec![0_u32; rows.len() * nx];
    for (star, name) in stars.iter().zip(1..) {
        for &[row, left, right] in &star.runs {
            let Some(row) = usize::try_from(row).ok().filter(|row| rows.contains(row)) else { continue };
            let columns = left.max(0) as usize..(right.max(0) as usize).min(nx);
            let Some(line) = out[(row - rows.start) * nx..][..nx].get_mut(columns) else { continue };
            line.iter_mut().filter(|slot| **slot == 0).for_each(|slot| *slot = name);
        }
    }
    let line = |(line, row): (&[u32], usize)| -> Vec<Run> {
        runs(line, 0).map(|(columns, name)| Run { row, columns, star: name - 1 }).collect()
    };
    out.chunks(nx.max(1)).zip(rows.clone()).flat_map(line).collect()
}
