use super::Scale;
use crate::NetworkError;
use lca_graph::Layer;
use lca_tables::Abundances;

/// A layer as it was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredLayer {
    /// Which layer.
    pub layer: Layer,
    /// Molecules × samples, decoys and contaminants left out.
    pub table: Abundances,
    /// What each sample is, in the table's order; a sample without a place is not used.
    pub places: Vec<Option<Place>>,
    /// What the values are.
    pub scale: Scale,
}

/// Whether a sample is of the cells that are asked about, or of those they are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What is compared with.
    Control,
    /// What is asked about.
    Case,
}

/// What a sample is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Which cells.
    pub group: Group,
    /// When, in seconds.
    pub time: f64,
}

/// Samples of one group and time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) place: Place,
    pub(super) samples: Vec<usize>,
}

impl MeasuredLayer {
    /// The times of the samples used, earliest first.
    #[must_use]
    pub fn times(&self) -> Vec<f64> {
        let mut times: Vec<f64> = self.places.iter().flatten().map(|place| place.time).collect();
        times.sort_unstable_by(f64::total_cmp);
        times.dedup();
        times
    }

    /// The samples by group and time, controls first, earliest first.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let mut cells = Vec::new();
        for group in [Group::Control, Group::Case] {
            for time in self.times() {
                let is = |place: &Option<Place>| place.is_some_and(|p| p.group == group && p.time == time);
                let samples: Vec<usize> = (0..self.places.len()).filter(|&at| is(&self.places[at])).collect();
                if !samples.is_empty() {
                    cells.push(Cell { place: Place { group, time }, samples });
                }
            }
        }
        cells
    }

    /// Checks that there is something to compare.
    pub(super) fn check(&self) -> Result<(), NetworkError> {
        let what = "a measured layer";
        if self.places.len() != self.table.samples().len() {
            let why = format!(
                "{} places are given for {} samples of the {} layer; give one for each",
                self.places.len(),
                self.table.samples().len(),
                self.layer
            );
            return Err(NetworkError::Argument { what, why });
        }
        if self.places.iter().flatten().any(|place| !place.time.is_finite()) {
            let why = format!("a time of the {} layer is no number", self.layer);
            return Err(NetworkError::Argument { what, why });
        }
        let cells = self.cells();
        let controls = cells.iter().any(|cell| cell.place.group == Group::Control);
        let repeated = |cell: &&Cell| cell.samples.len() > 1;
        let comparable = if controls {
            let at = |cell: &&Cell| {
                let same = |other: &&Cell| other.place.time == cell.place.time;
                cell.place.group == Group::Case && cells.iter().filter(same).count() > 1
            };
            cells.iter().any(|cell| at(&cell))
        } else {
            cells.len() > 1
        };
        if !comparable {
            let why = format!(
                "the {} layer has nothing to compare: give samples of case and control at one time at least, or of the case at two times",
                self.layer
            );
            return Err(NetworkError::Argument { what, why });
        }
        if !cells.iter().any(|cell| repeated(&cell)) {
            let why =
                format!("the {} layer has no replicates, so nothing tells change from noise", self.layer);
            return Err(NetworkError::Argument { what, why });
        }
        if (0..self.table.molecules().len()).all(|at| self.table.row(at).iter().all(|value| value.is_nan())) {
            let why = format!("every value of the {} layer is missing", self.layer);
            return Err(NetworkError::Argument { what, why });
        }
        Ok(())
    }
}
