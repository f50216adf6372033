mod fit;

/// How far cells move from frame to frame: Student's distribution in two or three dimensions, which is
/// what cells that each move normally, at paces that differ, do together.
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
    /// How much a cell's own last moves say of its pace; 0 where all cells are alike, or change their
    /// pace at once.
    pub(crate) memory: f64,
}

/// What a cell's last moves say of its pace: the sum of their squares, each as if it were of one frame
/// and a steady outline, and their number times the dimensions. Older moves count less.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Pace {
    sum: f64,
    n: f64,
}

/// How much a move counts against the one after it.
const FADE: f64 = 0.8;

/// How far one cell moves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Own {
    front: [f64; 3],
    width: [f64; 3],
    power: f64,
}

impl Own {
    /// See [`Motion::ln_density_of`].
    pub(crate) fn ln_density(&self, square: f64, change: f64) -> f64 {
        let class = class(change);
        self.front[class] - self.power * (square * self.width[class]).ln_1p()
    }
}

impl Pace {
    pub(crate) fn after(self, square: f64, dims: f64) -> Self {
        Self { sum: FADE * self.sum + square, n: FADE * self.n + dims }
    }
}

impl Motion {
    pub(crate) fn new(dims: f64, scale: f64, freedom: f64) -> Self {
        Self { dims, scale, freedom, stretch: [1.0; 3], memory: 0.0 }
    }

    /// Logarithm of the density, per unit of area or volume, of a move of a cell of unknown pace by a
    /// distance (squared) in some frames.
    pub(crate) fn ln_density(&self, square: f64, frames: f64) -> f64 {
        self.ln_density_of(square, 0.0, frames, Pace::default())
    }

    /// The same for a cell of known pace whose area changed by a factor, given as its logarithm.
    pub(crate) fn ln_density_of(&self, square: f64, change: f64, frames: f64, pace: Pace) -> f64 {
        self.of(pace, frames).ln_density(square, change)
    }

    /// The distribution for a cell of known pace.
    pub(crate) fn of(&self, pace: Pace, frames: f64) -> Own {
        let nu = self.freedom + self.memory * pace.n;
        let own = (self.freedom * self.scale * self.scale + self.memory * pace.sum) / nu;
        let variance = self.stretch.map(|stretch| own * stretch * frames);
        let front = variance.map(|variance| ln_front(nu, self.dims, variance));
        Own { front, width: variance.map(|variance| 1.0 / (nu * variance)), power: 0.5 * (nu + self.dims) }
    }

    /// Factor of the variance for a change of the logarithm of the area.
    pub(crate) fn widening(&self, change: f64) -> f64 {
        self.stretch[class(change)]
    }

    /// The greatest density, as a logarithm.
    pub(crate) fn most(&self, frames: f64) -> f64 {
        let narrowest = self.stretch.iter().copied().fold(1.0, f64::min);
        self.ln_density(0.0, frames) - 0.5 * self.dims * narrowest.ln()
    }

    /// Distance at which the density has fallen by `fall` (a logarithm) from its greatest.
    pub(crate) fn distance(&self, fall: f64, frames: f64) -> f64 {
        let (nu, d) = (self.freedom, self.dims);
        let far = (2.0 * fall.max(0.0) / (nu + d)).min(50.0).exp() - 1.0;
        let widest = self.stretch.iter().copied().fold(1.0, f64::max);
        self.scale * (widest * frames * nu * far).sqrt()
    }
}

fn class(change: f64) -> usize {
    usize::from(change.abs() >= 0.2) + usize::from(change.abs() >= 0.6)
}

/// Logarithm of Γ((ν+d)/2) / (Γ(ν/2) (νπσ²)^(d/2)), which is 1 / 2πσ² in two dimensions.
fn ln_front(nu: f64, d: f64, variance: f64) -> f64 {
    if d < 2.5 {
        return -(std::f64::consts::TAU * variance).ln();
    }
    gamma_ratio(nu / 2.0).ln() - 1.5 * (nu * std::f64::consts::PI * variance).ln()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn densities_sum_to_one() {
        for (dims, freedom) in [(2.0, 1.0), (2.0, 5.0), (3.0, 2.0), (3.0, 15.0)] {
            let motion = Motion::new(dims, 2.0, freedom);
            let shell = |r: f64| {
                if dims < 2.5 { std::f64::consts::TAU * r } else { 4.0 * std::f64::consts::PI * r * r }
            };
            // In steps of the logarithm of the distance, so that far tails are met.
            let parts = (-600..2000).map(|k| (f64::from(k) * 0.01).exp());
            let sum: f64 = parts.map(|r| motion.ln_density(r * r, 1.0).exp() * shell(r) * r * 0.01).sum();
            assert!((sum - 1.0).abs() < 2e-3, "{dims} dimensions, {freedom} degrees of freedom: {sum}");
        }
    }

    #[test]
    fn a_fast_cell_is_looked_for_further_away() {
        let motion = Motion { memory: 1.0, ..Motion::new(2.0, 2.0, 5.0) };
        let fast = (0..6).fold(Pace::default(), |pace, _| pace.after(64.0, 2.0));
        let slow = (0..6).fold(Pace::default(), |pace, _| pace.after(0.5, 2.0));
        let density = |pace| motion.ln_density_of(100.0, 0.0, 1.0, pace);
        assert!(density(fast) > density(Pace::default()) && density(Pace::default()) > density(slow));
    }
}
