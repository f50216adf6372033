use super::MeasuredLayer;
use lca_numerics::stats::{mean, median};

/// What the values of a table are, which says how they become logarithms that compare between samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Counts of reads: divided by size factors (Anders & Huber 2010), half a count added; molecules with
    /// fewer than five on average are left out.
    Counts,
    /// Intensities: 0 is missing; each sample's median ratio to the mean sample is taken out.
    #[default]
    Intensity,
    /// Values that need no scaling between samples (concentrations, TPM, TMT channels): 0 is missing.
    Amount,
    /// Logarithms to base 2, taken as they are.
    Log2,
}

const FEWEST: f64 = 5.0;

/// The values as logarithms to base 2, by molecule; none for a molecule that is left out for few counts.
pub(super) fn logarithms(layer: &MeasuredLayer) -> Vec<Option<Vec<f64>>> {
    let used: Vec<usize> = (0..layer.places.len()).filter(|&at| layer.places[at].is_some()).collect();
    let rows = 0..layer.table.molecules().len();
    if layer.scale == Scale::Log2 {
        return rows.map(|at| Some(layer.table.row(at).to_vec())).collect();
    }
    let positive = |value: f64| if value > 0.0 { value.log2() } else { f64::NAN };
    let logs: Vec<Vec<f64>> =
        rows.clone().map(|at| layer.table.row(at).iter().copied().map(positive).collect()).collect();
    let shifts = match layer.scale {
        Scale::Amount => vec![0.0; layer.places.len()],
        _ => shifts(&logs, &used, layer.places.len()),
    };
    let counted = |at: usize| {
        let row = layer.table.row(at);
        let counts: Vec<f64> = used.iter().map(|&s| row[s] * (-shifts[s]).exp2()).collect();
        let enough = mean(&counts) >= FEWEST;
        enough.then(|| row.iter().zip(&shifts).map(|(v, shift)| (v * (-shift).exp2() + 0.5).log2()).collect())
    };
    let shifted = |at: usize| Some(logs[at].iter().zip(&shifts).map(|(v, shift)| v - shift).collect());
    rows.map(|at| if layer.scale == Scale::Counts { counted(at) } else { shifted(at) }).collect()
}

/// By how much each sample lies above the mean sample: the median over molecules that all samples have.
fn shifts(logs: &[Vec<f64>], used: &[usize], samples: usize) -> Vec<f64> {
    let complete: Vec<(&Vec<f64>, f64)> = logs
        .iter()
        .filter(|row| used.iter().all(|&at| row[at].is_finite()))
        .map(|row| (row, mean(&used.iter().map(|&at| row[at]).collect::<Vec<f64>>())))
        .collect();
    let shift = |at: usize| {
        let ratios: Vec<f64> = complete.iter().map(|(row, centre)| row[at] - centre).collect();
        let middle = median(&ratios);
        if middle.is_finite() { middle } else { 0.0 }
    };
    (0..samples).map(shift).collect()
}
