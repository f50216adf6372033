use lca_model::Moments;

/// The means and standard deviations that a case states, by columns `NAME-mean` and `NAME-sd`.
pub(super) struct Expected {
    variables: Vec<String>,
    /// Columns of mean and standard deviation of each variable; some cases state no deviation.
    columns: Vec<(usize, Option<usize>)>,
    rows: Vec<Vec<f64>>,
}

/// Where the statistics must lie, both ends left out.
pub(super) struct Ranges {
    pub(super) mean: (f64, f64),
    pub(super) sd: (f64, f64),
}

impl Expected {
    pub(super) fn new(header: &[String], rows: Vec<Vec<f64>>) -> Result<Self, String> {
        let place = |name: &str| header.iter().position(|column| column == name);
        let variables: Vec<String> =
            header.iter().filter_map(|column| column.strip_suffix("-mean")).map(str::to_owned).collect();
        let columns = variables.iter().filter_map(|variable| {
            Some((place(&format!("{variable}-mean"))?, place(&format!("{variable}-sd"))))
        });
        let columns: Vec<(usize, Option<usize>)> = columns.collect();
        if variables.is_empty() || rows.iter().any(|row| row.len() != header.len()) {
            return Err("the results hold no means, or rows of other lengths".to_owned());
        }
        Ok(Self { columns, variables, rows })
    }

    pub(super) fn variables(&self) -> &[String] {
        &self.variables
    }

    pub(super) fn times(&self) -> Vec<f64> {
        self.rows.iter().map(|row| row[0]).collect()
    }

    /// Why the moments are not those of the case.
    pub(super) fn judge(&self, found: &Moments, ranges: &Ranges) -> Result<(), String> {
        let mut outside = Vec::new();
        for (k, (variable, &(mean, sd))) in self.variables.iter().zip(&self.columns).enumerate() {
            for (at, row) in self.rows.iter().enumerate() {
                let (m, s) = (found.mean[at][k], found.sd[at][k]);
                let sd = sd.map(|column| row[column]);
                // The suite writes 0 for the logarithm of nothing, before the first draw.
                let nothing = variable.starts_with("ln(") && (row[mean], sd) == (0.0, Some(0.0));
                if nothing && !m.is_finite() {
                    continue;
                }
                if let Some(why) = point(found.runs as f64, (m, s), row[mean], sd, ranges) {
                    outside.push(format!("{variable} at {}: {why}", row[0]));
                }
            }
        }
        match outside.first() {
            None => Ok(()),
            Some(first) => Err(format!("{} of {} points: {first}", outside.len(), self.points())),
        }
    }

    fn points(&self) -> usize {
        self.rows.len() * self.variables.len()
    }
}

/// What is wrong with one point: found mean and standard deviation against those expected.
fn point(n: f64, (m, s): (f64, f64), mean: f64, sd: Option<f64>, ranges: &Ranges) -> Option<String> {
    if sd == Some(0.0) || (sd.is_none() && s == 0.0) {
        let same = m == mean && s == 0.0;
        return (!same).then(|| format!("mean {m}, sd {s} against {mean} for certain"));
    }
    // Without a deviation to go by the sample's own is taken.
    let z = n.sqrt() * (m - mean) / sd.unwrap_or(s);
    if !(ranges.mean.0 < z && z < ranges.mean.1) {
        return Some(format!("mean {m} against {mean}, Z = {z:.2}"));
    }
    let sd = sd?;
    let y = (0.5 * n).sqrt() * ((s / sd).powi(2) - 1.0);
    let inside = ranges.sd.0 < y && y < ranges.sd.1;
    (!inside).then(|| format!("sd {s} against {sd}, Y = {y:.2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(m: f64, s: f64, sd: &str) -> Result<(), String> {
        let header: Vec<String> = ["time", "X-mean", "X-sd"].map(str::to_owned).to_vec();
        let rows = vec![vec![0.0, 10.0, 0.0], vec![1.0, 20.0, sd.parse().unwrap()]];
        let expected = Expected::new(&header, rows).unwrap();
        let mean = vec![vec![10.0], vec![m]];
        let found = Moments { times: vec![0.0, 1.0], runs: 10_000, mean, sd: vec![vec![0.0], vec![s]] };
        expected.judge(&found, &Ranges { mean: (-3.0, 3.0), sd: (-5.0, 5.0) })
    }

    #[test]
    fn means_and_deviations_must_lie_within_their_ranges() {
        assert_eq!(judged(20.05, 2.05, "2"), Ok(()));
        assert!(judged(20.07, 2.0, "2").unwrap_err().contains("Z = 3.50"));
        assert!(judged(20.0, 2.2, "2").unwrap_err().contains("Y = 14.85"));
        assert!(judged(20.0, 1e-9, "0").unwrap_err().contains("for certain"));
        assert!(judged(f64::NAN, 2.0, "2").is_err());
    }
}
