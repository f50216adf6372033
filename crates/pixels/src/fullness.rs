/// Area of an outline as a share of that of the ellipse with the same second moments: 1 for an ellipse, 0.89 for two
/// discs that touch. `sums` are those of its pixels' y, x, y², x² and xy.
#[must_use]
pub fn fullness(area: f64, sums: [f64; 5]) -> f64 {
    let [y, x, yy, xx, xy] = sums.map(|sum| sum / area);
    let (a, b, c) = (yy - y * y + 1.0 / 12.0, xx - x * x + 1.0 / 12.0, xy - x * y);
    let ellipse = 4.0 * std::f64::consts::PI * (a * b - c * c).max(1e-9).sqrt();
    (area / ellipse).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::fullness;

    /// Of all pixels of a field for which `inside` holds.
    fn of(inside: impl Fn(f64, f64) -> bool) -> f64 {
        let (mut area, mut sums) = (0.0, [0.0; 5]);
        for (y, x) in (0..100).flat_map(|y| (0..100).map(move |x| (f64::from(y), f64::from(x)))) {
            if inside(y, x) {
                area += 1.0;
                sums.iter_mut().zip([y, x, y * y, x * x, y * x]).for_each(|(sum, more)| *sum += more);
            }
        }
        fullness(area, sums)
    }

    #[test]
    fn an_ellipse_is_full_and_two_discs_are_less() {
        assert!(of(|y, x| ((y - 50.0) / 20.0).hypot((x - 50.0) / 40.0) < 1.0) > 0.99);
        let discs = of(|y, x| (y - 50.0).hypot(x - 30.0) < 20.0 || (y - 50.0).hypot(x - 70.0) < 20.0);
        assert!((discs - 0.89).abs() < 0.01, "{discs}");
    }
}
