/// Place and shape of one cell, from the flat indices of its pixels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shape {
    pub(crate) centre: [f64; 3],
    pub(crate) area: usize,
    /// Diameter of the disc (ball in a stack) of the same area (volume), in pixels of x.
    pub(crate) diameter: f64,
    pub(crate) eccentricity: f64,
    pub(crate) orientation: f64,
    pub(crate) solidity: f64,
    pub(crate) on_border: bool,
}

/// Measures the pixels `cell` of an image of shape `dim`. Eccentricity, orientation and solidity are
/// those of the cell seen along z.
pub(crate) fn shape(cell: &[usize], dim: [usize; 3], spacing: [f64; 3]) -> Shape {
    let place = |&at: &usize| [at / (dim[1] * dim[2]), at / dim[2] % dim[1], at % dim[2]];
    let places: Vec<[usize; 3]> = cell.iter().map(place).collect();
    let n = cell.len().max(1) as f64;
    let mut centre = [0.0; 3];
    let mut on_border = false;
    for at in &places {
        for axis in 0..3 {
            centre[axis] += at[axis] as f64 / n;
            on_border |= axis > 0 && (at[axis] == 0 || at[axis] + 1 == dim[axis]);
        }
    }
    // A pixel is a square, whose own variance is a twelfth.
    let [mut yy, mut xx, mut xy] = [1.0 / 12.0, 1.0 / 12.0, 0.0];
    for at in &places {
        let (y, x) = (at[1] as f64 - centre[1], at[2] as f64 - centre[2]);
        yy += y * y / n;
        xx += x * x / n;
        xy += x * y / n;
    }
    let (mean, half) = ((yy + xx) / 2.0, ((yy - xx) / 2.0).hypot(xy));
    let (long, short) = (mean + half, (mean - half).max(0.0));
    let mut seen: Vec<[i64; 2]> = places.iter().map(|at| [at[1] as i64, at[2] as i64]).collect();
    seen.sort_unstable();
    seen.dedup();
    let diameter = if dim[0] > 1 {
        (6.0 * n * spacing[0] * spacing[1] / std::f64::consts::PI).cbrt()
    } else {
        2.0 * (n / std::f64::consts::PI).sqrt()
    };
    Shape {
        centre,
        area: cell.len(),
        diameter,
        eccentricity: (1.0 - short / long).max(0.0).sqrt(),
        orientation: 0.5 * (2.0 * xy).atan2(xx - yy),
        solidity: seen.len() as f64 / hull_area(&seen),
        on_border,
    }
}

/// Area of the convex hull of pixels, each a unit square; sorted by y, then x.
fn hull_area(pixels: &[[i64; 2]]) -> f64 {
    let mut corners: Vec<[i64; 2]> = Vec::new();
    for row in pixels.chunk_by(|a, b| a[0] == b[0]) {
        if let (Some(first), Some(last)) = (row.first(), row.last()) {
            for y in [first[0], first[0] + 1] {
                corners.extend([[y, first[1]], [y, last[1] + 1]]);
            }
        }
    }
    corners.sort_unstable();
    corners.dedup();
    let lower = chain(corners.iter());
    let upper = chain(corners.iter().rev());
    let hull: Vec<[i64; 2]> = lower.into_iter().chain(upper).collect();
    let next = hull.iter().cycle().skip(1);
    hull.iter().zip(next).map(|(a, b)| (a[0] * b[1] - a[1] * b[0]) as f64).sum::<f64>().abs() / 2.0
}

/// One side of a convex hull (Andrew 1979), without its last corner.
fn chain<'a>(corners: impl Iterator<Item = &'a [i64; 2]>) -> Vec<[i64; 2]> {
    let mut side: Vec<[i64; 2]> = Vec::new();
    for &new in corners {
        while let [.., a, b] = side[..] {
            if (b[0] - a[0]) * (new[1] - a[1]) - (b[1] - a[1]) * (new[0] - a[0]) > 0 {
                break;
            }
            side.pop();
        }
        side.push(new);
    }
    side.pop();
    side
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(inside: impl Fn(f64, f64) -> bool) -> Vec<usize> {
        (0..3600).filter(|at| inside((at / 60) as f64, (at % 60) as f64)).collect()
    }

    #[test]
    fn a_disc_is_round_and_full() {
        let disc = shape(&pixels(|y, x| (y - 30.0).hypot(x - 25.0) < 12.0), [1, 60, 60], [1.0; 3]);
        assert!((disc.centre[1] - 30.0).abs() < 1e-9 && (disc.centre[2] - 25.0).abs() < 1e-9);
        assert!(disc.eccentricity < 0.1 && disc.solidity > 0.94 && disc.solidity <= 1.0);
        assert!((disc.diameter - 24.0).abs() < 0.5 && !disc.on_border);
    }

    #[test]
    fn a_bar_lies_as_it_lies() {
        let bar = shape(&pixels(|y, x| (y - x).abs() < 2.0 && x > 10.0 && x < 50.0), [1, 60, 60], [1.0; 3]);
        assert!((bar.orientation - std::f64::consts::FRAC_PI_4).abs() < 0.02 && bar.eccentricity > 0.98);
        let flat = shape(&pixels(|y, x| y < 4.0 && x < 30.0), [1, 60, 60], [1.0; 3]);
        assert!(flat.orientation.abs() < 1e-9 && flat.on_border && (flat.solidity - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_pixel_has_a_shape() {
        let dot = shape(&[61], [1, 60, 60], [1.0; 3]);
        assert_eq!((dot.area, dot.solidity, dot.eccentricity), (1, 1.0, 0.0));
    }
}
