use super::shape::Shape;
use super::tile::Tile;
use crate::segment::largest;
use lca_pixels::Mask;
use std::ops::Range;

/// Whose the reduced pixels of a window are, and which of these objects are drawn.
pub(super) struct Near<'w> {
    /// For each reduced pixel its object from 1; 0 is none.
    pub(super) owners: &'w [u32],
    /// First row and column of the window in reduced pixels of the field, and its size.
    pub(super) origin: [usize; 2],
    pub(super) size: [usize; 2],
    /// For each object, from 0, its label; 0 where it is not drawn.
    pub(super) labels: &'w [u32],
    /// Pixels of the field per reduced pixel.
    pub(super) factor: usize,
    /// Rows and columns of the field in pixels.
    pub(super) field: [usize; 2],
}

/// Paints a shape into a tile's core: a pixel is inside where the shape's sides, interpolated linearly, are above 0,
/// and where no other object has more of the reduced pixels around it. Of what is then in several pieces the largest is
/// painted. All of it depends on the whole shape and on what lies within one reduced pixel of it, not on the tile.
pub(super) fn paint(shape: &Shape, near: &Near<'_>, tile: &Tile, out: &mut [u32]) {
    let [rows, columns] = [(0, shape.ny), (1, shape.nx)].map(|(axis, n)| near.span(axis, shape.low[axis], n));
    let mut mask = Mask::from_elem((1, rows.len(), columns.len()), false);
    let Some(inside) = mask.as_slice_mut().filter(|slots| !slots.is_empty()) else { return };
    let drawing = Drawing::new(shape, near);
    drawing.interpolate(inside, &rows, &columns);
    drawing.leave(inside, &rows, &columns);
    let label = near.labels[shape.object as usize];
    let wide = tile.core[1].len();
    for ((_, y, x), _) in largest(&mask).indexed_iter().filter(|(_, inside)| **inside) {
        let (y, x) = (rows.start + y, columns.start + x);
        if tile.core[0].contains(&y) && tile.core[1].contains(&x) {
            out[(y - tile.core[0].start) * wide + x - tile.core[1].start] = label;
        }
    }
}

impl Near<'_> {
    /// The pixels between the middles of a box' first and last reduced pixels, beyond which nothing is of its object.
    fn span(&self, axis: usize, low: i64, n: usize) -> Range<usize> {
        let pixel = |reduced: i64| reduced * self.factor as i64 + self.factor as i64 / 2;
        let within = |at: i64| (at.max(0) as usize).min(self.field[axis]);
        within(pixel(low))..within(pixel(low + n as i64 - 1))
    }

    fn owner(&self, [y, x]: [i64; 2]) -> u32 {
        let place = |axis: usize, at: i64| {
            usize::try_from(at - self.origin[axis] as i64).ok().filter(|at| *at < self.size[axis])
        };
        place(0, y).zip(place(1, x)).map_or(0, |(y, x)| self.owners[y * self.size[1] + x])
    }

    fn drawn(&self, owner: u32) -> bool {
        owner > 0 && self.labels[owner as usize - 1] > 0
    }
}

/// A shape with those around it.
struct Drawing<'s> {
    shape: &'s Shape,
    factor: usize,
    /// The shape's sides, of which none is inside where another object is drawn.
    sides: Vec<f32>,
    /// For each reduced pixel of the box its object from 1; 0 is none.
    owners: Vec<u32>,
}

impl<'s> Drawing<'s> {
    fn new(shape: &'s Shape, near: &Near<'_>) -> Self {
        let mut sides = shape.sides.clone();
        let mut owners = Vec::with_capacity(sides.len());
        for (at, side) in sides.iter_mut().enumerate() {
            let [y, x] = [at / shape.nx, at % shape.nx].map(|at| at as i64);
            let owner = near.owner([shape.low[0] + y, shape.low[1] + x]);
            if owner != shape.object + 1 && near.drawn(owner) {
                *side = side.min(0.0);
            }
            owners.push(owner);
        }
        Self { shape, factor: near.factor, sides, owners }
    }

    /// Where a pixel of the field lies among the box' reduced ones: the one before it, and the way to the next in
    /// `2 * factor` equal steps.
    fn place(&self, axis: usize, at: usize) -> (usize, usize) {
        let step = 2 * self.factor as i64;
        let along = (2 * at as i64 + 1 - self.factor as i64) - step * self.shape.low[axis];
        (along.div_euclid(step) as usize, along.rem_euclid(step) as usize)
    }

    /// Sets the pixels of some rows and columns at which the sides are above 0.
    fn interpolate(&self, inside: &mut [bool], rows: &Range<usize>, columns: &Range<usize>) {
        let nx = self.shape.nx;
        let share = |(before, steps): (usize, usize)| (before, steps as f32 / (2 * self.factor) as f32);
        let across: Vec<(usize, f32)> = columns.clone().map(|x| share(self.place(1, x))).collect();
        let mut line = vec![0.0_f32; nx];
        for (y, row) in rows.clone().zip(inside.chunks_mut(columns.len())) {
            let (above, down) = share(self.place(0, y));
            let (one, two) = (&self.sides[above * nx..][..nx], &self.sides[(above + 1) * nx..][..nx]);
            for ((slot, a), b) in line.iter_mut().zip(one).zip(two) {
                *slot = a + down * (b - a);
            }
            for (slot, &(before, right)) in row.iter_mut().zip(&across) {
                *slot = line[before] + right * (line[before + 1] - line[before]) > 0.0;
            }
        }
    }

    /// Takes away the pixels that are another object's.
    fn leave(&self, inside: &mut [bool], rows: &Range<usize>, columns: &Range<usize>) {
        let (nx, own) = (self.shape.nx, self.shape.object + 1);
        let across: Vec<(usize, usize)> = columns.clone().map(|x| self.place(1, x)).collect();
        for (y, row) in rows.clone().zip(inside.chunks_mut(columns.len())) {
            let (above, down) = self.place(0, y);
            for (slot, &(before, right)) in row.iter_mut().zip(&across).filter(|(slot, _)| **slot) {
                let at = above * nx + before;
                let corners = [at, at + 1, at + nx, at + nx + 1];
                if corners.iter().any(|&at| self.owners[at] != 0 && self.owners[at] != own) {
                    *slot = self.mine(corners, [down, right]);
                }
            }
        }
    }

    /// Whether the object that has most of a pixel's surroundings is this one, or lies undrawn in a hole of it. Of those
    /// with equally much it is the first. Weights are whole numbers, so that all who touch say the same.
    fn mine(&self, corners: [usize; 4], [down, right]: [usize; 2]) -> bool {
        let all = 2 * self.factor;
        let weights =
            [(all - down) * (all - right), (all - down) * right, down * (all - right), down * right];
        let owners = corners.map(|at| self.owners[at]);
        let most = owners.iter().filter(|owner| **owner > 0).max_by_key(|&&owner| {
            let held = weights.iter().zip(owners).filter(|&(_, other)| other == owner);
            (held.map(|(weight, _)| weight).sum::<usize>(), std::cmp::Reverse(owner))
        });
        let own = self.shape.object + 1;
        most.is_none_or(|&most| {
            most == own || corners.iter().any(|&at| self.owners[at] == most && self.sides[at] > 0.0)
        })
    }
}
