//! Pooled cells: phosphorylation and protein over time, as mass spectrometry and ELISA give them.

use crate::DemoOptions;
use crate::cell::stratified;
use crate::truth::{ARMS, Arm, Cell, KNOWN_TOTALS, Level, State, advance, at_rest};
use lca_numerics::{Rng, rng};
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

/// When dishes are lysed, in s.
pub(crate) const TIMES: [f64; 14] = [
    0.0, 60.0, 120.0, 180.0, 300.0, 450.0, 600.0, 1200.0, 1800.0, 3600.0, 5400.0, 7200.0, 10_800.0, 14_400.0,
];
/// Dishes per time and condition. Each is lysed once, so errors at different times are independent.
pub(crate) const REPLICATES: usize = 3;
/// Error of a dish relative to its value: 10 %, lysis and sample handling together.
const RELATIVE_ERROR: f64 = 0.1;
/// Cells simulated for a dish of a million.
const CELLS: usize = 400;

/// What is measured in a lysate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readout {
    /// Phosphorylated share of MEK (targeted mass spectrometry with heavy peptides).
    Mek,
    /// Phosphorylated share of ERK.
    Erk,
    /// Sprouty in arbitrary units (ELISA without a standard).
    Sprouty,
}

impl Readout {
    pub(crate) const ALL: [Self; 3] = [Self::Mek, Self::Erk, Self::Sprouty];

    /// Its name in every file.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Mek => "pMEK",
            Self::Erk => "pERK",
            Self::Sprouty => "Sprouty",
        }
    }

    /// Its unit.
    pub(crate) const fn unit(self) -> &'static str {
        if matches!(self, Self::Sprouty) { "au" } else { "fraction" }
    }

    /// Error at zero: a hundredth of a fully phosphorylated protein, or as much light in the ELISA.
    const fn floor(self) -> f64 {
        if matches!(self, Self::Sprouty) { 0.1 * SPROUTY_SCALE } else { 0.01 }
    }

    /// The true value of a lysate of these cells.
    fn of(self, cells: &[Cell], states: &[State]) -> f64 {
        let sum = |level: Level| states.iter().map(|state| state[level as usize]).sum::<f64>();
        match self {
            Self::Mek => sum(Level::Mek) / (KNOWN_TOTALS[0] * cells.iter().map(|cell| cell.mek).sum::<f64>()),
            Self::Erk => sum(Level::Erk) / (KNOWN_TOTALS[1] * cells.iter().map(|cell| cell.erk).sum::<f64>()),
            Self::Sprouty => SPROUTY_SCALE * sum(Level::Sprouty) / cells.len() as f64,
        }
    }
}

/// Light units of the ELISA per inhibitory unit of Sprouty.
pub(crate) const SPROUTY_SCALE: f64 = 35.0;

/// One measured number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lysate {
    pub(crate) arm: usize,
    pub(crate) time: f64,
    pub(crate) replicate: usize,
    pub(crate) readout: Readout,
    pub(crate) value: f64,
    /// The value without error.
    pub(crate) truth: f64,
}

/// Lyses every dish of every arm; sorted by arm, readout, time and replicate.
pub(crate) fn lyse(options: &DemoOptions) -> Vec<Lysate> {
    let arms: Vec<Vec<Lysate>> =
        ARMS.par_iter().enumerate().map(|(at, arm)| dishes(options, at, arm)).collect();
    arms.concat()
}

fn dishes(options: &DemoOptions, at: usize, arm: &Arm) -> Vec<Lysate> {
    let mut rng = rng(options.seed ^ 0xb01c_0000, at as u64);
    let cells = stratified(&mut rng, CELLS);
    let courses = courses(&cells, arm);
    let mut out = Vec::new();
    for readout in Readout::ALL {
        for (time, states) in TIMES.iter().zip(&courses) {
            let truth = readout.of(&cells, states);
            for replicate in 0..REPLICATES {
                let value = with_error(readout, truth, &mut rng);
                out.push(Lysate { arm: at, time: *time, replicate, readout, value, truth });
            }
        }
    }
    out
}

fn courses(cells: &[Cell], arm: &Arm) -> Vec<Vec<State>> {
    let mut states = vec![at_rest(); cells.len()];
    let mut before = 0.0;
    let mut out = Vec::new();
    for &time in &TIMES {
        for (state, cell) in states.iter_mut().zip(cells) {
            *state = if time > before { advance(state, cell, &arm.stimulus, before, time) } else { *state };
        }
        before = time;
        out.push(states.clone());
    }
    out
}

fn with_error(readout: Readout, truth: f64, rng: &mut Rng) -> f64 {
    let z: f64 = StandardNormal.sample(rng);
    truth + z * (RELATIVE_ERROR * truth).hypot(readout.floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_their_size_and_dishes_their_order() {
        let lysates = lyse(&DemoOptions::default());
        assert_eq!(lysates.len(), ARMS.len() * 3 * TIMES.len() * REPLICATES);
        let squares: f64 = lysates
            .iter()
            .map(|l| ((l.value - l.truth) / (RELATIVE_ERROR * l.truth).hypot(l.readout.floor())).powi(2))
            .sum();
        assert!((squares / lysates.len() as f64 - 1.0).abs() < 0.2, "{}", squares / lysates.len() as f64);
        assert_eq!(lysates, lyse(&DemoOptions::default()));
    }
}
