use super::ascend::OUTSIDE;
use super::choose::Choice;
use super::graph::{Graph, name};
use super::terrain::Terrain;
use super::tile::Tile;
use crate::segment::largest;
use lca_pixels::{Mask, fill_holes, runs};
use ndarray::s;

/// An object's shape in reduced pixels: a box of values above 0 inside and below 0 outside, whose size
/// says how far the signal is from the edge.
pub(crate) struct Shape {
    pub(crate) object: u32,
    /// First row and column in reduced pixels of the field; the box has a margin of one pixel.
    low: [i64; 2],
    ny: usize,
    nx: usize,
    sides: Vec<f32>,
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

/// Which object each reduced pixel of a window belongs to, from 1; 0 is none.
pub(crate) fn owners(terrain: &Terrain, tops: &[u32], graph: &Graph, choice: &Choice) -> Vec<u32> {
    by_basin(terrain, tops, graph, |at| choice.object[at].wrapping_add(1))
}

/// What is said of the basin of each reduced pixel of a window, by its place in the graph; 0 outside.
pub(crate) fn by_basin(
    terrain: &Terrain,
    tops: &[u32],
    graph: &Graph,
    said: impl Fn(usize) -> u32,
) -> Vec<u32> {
    let (_, _, nx) = terrain.hills.dim();
    let mut known = vec![u32::MAX; tops.len()];
    let mut out = vec![0; tops.len()];
    for (places, top) in runs(tops, OUTSIDE) {
        let memo = &mut known[top as usize];
        if *memo == u32::MAX {
            let top = name(terrain.origin, nx, top);
            let place = graph.basins.binary_search_by_key(&top, |basin| basin.top).ok();
            *memo = place.map_or(0, &said);
        }
        out[places].fill(*memo);
    }
    out
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
        let value = at(y, x).map_or(0.0, |at| signal[at]);
        if inside {
            size += 1;
            sum += f64::from(value);
        }
        let away = (value - edge).abs().max(1e-3 * level);
        sides.push(if inside { away } else { -away });
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

/// Paints a shape as label `label` into a tile's core: a pixel is inside where the shape's sides,
/// interpolated linearly, are above 0.
pub(crate) fn paint(shape: &Shape, label: u32, factor: usize, tile: &Tile, out: &mut [u32]) {
    let rows = span(shape.low[0], shape.ny, factor, &tile.core[0]);
    let columns = span(shape.low[1], shape.nx, factor, &tile.core[1]);
    let wide = tile.core[1].len();
    let middle = (factor as f32 - 1.0) / 2.0;
    // Where a pixel lies among the reduced ones: the one before it and the way to the next.
    let place = |at: usize, low: i64| {
        let along = (at as f32 - (low * factor as i64) as f32 - middle) / factor as f32;
        let before = along.floor();
        (before as i64, along - before)
    };
    let steps: Vec<(usize, f32)> = columns
        .clone()
        .map(|x| {
            let (before, share) = place(x, shape.low[1]);
            (before.clamp(0, shape.nx as i64 - 2) as usize, share)
        })
        .collect();
    let mut line = vec![0.0_f32; shape.nx];
    for y in rows {
        let (above, share) = place(y, shape.low[0]);
        let above = above.clamp(0, shape.ny as i64 - 2) as usize;
        let (one, two) = (
            &shape.sides[above * shape.nx..][..shape.nx],
            &shape.sides[(above + 1) * shape.nx..][..shape.nx],
        );
        for ((slot, a), b) in line.iter_mut().zip(one).zip(two) {
            *slot = a + share * (b - a);
        }
        let row =
            &mut out[(y - tile.core[0].start) * wide + columns.start - tile.core[1].start..][..columns.len()];
        for (slot, &(before, share)) in row.iter_mut().zip(&steps) {
            if line[before] + share * (line[before + 1] - line[before]) > 0.0 {
                *slot = label;
            }
        }
    }
}

/// The pixels of a core that a box of reduced pixels, without its margin, may cover.
fn span(low: i64, n: usize, factor: usize, core: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let from = (low.max(0) as usize * factor).max(core.start);
    let to = ((low + n as i64).max(0) as usize * factor).min(core.end);
    from..to.max(from)
}
