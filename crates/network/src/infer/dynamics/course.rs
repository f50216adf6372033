use crate::NetworkError;
use ndarray::{Array2, ArrayView1, Axis};

/// Expression along time: one series, or one branch of ordered cells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Course {
    /// Strictly rising.
    pub(crate) times: Vec<f64>,
    /// Times × genes.
    pub(crate) values: Array2<f64>,
}

/// How samples are ordered in time.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// The time of each sample; a sample that is no later than the one before begins a new series.
    Times(Vec<f64>),
    /// The pseudotime of each cell (rows) on each branch (columns), NaN where a cell is not on it.
    Pseudotime(Array2<f64>),
}

impl Order {
    /// Of how many samples.
    pub(crate) fn samples(&self) -> usize {
        match self {
            Self::Times(times) => times.len(),
            Self::Pseudotime(times) => times.nrows(),
        }
    }

    /// That of some of the samples, in the order given.
    pub(crate) fn select(&self, samples: &[usize]) -> Self {
        match self {
            Self::Times(times) => Self::Times(samples.iter().map(|&at| times[at]).collect()),
            Self::Pseudotime(times) => Self::Pseudotime(times.select(Axis(0), samples)),
        }
    }

    /// The courses of samples × genes. Cells in pseudotime are averaged within windows of as many cells
    /// each, because one cell's noise drowns the step to the next.
    pub(crate) fn courses(&self, values: &Array2<f64>, windows: usize) -> Result<Vec<Course>, NetworkError> {
        let courses = match self {
            Self::Times(times) => series(times, values),
            Self::Pseudotime(times) => {
                times.columns().into_iter().map(|branch| branch_course(branch, values, windows)).collect()
            }
        };
        let courses: Vec<Course> = courses.into_iter().filter(|course| course.times.len() > 1).collect();
        let steps: usize = courses.iter().map(|course| course.times.len() - 1).sum();
        if steps < 4 {
            return Err(NetworkError::TooFew {
                what: "steps in time",
                found: steps,
                needed: 4,
                instead: "give the times of more samples, or a method that needs none",
            });
        }
        Ok(courses)
    }
}

fn series(times: &[f64], values: &Array2<f64>) -> Vec<Course> {
    let rows: Vec<usize> = (0..times.len()).filter(|&row| times[row].is_finite()).collect();
    let runs = rows.chunk_by(|&a, &b| times[a] < times[b]);
    runs.map(|run| Course {
        times: run.iter().map(|&row| times[row]).collect(),
        values: values.select(Axis(0), run),
    })
    .collect()
}

fn branch_course(branch: ArrayView1<'_, f64>, values: &Array2<f64>, windows: usize) -> Course {
    let mut rows: Vec<usize> = (0..branch.len()).filter(|&row| branch[row].is_finite()).collect();
    rows.sort_by(|&a, &b| branch[a].total_cmp(&branch[b]));
    let windows = windows.clamp(1, rows.len().max(1));
    let mut course = Course { times: Vec::new(), values: Array2::zeros((0, values.ncols())) };
    for window in 0..windows {
        let part = &rows[window * rows.len() / windows..(window + 1) * rows.len() / windows];
        let time = part.iter().map(|&row| branch[row]).sum::<f64>() / part.len() as f64;
        // Windows of cells at one time would make a step without length.
        if part.is_empty() || course.times.last().is_some_and(|last| time <= *last) {
            continue;
        }
        let mean =
            part.iter().fold(ndarray::Array1::zeros(values.ncols()), |sum, &row| sum + values.row(row))
                / part.len() as f64;
        if course.values.push_row(mean.view()).is_ok() {
            course.times.push(time);
        }
    }
    course
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn time_that_goes_back_begins_a_new_series() {
        let values = Array2::from_shape_fn((6, 1), |(row, _)| row as f64);
        let order = Order::Times(vec![0.0, 1.0, 2.0, 0.0, 1.0, 3.0]);
        let courses = order.courses(&values, 9).unwrap();
        assert_eq!(courses.len(), 2);
        assert_eq!((courses[1].times.as_slice(), courses[1].values[[2, 0]]), (&[0.0, 1.0, 3.0][..], 5.0));
    }

    #[test]
    fn cells_are_ordered_and_averaged_branch_by_branch() {
        let values = array![[4.0], [0.0], [2.0], [6.0], [9.0], [1.0], [5.0], [7.0], [3.0], [8.0]];
        let time = array![[4.], [0.], [2.], [6.], [9.], [1.], [5.], [7.], [3.], [f64::NAN]];
        let courses = Order::Pseudotime(time).courses(&values, 5).unwrap();
        assert_eq!(courses[0].times.len(), 5);
        assert_eq!(courses[0].values.column(0).to_vec(), courses[0].times);
        let few = Order::Times(vec![0.0, 1.0]).courses(&values, 3).unwrap_err();
        assert!(few.to_string().contains("steps in time: 1 found"), "{few}");
    }
}
