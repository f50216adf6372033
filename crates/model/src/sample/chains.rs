use super::EnsembleOptions;
use super::archive::reflect;
use lca_numerics::{Rng, rng};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

/// Steps between additions of the chains' states to the archive.
const ARCHIVE_EVERY: usize = 10;

/// Share of steps along the line to an archived point.
const SNOOKER: f64 = 0.1;

/// Share of steps that jump the whole difference of two points, so as to change modes.
const JUMPS: f64 = 0.1;

type LogDensity<'d> = &'d (dyn Fn(&[f64]) -> f64 + Sync);

/// Chains that step at once.
pub(super) struct Chains<'d> {
    log_density: LogDensity<'d>,
    archive: Vec<Vec<f64>>,
    bounds: (Vec<f64>, Vec<f64>),
    chains: Vec<Chain>,
}

struct Chain {
    rng: Rng,
    x: Vec<f64>,
    density: f64,
    trace: Vec<(Vec<f64>, f64)>,
    accepted: usize,
}

impl<'d> Chains<'d> {
    pub(super) fn new(
        log_density: LogDensity<'d>,
        archive: Vec<Vec<f64>>,
        bounds: (Vec<f64>, Vec<f64>),
        fits: &[Vec<f64>],
        options: &EnsembleOptions,
    ) -> Self {
        let chain = |at: usize| {
            let x = fits.get(at % fits.len().max(1)).cloned().unwrap_or_default();
            let density = log_density(&x);
            Chain { rng: rng(options.seed, at as u64), x, density, trace: Vec::new(), accepted: 0 }
        };
        let chains = (0..options.chains).map(chain).collect();
        Self { log_density, archive, bounds, chains }
    }

    pub(super) fn advance(&mut self, step: usize) {
        let Self { log_density, archive, bounds, chains } = self;
        chains.par_iter_mut().for_each(|chain| chain.advance(*log_density, archive, bounds));
        if step.is_multiple_of(ARCHIVE_EVERY) {
            archive.extend(chains.iter().map(|chain| chain.x.clone()));
        }
    }

    pub(super) fn traces(&self) -> Vec<&[(Vec<f64>, f64)]> {
        self.chains.iter().map(|chain| chain.trace.as_slice()).collect()
    }

    pub(super) fn acceptance(&self) -> f64 {
        let steps: usize = self.chains.iter().map(|chain| chain.trace.len()).sum();
        self.chains.iter().map(|chain| chain.accepted).sum::<usize>() as f64 / steps.max(1) as f64
    }
}

impl Chain {
    fn advance(&mut self, log_density: LogDensity<'_>, archive: &[Vec<f64>], bounds: &(Vec<f64>, Vec<f64>)) {
        let (proposal, log_ratio) = if self.rng.random::<f64>() < SNOOKER {
            self.snooker(archive)
        } else {
            (self.difference(archive), 0.0)
        };
        let folded = reflect(proposal.clone(), &bounds.0, &bounds.1);
        let chance = self.rng.random::<f64>().ln();
        // The snooker's ratio holds only for the unfolded point.
        if log_ratio == 0.0 || folded == proposal {
            let density = log_density(&folded);
            if density.is_finite() && density - self.density + log_ratio > chance {
                (self.x, self.density) = (folded, density);
                self.accepted += 1;
            }
        }
        self.trace.push((self.x.clone(), self.density));
    }

