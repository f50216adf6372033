use crate::truth::{Cell, Level, State};
use lca_numerics::{Rng, stats::normal_quantile};
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_distr::{Distribution, StandardNormal};

/// Coefficient of variation of protein amounts between sister-less cells: 0.25, the middle of what is
/// measured for human proteins (Sigal et al. 2006: 0.1 to 0.6; Niepel et al. 2009: 0.2 to 0.3).
const VARIATION: f64 = 0.25;

/// Proteins that vary.
const VARYING: usize = 6;

/// How unevenly a protein is shared between daughters beyond the share of volume (standard
/// deviation of the fraction).
const PARTITION: f64 = 0.02;

/// Log-normal factors of mean 1 from standard normal numbers.
fn cell(z: [f64; VARYING]) -> Cell {
    let sigma = (1.0 + VARIATION * VARIATION).ln().sqrt();
    let [receptor, raf, mek, erk, sprouty, phosphatase] = z.map(|z| (sigma * z - sigma * sigma / 2.0).exp());
    Cell { receptor, raf, mek, erk, sprouty, phosphatase }
}

/// One cell drawn from the culture.
pub(crate) fn draw(rng: &mut Rng) -> Cell {
    cell(std::array::from_fn(|_| StandardNormal.sample(rng)))
}

/// `n` cells that stand for the millions in a dish: each protein's distribution is covered evenly
/// (Latin hypercube), so that their mean is near that of the dish.
pub(crate) fn stratified(rng: &mut Rng, n: usize) -> Vec<Cell> {
    let columns: [Vec<f64>; VARYING] = std::array::from_fn(|_| {
        let mut strata: Vec<usize> = (0..n).collect();
        strata.shuffle(rng);
        strata.iter().map(|&at| normal_quantile((at as f64 + rng.random::<f64>()) / n as f64)).collect()
    });
    (0..n).map(|at| cell(std::array::from_fn(|protein| columns[protein][at]))).collect()
}

/// A cell's volume, amounts and signals as they pass to one daughter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Content {
    pub(crate) cell: Cell,
    pub(crate) state: State,
    /// In units of a newborn cell's.
    pub(crate) volume: f64,
}

/// Shares a dividing cell between two daughters. Every amount (concentration times volume) of the
/// mother is found again in the daughters together; the phosphorylated share of a protein is that
/// of the mother in both.
pub(crate) fn divide(mother: &Content, rng: &mut Rng) -> [Content; 2] {
    let uneven = |rng: &mut Rng, centre: f64| {
        let z: f64 = StandardNormal.sample(rng);
        (centre + PARTITION * z).clamp(0.3, 0.7)
    };
    let first = uneven(rng, 0.5);
    let shares: [f64; VARYING] = std::array::from_fn(|_| uneven(rng, first));
    [first, 1.0 - first].map(|volume| {
        let share = |at: usize| if volume == first { shares[at] } else { 1.0 - shares[at] } / volume;
        daughter(mother, volume, std::array::from_fn(share))
    })
}

/// The daughter with a share of the volume and factors on the concentrations.
fn daughter(mother: &Content, volume: f64, factor: [f64; VARYING]) -> Content {
    let old = &mother.cell;
    let cell = Cell {
        receptor: old.receptor * factor[0],
        raf: old.raf * factor[1],
        mek: old.mek * factor[2],
        erk: old.erk * factor[3],
        sprouty: old.sprouty * factor[4],
        phosphatase: old.phosphatase * factor[5],
    };
    let mut state = mother.state;
    for (level, at) in
        [(Level::Receptor, 0), (Level::Raf, 1), (Level::Mek, 2), (Level::Erk, 3), (Level::Sprouty, 4)]
    {
        state[level as usize] *= factor[at];
    }
    Content { cell, state, volume: mother.volume * volume }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::{ARMS, advance, at_rest};
    use lca_numerics::rng;

    #[test]
    fn division_keeps_every_amount() {
        let mut rng = rng(7, 0);
        let cell = draw(&mut rng);
        let state = advance(&at_rest(), &cell, &ARMS[2].stimulus, 0.0, 900.0);
        let mother = Content { cell, state, volume: 1.9 };
        let daughters = divide(&mother, &mut rng);
        let sum = |amount: &dyn Fn(&Content) -> f64| daughters.iter().map(amount).sum::<f64>();
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12 * b.abs().max(1.0), "{a} {b}");
        close(sum(&|d| d.volume), mother.volume);
        close(sum(&|d| d.volume * d.cell.erk), mother.volume * mother.cell.erk);
        for level in [Level::Receptor, Level::Raf, Level::Mek, Level::Erk, Level::Sprouty] {
            close(sum(&|d| d.volume * d.state[level as usize]), mother.volume * mother.state[level as usize]);
        }
        assert!(daughters[0] != daughters[1]);
    }

    #[test]
    fn a_dish_has_the_stated_mean_and_variation() {
        let cells = stratified(&mut rng(3, 0), 4000);
        let mean = cells.iter().map(|c| c.mek).sum::<f64>() / 4000.0;
        let var = cells.iter().map(|c| (c.mek - mean).powi(2)).sum::<f64>() / 4000.0;
        assert!((mean - 1.0).abs() < 2e-3 && (var.sqrt() / mean - VARIATION).abs() < 5e-3);
        let cross = cells.iter().map(|c| (c.mek - 1.0) * (c.erk - 1.0)).sum::<f64>() / 4000.0;
        assert!(cross.abs() < 0.004, "{cross}");
    }
}
