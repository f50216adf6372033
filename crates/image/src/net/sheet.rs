use super::input::{level, planes, relit};
use crate::ImageError;
use crate::field::tone_of;
use crate::learn::{TARGETS, reduced_labels, reduced_planes, targets};
use lca_numerics::Rng;
use lca_pixels::{Image, Labels, Mask};
use rand::RngExt;

/// An image to learn from, reduced: its brightness and colour, and of each pixel what it should be found to be and
/// whether that is known, in 255ths.
pub(crate) struct Sheet {
    ny: usize,
    nx: usize,
    level: Image,
    tint: Option<Image>,
    wanted: Vec<[u8; TARGETS + 1]>,
    /// Some pixels of objects, to look at.
    places: Vec<u32>,
}

/// A square of a sheet as the network is shown it, and what it should say: the targets, then how much each pixel
/// counts.
pub(crate) struct Crop {
    pub(crate) seen: Image,
    pub(crate) wanted: Image,
}

/// Every so many pixels of objects one is remembered.
const EVERY: usize = 37;

impl Sheet {
    pub(crate) fn new(
        image: &Image,
        labels: &Labels,
        known: Option<&Mask>,
        factor: usize,
        diameter: f64,
    ) -> Result<Self, ImageError> {
        let tone = tone_of(image, diameter, factor)?;
        let (grey, colour) = reduced_planes(image, factor);
        let (_, ny, nx) = grey.dim();
        let low = reduced_labels(labels, factor);
        let known = known.map(|known| reduced_labels(&known.mapv(u32::from), factor));
        let fine = targets(&low);
        let byte = |value: f32| (255.0 * value).round() as u8;
        let wanted = fine.chunks_exact(TARGETS).enumerate().map(|(at, values)| {
            let known = known.as_ref().and_then(|known| known.as_slice()).is_none_or(|known| known[at] > 0);
            std::array::from_fn(|part| values.get(part).map_or(255 * u8::from(known), |&value| byte(value)))
        });
        let inside = low.iter().enumerate().filter(|(_, label)| **label > 0).map(|(at, _)| at as u32);
        let scale = tone.scale();
        Ok(Self {
            ny,
            nx,
            level: level(&grey, tone),
            tint: colour.map(|colour| colour.mapv(|value| value * scale)),
            wanted: wanted.collect(),
            places: inside.step_by(EVERY).collect(),
        })
    }

    /// How many pixels are known.
    pub(crate) fn known(&self) -> usize {
        self.wanted.iter().filter(|values| values[TARGETS] > 0).count()
    }

    /// A square of `side` pixels around a place drawn, most often in an object, turned, mirrored, enlarged and relit
    /// at random.
    pub(crate) fn drawn(&self, side: usize, zoom: f64, random: &mut Rng) -> Crop {
        let middle = self.place(random);
        let turn = match random.random_range(0..3_u8) {
            0 => Turn::exact(random),
            _ => Turn::any(zoom, random),
        };
        let (mut level, tint, wanted) = self.square(middle, &turn, side);
        relit(&mut level, random);
        Crop { seen: planes(&level, tint.as_ref()), wanted }
    }

    /// A square as it is.
    pub(crate) fn plain(&self, side: usize, random: &mut Rng) -> Crop {
        let (level, tint, wanted) = self.square(self.place(random), &Turn([1.0, 0.0, 0.0, 1.0]), side);
        Crop { seen: planes(&level, tint.as_ref()), wanted }
    }

