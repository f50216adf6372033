use lca_pixels::Image;
use rayon::prelude::*;

/// An image as it was before everything moved by `by` (along y and x, in pixels): each pixel is taken from where it
/// moved to, by cubic interpolation (Keys 1981), which leaves whole steps exact. What lies outside is `fill`.
#[must_use]
pub(super) fn shifted(image: &Image, by: [f64; 2], fill: f32) -> Image {
    let (planes, ny, nx) = image.dim();
    let [down, across] = by.map(Along::new);
    let mut out = Image::zeros((planes, ny, nx));
    let (Some(from), Some(to)) = (image.as_slice(), out.as_slice_mut()) else { return out };
    to.par_chunks_mut(nx.max(1)).enumerate().for_each(|(row, slots)| {
        let (plane, y) = (row / ny.max(1), row % ny.max(1));
        for (x, slot) in slots.iter_mut().enumerate() {
            *slot = match (down.places(y, ny), across.places(x, nx)) {
                (Some(rows), Some(columns)) => {
                    let line = |y: usize| {
                        let line = &from[(plane * ny + y) * nx..][..nx];
                        (0..4).map(|at| across.weights[at] * line[columns[at]]).sum::<f32>()
                    };
                    (0..4).map(|at| down.weights[at] * line(rows[at])).sum()
                }
                _ => fill,
            };
        }
    });
    out
}

/// Where values are taken from along an axis, and the weights of four neighbours.
struct Along {
    whole: i64,
    weights: [f32; 4],
}

impl Along {
    fn new(by: f64) -> Self {
        let whole = by.floor();
        let s = by - whole;
        let weights = [
            -0.5 * s + s * s - 0.5 * s * s * s,
            1.0 - 2.5 * s * s + 1.5 * s * s * s,
            0.5 * s + 2.0 * s * s - 1.5 * s * s * s,
            -0.5 * s * s + 0.5 * s * s * s,
        ];
        Self { whole: whole as i64, weights: weights.map(|weight| weight as f32) }
    }

    /// The four places beside where `at` moved to, the last ones repeated; none where that is outside.
    fn places(&self, at: usize, n: usize) -> Option<[usize; 4]> {
        let first = at as i64 + self.whole;
        let end = n as i64 - 1;
        let beyond = self.weights[2] != 0.0 || self.weights[0] != 0.0;
        if first < 0 || first > end || (first == end && beyond) {
            return None;
        }
        Some([-1, 0, 1, 2].map(|step| (first + step).clamp(0, end) as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_steps_are_exact_and_fractions_close() {
        let wave = |y: f64, x: f64| ((0.3 * y).sin() + (0.21 * x).cos()) as f32;
        let image = Image::from_shape_fn((2, 40, 50), |(_, y, x)| wave(y as f64, x as f64));
        let back = shifted(&image, [2.0, -3.0], -9.0);
        assert_eq!((back[[0, 5, 10]], back[[1, 5, 10]]), (image[[0, 7, 7]], image[[1, 7, 7]]));
        assert_eq!((back[[0, 38, 10]], back[[0, 5, 2]]), (-9.0, -9.0));
        assert_eq!(shifted(&image, [0.0; 2], 0.0), image);
        let back = shifted(&image, [0.4, 0.7], 0.0);
        for (y, x) in [(3, 5), (20, 30), (37, 47)] {
            let truth = wave(y as f64 + 0.4, x as f64 + 0.7);
            assert!((back[[0, y, x]] - truth).abs() < 2e-3, "{} for {truth}", back[[0, y, x]]);
        }
    }
}
