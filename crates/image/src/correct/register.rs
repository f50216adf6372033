use crate::ImageError;
use lca_pixels::{Image, downsample_mean, gaussian};
use rayon::prelude::*;

/// How what an image shows has moved since another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moved {
    /// Along y and x, in pixels.
    pub(super) by: [f64; 2],
    /// Correlation of the two where they overlap once this is taken off: 1 where they are the same.
    pub(super) likeness: f64,
}

/// An image at each half of its size, the finest first, smoothed a little. Stacks are looked at through their mean along z.
pub(super) struct Scales(Vec<Image>);

/// The coarsest scale is at most so wide.
const COARSEST: usize = 48;

impl Scales {
    pub(super) fn of(image: &Image) -> Result<Self, ImageError> {
        ImageError::finite(image)?;
        let mean =
            image.mean_axis(ndarray::Axis(0)).ok_or(ImageError::Rows("an image without planes".into()))?;
        let mut last = mean.insert_axis(ndarray::Axis(0));
        let mut all = Vec::new();
        while last.dim().1.max(last.dim().2) > COARSEST && last.dim().1.min(last.dim().2) >= 16 {
            let next = downsample_mean(&last, [1, 2, 2])?;
            all.push(gaussian(&last, [0.0, 1.0, 1.0]));
            last = next;
        }
        all.push(gaussian(&last, [0.0, 1.0, 1.0]));
        Ok(Self(all))
    }

    pub(super) fn dim(&self) -> (usize, usize, usize) {
        self.0[0].dim()
    }
}

/// How far what `after` shows has moved since `before`, which is as large, to a few hundredths of a pixel: the best of all
/// whole steps at a coarse scale, then finer and finer by Gauss and Newton's method with gain and offset of the brightness
/// (Lucas & Kanade 1981), pixels that do not follow the others counting little.
pub(super) fn between(before: &Scales, after: &Scales) -> Moved {
    let pairs = before.0.iter().zip(&after.0).rev();
    let mut by = [0.0; 2];
    for (at, (one, two)) in pairs.enumerate() {
        by = if at == 0 { coarse(one, two) } else { by.map(|along| 2.0 * along) };
        by = refined(one, two, by);
    }
    Moved { by, likeness: Sums::of(&before.0[0], &after.0[0], by).correlation() }
}

/// A guess of how far `after` has moved made better, and how alike the two then are.
pub(super) fn better(before: &Scales, after: &Scales, guess: [f64; 2]) -> Moved {
    let by = refined(&before.0[0], &after.0[0], guess);
    Moved { by, likeness: Sums::of(&before.0[0], &after.0[0], by).correlation() }
}

/// The whole step of at most a third of the sides that correlates best.
fn coarse(before: &Image, after: &Image) -> [f64; 2] {
    let (_, ny, nx) = before.dim();
    let (far_y, far_x) = (ny as i64 / 3, nx as i64 / 3);
    let all: Vec<[f64; 2]> =
        (-far_y..=far_y).flat_map(|y| (-far_x..=far_x).map(move |x| [y as f64, x as f64])).collect();
    let scores: Vec<f64> = all.par_iter().map(|&by| Sums::of(before, after, by).correlation()).collect();
    let short = |by: [f64; 2]| by[0].hypot(by[1]);
    let best = (0..all.len())
        .max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(short(all[b]).total_cmp(&short(all[a]))));
    best.filter(|&best| scores[best] > 0.0).map_or([0.0; 2], |best| all[best])
}

/// Most steps of the method at a scale.
const STEPS: usize = 12;

fn refined(before: &Image, after: &Image, from: [f64; 2]) -> [f64; 2] {
    let mut by = from;
    for _ in 0..STEPS {
        let Some(step) = step(before, after, by) else { break };
        by = [by[0] + step[0], by[1] + step[1]];
        if step[0].hypot(step[1]) < 2e-3 {
            break;
        }
    }
    // What ran away was no minimum nearby.
    if (by[0] - from[0]).hypot(by[1] - from[1]) < 4.0 { by } else { from }
}

/// Rows and columns of `before` whose places in `after`, moved by so much, have neighbours.
fn overlap(n: usize, by: f64) -> std::ops::Range<usize> {
    let from = (1.0 - by).ceil().max(1.0) as usize;
    let to = (n as f64 - 2.0 - by).floor().min(n as f64 - 1.0).max(0.0) as usize;
    from..to.max(from)
}

/// Value between four pixels.
fn at(line: &[f32], nx: usize, y: usize, x: usize, [sy, sx]: [f64; 2]) -> f64 {
    let (py, px) = (y as f64 + sy, x as f64 + sx);
    let (fy, fx) = (py.floor(), px.floor());
    let (ty, tx) = (py - fy, px - fx);
    let here = fy as usize * nx + fx as usize;
    let value = |at: usize| f64::from(line[at]);
    let above = value(here) + tx * (value(here + 1) - value(here));
    let below = value(here + nx) + tx * (value(here + nx + 1) - value(here + nx));
    above + ty * (below - above)
}

/// Sums over the overlap: number, values of both, their squares and product.
#[derive(Default, Clone, Copy)]
struct Sums([f64; 6]);

