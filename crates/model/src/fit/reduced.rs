use super::minimise::{Local, Region, minimise};
use super::{FitOptions, Optimizer, Starting, local_of};
use crate::Objective;
use crate::objective::Recorded;
use lca_numerics::dense::Cholesky;
use ndarray::Array2;

/// The cost as a function of the parameters of the dynamics alone: at each of their values the
/// scales, offsets and noise that only observables depend on take their best ones, for which the
/// equations need not be solved again (hierarchical optimisation: Loos, Krause & Hasenauer 2018,
/// doi:10.1093/bioinformatics/bty514; here by Newton steps, so that formulas may have any form).
#[derive(Debug)]
pub(crate) struct Reduced<'o> {
    objective: &'o Objective,
    lower: Vec<f64>,
    upper: Vec<f64>,
    inner: Vec<bool>,
}

/// Steps of the inner minimisation at most, and where it ends.
const INNER: FitOptions = FitOptions {
    max_iterations: 60,
    tolerance: 1e-9,
    starts: 1,
    seed: 0,
    draws: 1,
    starting: Starting::LatinHypercube,
    optimizer: Optimizer::TrustRegion,
};

impl<'o> Reduced<'o> {
    /// Parameters that are `held` are not adapted.
    pub(crate) fn new(objective: &'o Objective, held: Option<usize>) -> Self {
        let (lower, upper) = objective.bounds();
        let mut inner = objective.outside_the_dynamics();
        if let Some(at) = held {
            inner[at] = false;
        }
        Self { objective, lower, upper, inner }
    }

    /// Which parameters are left to choose.
    pub(crate) fn outer(&self) -> Vec<bool> {
        self.inner.iter().map(|inner| !inner).collect()
    }

    /// The cost with derivatives, at the best of the inner parameters, which begin where `x` has them.
    pub(crate) fn at(&self, x: &[f64]) -> Option<Local> {
        let recorded = self.objective.record(x).ok()?;
        if !self.inner.contains(&true) {
            return self.replay(&recorded, x);
        }
        let cost = |x: &[f64]| self.replay(&recorded, x);
        let region = Region { lower: &self.lower, upper: &self.upper, free: &self.inner };
        let found = minimise(&cost, x, region, &INNER)?;
        let mut local = self.replay(&recorded, &found.x)?;
        self.eliminate(&mut local);
        Some(local)
    }

    fn replay(&self, recorded: &Recorded, x: &[f64]) -> Option<Local> {
        local_of(x, self.objective.replay(recorded, x).ok()?)
    }

    /// Takes the inner parameters out of the gradient and, by the Schur complement, out of the
    /// Hessian. Those at a bound are held there.
    fn eliminate(&self, local: &mut Local) {
        let n = self.inner.len();
        let inside = |i: usize| local.x[i] > self.lower[i] && local.x[i] < self.upper[i];
        let loose: Vec<usize> = (0..n).filter(|&i| self.inner[i] && inside(i)).collect();
        let h = &local.hessian;
        let block = Array2::from_shape_fn((loose.len(), loose.len()), |(a, b)| h[loose[a] * n + loose[b]]);
        let outer: Vec<usize> = (0..n).filter(|&i| !self.inner[i]).collect();
        let mut reduced = vec![0.0; n * n];
        let factor = Cholesky::new(&block).ok();
        for &j in &outer {
            let mut column: Vec<f64> = loose.iter().map(|&a| h[a * n + j]).collect();
            match &factor {
                Some(factor) => factor.solve(&mut column),
                None => column.fill(0.0),
            }
            for &i in &outer {
                let less: f64 = loose.iter().zip(&column).map(|(&a, c)| h[i * n + a] * c).sum();
                reduced[i * n + j] = h[i * n + j] - less;
            }
        }
        local.hessian = reduced;
        (0..n).filter(|&i| self.inner[i]).for_each(|i| local.gradient[i] = 0.0);
    }
}
