use ndarray::ArrayView1;

/// One gene as a tree sees it: where each sample stands in the order of its values. A split depends on
/// nothing else, so values are sorted once for a whole analysis and never again.
#[derive(Debug, Clone)]
pub(crate) struct Feature {
    /// The rank of each sample's value among the distinct ones, from 0.
    pub(super) codes: Vec<u32>,
    /// The distinct values, lowest first.
    pub(super) values: Vec<f64>,
}

impl Feature {
    pub(crate) fn new(column: ArrayView1<'_, f64>) -> Self {
        let mut values: Vec<f64> = column.to_vec();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
        let code = |value: &f64| values.partition_point(|other| other < value) as u32;
        Self { codes: column.iter().map(code).collect(), values }
    }
}
