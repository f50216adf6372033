use lca_pixels::Image;

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
        let (_, ny, nx) = dim;
        let (_, cells_y, cells_x) = self.values.dim();
        let columns: Vec<(usize, usize, f32)> =
            (0..nx).map(|x| self.between(origin[1] + x, self.first[1], cells_x)).collect();
        let mut out = Image::zeros(dim);
        let mut line = vec![0.0_f32; cells_x];
        for y in 0..ny {
            let (above, below, share) = self.between(origin[0] + y, self.first[0], cells_y);
            for (x, slot) in line.iter_mut().enumerate() {
                let (a, b) = (self.values[[0, above, x]], self.values[[0, below, x]]);
                *slot = a + share * (b - a);
            }
            let mut row = out.slice_mut(ndarray::s![0, y, ..]);
            for (slot, &(left, right, share)) in row.iter_mut().zip(&columns) {
                *slot = line[left] + share * (line[right] - line[left]);
            }
        }
        out
    }

    /// The two cells beside a fine pixel and how far it is from the one to the other.
    fn between(&self, at: usize, first: usize, cells: usize) -> (usize, usize, f32) {
        let place = (at as f64 - self.offset) / self.step as f64;
        let cell = place.floor();
        let share = (place - cell) as f32;
        let last = cells as i64 - 1;
        let local = cell as i64 - first as i64;
        (local.clamp(0, last) as usize, (local + 1).clamp(0, last) as usize, share)
    }
}
