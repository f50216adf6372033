//! Outlines that are halves of a cell in some frames and the whole of it in others.

mod join;
mod shape;

pub use join::join_halves;
pub use shape::Outlines;
use shape::Shape;
use std::collections::BTreeSet;

/// What it costs that two outlines become one, or one two, from a frame to the next: the logarithm of odds.
const CHANGE: f64 = 3.0;

/// What it costs in a frame that two outlines are one cell: [`DENT`] for each [`DENTED`] by which the two together fall
/// short of an ellipse, beyond the first; at least [`LEAST`].
const DENT: f64 = 2.0;
const DENTED: f64 = 0.05;
const LEAST: f64 = 0.1;

/// Pairs of labels of each frame that are to be taken as one cell, the label that stays first.
///
/// Segmentation may part a large cell in some frames and not in others. Then a pair of touching outlines is followed by one
/// outline of their size in their place, or comes after one. Cells divide, but they do not flow together: for every run of
/// frames with such a pair it is asked what costs less, that outlines come together and part again at its ends, or that
/// the pair is one cell, which costs the more the less the two together are an ellipse, and something at each end where
/// they do part or the movie ends. So the frames around decide between the hypotheses one and two.
#[must_use]
pub fn halves(frames: &[Outlines]) -> Vec<Vec<[u32; 2]>> {
    let mut found = vec![Vec::new(); frames.len()];
    let mut seen: BTreeSet<(usize, [u32; 2])> = BTreeSet::new();
    for t in 0..frames.len() {
        for &pair in &frames[t].pairs {
            if seen.insert((t, pair)) {
                let run = run(frames, t, pair, &mut seen);
                if run.one < run.two {
                    run.pairs.into_iter().for_each(|(t, pair)| found[t].push(pair));
                }
            }
        }
    }
    found.iter_mut().for_each(disjoint);
    found
}

/// Frames in a row with the same pair, and what each hypothesis costs.
struct Run {
    pairs: Vec<(usize, [u32; 2])>,
    one: f64,
    two: f64,
}

/// What is found in the place of a pair in the frame before or after.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Pair([u32; 2]),
    One,
    Apart,
}

fn run(frames: &[Outlines], first: usize, pair: [u32; 2], seen: &mut BTreeSet<(usize, [u32; 2])>) -> Run {
    let mut pairs = vec![(first, pair)];
    let (mut t, mut last) = (first, pair);
    let after = loop {
        let Some(next) = frames.get(t + 1) else { break Next::Apart };
        let there = look(&frames[t].both(last), next);
        match there {
            Next::Pair(other) if look(&next.both(other), &frames[t]) == Next::Pair(last) => {
                if !seen.insert((t + 1, other)) {
                    break Next::Apart;
                }
                (t, last) = (t + 1, other);
                pairs.push((t, last));
            }
            Next::Pair(_) => break Next::Apart,
            there => break there,
        }
    };
    // At the beginning of the movie nothing is known of before, and nothing is lost.
    let before = first.checked_sub(1).map(|t| look(&frames[first].both(pair), &frames[t]));
    let ends = |next: Next| [before, Some(after)].iter().filter(|end| **end == Some(next)).count() as f64;
    let torn = ends(Next::Apart) + f64::from(u8::from(matches!(before, Some(Next::Pair(_)))));
    let dents: f64 = pairs.iter().map(|&(t, pair)| dent(&frames[t].both(pair))).sum();
    Run { one: dents + CHANGE * torn, two: CHANGE * ends(Next::One), pairs }
}

fn dent(both: &Shape) -> f64 {
    (DENT * ((1.0 - both.fullness()) / DENTED - 1.0)).max(LEAST)
}

/// What of a frame is nearest to a pair's place and size.
fn look(both: &Shape, frame: &Outlines) -> Next {
    match frame.nearest(both) {
        Some([_, 0]) => Next::One,
        Some(pair) => Next::Pair(pair),
        None => Next::Apart,
    }
}

/// Pairs that share no label, the first ones.
fn disjoint(pairs: &mut Vec<[u32; 2]>) {
    let mut taken = BTreeSet::new();
    pairs.sort_unstable();
    pairs.retain(|pair| {
        let free = pair.iter().all(|label| !taken.contains(label));
        if free {
            taken.extend(*pair);
        }
        free
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_pixels::Labels;

    /// An ellipse of one cell, whole or cut in two; or two discs that touch, or lie apart.
    fn frame(what: &str) -> Outlines {
        let discs = |y: f64, x: f64, apart: f64| {
            [20.0 - apart, 20.0 + apart].iter().position(|&middle| (y - middle).hypot(x - 20.0) < 7.0)
        };
        let labels = Labels::from_shape_fn((1, 50, 40), |(_, y, x)| {
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
                "one" => u32::from(discs(y, x, 6.7).is_some()),
                _ => 0,
            }
        });
        Outlines::of(&labels)
    }

    fn joined(movie: &[&str]) -> Vec<usize> {
        let frames: Vec<Outlines> = movie.iter().map(|what| frame(what)).collect();
        let found = halves(&frames);
        (0..movie.len()).filter(|&t| !found[t].is_empty()).collect()
    }

    #[test]
    fn a_cell_that_is_whole_in_other_frames_is_not_two() {
        assert_eq!(joined(&["whole", "halves", "halves", "whole"]), [1, 2]);
        assert_eq!(joined(&["halves", "whole", "halves", "whole"]), [0, 2]);
        assert_eq!(halves(&[frame("whole"), frame("halves"), frame("whole")])[1], [[2, 4]]);
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
        assert!(joined(&["", ""]).is_empty() && halves(&[]).is_empty());
    }

    #[test]
    fn crowds_that_touch_everywhere_stay_as_they_are() {
        let crowd = Labels::from_shape_fn((1, 800, 800), |(_, y, x)| (y / 4 * 200 + x / 4 + 1) as u32);
        let crowd = Outlines::of(&crowd);
        assert_eq!(crowd.pairs.len(), 2 * 200 * 199);
        assert!(halves(&[crowd.clone(), crowd.clone(), crowd]).iter().all(Vec::is_empty));
    }

    #[test]
    fn stacks_are_left_as_they_are() {
        let stack = Labels::from_shape_fn((2, 9, 9), |(_, y, _)| if y < 4 { 1 } else { 2 });
        assert!(Outlines::of(&stack).pairs.is_empty());
    }
}
