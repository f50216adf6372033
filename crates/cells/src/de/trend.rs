use crate::CellsError;
use crate::error::at_least;

/// Dispersions this far below and above the trend are left out of it.
const OUTSIDE: (f64, f64) = (1e-4, 15.0);

/// The trend a₀ + a₁ / mean at each gene's mean, by a gamma model with the identity as its link (Love et al. 2014); where
/// there is none, the mean of all dispersions.
pub(super) fn fit(means: &[f64], dispersions: &[f64], least: f64) -> Result<Vec<f64>, CellsError> {
    let used: Vec<usize> = (0..means.len()).filter(|&gene| dispersions[gene] >= least).collect();
    if used.is_empty() {
        return Ok(vec![least; means.len()]);
    }
    at_least("genes", means.len(), 1)?;
    if let Some((base, slope)) = coefficients(means, dispersions, &used) {
        return Ok(means.iter().map(|mean| base + slope / mean).collect());
    }
    let mean = used.iter().map(|&gene| dispersions[gene]).sum::<f64>() / used.len() as f64;
    Ok(vec![mean; means.len()])
}

fn coefficients(means: &[f64], dispersions: &[f64], used: &[usize]) -> Option<(f64, f64)> {
    let (mut base, mut slope) = (0.1, 1.0);
    for _ in 0..20 {
        let inside = |gene: &usize| {
            let ratio = dispersions[*gene] / (base + slope / means[*gene]);
            ratio > OUTSIDE.0 && ratio < OUTSIDE.1
        };
        let kept: Vec<usize> = used.iter().copied().filter(inside).collect();
        let next = gamma(means, dispersions, &kept, (base, slope))?;
        let change = (next.0 / base).ln().powi(2) + (next.1 / slope).ln().powi(2);
        (base, slope) = next;
        if change < 1e-6 {
            return Some((base, slope));
        }
    }
    None
}

/// Reweighted least squares of a gamma model; none where a coefficient is not above 0.
fn gamma(means: &[f64], dispersions: &[f64], kept: &[usize], start: (f64, f64)) -> Option<(f64, f64)> {
    let (mut base, mut slope) = start;
    for _ in 0..200 {
        let (mut one, mut cross, mut two, mut y, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for &gene in kept {
            let inverse = 1.0 / means[gene];
            let weight = (base + slope * inverse).powi(-2);
            one += weight;
            cross += weight * inverse;
            two += weight * inverse * inverse;
            y += weight * dispersions[gene];
            xy += weight * inverse * dispersions[gene];
        }
        let determinant = one * two - cross * cross;
        let next = ((two * y - cross * xy) / determinant, (one * xy - cross * y) / determinant);
        let positive = next.0 > 0.0 && next.1 > 0.0 && next.0.is_finite() && next.1.is_finite();
        if !positive {
            return None;
        }
        let change = (next.0 / base - 1.0).abs() + (next.1 / slope - 1.0).abs();
        (base, slope) = next;
        if change < 1e-10 {
            break;
        }
    }
    Some((base, slope))
}
