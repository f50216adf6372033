use lca_pixels::{Image, gaussian};

/// Width of the sharp core in µm: a 0.75 NA objective in red and green light gives a Gaussian of
/// 0.21 λ/NA = 0.17 µm (Zhang et al. 2007), to which a cell's own depth adds about as much.
const CORE: f64 = 0.25;
/// Light from above and below the focus, as a wide-field microscope collects it.
const HALO: f64 = 2.0;
const HALO_SHARE: f64 = 0.15;

/// The picture behind the lens. The light of a point is spread, none is lost but at the edges, where
/// it is mirrored.
pub(crate) fn blur(sharp: &Image, pixel: f64) -> Image {
    let by = |sigma: f64| gaussian(sharp, [0.0, sigma / pixel, sigma / pixel]);
    let mut out = by(CORE);
    out.zip_mut_with(&by(HALO), |core, &halo| {
        *core = (1.0 - HALO_SHARE as f32) * *core + HALO_SHARE as f32 * halo;
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_light_of_a_point_is_spread_not_lost() {
        let mut point = Image::zeros((1, 61, 61));
        point[[0, 30, 30]] = 1.0;
        let spread = blur(&point, 0.65);
        assert!((spread.sum() - 1.0).abs() < 1e-5, "{}", spread.sum());
        assert!(spread[[0, 30, 30]] < 0.9 && spread[[0, 30, 34]] > spread[[0, 30, 40]]);
    }
}
