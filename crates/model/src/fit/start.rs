use lca_numerics::rng;
use rand::RngExt;
use rand::seq::SliceRandom;

/// `count` points within bounds, such that each coordinate has one point in each of `count` equal
/// parts of its range (McKay, Beckman & Conover 1979).
#[must_use]
pub fn latin_hypercube(lower: &[f64], upper: &[f64], count: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut points = vec![vec![0.0; lower.len()]; count];
    for (k, (&low, &high)) in lower.iter().zip(upper).enumerate() {
        let mut rng = rng(seed, k as u64);
        let mut parts: Vec<usize> = (0..count).collect();
        parts.shuffle(&mut rng);
        for (point, part) in points.iter_mut().zip(parts) {
            let within: f64 = rng.random();
            point[k] = low + (high - low) * (part as f64 + within) / count as f64;
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_each_range_has_one_point() {
        let points = latin_hypercube(&[-5.0, 0.0], &[5.0, 1.0], 20, 7);
        for (k, (low, width)) in [(-5.0, 10.0), (0.0, 1.0)].into_iter().enumerate() {
            let mut parts: Vec<usize> =
                points.iter().map(|p| ((p[k] - low) / width * 20.0).floor() as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..20).collect::<Vec<_>>());
        }
        assert_eq!(points, latin_hypercube(&[-5.0, 0.0], &[5.0, 1.0], 20, 7));
        assert_ne!(points, latin_hypercube(&[-5.0, 0.0], &[5.0, 1.0], 20, 8));
    }
}
