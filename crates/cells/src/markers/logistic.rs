use super::Design;
use crate::CellsError;
use crate::logistic::{LogisticParams, logistic};
use crate::rows::{CellRows, gather};

/// The weight of each gene for each group: genes × groups. Groups without cells have weight 0.
/// The regression goes through all cells again and again, so it holds them in memory.
pub(super) fn weights(x: &dyn CellRows, design: &Design) -> Result<Vec<Vec<f64>>, CellsError> {
    let cells: Vec<usize> = (0..design.codes.len()).filter(|&cell| design.codes[cell].is_some()).collect();
    let known: Vec<usize> = (0..design.sizes.len()).filter(|&group| design.sizes[group] > 0.0).collect();
    let place = |group: usize| known.binary_search(&group).unwrap_or_default();
    let labels: Vec<usize> = cells.iter().filter_map(|&cell| design.codes[cell].map(place)).collect();
    let x = gather(x)?;
    let fit = logistic(&x.select_rows(&cells), &labels, known.len(), &LogisticParams::default())?;
    let mut weights = vec![vec![0.0; design.sizes.len()]; x.shape().1];
    for (class, &group) in known.iter().enumerate() {
        weights.iter_mut().zip(fit.weights.row(class)).for_each(|(gene, weight)| gene[group] = *weight);
    }
    Ok(weights)
}
