use super::super::characters::{MISSING, UNCUT};
use super::super::score::{is_edit, meet};
use super::super::topology::NONE;
use super::binary::Binary;

/// Breaking an edit is never said to cost more than this, so that sums stay within their type.
const MOST: u16 = 20_000;

impl Binary {
    /// Renews the states of a node and of those above it until they change no more, then what
    /// hangs on these. `below` is the daughter whose place is new.
    pub(super) fn relabel(&mut self, from: u32, below: u32) {
        let mut stale = vec![below];
        let mut node = from;
        while node != NONE {
            stale.push(node);
            if !self.meet_children(node) && node != from {
                break;
            }
            node = self.parent[node as usize];
        }
        let sisters: Vec<u32> = stale.iter().map(|&node| self.sibling(node)).collect();
        stale.extend(sisters.into_iter().filter(|&sister| sister != NONE));
        self.settle(&mut stale);
    }

    /// Renews all states and costs.
    pub(super) fn renew(&mut self) {
        let mut order = vec![self.root];
        let mut at = 0;
        while at < order.len() {
            let [one, other] = self.children[order[at] as usize];
            if one != NONE {
                order.extend([one, other]);
            }
            at += 1;
        }
        let leaves = self.leaves;
        for &node in order.iter().rev().filter(|&&node| node as usize >= leaves) {
            self.meet_children(node);
        }
        for &node in &order {
            self.inherit(node);
        }
    }

    /// Sets a mother's states from those of her daughters; whether any changed.
    fn meet_children(&mut self, node: u32) -> bool {
        let [one, other] = self.children[node as usize];
        let (own, one, other) = (self.range(node), self.range(one), self.range(other));
        let mut changed = false;
        for site in 0..self.stride {
            let state = meet(self.label[one.start + site], self.label[other.start + site]);
            changed |= std::mem::replace(&mut self.label[own.start + site], state) != state;
        }
        changed
    }

    pub(super) fn range(&self, node: u32) -> std::ops::Range<usize> {
        let start = node as usize * self.stride;
        start..start + self.stride
    }

    /// Renews what nodes inherit, and where it changes what their daughters do.
    pub(super) fn settle(&mut self, stale: &mut Vec<u32>) {
        while let Some(node) = stale.pop() {
            let [one, other] = self.children[node as usize];
            if self.inherit(node) && one != NONE && other != NONE {
                stale.extend([one, other]);
            }
        }
    }

    /// Renews the edit inherited on the branch above a node, and what breaking it costs; whether any changed.
    ///
    /// Below a mother with an edit, everything has it; a cell without it takes it away from her and all
    /// between her and where the edit arose, and what hangs off that line must each be edited anew: one more
    /// for each that was read at the site, one less for the edit that is gone.
    fn inherit(&mut self, node: u32) -> bool {
        let (own, parent) = (self.range(node), self.parent[node as usize]);
        let mut changed = false;
        let mut set = |edit: &mut u16, breaks: &mut u16, new: (u16, u16)| {
            changed |= (*edit, *breaks) != new;
            (*edit, *breaks) = new;
        };
        if parent == NONE {
            for at in own {
                let state = if is_edit(self.label[at]) { self.label[at] } else { UNCUT };
                set(&mut self.edit[at], &mut self.breaks[at], (state, 0));
            }
            return changed;
        }
        let (above, sister) = (self.range(parent).start, self.range(self.sibling(node)).start);
        for (site, at) in own.enumerate() {
            let (label, mother) = (self.label[at], self.label[above + site]);
            let inherited = (self.edit[above + site], self.breaks[above + site]);
            let new = match mother {
                MISSING => inherited,
                UNCUT if is_edit(label) => (label, 0),
                UNCUT => (UNCUT, 0),
                _ => {
                    let hanging =
                        u16::from(label != MISSING) + u16::from(self.label[sister + site] != MISSING);
                    (mother, (inherited.1 + hanging).saturating_sub(1).min(MOST))
                }
            };
            set(&mut self.edit[at], &mut self.breaks[at], new);
        }
        changed
    }

    /// Edits of the tree, each as often as its site weighs.
    pub(super) fn edits(&self) -> u64 {
        let mut sum = 0;
        let mut open = vec![(self.root, NONE)];
        while let Some((node, parent)) = open.pop() {
            for (site, at) in self.range(node).enumerate() {
                let from = if parent == NONE { UNCUT } else { self.label[self.range(parent).start + site] };
                if from == UNCUT && is_edit(self.label[at]) {
                    sum += u64::from(self.weight[site]);
                }
            }
            let [one, other] = self.children[node as usize];
            if one != NONE {
                open.extend([(one, node), (other, node)]);
            }
        }
        sum
    }
}
