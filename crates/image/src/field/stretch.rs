use lca_pixels::Image;
use ndarray::{CowArray, Ix3};

/// A coarse grid of values and where it lies on fine pixels: cell `i` along an axis, counted from the
/// field's edge, has its value at fine pixel `offset + i * step`.
pub(crate) struct Grid {
    pub(crate) values: Image,
    /// Number of the first cell along y and x.
    pub(crate) first: [usize; 2],
    pub(crate) step: usize,
    pub(crate) offset: f64,
}

impl Grid {
    /// Values in between for the fine pixels of a window that begins at `origin`, by linear
    /// interpolation; beyond the outermost cells their values.
    pub(crate) fn stretched(&self, origin: [usize; 2], dim: (usize, usize, usize)) -> Image {
        let mut rows = self.rows(origin, dim.2);
        let mut out = Image::zeros(dim);
        if let Some(slots) = out.as_slice_mut() {
            slots.chunks_mut(dim.2.max(1)).enumerate().for_each(|(y, slots)| rows.read(y, slots));
        }
        out
    }

    /// [`Self::stretched`] row by row, for those who need each row once.
    pub(crate) fn rows(&self, origin: [usize; 2], nx: usize) -> Rows<'_> {
        let cells = self.values.dim().2;
        let column = |x: usize| {
            let (cell, share) = self.between(origin[1] + x, self.first[1]);
            // Before the first cell lies one more, which rises to no other.
            ((cell.clamp(-1, cells as i64 - 1) + 1) as usize, share)
        };
        let columns = (0..nx).map(column).collect();
        let values = self.values.as_standard_layout();
        Rows { grid: self, values, top: origin[0], columns, line: vec![[0.0; 2]; cells + 1] }
    }

    /// The cell before a fine pixel, counted from the first, and how far the pixel is on the way to the next.
    fn between(&self, at: usize, first: usize) -> (i64, f32) {
        let place = (at as f64 - self.offset) / self.step as f64;
        let cell = place.floor();
        (cell as i64 - first as i64, (place - cell) as f32)
    }
}

/// The rows of fine pixels of a window.
pub(crate) struct Rows<'g> {
    grid: &'g Grid,
    values: CowArray<'g, f32, Ix3>,
    top: usize,
    /// For each fine pixel of a row its place in `line`, and how far it is on the way to the next cell.
    columns: Vec<(usize, f32)>,
    /// For each cell of a row its value, and how much higher the next one is.
    line: Vec<[f32; 2]>,
}

impl Rows<'_> {
    /// Reads row `y` of the window.
    pub(crate) fn read(&mut self, y: usize, out: &mut [f32]) {
        let (_, ny, nx) = self.values.dim();
        let Some(values) = self.values.as_slice().filter(|values| !values.is_empty()) else { return };
        let (cell, share) = self.grid.between(self.top + y, self.grid.first[0]);
        let row = |cell: i64| &values[cell.clamp(0, ny as i64 - 1) as usize * nx..][..nx];
        let line = &mut self.line[..];
        for ((slot, a), b) in line[1..].iter_mut().zip(row(cell)).zip(row(cell + 1)) {
            slot[0] = a + share * (b - a);
        }
        line[0] = [line[1][0], 0.0];
        for at in 1..=nx {
            line[at][1] = line[(at + 1).min(nx)][0] - line[at][0];
        }
        for (slot, &(at, share)) in out.iter_mut().zip(&self.columns) {
            let [value, rise] = line[at];
            *slot = value + share * rise;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_lie_on_the_lines_between_cells_and_beyond_them_on_a_level() {
        let values = Image::from_shape_fn((1, 3, 4), |(_, y, x)| ((y * 5 + x * 7) % 11) as f32);
        let grid = Grid { values: values.clone(), first: [2, 1], step: 5, offset: 2.0 };
        let origin = [6, 1];
        let out = grid.stretched(origin, (1, 25, 30));
        let cells = |at: usize, first: f64, n: usize| {
            let place = (at as f64 - 2.0) / 5.0 - first;
            let low = place.floor();
            let cell = |at: f64| at.clamp(0.0, n as f64 - 1.0) as usize;
            (cell(low), cell(low + 1.0), (place - low) as f32)
        };
        for ((_, y, x), &value) in out.indexed_iter() {
            let (above, below, down) = cells(origin[0] + y, 2.0, 3);
            let (left, right, along) = cells(origin[1] + x, 1.0, 4);
            let at =
                |x: usize| values[[0, above, x]] + down * (values[[0, below, x]] - values[[0, above, x]]);
            let expected = at(left) + along * (at(right) - at(left));
            assert!((value - expected).abs() < 1e-5, "{y} {x}: {value} {expected}");
        }
    }
}
