use super::dark;
use crate::cell::{Pose, Shape};
use lca_pixels::{Image, Labels};

/// How much of a nucleus' column is cytoplasm above and below it.
const COVER: f64 = 0.15;
/// Thickness of a cell at its rim, relative to that beside the nucleus.
const RIM: f64 = 0.3;
/// Contrast of the chromatin's grain.
const GRAIN: f64 = 0.12;

/// Draws cells as sharp pictures, one unit of light in a pixel of an average cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    /// Size of a pixel in µm.
    pub(crate) pixel: f64,
    /// Side of the picture in pixels.
    pub(crate) side: usize,
    /// Shift of the picture in µm along y and x.
    pub(crate) drift: [f64; 2],
}

impl Paint {
    /// One channel: 0 the nuclear marker, 1 the reporter.
    pub(crate) fn channel(&self, poses: &[Pose], channel: usize) -> Image {
        if channel == 0 { self.marker(poses) } else { self.reporter(poses) }
    }

    /// Where the centre of a nucleus lies, in pixels along y and x, the centre of the first being 0; none
    /// when it is out of view.
    pub(crate) fn pixel_of(&self, pose: &Pose) -> Option<[f64; 2]> {
        let at = [0, 1].map(|axis| (pose.centre[axis] + self.drift[axis]) / self.pixel - 0.5);
        let inside = at.iter().all(|at| (-0.5..self.side as f64 - 0.5).contains(at));
        inside.then_some(at)
    }

    /// The pixels of each nucleus, those nearest to two going to the one they lie deeper in.
    pub(crate) fn labels(&self, poses: &[(u32, &Pose)]) -> Labels {
        let mut nearest = Image::from_elem(dark(self.side).dim(), 1.0);
        let mut labels = Labels::zeros(nearest.dim());
        for (label, pose) in poses {
            let reach = pose.shape.axes[0].max(pose.shape.axes[1]) + self.pixel;
            self.around(pose, reach, |at, offset| {
                let level = self.inside(&pose.shape, offset).0 as f32;
                if level < nearest[at] {
                    nearest[at] = level;
                    labels[at] = *label;
                }
            });
        }
        labels
    }

    fn marker(&self, poses: &[Pose]) -> Image {
        let mut picture = dark(self.side);
        for pose in poses {
            self.around(pose, pose.shape.axes[0].max(pose.shape.axes[1]) + self.pixel, |at, offset| {
                let (level, edge) = self.inside(&pose.shape, offset);
                let light = pose.marker * edge * grain(pose, level, offset);
                picture[at] += light as f32;
            });
        }
        picture
    }

    /// Each pixel shows the cell that is nearest in units of its own nucleus; cells do not overlap.
    fn reporter(&self, poses: &[Pose]) -> Image {
        let mut nearest = Image::from_elem(dark(self.side).dim(), f32::INFINITY);
        let mut picture = dark(self.side);
        for pose in poses {
            let radius = (pose.shape.axes[0] * pose.shape.axes[1]).sqrt();
            self.around(pose, pose.shape.cell, |at, offset| {
                let (level, edge) = self.inside(&pose.shape, offset);
                let share = (offset[0].hypot(offset[1]) - radius).max(0.0) / (pose.shape.cell - radius);
                if share > 1.0 || f64::from(nearest[at]) <= level {
                    return;
                }
                nearest[at] = level as f32;
                let [nucleus, cytoplasm] = pose.reporter;
                let core = (1.0 - COVER) * nucleus + COVER * cytoplasm;
                let rim = cytoplasm * (1.0 - (1.0 - RIM) * share);
                picture[at] = (edge * core + (1.0 - edge) * rim) as f32;
            });
        }
        picture
    }

    /// Visits the pixels within a reach in µm of a cell, with their offsets in µm along y and x.
    fn around(&self, pose: &Pose, reach: f64, mut visit: impl FnMut([usize; 3], [f64; 2])) {
        let centre = [0, 1].map(|axis| pose.centre[axis] + self.drift[axis]);
        let range = |axis: usize| {
            let first = ((centre[axis] - reach) / self.pixel).floor().max(0.0) as usize;
            let last = ((centre[axis] + reach) / self.pixel).ceil().clamp(0.0, self.side as f64) as usize;
            first..last
        };
        for y in range(0) {
            for x in range(1) {
                let offset = [y, x].map(|at| (at as f64 + 0.5) * self.pixel);
                visit([0, y, x], [offset[0] - centre[0], offset[1] - centre[1]]);
            }
        }
    }

    /// Distance from the centre in units of the ellipse, and how much of the pixel lies inside it.
    fn inside(&self, shape: &Shape, [dy, dx]: [f64; 2]) -> (f64, f64) {
        let (sin, cos) = shape.angle.sin_cos();
        let along = (dx * cos + dy * sin) / shape.axes[0];
        let across = (dy * cos - dx * sin) / shape.axes[1];
        let level = along.hypot(across);
        let radius = (shape.axes[0] * shape.axes[1]).sqrt();
        (level, (0.5 - (level - 1.0) * radius / self.pixel).clamp(0.0, 1.0))
    }
}

/// Chromatin is uneven: three waves across the nucleus that move with it.
fn grain(pose: &Pose, level: f64, [dy, dx]: [f64; 2]) -> f64 {
    let (sin, cos) = pose.shape.angle.sin_cos();
    let (along, across) = (dx * cos + dy * sin, dy * cos - dx * sin);
    let [a, b, c] = pose.grain;
    let waves = (1.1 * along + a).sin() + (1.3 * across + b).sin() + (0.8 * (along + across) + c).sin();
    (1.0 + GRAIN * waves) * (1.0 - 0.25 * level * level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pose(reporter: [f64; 2]) -> Pose {
        let shape = Shape { axes: [7.0, 6.0], angle: 0.3, cell: 14.0 };
        let (marker, grain) = (1.0, [0.0; 3]);
        Pose { track: 1, centre: [20.0, 21.0], shape, marker, reporter, grain }
    }

    #[test]
    fn a_nucleus_is_where_it_should_be_and_as_large() {
        let paint = Paint { pixel: 0.65, side: 64, drift: [1.0, -2.0] };
        let (_, edges) = (0..64 * 64).fold((0, 0.0), |(count, sum), at| {
            let offset = [at / 64, at % 64].map(|i| (i as f64 + 0.5) * 0.65);
            let inside = paint.inside(&pose([1.0; 2]).shape, [offset[0] - 21.0, offset[1] - 19.0]);
            (count + 1, sum + inside.1)
        });
        assert!((edges * 0.65 * 0.65 / (std::f64::consts::PI * 42.0) - 1.0).abs() < 0.01);
        let picture = paint.channel(&[pose([1.0; 2])], 0);
        let mass: f32 = picture.sum();
        let y: f32 = picture.indexed_iter().map(|((_, y, _), v)| v * (y as f32 + 0.5)).sum::<f32>() / mass;
        assert!((y * 0.65 - 21.0).abs() < 0.3, "{y}");
    }

    #[test]
    fn a_reporter_kept_out_leaves_the_nucleus_dark() {
        let paint = Paint { pixel: 0.65, side: 64, drift: [0.0; 2] };
        let picture = paint.channel(&[pose([0.2, 1.2])], 1);
        assert!(picture[[0, 30, 32]] < 0.5 && picture[[0, 30, 45]] > 0.8 && picture[[0, 63, 0]] == 0.0);
    }
}
