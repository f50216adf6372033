//! Outlines that are halves of a cell in some frames and the whole of it in others, or one outline where cells are two.

mod change;
mod join;
mod known;
mod run;
mod shape;

use crate::TrackError;
pub use change::{Changes, Parted};
pub use join::join_halves;
pub use known::Readings;
use lca_pixels::Labels;
pub use shape::Outlines;

/// How the outlines of each frame are to be read otherwise.
///
/// Segmentation may part a large cell in some frames and not in others, or draw two cells as one. Then in the place of a pair
/// of touching outlines there is one of their size in the frame before or after. Cells divide, but they do not flow together.
/// So it is asked for every run of frames with the same place and size in which of them it costs least to see one cell and in
/// which two: that one becomes two or two one costs something each time, to join a pair costs the more the less the two
/// together are an ellipse, or what segmentation says of it, and to part an outline, which is possible only where
/// segmentation kept what it may be parted into ([`Outlines::with`]), what it says of that. The frames around decide
/// together with each frame's own costs.
#[must_use]
pub fn choose(frames: &[Outlines]) -> Vec<Changes> {
    let others = run::runs(frames).iter().filter_map(|run| run.other(frames)).collect();
    Changes::of(frames, others)
}

impl Outlines {
    /// With what segmentation says that else these outlines of frame `t` may be; `parts` shows its parts. In stacks none is
    /// taken.
    ///
    /// # Errors
    /// [`TrackError::Readings`] when parts or labels are of another frame.
    pub fn with(
        mut self,
        t: usize,
        labels: &Labels,
        parts: &Labels,
        readings: &Readings,
    ) -> Result<Self, TrackError> {
        let known = readings.of(t, labels, parts)?;
        self.known = (labels.dim().0 == 1).then_some(known);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_tables::{Column, DataFrame};

    /// An ellipse of one cell, whole or cut in two; or two discs that touch, or lie apart.
    fn frame(what: &str) -> Outlines {
        Outlines::of(&labels(what))
    }

    fn labels(what: &str) -> Labels {
        let discs = |y: f64, x: f64, apart: f64| {
            [20.0 - apart, 20.0 + apart].iter().position(|&middle| (y - middle).hypot(x - 20.0) < 7.0)
        };
        Labels::from_shape_fn((1, 50, 40), |(_, y, x)| {
            let (y, x) = (y as f64, x as f64);
            let inside = ((y - 20.0) / 12.0).hypot((x - 20.0) / 8.0) < 1.0;
            match what {
                "whole" => u32::from(inside),
                "halves" if inside => {
                    if (y - 20.0).abs() < 0.6 {
                        0
                    } else if y < 20.0 {
                        4
                    } else {
                        2
                    }
                }
                "discs" => discs(y, x, 6.7).map_or(0, |at| at as u32 + 1),
                "apart" => discs(y, x, 11.0).map_or(0, |at| at as u32 + 1),
                "near" => discs(y, x, 9.0).map_or(0, |at| at as u32 + 1),
                "one" => u32::from(discs(y, x, 6.7).is_some()),
                _ => 0,
            }
        })
    }

    /// One outline of two discs, of which it is known what it costs to part them; or two, of which it is known what it costs
    /// to join them.
    fn known(what: &str, cost: f64) -> Outlines {
        let (own, parts) = (labels(what), labels("discs"));
        let chosen = if what == "one" { [1.0, 0.0, 0.0] } else { [0.0, 1.0, 2.0] };
        let columns = [
            ("t", vec![0.0; 3]),
            ("node", vec![1.0, 2.0, 3.0]),
            ("parent", vec![0.0, 1.0, 1.0]),
            ("cost", chosen.map(|chosen| if chosen > 0.0 { 0.0 } else { cost }).to_vec()),
            ("chosen", chosen.to_vec()),
        ];
        let table = DataFrame::with_rows(3).with_columns(columns.map(|(name, of)| (name, Column::Float(of))));
        let parts_of = ["1 2", "1", "2"].map(ToOwned::to_owned).to_vec();
        let table = table.unwrap().with_columns([("parts", Column::Text(parts_of))]).unwrap();
        let readings = Readings::from_table(1, &table).unwrap();
        Outlines::of(&own).with(0, &own, &parts, &readings[0]).unwrap()
    }

    fn parted(frames: &[Outlines]) -> Vec<usize> {
        let found = choose(frames);
        assert!(found.iter().all(|one| one.joined.is_empty()));
        (0..frames.len()).filter(|&t| !found[t].parted.is_empty()).collect()
    }

    #[test]
    fn one_outline_between_two_is_two() {
        let (two, near) = (frame("discs"), frame("near"));
        let one = |cost: f64| known("one", cost);
        assert_eq!(parted(&[two.clone(), one(0.9), two.clone()]), [1]);
        assert_eq!(parted(&[two.clone(), one(0.4), one(0.3), two.clone(), two.clone()]), [1, 2]);
        assert_eq!(parted(&[near.clone(), one(0.9), near.clone()]), [1], "also where they do not touch");
        let found = choose(&[two.clone(), one(0.9), two.clone()]);
        let mut own = labels("one");
        found[1].apply(&mut own, Some(&labels("discs")));
        assert_eq!(own, labels("discs"));
        assert!(parted(&[near.clone(), frame("one"), near.clone()]).is_empty(), "it is not known into what");
        assert!(parted(&[near.clone(), one(0.9), one(0.9), one(0.9), near]).is_empty(), "too costly");
    }

    #[test]
    fn a_cell_is_one_before_it_divides() {
        let (two, one) = (frame("discs"), known("one", 0.1));
        assert!(parted(&[one.clone(), one.clone(), two.clone(), two.clone()]).is_empty());
        assert!(parted(&[one.clone(), frame("near"), frame("apart")]).is_empty());
        assert!(parted(&[one.clone(), one.clone(), one]).is_empty());
        assert!(parted(&[frame("apart"), known("one", 0.1), known("one", 0.1)]).is_empty());
    }

    #[test]
    fn a_dented_pair_is_one_where_segmentation_takes_it_for_likely() {
        let whole = frame("one");
        let pairs = |of: &Outlines| {
            let mut movie = vec![of.clone(); 7];
            movie.insert(0, whole.clone());
            movie.push(whole.clone());
            choose(&movie)
        };
        let joined = |of: &Outlines| pairs(of).iter().filter(|one| one.joined == [[1, 2]]).count();
        assert_eq!(joined(&frame("discs")), 0, "dented");
        assert_eq!(joined(&known("discs", 0.2)), 7);
        assert_eq!(joined(&known("discs", 0.9)), 0);
        assert!(choose(&[known("discs", 0.1), known("discs", 0.1)]).iter().all(Changes::is_empty));
    }

    #[test]
    fn hypotheses_of_other_labels_are_refused() {
        let known = |rows: &[[f64; 5]], parts: &[&str]| {
            let column = |at: usize| Column::Float(rows.iter().map(|row| row[at]).collect());
            let names = ["t", "node", "parent", "cost", "chosen"].into_iter().enumerate();
            let table =
                DataFrame::with_rows(rows.len()).with_columns(names.map(|(at, name)| (name, column(at))));
            let parts = Column::Text(parts.iter().map(ToString::to_string).collect());
            Readings::from_table(1, &table.unwrap().with_columns([("parts", parts)]).unwrap())
        };
        let fits = known(&[[0.0, 1.0, 0.0, 0.0, 3.0]], &["1 2"]).unwrap();
        let own = labels("one");
        let refused = Outlines::of(&own).with(7, &own, &labels("discs"), &fits[0]).unwrap_err();
        assert!(
            refused.to_string().starts_with("frame 7: the hypotheses are not of these labels"),
            "{refused}"
        );
        assert!(Outlines::of(&own).with(7, &own, &Labels::zeros((1, 3, 3)), &fits[0]).is_err());
        for (row, column) in [
            ([1.0, 1.0, 0.0, 0.0, 1.0], "t"),
            ([0.0, 2.0, 0.0, 0.0, 1.0], "node"),
            ([0.0, 1.0, 2.0, 0.0, 1.0], "parent"),
            ([0.0, 1.0, 0.0, f64::NAN, 1.0], "cost"),
            ([0.0, 1.0, 0.0, 0.0, 0.5], "chosen"),
        ] {
            let error = known(&[row], &["1"]).unwrap_err();
            assert!(error.to_string().contains(&format!("`{column}`")), "{error}");
        }
        assert!(known(&[[0.0, 1.0, 0.0, 0.0, 1.0]], &["1 x"]).is_err());
        let none = known(&[], &[]).unwrap();
        assert_eq!(none, [Readings::default()]);
        assert!(Outlines::of(&own).with(0, &own, &labels("discs"), &none[0]).is_err(), "a table cut short");
        assert!(Readings::from_table(1, &DataFrame::with_rows(0)).is_err(), "no table of hypotheses");
    }

    fn joined(movie: &[&str]) -> Vec<usize> {
        let frames: Vec<Outlines> = movie.iter().map(|what| frame(what)).collect();
        let found = choose(&frames);
        (0..movie.len()).filter(|&t| !found[t].joined.is_empty()).collect()
    }

    #[test]
    fn a_cell_that_is_whole_in_other_frames_is_not_two() {
        assert_eq!(joined(&["whole", "halves", "halves", "whole"]), [1, 2]);
        assert_eq!(joined(&["halves", "whole", "halves", "whole"]), [0, 2]);
        assert_eq!(choose(&[frame("whole"), frame("halves"), frame("whole")])[1].joined, [[2, 4]]);
    }

    #[test]
    fn cells_that_divide_or_only_touch_stay_two() {
        assert!(joined(&["whole", "halves", "halves", "halves"]).is_empty(), "a division at the end");
        assert!(joined(&["whole", "halves", "apart", "apart"]).is_empty(), "a division");
        assert!(joined(&["halves"; 6]).is_empty(), "nothing says they are one");
        assert_eq!(frame("discs").pairs, [[1, 2]]);
        let mut dented = vec!["discs"; 9];
        (dented[0], dented[8]) = ("one", "one");
        assert!(joined(&dented).is_empty(), "no cell is so dented");
        assert!(joined(&["apart", "discs", "apart"]).is_empty());
        assert!(joined(&["", ""]).is_empty() && choose(&[]).is_empty());
    }

    #[test]
    fn crowds_that_touch_everywhere_stay_as_they_are() {
        let crowd = Labels::from_shape_fn((1, 800, 800), |(_, y, x)| (y / 4 * 200 + x / 4 + 1) as u32);
        let crowd = Outlines::of(&crowd);
        assert_eq!(crowd.pairs.len(), 2 * 200 * 199);
        assert!(choose(&[crowd.clone(), crowd.clone(), crowd]).iter().all(Changes::is_empty));
    }

    #[test]
    fn stacks_are_left_as_they_are() {
        let stack = Labels::from_shape_fn((2, 9, 9), |(_, y, _)| if y < 4 { 1 } else { 2 });
        assert!(Outlines::of(&stack).pairs.is_empty());
    }
}
