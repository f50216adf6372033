use super::choose::Choice;
use super::terrain::Terrain;
use crate::segment::largest;
use lca_pixels::{Mask, fill_holes};
use ndarray::s;

/// An object's shape in reduced pixels: a box of values above 0 inside and below 0 outside, whose size
/// says how far the signal is from the edge; 0 where another object is as bright, so that not this edge but what lies
/// nearer parts the two.
pub(crate) struct Shape {
    pub(crate) object: u32,
    /// First row and column in reduced pixels of the field; the box has a margin of one pixel.
    pub(super) low: [i64; 2],
    pub(super) ny: usize,
    pub(super) nx: usize,
    pub(super) sides: Vec<f32>,
}

/// Where an object's edge lies, and what makes it a likely one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    /// Whether the level is a share of the object's own brightness, or a value of the signal.
    pub(crate) relative: bool,
    pub(crate) level: f32,
    /// Least mean of the signal.
    pub(crate) least: f32,
    /// Least and greatest area in reduced pixels.
    pub(crate) sizes: [f64; 2],
    /// Whether single pixels that stick out are cut off.
    pub(crate) rounded: bool,
}

/// The shape of one object, or none where it is no likely one: its own edge, rounded, its largest
/// piece, without holes.
pub(crate) fn shape(
    object: u32,
    choice: &Choice,
    owners: &[u32],
    terrain: &Terrain,
    rule: Edge,
) -> Option<Shape> {
    let basin = &choice.objects[object as usize];
    let (_, window_y, window_x) = terrain.hills.dim();
    let low = [0, 1].map(|axis| i64::from(basin.low[axis]) - 1);
    let [ny, nx] = [0, 1].map(|axis| (basin.high[axis] - basin.low[axis]) as usize + 2);
    let at = |y: usize, x: usize| {
        let (y, x) =
            (low[0] + y as i64 - terrain.origin[0] as i64, low[1] + x as i64 - terrain.origin[1] as i64);
        let seen = (0..window_y as i64).contains(&y) && (0..window_x as i64).contains(&x);
        seen.then(|| y as usize * window_x + x as usize)
    };
    let signal = terrain.signal.as_slice()?;
    let mut values = Vec::with_capacity(basin.size as usize);
    for y in 1..ny - 1 {
        for x in 1..nx - 1 {
            values.extend(at(y, x).filter(|&at| owners[at] == object + 1).map(|at| signal[at]));
        }
    }
    let three_quarters = values.len() * 3 / 4;
    if values.is_empty() {
        return None;
    }
    let (_, level, _) = values.select_nth_unstable_by(three_quarters, f32::total_cmp);
    let level = if rule.relative { *level } else { 1.0 };
    let edge = rule.level * level;
    let own = Mask::from_shape_fn((1, ny, nx), |(_, y, x)| {
        at(y, x).is_some_and(|at| owners[at] == object + 1 && signal[at] > edge)
    });
    let mask = rounded(&own, rule.rounded);
    let (mut size, mut sum) = (0_usize, 0.0);
    let mut sides = Vec::with_capacity(ny * nx);
    for ((_, y, x), &inside) in mask.indexed_iter() {
        let (owner, value) = at(y, x).map_or((0, 0.0), |at| (owners[at], signal[at]));
        if inside {
            size += 1;
            sum += f64::from(value);
        }
        let away = (value - edge).abs().max(1e-3 * level);
        sides.push(match inside {
            true => away,
            false if owner > 0 && owner != object + 1 => (value - edge).min(0.0),
            false => -away,
        });
    }
    let fits = (rule.sizes[0]..=rule.sizes[1]).contains(&(size as f64));
    let bright = sum > f64::from(rule.least) * size as f64;
    (fits && bright && size > 0).then_some(Shape { object, low, ny, nx, sides })
}

/// Without what a small cross does not fit into; the largest piece; without holes.
fn rounded(own: &Mask, cut: bool) -> Mask {
    let opened = if cut { crossed(&crossed(own, true), false) } else { own.clone() };
    let best = largest(if opened.iter().any(|&inside| inside) { &opened } else { own });
    let most = best.len();
    fill_holes(&best, most)
}

/// Erosion (`all`) or dilation by a cross of five pixels. The box's margin is outside.
fn crossed(mask: &Mask, all: bool) -> Mask {
    let (_, ny, nx) = mask.dim();
    let mut out = mask.clone();
    let beside = s![0, 1..ny - 1, 1..nx - 1];
    let mut core = out.slice_mut(beside);
    for part in [
        s![0, 0..ny - 2, 1..nx - 1],
        s![0, 2..ny, 1..nx - 1],
        s![0, 1..ny - 1, 0..nx - 2],
        s![0, 1..ny - 1, 2..nx],
    ] {
        core.zip_mut_with(&mask.slice(part), |slot, &other| {
            *slot = if all { *slot && other } else { *slot || other };
        });
    }
    out
}