impl Sums {
    fn of(before: &Image, after: &Image, by: [f64; 2]) -> Self {
        let (_, ny, nx) = before.dim();
        let mut sums = [0.0; 6];
        let (Some(one), Some(two)) = (before.as_slice(), after.as_slice()) else { return Self(sums) };
        for y in overlap(ny, by[0]) {
            for x in overlap(nx, by[1]) {
                let (b, a) = (f64::from(one[y * nx + x]), at(two, nx, y, x, by));
                let more = [1.0, b, a, b * b, a * a, a * b];
                sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
            }
        }
        Self(sums)
    }

    fn spreads(&self) -> [f64; 3] {
        let [n, b, a, bb, aa, ab] = self.0;
        if n < 1.0 { [0.0; 3] } else { [bb - b * b / n, aa - a * a / n, ab - a * b / n] }
    }

    fn correlation(&self) -> f64 {
        let [bb, aa, ab] = self.spreads();
        // Values that differ by rounding alone say nothing.
        let floor = 1e-9 * (self.0[3] + self.0[4]);
        if bb > floor && aa > floor { ab / (bb * aa).sqrt() } else { 0.0 }
    }

    /// Gain and offset that make the first image like the second.
    fn gain(&self) -> Option<(f64, f64)> {
        let [bb, _, ab] = self.spreads();
        let [n, b, a, ..] = self.0;
        (self.correlation() > 0.0).then(|| (ab / bb, (a - ab / bb * b) / n))
    }
}

/// One step towards the least squares; none where the images do not tell.
fn step(before: &Image, after: &Image, by: [f64; 2]) -> Option<[f64; 2]> {
    let (_, ny, nx) = before.dim();
    let (one, two) = (before.as_slice()?, after.as_slice()?);
    let sums = Sums::of(before, after, by);
    let (gain, offset) = sums.gain()?;
    let [bb, aa, _] = sums.spreads();
    let spread = ((aa - gain * gain * bb).max(0.0) / sums.0[0]).sqrt().max(1e-6 * (aa / sums.0[0]).sqrt());
    let (mut h, mut g) = ([0.0; 3], [0.0; 2]);
    for y in overlap(ny, by[0]) {
        for x in overlap(nx, by[1]) {
            let here = y * nx + x;
            let value = |at: usize| f64::from(one[at]);
            let left = at(two, nx, y, x, by) - gain * value(here) - offset;
            let down = 0.5 * gain * (value(here + nx) - value(here - nx));
            let across = 0.5 * gain * (value(here + 1) - value(here - 1));
            // Cauchy's weight.
            let weight = 1.0 / (1.0 + (left / spread).powi(2));
            h[0] += weight * down * down;
            h[1] += weight * down * across;
            h[2] += weight * across * across;
            g[0] += weight * down * left;
            g[1] += weight * across * left;
        }
    }
    let determinant = h[0] * h[2] - h[1] * h[1];
    if determinant <= 1e-12 * (h[0] + h[2]).powi(2) {
        return None;
    }
    Some([-(h[2] * g[0] - h[1] * g[1]) / determinant, -(h[0] * g[1] - h[1] * g[0]) / determinant])
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use lca_numerics::rng;
    use rand::RngExt;

    /// Spots at places known to fractions of a pixel, with noise; each also moves on its own.
    pub(crate) fn frame(seed: u64, by: [f64; 2], own: f64, noise: f32) -> Image {
        let (mut places, mut random) = (rng(7, 0), rng(seed, 1));
        let spots: Vec<[f64; 3]> = (0..60)
            .map(|_| {
                let place = [places.random_range(0.0..160.0), places.random_range(0.0..200.0)];
                let bright = places.random_range(200.0..900.0);
                let moved = |at: usize, random: &mut lca_numerics::Rng| {
                    place[at] + by[at] + own * random.random_range(-1.0..1.0)
                };
                [moved(0, &mut random), moved(1, &mut random), bright]
            })
            .collect();
        Image::from_shape_fn((1, 160, 200), |(_, y, x)| {
            let light = |[sy, sx, bright]: &[f64; 3]| {
                let square = (y as f64 - sy).powi(2) + (x as f64 - sx).powi(2);
                bright * (-square / 32.0).exp()
            };
            let grain = if noise > 0.0 { random.random_range(-noise..noise) } else { 0.0 };
            33_000.0 + spots.iter().map(light).sum::<f64>() as f32 + grain
        })
    }

    fn moved(before: &Image, after: &Image) -> Moved {
        between(&Scales::of(before).unwrap(), &Scales::of(after).unwrap())
    }

    #[test]
    fn moves_are_found_to_a_tenth_of_a_pixel_and_large_ones_too() {
        for by in [[0.0, 0.0], [0.37, -0.52], [-3.25, 4.6], [31.4, -27.8]] {
            let found = moved(&frame(1, [0.0; 2], 0.3, 30.0), &frame(2, by, 0.3, 30.0));
            let off = (found.by[0] - by[0]).hypot(found.by[1] - by[1]);
            assert!(off < 0.1, "{by:?}: {found:?}");
            assert!(found.likeness > 0.9, "{found:?}");
        }
        let dimmer = frame(2, [1.5, 0.5], 0.0, 10.0).mapv(|value| 0.4 * value - 300.0);
        let found = moved(&frame(1, [0.0; 2], 0.0, 10.0), &dimmer);
        assert!((found.by[0] - 1.5).hypot(found.by[1] - 0.5) < 0.1, "{found:?}");
        assert_eq!(moved(&Image::zeros((1, 60, 60)), &Image::zeros((1, 60, 60))).by, [0.0; 2]);
    }
}
