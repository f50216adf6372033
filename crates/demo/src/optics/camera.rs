use crate::DemoOptions;
use lca_numerics::Rng;
use lca_pixels::Image;
use ndarray::ArrayD;
use rand_distr::{Distribution, Poisson, StandardNormal};

/// A scientific CMOS camera: offset of 100 counts, 2.2 counts per photo-electron, 1.6 electrons of read
/// noise in each pixel of the chip, of which a picture's pixel sums four.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Camera {
    /// Photo-electrons for one unit of light.
    pub(crate) electrons: f64,
    /// Read noise in electrons.
    pub(crate) read_noise: f64,
}

const OFFSET: f64 = 100.0;
const COUNTS_PER_ELECTRON: f64 = 2.2;
const READ_NOISE: f64 = 1.6;
const BINNED: f64 = 2.0;
/// Photo-electrons per pixel of 0.65 µm in a mean nucleus (marker) and cell (reporter): short exposures,
/// as a movie of hours allows without harm to the cells.
const BRIGHTNESS: [f64; 2] = [250.0, 120.0];

impl Camera {
    /// The camera for a channel. A smaller pixel collects less light.
    pub(crate) fn new(options: &DemoOptions, channel: usize) -> Self {
        let area = (options.pixel_size / 0.65).powi(2);
        let dose = if options.noise > 0.0 { options.noise.powi(-2) } else { 1e4 };
        Self { electrons: BRIGHTNESS[channel.min(1)] * area * dose, read_noise: BINNED * READ_NOISE }
    }

    /// Counts of one exposure: Poisson photo-electrons, read noise, offset, saturation at 16 bits.
    pub(crate) fn expose(&self, light: &Image, rng: &mut Rng) -> ArrayD<u16> {
        let counts = light.mapv(|light| {
            let expected = f64::from(light.max(0.0)) * self.electrons;
            let read: f64 = StandardNormal.sample(rng);
            let electrons = photons(expected, rng) + self.read_noise * read;
            (OFFSET + COUNTS_PER_ELECTRON * electrons).round().clamp(0.0, 65_535.0) as u16
        });
        counts.into_dyn()
    }
}

/// A Poisson number; above 1000 its normal limit, which differs by less than a thousandth of its
/// spread.
fn photons(expected: f64, rng: &mut Rng) -> f64 {
    if expected > 1000.0 {
        let z: f64 = StandardNormal.sample(rng);
        return expected + expected.sqrt() * z;
    }
    Poisson::new(expected).map_or(0.0, |poisson| poisson.sample(rng))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::{
        rng,
        stats::{mean, variance},
    };

    #[test]
    fn noise_is_that_of_photons_and_readout() {
        let camera = Camera::new(&DemoOptions::default(), 0);
        for light in [0.1_f32, 1.0, 8.0] {
            let counts = camera.expose(&Image::from_elem((1, 200, 200), light), &mut rng(1, 9));
            let counts: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
            let expected = f64::from(light) * camera.electrons;
            let spread = COUNTS_PER_ELECTRON.powi(2) * (expected + camera.read_noise.powi(2)) + 1.0 / 12.0;
            assert!(
                (mean(&counts) - OFFSET - COUNTS_PER_ELECTRON * expected).abs() < 0.02 * spread.sqrt() + 0.5
            );
            assert!((variance(&counts) / spread - 1.0).abs() < 0.03, "{}", variance(&counts) / spread);
        }
    }
}
