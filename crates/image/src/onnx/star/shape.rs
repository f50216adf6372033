use std::cmp::Ordering;
use std::f64::consts::TAU;
use std::ops::Range;

/// An object as its likelihood, its centre and the pixels within its edge.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::onnx) struct Star {
    odds: f32,
    pub(super) centre: [usize; 2],
    /// Row, first column and the column after the last, by rows; they may be beyond the field.
    pub(super) runs: Vec<[i32; 3]>,
    pub(super) area: u64,
}

impl Star {
    /// A star of rays of even angles, the first along x, the next towards y, in pixels. A pixel is within where its
    /// middle is; the centre's own always is.
    pub(in crate::onnx) fn new(
        odds: f32,
        centre: [usize; 2],
        rays: impl ExactSizeIterator<Item = f32>,
    ) -> Self {
        let turn = TAU / rays.len().max(1) as f64;
        let corner = |(at, ray): (usize, f32)| {
            let (sin, cos) = (turn * at as f64).sin_cos();
            [centre[0] as f64 + f64::from(ray) * sin, centre[1] as f64 + f64::from(ray) * cos]
        };
        let corners: Vec<[f64; 2]> = rays.enumerate().map(corner).collect();
        let mut runs = filled(&corners);
        if runs.is_empty() {
            runs.push([centre[0] as i32, centre[1] as i32, centre[1] as i32 + 1]);
        }
        let area = runs.iter().map(|run| (run[2] - run[1]) as u64).sum();
        Self { odds, centre, runs, area }
    }

    /// Whether the centre lies in some rows and columns.
    pub(in crate::onnx) fn is_in(&self, core: &[Range<usize>; 2]) -> bool {
        core[0].contains(&self.centre[0]) && core[1].contains(&self.centre[1])
    }

    /// The likelier first; of equals the one above, then the one to the left.
    pub(super) fn before(&self, other: &Self) -> Ordering {
        other.odds.total_cmp(&self.odds).then(self.centre.cmp(&other.centre))
    }

    /// First row and column, and those after the last.
    pub(super) fn bounds(&self) -> [Range<i32>; 2] {
        let first = self.runs.first().map_or(0, |run| run[0]);
        let last = self.runs.last().map_or(0, |run| run[0] + 1);
        let left = self.runs.iter().map(|run| run[1]).min().unwrap_or(0);
        let right = self.runs.iter().map(|run| run[2]).max().unwrap_or(0);
        [first..last, left..right]
    }

    /// How many pixels two stars share.
    pub(super) fn shared(&self, other: &Self) -> u64 {
        let (mut sum, mut from) = (0, 0);
        for [row, left, right] in &self.runs {
            while other.runs.get(from).is_some_and(|run| run[0] < *row) {
                from += 1;
            }
            for run in other.runs[from..].iter().take_while(|run| run[0] == *row) {
                sum += i64::from((*right.min(&run[2]) - *left.max(&run[1])).max(0)) as u64;
            }
        }
        sum
    }
}

/// The pixels whose middles lie within a polygon, as runs along x, by rows.
fn filled(corners: &[[f64; 2]]) -> Vec<[i32; 3]> {
    let top = corners.iter().map(|corner| corner[0]).fold(f64::INFINITY, f64::min).ceil();
    let bottom = corners.iter().map(|corner| corner[0]).fold(f64::NEG_INFINITY, f64::max).floor();
    if !(top.is_finite() && bottom.is_finite()) {
        return Vec::new();
    }
    let mut runs = Vec::new();
    let mut cuts: Vec<f64> = Vec::new();
    for row in top as i32..=bottom as i32 {
        let y = f64::from(row);
        cuts.clear();
        for (at, [y0, x0]) in corners.iter().enumerate() {
            let [y1, x1] = corners[(at + 1) % corners.len()];
            // An end belongs to the edge below it alone, so that each row is cut an even number of times.
            if (*y0 <= y) != (y1 <= y) {
                cuts.push(x0 + (y - y0) / (y1 - y0) * (x1 - x0));
            }
        }
        cuts.sort_unstable_by(f64::total_cmp);
        for pair in cuts.chunks_exact(2) {
            let (left, right) = (pair[0].ceil() as i32, pair[1].floor() as i32 + 1);
            if left < right {
                runs.push([row, left, right]);
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc(centre: [usize; 2], radius: f32) -> Star {
        Star::new(0.9, centre, vec![radius; 64].into_iter())
    }

    #[test]
    fn a_star_covers_the_pixels_whose_middles_lie_within() {
        let star = disc([20, 30], 7.3);
        let near = |y: i32, x: i32| f64::from(y - 20).hypot(f64::from(x - 30)) < 7.3;
        let inside =
            |y: i32, x: i32| star.runs.iter().any(|run| run[0] == y && (run[1]..run[2]).contains(&x));
        let rim = |y: i32, x: i32| (f64::from(y - 20).hypot(f64::from(x - 30)) - 7.3).abs() < 0.05;
        for (y, x) in (10..30).flat_map(|y| (20..40).map(move |x| (y, x))).filter(|&(y, x)| !rim(y, x)) {
            assert_eq!(inside(y, x), near(y, x), "{y} {x}");
        }
        assert_eq!(star.bounds(), [13..28, 23..38]);
        // A cross: long rays along the axes, short ones between.
        let cross = Star::new(0.9, [9, 9], [5.0_f32, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0].into_iter());
        assert!(cross.area < 35 && cross.runs.contains(&[9, 4, 15]), "{cross:?}");
        let point = Star::new(0.9, [3, 4], vec![0.001; 8].into_iter());
        assert_eq!((point.area, point.runs), (1, vec![[3, 4, 5]]));
    }

    #[test]
    fn shared_pixels_are_those_of_both() {
        let (one, two) = (disc([20, 20], 6.0), disc([22, 25], 5.0));
        let both = |y: i32, x: i32| {
            [&one, &two]
                .iter()
                .all(|star| star.runs.iter().any(|run| run[0] == y && (run[1]..run[2]).contains(&x)))
        };
        let counted = (0..40).flat_map(|y| (0..40).map(move |x| (y, x))).filter(|&(y, x)| both(y, x)).count();
        assert!(counted > 20);
        assert_eq!((one.shared(&two), two.shared(&one)), (counted as u64, counted as u64));
        assert_eq!(one.shared(&disc([60, 60], 6.0)), 0);
    }
}
