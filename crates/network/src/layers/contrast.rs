use super::measured::{Cell, Group};
use lca_numerics::stats::{mean, variance};

/// How a change is told from noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Test {
    /// A t test whose variance borrows from all molecules of the layer (Smyth 2004).
    #[default]
    Moderated,
    /// Welch's t test of each molecule on its own (Welch 1947); over several times the smallest P value
    /// times their number counts.
    Welch,
}

/// Which cells each change compares: (case, its control), with its time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contrasts {
    pub(super) cells: Vec<Cell>,
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) times: Vec<f64>,
    /// Whether all changes are against one and the same cell.
    pub(super) shared: bool,
}

impl Contrasts {
    /// Case against control at each time both have; without any controls, each time against the first.
    pub(super) fn of(cells: Vec<Cell>) -> Self {
        let shared = cells.iter().all(|cell| cell.place.group == Group::Case);
        let case = |at: &usize| cells[*at].place.group == Group::Case;
        let pair = |at: usize| {
            let time = cells[at].place.time;
            let control = |other: &Cell| other.place.group == Group::Control && other.place.time == time;
            let against = if shared { (at > 0).then_some(0) } else { cells.iter().position(control) };
            against.map(|against| (at, against))
        };
        let pairs: Vec<(usize, usize)> = (0..cells.len()).filter(case).filter_map(pair).collect();
        let times = pairs.iter().map(|&(at, _)| cells[at].place.time).collect();
        Self { cells, pairs, times, shared }
    }
}

/// What one molecule's values say, before the layer is seen as a whole.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Estimate {
    /// Mean of each cell; NaN of none.
    pub(super) means: Vec<f64>,
    /// Values in each cell.
    pub(super) counts: Vec<usize>,
    /// Variance in each cell; NaN of fewer than two.
    pub(super) variances: Vec<f64>,
    /// The variance within cells, pooled.
    pub(super) variance: f64,
    /// Its degrees of freedom.
    pub(super) freedom: f64,
    /// The mean of all values.
    pub(super) level: f64,
}

impl Estimate {
    pub(super) fn of(row: &[f64], cells: &[Cell]) -> Self {
        let values: Vec<Vec<f64>> = cells
            .iter()
            .map(|cell| cell.samples.iter().map(|&at| row[at]).filter(|value| value.is_finite()).collect())
            .collect();
        let counts: Vec<usize> = values.iter().map(Vec::len).collect();
        let variances: Vec<f64> = values.iter().map(|cell| variance(cell)).collect();
        let within = |(v, n): (&f64, &usize)| if *n > 1 { v * (n - 1) as f64 } else { 0.0 };
        let squares: f64 = variances.iter().zip(&counts).map(within).sum();
        let freedom: usize = counts.iter().map(|n| n.saturating_sub(1)).sum();
        Self {
            means: values.iter().map(|cell| mean(cell)).collect(),
            variances,
            variance: squares / freedom as f64,
            freedom: freedom as f64,
            level: mean(&values.concat()),
            counts,
        }
    }

    /// Whether both cells have at least `least` values.
    pub(super) fn complete(&self, (a, b): (usize, usize), least: usize) -> bool {
        self.counts[a] >= least && self.counts[b] >= least
    }

    /// The difference of two cells, and the factor from a variance to the difference's own.
    pub(super) fn difference(&self, (a, b): (usize, usize)) -> (f64, f64) {
        let factor = 1.0 / self.counts[a] as f64 + 1.0 / self.counts[b] as f64;
        (self.means[a] - self.means[b], factor)
    }
}