    /// Brightness, colour and what is wanted of a square; nothing counts beyond the sheet's edges.
    fn square(&self, middle: [usize; 2], turn: &Turn, side: usize) -> (Image, Option<Image>, Image) {
        let mut level = Image::zeros((1, side, side));
        let mut tint = self.tint.as_ref().map(|_| level.clone());
        let mut wanted = Image::zeros((TARGETS + 1, side, side));
        for y in 0..side {
            for x in 0..side {
                let Some(around) = self.around(turn.at(middle, [y, x], side)) else { continue };
                level[[0, y, x]] = around.mean(|at| self.level.as_slice().map_or(0.0, |line| line[at]));
                if let (Some(tint), Some(from)) = (&mut tint, &self.tint) {
                    tint[[0, y, x]] = around.mean(|at| from.as_slice().map_or(0.0, |line| line[at]));
                }
                for part in 0..=TARGETS {
                    wanted[[part, y, x]] = around.mean(|at| f32::from(self.wanted[at][part])) / 255.0;
                }
                // What is known in part is not known.
                let counts = &mut wanted[[TARGETS, y, x]];
                *counts = if *counts > 0.99 { 1.0 } else { 0.0 };
            }
        }
        (level, tint, wanted)
    }

    fn place(&self, random: &mut Rng) -> [usize; 2] {
        if !self.places.is_empty() && random.random_range(0..4_u8) > 0 {
            let at = self.places[random.random_range(0..self.places.len())] as usize;
            // Not always in the middle.
            let moved =
                |at: usize, n: usize, by: i32| at.saturating_add_signed(by as isize).min(n.max(1) - 1);
            let by = [random.random_range(-24..=24), random.random_range(-24..=24)];
            return [moved(at / self.nx, self.ny, by[0]), moved(at % self.nx, self.nx, by[1])];
        }
        [random.random_range(0..self.ny.max(1)), random.random_range(0..self.nx.max(1))]
    }

    fn around(&self, [y, x]: [f64; 2]) -> Option<Around> {
        if !(0.0..=self.ny as f64 - 1.0).contains(&y) || !(0.0..=self.nx as f64 - 1.0).contains(&x) {
            return None;
        }
        let (low_y, low_x) = (y.floor() as usize, x.floor() as usize);
        let (high_y, high_x) = ((low_y + 1).min(self.ny - 1), (low_x + 1).min(self.nx - 1));
        let at = [
            low_y * self.nx + low_x,
            low_y * self.nx + high_x,
            high_y * self.nx + low_x,
            high_y * self.nx + high_x,
        ];
        Some(Around { at, shares: [(y - low_y as f64) as f32, (x - low_x as f64) as f32] })
    }
}

/// The four pixels around a place, and how far it is from the first.
struct Around {
    at: [usize; 4],
    shares: [f32; 2],
}

impl Around {
    fn mean(&self, value: impl Fn(usize) -> f32) -> f32 {
        let [a, b, c, d] = self.at.map(value);
        let (above, below) = (a + self.shares[1] * (b - a), c + self.shares[1] * (d - c));
        above + self.shares[0] * (below - above)
    }
}

/// How a square lies on a sheet: a matrix that leads from the one to the other.
struct Turn([f64; 4]);

impl Turn {
    /// One of the eight ways that keep every pixel.
    fn exact(random: &mut Rng) -> Self {
        let [a, b] = [random.random_range(0..2_u8), random.random_range(0..2_u8)]
            .map(|sign| 1.0 - 2.0 * f64::from(sign));
        if random.random_range(0..2_u8) == 0 { Self([a, 0.0, 0.0, b]) } else { Self([0.0, a, b, 0.0]) }
    }

    /// Any angle, mirrored or not, up to `zoom` times larger or smaller.
    fn any(zoom: f64, random: &mut Rng) -> Self {
        let angle = random.random_range(0.0..std::f64::consts::TAU);
        let most = zoom.max(1.001).ln();
        let scale = random.random_range(-most..most).exp();
        let mirrored = if random.random_range(0..2_u8) == 0 { 1.0 } else { -1.0 };
        let (sin, cos) = angle.sin_cos();
        Self([scale * cos, -scale * sin * mirrored, scale * sin, scale * cos * mirrored])
    }

    fn at(&self, middle: [usize; 2], [y, x]: [usize; 2], side: usize) -> [f64; 2] {
        let half = (side / 2) as f64;
        let (y, x) = (y as f64 - half, x as f64 - half);
        let Self([a, b, c, d]) = self;
        [middle[0] as f64 + a * y + b * x, middle[1] as f64 + c * y + d * x]
    }
}
