use super::{Motion, Pace, class};

/// A squared move and the change of the logarithm of the area along it.
pub(crate) type Step = (f64, f64);

const FREEDOMS: [f64; 8] = [1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 15.0, 40.0];
const MEMORIES: [f64; 5] = [0.0, 0.1, 0.25, 0.5, 1.0];
/// Weight, in moves, of the assumption that outlines say nothing of moves.
const DOUBT: f64 = 10.0;

impl Motion {
    /// Scale, degrees of freedom and stretch of greatest likelihood, starting from `self`'s stretch; the
    /// scale is never below `least`.
    pub(crate) fn fit(&self, steps: &[Step], least: f64) -> Self {
        if steps.is_empty() {
            return Self { scale: self.scale.max(least), ..*self };
        }
        let squares: Vec<f64> = steps.iter().map(|step| step.0 / self.stretch[class(step.1)]).collect();
        let mut sorted = squares.clone();
        let half = sorted.len() / 2;
        let middle = *sorted.select_nth_unstable_by(half, f64::total_cmp).1;
        let plain = Self { stretch: [1.0; 3], memory: 0.0, ..*self };
        let fits = FREEDOMS.map(|freedom| plain.scaled(&squares, middle, freedom, least));
        let likely = |motion: &Self| squares.iter().map(|&square| motion.ln_density(square, 1.0)).sum();
        let best = Self { stretch: self.stretch, memory: self.memory, ..likeliest(&fits, likely) };
        Self { stretch: best.stretches(steps), ..best }
    }

    /// The most likely scale at given degrees of freedom (Lange, Little & Taylor 1989).
    fn scaled(&self, squares: &[f64], middle: f64, freedom: f64, least: f64) -> Self {
        let least = least * least;
        let mut variance = (middle / 1.4).max(least);
        for _ in 0..12 {
            let pull = |square: f64| (freedom + self.dims) / (freedom + square / variance) * square;
            let sum: f64 = squares.iter().map(|&square| pull(square)).sum();
            variance = (sum / (squares.len() as f64 * self.dims)).max(least);
        }
        Self { scale: variance.sqrt(), freedom, ..*self }
    }

    fn stretches(&self, steps: &[Step]) -> [f64; 3] {
        let (mut sum, mut n) = ([DOUBT; 3], [DOUBT; 3]);
        let variance = self.scale * self.scale;
        for &(square, change) in steps {
            let at = class(change);
            let ratio = square / variance;
            let weight = (self.freedom + self.dims) / (self.freedom + ratio / self.stretch[at]);
            sum[at] += weight * ratio / self.dims;
            n[at] += 1.0;
        }
        std::array::from_fn(|at| (sum[at] / n[at]).clamp(0.5, 20.0))
    }

    /// The memory with which a cell's last moves foretell the next best.
    pub(crate) fn remember(&self, steps: &[(Step, Pace)]) -> Self {
        let density = |motion: &Self, ((square, change), pace): (Step, Pace)| {
            motion.ln_density_of(square, change, 1.0, pace)
        };
        let likely = |motion: &Self| steps.iter().map(|&step| density(motion, step)).sum();
        likeliest(&MEMORIES.map(|memory| Self { memory, ..*self }), likely)
    }
}

/// The first of those of greatest likelihood.
fn likeliest(motions: &[Motion], likely: impl Fn(&Motion) -> f64) -> Motion {
    let mut best = (f64::NEG_INFINITY, motions[0]);
    for motion in motions {
        let value = likely(motion);
        if value > best.0 {
            best = (value, *motion);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::rng;
    use rand::RngExt;

    #[test]
    fn a_scale_is_found_again() {
        let mut random = rng(3, 0);
        let mut gauss = || (0..12).map(|_| random.random_range(-0.5..0.5)).sum::<f64>();
        let steps: Vec<Step> =
            (0..3000).map(|_| ((4.0 * gauss()).powi(2) + (4.0 * gauss()).powi(2), 0.0)).collect();
        let fit = Motion::new(2.0, 1.0, 3.0).fit(&steps, 0.1);
        assert!((fit.scale - 4.0).abs() < 0.25 && fit.freedom >= 8.0, "{fit:?}");
        assert_eq!(Motion::new(2.0, 1.0, 3.0).fit(&[], 0.1).scale, 1.0);
        assert_eq!(Motion::new(2.0, 1.0, 3.0).fit(&[(0.0, 0.0); 30], 0.1).scale, 0.1);
    }
}
