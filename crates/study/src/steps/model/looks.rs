use lca_tables::{DataFrame, TableError};
use std::collections::BTreeMap;

/// How many independent looks at a population's mean its cells give over the chosen rows of `means`
/// (as [`lca_track::population`] makes it): the number of times squared over the sum of all
/// correlations between them, which is the number of times where cells vary anew at each, and 1 where
/// a cell that differs from the mean does so always (the effective sample size of a correlated
/// series; Bayley & Hammersley 1946). Correlations are taken over the tracks seen at both times.
pub(super) fn looks(
    traces: &DataFrame,
    variable: &str,
    means: &DataFrame,
    chosen: &[usize],
) -> Result<f64, TableError> {
    let (t, mean) = (means.numbers("t")?, means.numbers(&format!("{variable}_mean"))?);
    let sd = means.numbers(&format!("{variable}_sd"))?;
    let (track, frame, value) = (traces.numbers("track")?, traces.numbers("t")?, traces.numbers(variable)?);
    let mut at_time: BTreeMap<i64, BTreeMap<u64, f64>> = BTreeMap::new();
    for ((track, frame), value) in track.iter().zip(frame).zip(value).filter(|(_, value)| value.is_finite()) {
        at_time.entry(frame as i64).or_default().insert(*track as u64, value);
    }
    let columns: Vec<BTreeMap<u64, f64>> = chosen
        .iter()
        .filter(|&&row| sd[row] > 0.0)
        .filter_map(|&row| {
            let cells = at_time.get(&(t[row] as i64))?;
            Some(cells.iter().map(|(cell, value)| (*cell, (value - mean[row]) / sd[row])).collect())
        })
        .collect();
    let n = columns.len() as f64;
    let pairs = columns.iter().flat_map(|a| columns.iter().map(move |b| (a, b)));
    let sum: f64 = pairs.map(|(a, b)| correlation(a, b)).sum();
    Ok(if sum > 0.0 { (n * n / sum).clamp(1.0, n.max(1.0)) } else { n.max(1.0) })
}

/// Mean product of standardised values over the cells in both; 0 for fewer than three.
fn correlation(a: &BTreeMap<u64, f64>, b: &BTreeMap<u64, f64>) -> f64 {
    let products: Vec<f64> = a.iter().filter_map(|(cell, x)| Some(x * b.get(cell)?)).collect();
    if products.len() < 3 { 0.0 } else { products.iter().sum::<f64>() / products.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_tables::Column;

    fn tables(value: impl Fn(usize, usize) -> f64) -> (DataFrame, DataFrame) {
        let (cells, times) = (60, 8);
        let rows: Vec<(usize, usize)> = (0..cells).flat_map(|c| (0..times).map(move |t| (c, t))).collect();
        let mut traces = DataFrame::with_rows(rows.len());
        traces.set("track", Column::Int(rows.iter().map(|(c, _)| *c as i64 + 1).collect())).unwrap();
        traces.set("t", Column::Int(rows.iter().map(|(_, t)| *t as i64).collect())).unwrap();
        traces.set("time_s", Column::Float(rows.iter().map(|(_, t)| *t as f64).collect())).unwrap();
        traces.set("x", Column::Float(rows.iter().map(|(c, t)| value(*c, *t)).collect())).unwrap();
        let means = lca_track::population(&traces, &["x"]).unwrap();
        (traces, means)
    }

    #[test]
    fn cells_that_differ_for_good_give_one_look() {
        let (traces, means) = tables(|cell, _| cell as f64);
        let found = looks(&traces, "x", &means, &[0, 2, 4, 6]).unwrap();
        assert!((found - 1.0).abs() < 0.05, "{found}");
    }

    #[test]
    fn cells_that_vary_anew_give_a_look_each_time() {
        let (traces, means) = tables(|cell, t| ((cell * 7919 + t * 104_729) * 31 % 1009) as f64);
        let found = looks(&traces, "x", &means, &[0, 2, 4, 6]).unwrap();
        assert!(found > 2.5, "{found}");
    }
}
