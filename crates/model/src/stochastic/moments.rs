/// Means and standard deviations of outputs over the runs of an ensemble.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    /// The times.
    pub times: Vec<f64>,
    /// How many runs.
    pub runs: u64,
    /// For each time the mean of each output.
    pub mean: Vec<Vec<f64>>,
    /// For each time the standard deviation of each output (divisor: runs less 1; NaN for one run).
    pub sd: Vec<Vec<f64>>,
}

/// Running moments of many numbers: means and sums of squared deviations (Welford 1962).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Running {
    count: f64,
    mean: Vec<f64>,
    squares: Vec<f64>,
}

impl Running {
    pub(super) fn new(numbers: usize) -> Self {
        Self { count: 0.0, mean: vec![0.0; numbers], squares: vec![0.0; numbers] }
    }

    /// Adds one sample of all numbers.
    pub(super) fn add(&mut self, sample: &[f64]) {
        self.count += 1.0;
        let share = 1.0 / self.count;
        for ((mean, squares), value) in self.mean.iter_mut().zip(&mut self.squares).zip(sample) {
            let before = value - *mean;
            *mean += before * share;
            *squares += before * (value - *mean);
        }
    }

    /// Adds the samples of another (Chan, Golub and LeVeque 1979).
    pub(super) fn merge(&mut self, other: &Self) {
        let count = self.count + other.count;
        if other.count == 0.0 {
            return;
        }
        let share = other.count / count;
        let pairs = self.mean.iter_mut().zip(&mut self.squares);
        for ((mean, squares), (mean_b, squares_b)) in pairs.zip(other.mean.iter().zip(&other.squares)) {
            let difference = mean_b - *mean;
            *mean += difference * share;
            *squares += squares_b + difference * difference * self.count * share;
        }
        self.count = count;
    }

    /// As tables, so many numbers to a row.
    pub(super) fn finish(self, times: &[f64], width: usize) -> Moments {
        let sd = |squares: &f64| (squares / (self.count - 1.0)).sqrt();
        let rows = |values: Vec<f64>| -> Vec<Vec<f64>> {
            (0..times.len()).map(|at| values[at * width..(at + 1) * width].to_vec()).collect()
        };
        let sd = rows(self.squares.iter().map(sd).collect());
        Moments { times: times.to_vec(), runs: self.count as u64, mean: rows(self.mean), sd }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_moments_are_those_of_all_samples() {
        let values = [3.0, -1.0, 4.0, 1.5, 9.0, 2.0];
        let mut all = Running::new(1);
        values.iter().for_each(|&value| all.add(&[value]));
        let (mut first, mut second) = (Running::new(1), Running::new(1));
        values[..2].iter().for_each(|&value| first.add(&[value]));
        values[2..].iter().for_each(|&value| second.add(&[value]));
        first.merge(&second);
        let (one, two) = (all.finish(&[0.0], 1), first.finish(&[0.0], 1));
        assert!((one.mean[0][0] - 18.5 / 6.0).abs() < 1e-14 && (two.mean[0][0] - 18.5 / 6.0).abs() < 1e-14);
        assert!((one.sd[0][0] - two.sd[0][0]).abs() < 1e-14);
    }
}
