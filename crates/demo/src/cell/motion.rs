use lca_numerics::Rng;
use rand_distr::{Distribution, StandardNormal};

/// Root mean square speed along each axis in µm/s: 12 µm/h in all, as epithelial cells crawl.
const SPEED: f64 = 12.0 / 3600.0 / std::f64::consts::SQRT_2;
/// How long a cell keeps its direction, in s.
const PERSISTENCE: f64 = 1_800.0;
/// Turning of the nucleus in radians per root s.
const TURNING: f64 = 0.004;
/// How fast two nuclei that are too near move apart, per s.
const REPULSION: f64 = 1.0 / 300.0;
/// Nearest two nuclei come, relative to the sum of their radii: cytoplasm lies between them.
const NEAREST: f64 = 1.3;

/// A place that wanders.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Walker {
    /// Along y and x in µm.
    pub(crate) place: [f64; 2],
    pub(crate) velocity: [f64; 2],
    pub(crate) angle: f64,
}

impl Walker {
    pub(crate) fn at(place: [f64; 2], rng: &mut Rng) -> Self {
        let velocity = std::array::from_fn(|_| SPEED * normal(rng));
        Self { place, velocity, angle: std::f64::consts::PI * normal(rng) }
    }

    /// One step of `dt` s: a persistent random walk (Ornstein-Uhlenbeck velocity, as in Dunn & Brown
    /// 1987) under a push in µm/s.
    pub(crate) fn step(&mut self, dt: f64, push: [f64; 2], low: f64, high: [f64; 2], rng: &mut Rng) {
        let keep = (-dt / PERSISTENCE).exp();
        let stir = SPEED * (1.0 - keep * keep).sqrt();
        for axis in 0..2 {
            self.velocity[axis] = keep * self.velocity[axis] + stir * normal(rng);
            self.place[axis] += dt * (self.velocity[axis] + push[axis]);
            if !(low..=high[axis]).contains(&self.place[axis]) {
                self.place[axis] = self.place[axis].clamp(low, high[axis]);
                self.velocity[axis] = -self.velocity[axis];
            }
        }
        self.angle += TURNING * dt.sqrt() * normal(rng);
    }
}

/// The push on each nucleus from those too near it, in µm/s.
pub(crate) fn pushes(places: &[[f64; 2]], radii: &[f64]) -> Vec<[f64; 2]> {
    let mut out = vec![[0.0; 2]; places.len()];
    for a in 0..places.len() {
        for b in 0..a {
            let [dy, dx] = [places[a][0] - places[b][0], places[a][1] - places[b][1]];
            let reach = NEAREST * (radii[a] + radii[b]);
            let distance = dy.hypot(dx).max(1e-6);
            if distance < reach {
                let speed = REPULSION * (reach - distance) / 2.0;
                for (axis, delta) in [dy, dx].into_iter().enumerate() {
                    out[a][axis] += speed * delta / distance;
                    out[b][axis] -= speed * delta / distance;
                }
            }
        }
    }
    out
}

fn normal(rng: &mut Rng) -> f64 {
    StandardNormal.sample(rng)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pushes_balance_and_part_the_near_only() {
        let push = pushes(&[[0.0, 0.0], [0.0, 5.0], [0.0, 90.0]], &[6.0; 3]);
        assert!(push[0][1] < 0.0 && push[1][1] > 0.0 && push[2] == [0.0; 2]);
        assert!((push[0][1] + push[1][1]).abs() < 1e-15);
    }

    #[test]
    fn a_lone_cell_keeps_its_speed() {
        let mut rng = lca_numerics::rng(5, 0);
        let mut walker = Walker::at([0.0; 2], &mut rng);
        let mut sum = 0.0;
        for _ in 0..40_000 {
            walker.step(60.0, [0.0; 2], -1e9, [1e9; 2], &mut rng);
            sum += walker.velocity[0].hypot(walker.velocity[1]).powi(2);
        }
        let speed = (sum / 40_000.0).sqrt() * 3600.0;
        assert!((speed - 12.0).abs() < 1.0, "{speed}");
    }
}