    fn pick<'a>(&mut self, archive: &'a [Vec<f64>]) -> &'a [f64] {
        &archive[self.rng.random_range(0..archive.len())]
    }

    /// The state plus a scaled difference of two archived ones.
    fn difference(&mut self, archive: &[Vec<f64>]) -> Vec<f64> {
        let (a, b) = (self.pick(archive), self.pick(archive));
        let dimension = self.x.len() as f64;
        let scale = if self.rng.random::<f64>() < JUMPS { 1.0 } else { 2.38 / (2.0 * dimension).sqrt() };
        let mut proposal = Vec::with_capacity(self.x.len());
        for (k, x) in self.x.iter().enumerate() {
            let noise: f64 = StandardNormal.sample(&mut self.rng);
            proposal.push(x + scale * (a[k] - b[k]) + 1e-5 * noise);
        }
        proposal
    }

    /// A step along the line to an archived point, by the projected difference of two others, and
    /// the logarithm of the ratio it is accepted with.
    fn snooker(&mut self, archive: &[Vec<f64>]) -> (Vec<f64>, f64) {
        let (z, a, b) = (self.pick(archive), self.pick(archive), self.pick(archive));
        let line: Vec<f64> = self.x.iter().zip(z).map(|(x, z)| x - z).collect();
        let length: f64 = line.iter().map(|v| v * v).sum();
        if length == 0.0 {
            return (self.x.clone(), 0.0);
        }
        let along: f64 =
            line.iter().zip(a.iter().zip(b)).map(|(l, (a, b))| l * (a - b)).sum::<f64>() / length;
        let scale = 1.2 + self.rng.random::<f64>();
        let proposal: Vec<f64> = self.x.iter().zip(&line).map(|(x, l)| x + scale * along * l).collect();
        let reached: f64 = proposal.iter().zip(z).map(|(x, z)| (x - z) * (x - z)).sum();
        let power = 0.5 * (self.x.len() as f64 - 1.0);
        (proposal, power * (reached / length).ln())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correlated_normal_is_recovered() {
        // Standard deviations 1 and 0.1, correlation 0.9.
        let density = |x: &[f64]| {
            let (a, b) = (x[0], x[1] / 0.1);
            -0.5 * (a * a - 1.8 * a * b + b * b) / (1.0 - 0.81)
        };
        let options = EnsembleOptions { size: 1, chains: 4, steps: 10_000, seed: 3 };
        let archive: Vec<Vec<f64>> =
            (0..40).map(|k| vec![f64::from(k % 7) * 0.3 - 1.0, f64::from(k % 5) * 0.05]).collect();
        let bounds = (vec![-20.0; 2], vec![20.0; 2]);
        let mut chains = Chains::new(&density, archive, bounds, &[vec![0.0, 0.0]], &options);
        (0..options.steps).for_each(|step| chains.advance(step));
        let kept: Vec<Vec<f64>> =
            chains.traces().iter().flat_map(|t| t[2000..].iter().map(|(x, _)| x.clone())).collect();
        let n = kept.len() as f64;
        let moment = |f: &dyn Fn(&[f64]) -> f64| kept.iter().map(|x| f(x)).sum::<f64>() / n;
        assert!(moment(&|x| x[0]).abs() < 0.08);
        assert!((moment(&|x| x[0] * x[0]) - 1.0).abs() < 0.12);
        assert!((moment(&|x| x[1] * x[1]) - 0.01).abs() < 0.0012);
        assert!((moment(&|x| x[0] * x[1]) - 0.09).abs() < 0.011);
        let outside = moment(&|x| f64::from(u8::from(x[0].abs() > 1.96)));
        assert!((outside - 0.05).abs() < 0.015, "{outside}");
    }

    #[test]
    fn a_flat_density_fills_its_bounds() {
        let density = |_: &[f64]| 0.0;
        let options = EnsembleOptions { size: 1, chains: 4, steps: 8000, seed: 5 };
        let archive: Vec<Vec<f64>> =
            (0..30).map(|k| vec![f64::from(k) / 30.0, f64::from(k % 3) / 3.0]).collect();
        let bounds = (vec![0.0; 2], vec![1.0; 2]);
        let mut chains = Chains::new(&density, archive, bounds, &[vec![0.5, 0.5]], &options);
        (0..options.steps).for_each(|step| chains.advance(step));
        let kept: Vec<f64> =
            chains.traces().iter().flat_map(|t| t[1000..].iter().map(|(x, _)| x[0])).collect();
        for part in 0..10 {
            let (low, high) = (f64::from(part) / 10.0, f64::from(part + 1) / 10.0);
            let share = kept.iter().filter(|x| (low..high).contains(*x)).count() as f64 / kept.len() as f64;
            assert!((share - 0.1).abs() < 0.02, "{part}: {share}");
        }
    }
}
