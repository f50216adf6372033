use super::terrain::{Terrain, spans};

/// No basin: the pixel is outside.
pub(crate) const OUTSIDE: u32 = u32::MAX;

/// Follows the steepest way up from every pixel inside and says where it ends after at most `most`
/// steps: the pixel's basin is named by that place in the window. Each way depends on its own pixels
/// alone, so that windows that share them agree. Of equal neighbours the first is taken, and of equal
/// pixels the way goes to the earlier one.
pub(crate) fn ascend(terrain: &Terrain, most: u32) -> Vec<u32> {
    let (_, ny, nx) = terrain.hills.dim();
    let (Some(hills), Some(inside)) = (terrain.hills.as_slice(), terrain.inside.as_slice()) else {
        return Vec::new();
    };
    let next = upwards(hills, inside, ny, nx);
    let places = || spans(inside, nx).flat_map(|(y, columns)| y * nx + columns.start..y * nx + columns.end);
    let mut steps = vec![u32::MAX; next.len()];
    let mut top = vec![OUTSIDE; next.len()];
    let mut path = Vec::new();
    for start in places() {
        if steps[start] != u32::MAX {
            continue;
        }
        let mut at = start;
        while steps[at] == u32::MAX && next[at] as usize != at {
            path.push(at);
            at = next[at] as usize;
        }
        if steps[at] == u32::MAX {
            (steps[at], top[at]) = (0, at as u32);
        }
        while let Some(below) = path.pop() {
            (steps[below], top[below]) = (steps[at] + 1, top[at]);
            at = below;
        }
    }
    let mut out = top;
    for at in places().filter(|&at| steps[at] > most) {
        let mut end = at as u32;
        (0..most).for_each(|_| end = next[end as usize]);
        out[at] = end;
    }
    out
}

/// The highest of each inside pixel and its eight neighbours inside.
fn upwards(hills: &[f32], inside: &[bool], ny: usize, nx: usize) -> Vec<u32> {
    let wide = nx + 2;
    let mut framed = vec![f32::NEG_INFINITY; wide * (ny + 2)];
    for (y, columns) in spans(inside, nx) {
        let row = &mut framed[(y + 1) * wide + 1..][..nx];
        row[columns.clone()].copy_from_slice(&hills[y * nx..][columns]);
    }
    let mut next = vec![OUTSIDE; ny * nx];
    for (y, columns) in spans(inside, nx) {
        for x in columns {
            let at = y * nx + x;
            let here = (y + 1) * wide + x + 1;
            let (mut best, mut to) = (framed[here], at);
            let mut look = |framed_at: usize, target: usize, equal: bool| {
                let value = framed[framed_at];
                if value > best || (equal && value == best && target < to) {
                    (best, to) = (value, target);
                }
            };
            look(here - wide - 1, at.wrapping_sub(nx + 1), true);
            look(here - wide, at.wrapping_sub(nx), true);
            look(here - wide + 1, at.wrapping_sub(nx).wrapping_add(1), true);
            look(here - 1, at.wrapping_sub(1), true);
            look(here + 1, at + 1, false);
            look(here + wide - 1, at + nx - 1, false);
            look(here + wide, at + nx, false);
            look(here + wide + 1, at + nx + 1, false);
            next[at] = to as u32;
        }
    }
    next
}
