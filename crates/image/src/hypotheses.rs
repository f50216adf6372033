use crate::ImageError;
use lca_tables::{Column, DataFrame};

/// One reading of what an object of a frame is: some of the frame's finest parts together.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// The reading of which this is a part, by its place in the list; none at the top of a tree.
    pub parent: Option<u32>,
    /// The parts it is made of, as they are numbered in the image of parts, in rising order.
    pub parts: Vec<u32>,
    /// How much more the least costly choice with this object costs than what was chosen, in units of the depth of
    /// valley from which on two objects are parted; 0 for what was chosen. At 1 a parting is one without any valley.
    pub cost: f64,
    /// The label of the object that was chosen; none where this is another reading.
    pub chosen: Option<u32>,
}

/// The readings of a frame that are not absurd: trees of objects within objects.
///
/// Of a part and what it is part of, an object is one at most. What has parts of its own is made of exactly these.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hypotheses(pub Vec<Hypothesis>);

impl Hypotheses {
    /// So many objects, each of one part, that may be nothing else.
    pub(crate) fn alone(objects: usize) -> Self {
        let alone = |label| Hypothesis { parent: None, parts: vec![label], cost: 0.0, chosen: Some(label) };
        Self((1..=objects as u32).map(alone).collect())
    }

    /// The readings of the frames of a movie as one table: `t`, `node` (from 1 in each frame), `parent` (0: none), `cost`,
    /// `chosen` (the label, or 0) and `parts` (numbers with spaces between).
    ///
    /// # Errors
    /// [`ImageError::Table`] when there are too many rows.
    pub fn table(frames: &[Self]) -> Result<DataFrame, ImageError> {
        let rows = || {
            let frame = |(t, frame): (usize, &'_ Self)| -> Vec<(usize, usize)> {
                (0..frame.0.len()).map(|at| (t, at)).collect()
            };
            frames.iter().enumerate().flat_map(frame)
        };
        let whole = |of: &dyn Fn(&Hypothesis) -> u32| {
            Column::Int(rows().map(|(t, at)| i64::from(of(&frames[t].0[at]))).collect())
        };
        let parts =
            |one: &Hypothesis| one.parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let columns = [
            ("t", Column::Int(rows().map(|(t, _)| t as i64).collect())),
            ("node", Column::Int(rows().map(|(_, at)| at as i64 + 1).collect())),
            ("parent", whole(&|one| one.parent.map_or(0, |parent| parent + 1))),
            ("cost", Column::Float(rows().map(|(t, at)| frames[t].0[at].cost).collect())),
            ("chosen", whole(&|one| one.chosen.unwrap_or(0))),
            ("parts", Column::Text(rows().map(|(t, at)| parts(&frames[t].0[at])).collect())),
        ];
        Ok(DataFrame::with_rows(rows().count()).with_columns(columns)?)
    }

    /// Without parts that no pixel shows (`seen` by their numbers), without what has none left, and without what is the same
    /// as the object around it.
    pub(crate) fn seen(self, seen: &[bool]) -> Self {
        let shown = |part: &u32| seen.get(*part as usize).copied().unwrap_or(false);
        let mut all = self.0;
        all.iter_mut().for_each(|one| one.parts.retain(shown));
        let same = |one: &Hypothesis, all: &[Hypothesis]| {
            one.parent.is_some_and(|parent| all[parent as usize].parts == one.parts)
        };
        // Of the same pixels twice the one that was chosen stays, else the outer one.
        let mut kept: Vec<bool> = all.iter().map(|one| !one.parts.is_empty()).collect();
        for at in 0..all.len() {
            if kept[at] && same(&all[at], &all) {
                let outer = all[at].parent.map_or(at, |parent| parent as usize);
                let gone = if all[at].chosen.is_some() { outer } else { at };
                kept[gone] = false;
            }
        }
        let above = |mut at: usize| loop {
            let parent = all[at].parent? as usize;
            if kept[parent] {
                return Some(parent);
            }
            at = parent;
        };
        let mut place = 0;
        let places: Vec<u32> = kept
            .iter()
            .map(|kept| {
                place += u32::from(*kept);
                place.saturating_sub(1)
            })
            .collect();
        let parents: Vec<Option<u32>> =
            (0..all.len()).map(|at| above(at).map(|parent| places[parent])).collect();
        let stays = all.into_iter().zip(parents).zip(&kept).filter(|(_, kept)| **kept);
        Self(stays.map(|((one, parent), _)| Hypothesis { parent, ..one }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(parent: Option<u32>, parts: &[u32], chosen: Option<u32>) -> Hypothesis {
        Hypothesis { parent, parts: parts.to_vec(), cost: f64::from(u8::from(chosen.is_none())), chosen }
    }

    #[test]
    fn parts_that_no_pixel_shows_leave_no_reading() {
        let tree = vec![
            one(Some(5), &[1, 2, 3], Some(1)),
            one(Some(0), &[1, 2], None),
            one(Some(1), &[1], None),
            one(Some(1), &[2], None),
            one(Some(0), &[3], None),
            one(None, &[1, 2, 3, 4], None),
            one(Some(5), &[4], Some(2)),
        ];
        let all = Hypotheses(tree.clone());
        assert_eq!(all.clone().seen(&[true; 5]), all);
        // Without part 3 the first object is its first half, whose halves are now its own.
        let found = all.clone().seen(&[true, true, true, false, true]).0;
        let expected = [
            one(Some(3), &[1, 2], Some(1)),
            one(Some(0), &[1], None),
            one(Some(0), &[2], None),
            one(None, &[1, 2, 4], None),
            one(Some(3), &[4], Some(2)),
        ];
        assert_eq!(found, expected);
        // Where an object is gone, nothing is joined.
        let found = all.seen(&[true, true, true, true, false]).0;
        assert_eq!(
            found,
            [one(None, &[1, 2, 3], Some(1))].into_iter().chain(tree[1..5].to_vec()).collect::<Vec<_>>()
        );
    }

    #[test]
    fn frames_become_one_table() {
        let frames =
            [Hypotheses(vec![one(None, &[1, 2], Some(7)), one(Some(0), &[2], None)]), Hypotheses::default()];
        let table = Hypotheses::table(&frames).unwrap();
        let numbers = |name: &str| table.numbers(name).unwrap();
        assert_eq!((numbers("t"), numbers("node")), (vec![0.0; 2], vec![1.0, 2.0]));
        assert_eq!((numbers("parent"), numbers("chosen")), (vec![0.0, 1.0], vec![7.0, 0.0]));
        assert_eq!(numbers("cost"), [0.0, 1.0]);
        assert_eq!(table.texts("parts").unwrap(), [Some("1 2".to_owned()), Some("2".to_owned())]);
    }
}
