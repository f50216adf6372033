use super::characters::MISSING;
use ndarray::{Array2, ArrayView2};
use std::collections::BTreeMap;

/// Rows of characters without repeats: cells with the very same states share one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Patterns {
    /// Patterns × sites.
    pub(super) states: Array2<u16>,
    /// The cells of each pattern, in order.
    pub(super) cells: Vec<Vec<u32>>,
}

impl Patterns {
    /// Patterns in the order of their first cells.
    pub(super) fn new(states: ArrayView2<u16>) -> Self {
        let mut places: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
        let mut cells: Vec<Vec<u32>> = Vec::new();
        for (cell, row) in states.rows().into_iter().enumerate() {
            let at = *places.entry(row.to_vec()).or_insert(cells.len());
            match cells.get_mut(at) {
                Some(same) => same.push(cell as u32),
                None => cells.push(vec![cell as u32]),
            }
        }
        let first: Vec<usize> = cells.iter().map(|same| same[0] as usize).collect();
        Self { states: states.select(ndarray::Axis(0), &first), cells }
    }

    pub(super) fn count(&self) -> usize {
        self.cells.len()
    }

    /// How many states each site has, uncut among them.
    pub(super) fn widths(&self) -> Vec<usize> {
        let columns = self.states.columns().into_iter();
        let largest = |column: ndarray::ArrayView1<u16>| {
            column.iter().filter(|&&state| state != MISSING).max().map_or(1, |&most| most as usize + 1)
        };
        columns.map(largest).collect()
    }
}
