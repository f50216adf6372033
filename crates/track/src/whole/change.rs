use super::Outlines;
use super::join::join_halves;
use super::run::{Item, Other};
use lca_pixels::Labels;
use std::collections::BTreeMap;

/// How the outlines of a frame are to be read otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Pairs of labels that are one cell, the label that stays first.
    pub joined: Vec<[u32; 2]>,
    /// Outlines that are two cells.
    pub parted: Vec<Parted>,
}

/// An outline that is two cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    /// Its label, which one of the cells keeps.
    pub label: u32,
    /// The label of the other, which the frame has not.
    pub new: u32,
    /// The parts of the other.
    pub parts: Vec<u32>,
}

impl Changes {
    /// Whether the outlines stay as they are.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty() && self.parted.is_empty()
    }

    /// Gives labels as they are to be read. Where outlines are parted, `parts` shows the parts of the frame; without it they
    /// stay as they are.
    pub fn apply(&self, labels: &mut Labels, parts: Option<&Labels>) {
        if let Some(parts) = parts.filter(|_| !self.parted.is_empty()) {
            let new = |one: &Parted| one.parts.iter().map(|&part| (part, one.new)).collect::<Vec<_>>();
            let new: BTreeMap<u32, u32> = self.parted.iter().flat_map(new).collect();
            let pixels = labels.iter_mut().zip(parts).filter(|(label, _)| **label > 0);
            for (label, part) in pixels {
                *label = new.get(part).copied().unwrap_or(*label);
            }
        }
        if !self.joined.is_empty() {
            join_halves(labels, &self.joined);
        }
    }

    /// Those of each frame, from what runs say; of those that want the same outline what gains most.
    pub(super) fn of(frames: &[Outlines], mut others: Vec<Other>) -> Vec<Self> {
        let mut all = vec![Self::default(); frames.len()];
        others.sort_by(|a, b| b.gain.total_cmp(&a.gain).then(a.items.cmp(&b.items)));
        for other in &others {
            if other.items.iter().all(|&(t, item)| all[t].leaves(item)) {
                other.items.iter().for_each(|&(t, item)| all[t].take(&frames[t], item));
            }
        }
        all.iter_mut().for_each(|one| one.joined.sort_unstable());
        all
    }

    /// Whether an item's outlines are not yet taken.
    fn leaves(&self, item: Item) -> bool {
        let taken = |label: &u32| {
            self.joined.iter().any(|pair| pair.contains(label))
                || self.parted.iter().any(|one| one.label == *label)
        };
        !item.iter().filter(|label| **label > 0).any(taken)
    }

    fn take(&mut self, frame: &Outlines, item: Item) {
        if item[1] > 0 {
            self.joined.push(item);
            return;
        }
        let parting = frame.known.as_ref().and_then(|known| known.partings.get(&item[0]));
        if let Some(parting) = parting {
            let last = frame.shapes.keys().next_back().copied().unwrap_or(0);
            let new = last + 1 + self.parted.len() as u32;
            self.parted.push(Parted { label: item[0], new, parts: parting.other.clone() });
        }
    }
}
