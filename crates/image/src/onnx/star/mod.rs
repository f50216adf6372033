//! Star-convex objects: a centre and how far the edge is along rays of even angles (Schmidt, Weigert et al. 2018, "Cell
//! detection with star-convex polygons"). Of those that overlap, the likeliest is kept (non-maximum suppression).

mod draw;
mod shape;
mod thin;
mod whole;

pub(super) use draw::draw;
pub(super) use shape::Star;
pub(super) use thin::thinned;

use super::squares::Squares;
use crate::ImageError;
use ndarray::ArrayView3;

/// Longest ray in pixels.
const LONGEST: f32 = 1024.0;

/// The stars of a window whose probability is above `level` and whose centre lies in the field. `odds` is `1, y, x`,
/// `rays` `ray, y, x`, on a grid whose points lie `grid` pixels apart from `origin` on; rays are in pixels.
pub(super) fn candidates(
    odds: ArrayView3<'_, f32>,
    rays: ArrayView3<'_, f32>,
    grid: [usize; 2],
    origin: [i64; 2],
    field: [usize; 2],
    level: f32,
) -> Vec<Star> {
    let inside = |axis: usize, step: usize| {
        let at = origin[axis] + (step * grid[axis]) as i64;
        usize::try_from(at).ok().filter(|at| *at < field[axis])
    };
    let above = odds.indexed_iter().filter(|(_, odds)| **odds > level);
    let star = |((_, y, x), &odds): ((usize, usize, usize), &f32)| {
        let centre = [inside(0, y)?, inside(1, x)?];
        let rays = rays.slice(ndarray::s![.., y, x]);
        Some(Star::new(odds, centre, rays.iter().map(|ray| ray.clamp(1e-3, LONGEST))))
    };
    above.filter_map(star).collect()
}

/// All stars of a field, the likeliest first. `see` finds those centred in a row of squares, each thinned within what
/// its square shows; here they are thinned once more over the edges of squares.
pub(super) fn found(
    squares: &Squares,
    see: impl Fn(usize) -> Result<Vec<Star>, ImageError>,
    overlap: f64,
) -> Result<Vec<Star>, ImageError> {
    let mut all = Vec::new();
    for row in 0..squares.rows() {
        all.extend(see(row)?);
    }
    Ok(thinned(all, overlap))
}
