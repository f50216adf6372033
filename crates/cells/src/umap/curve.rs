const POINTS: usize = 300;
const ROUNDS: usize = 200;

/// The parameters a, b for which 1 / (1 + a d^(2b)) is nearest, in least squares over 300 distances up
/// to three spreads, to 1 within `min_dist` and exp(-(d - min_dist) / spread) beyond; by damped
/// Gauss-Newton steps (Levenberg-Marquardt).
pub(super) fn fit(min_dist: f64, spread: f64) -> (f64, f64) {
    let wanted: Vec<(f64, f64)> = (0..POINTS)
        .map(|at| {
            let d = 3.0 * spread * at as f64 / (POINTS - 1) as f64;
            (d, if d < min_dist { 1.0 } else { (-(d - min_dist) / spread).exp() })
        })
        .collect();
    let error = |p: [f64; 2]| -> f64 { wanted.iter().map(|&(d, y)| (value(p, d) - y).powi(2)).sum() };
    let (mut p, mut damping) = ([1.0, 1.0], 1e-3);
    let mut best = error(p);
    for _ in 0..ROUNDS {
        let next = step(&wanted, p, damping);
        let now = error(next);
        let legal = next[0] > 0.0 && next[1] > 0.0 && now < best;
        damping *= if legal { 0.3 } else { 4.0 };
        if legal {
            (p, best) = (next, now);
        }
    }
    (p[0], p[1])
}

fn value([a, b]: [f64; 2], d: f64) -> f64 {
    1.0 / (1.0 + a * d.powf(2.0 * b))
}

fn step(wanted: &[(f64, f64)], p: [f64; 2], damping: f64) -> [f64; 2] {
    let (mut aa, mut ab, mut bb, mut ra, mut rb) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for &(d, y) in wanted.iter().filter(|(d, _)| *d > 0.0) {
        let f = value(p, d);
        let power = d.powf(2.0 * p[1]);
        let (da, db) = (-f * f * power, -f * f * p[0] * power * 2.0 * d.ln());
        aa += da * da;
        ab += da * db;
        bb += db * db;
        ra += da * (y - f);
        rb += db * (y - f);
    }
    let (aa, bb) = (aa * (1.0 + damping), bb * (1.0 + damping));
    let determinant = aa * bb - ab * ab;
    if determinant == 0.0 {
        return p;
    }
    [p[0] + (bb * ra - ab * rb) / determinant, p[1] + (aa * rb - ab * ra) / determinant]
}

#[cfg(test)]
mod tests {
    #[test]
    fn agrees_with_umap_learn() {
        // umap.umap_.find_ab_params(spread, min_dist)
        for (min_dist, spread, a, b) in [
            (0.5, 1.0, 0.583_030_020_501_651_3, 1.334_167_000_764_614),
            (0.1, 1.0, 1.576_943_460_405_378, 0.895_060_878_045_434),
        ] {
            let found = super::fit(min_dist, spread);
            assert!((found.0 - a).abs() < 1e-4 && (found.1 - b).abs() < 1e-4, "{found:?}");
        }
    }
}
