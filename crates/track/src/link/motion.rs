/// How far cells move from frame to frame: Student's distribution in two or three dimensions, whose
/// scale and degrees of freedom are those of greatest likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Motion {
    /// Dimensions cells move in, 2 or 3.
    pub(crate) dims: f64,
    /// Scale in pixels of x, along one axis.
    pub(crate) scale: f64,
    /// Degrees of freedom: few mean that some moves are much longer than most.
    pub(crate) freedom: f64,
    /// Factor of the variance where the outline changes little, much and very much: a wrong outline has
    /// a wrong centre.
    pub(crate) stretch: [f64; 3],
}

/// A squared move and the change of the logarithm of the area along it.
pub(crate) type Step = (f64, f64);

const FREEDOMS: [f64; 8] = [1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 15.0, 40.0];

impl Motion {
    pub(crate) fn new(dims: f64, scale: f64, freedom: f64) -> Self {
        Self { dims, scale, freedom, stretch: [1.0; 3] }
    }

    /// Fits moves again, which `self` fits roughly; the scale is never below `least`.
    pub(crate) fn fit(&self, steps: &[Step], least: f64) -> Self {
        if steps.is_empty() {
            return Self { scale: self.scale.max(least), ..*self };
        }
        let squares: Vec<f64> = steps.iter().map(|step| step.0 / self.stretch[class(step.1)]).collect();
        let mut sorted = squares.clone();
        let half = sorted.len() / 2;
        let middle = *sorted.select_nth_unstable_by(half, f64::total_cmp).1;
        let fits = FREEDOMS.iter().map(|&freedom| self.scaled(&squares, middle, freedom, least));
        let likely = |motion: &Self| squares.iter().map(|&square| motion.ln_density(square, f64::NAN, 1.0)).sum::<f64>();
        let best = fits.map(|motion| (likely(&motion), motion)).max_by(|a, b| a.0.total_cmp(&b.0));
        let best = best.map_or(*self, |(_, motion)| motion);
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

    /// Logarithm of the density per unit of area or volume at a squared distance, after `frames`, with
    /// the change of the logarithm of the area (not a number where it does not matter).
    pub(crate) fn ln_density(&self, square: f64, change: f64, frames: f64) -> f64 {
        let (nu, d) = (self.freedom, self.dims);
        let stretch = if change.is_nan() { 1.0 } else { self.stretch[class(change)] };
        let variance = self.scale * self.scale * stretch * frames;
        ln_front(nu, d) - 0.5 * d * variance.ln() - 0.5 * (nu + d) * (square / (nu * variance)).ln_1p()
    }

    /// Distance at which the density has fallen by `fall` (a logarithm) from its greatest.
    pub(crate) fn distance(&self, fall: f64, frames: f64) -> f64 {
        let (nu, d) = (self.freedom, self.dims);
        let far = (2.0 * fall / (nu + d)).min(50.0).exp() - 1.0;
        let widest = self.stretch.iter().copied().fold(1.0, f64::max);
        self.scale * (widest * frames * nu * far.max(0.0)).sqrt()
    }
}

/// Weight, in moves, of the assumption that outlines say nothing of moves.
const DOUBT: f64 = 10.0;

fn class(change: f64) -> usize {
    usize::from(change.abs() >= 0.2) + usize::from(change.abs() >= 0.6)
}

/// Logarithm of Γ((ν+d)/2) / (Γ(ν/2) (νπ)^(d/2)).
fn ln_front(nu: f64, d: f64) -> f64 {
    let half = nu / 2.0;
    let ratio = if d < 2.5 { half } else { gamma_ratio(half) };
    ratio.ln() - 0.5 * d * (nu * std::f64::consts::PI).ln()
}

/// Γ(x + 3/2) / Γ(x), by its series for large x (Tricomi & Erdélyi 1951), reached by recurrence.
fn gamma_ratio(mut x: f64) -> f64 {
    let mut factor = 1.0;
    while x < 12.0 {
        factor *= x / (x + 1.5);
        x += 1.0;
    }
    factor * x.powf(1.5) * (1.0 + 0.375 / x - 0.0547 / (x * x))
}
