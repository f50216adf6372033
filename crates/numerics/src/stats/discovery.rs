/// P values adjusted to false discovery rates (Benjamini & Hochberg 1995): the smallest rate at which
/// each would still be called. NaN counts as 1.
#[must_use]
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let p = |at: usize| if p_values[at].is_nan() { 1.0 } else { p_values[at] };
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p(a).total_cmp(&p(b)));
    let count = p_values.len() as f64;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut least = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        least = least.min(p(at) * count / (rank + 1) as f64);
        adjusted[at] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_definition() {
        let found = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.5, f64::NAN]);
        let want = [0.05, 0.2 / 3.0, 0.2 / 3.0, 0.625, 1.0];
        assert!(found.iter().zip(want).all(|(got, want)| (got - want).abs() < 1e-12), "{found:?}");
        assert!(benjamini_hochberg(&[]).is_empty());
    }
}
