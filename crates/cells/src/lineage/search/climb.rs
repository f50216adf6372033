use super::binary::Binary;
use super::scan::Scan;
use lca_numerics::Rng;
use rand::RngExt;
use rand::seq::SliceRandom;

/// A tree on its way, with what is left to be spent on it.
pub(super) struct Climb {
    pub(super) tree: Binary,
    pub(super) rng: Rng,
    scan: Scan,
    /// Branches that may still be looked at.
    pub(super) left: u64,
}

impl Climb {
    pub(super) fn new(tree: Binary, rng: Rng, left: u64) -> Self {
        Self { tree, rng, scan: Scan::default(), left }
    }

    /// Moves every subtree, in random order, to the branch where it adds least edits; with `drift` also to
    /// another that is as good. Returns how many edits (by weight) that saved.
    pub(super) fn pass(&mut self, drift: bool) -> u64 {
        let mut order: Vec<u32> = (0..self.tree.parent.len() as u32).collect();
        order.shuffle(&mut self.rng);
        let mut saved = 0;
        for node in order {
            if self.left == 0 {
                break;
            }
            if node != self.tree.root {
                saved += self.improve(node, drift);
            }
        }
        saved
    }

    fn improve(&mut self, node: u32, drift: bool) -> u64 {
        let home = self.tree.prune(node);
        self.scan.run(&self.tree, node);
        self.left = self.left.saturating_sub(self.tree.parent.len() as u64);
        let now = self.scan.cost(home);
        let (least, count) = self.scan.least();
        let to = if least < now || (drift && count > 1) { self.choose(least, count) } else { home };
        self.tree.attach(node, to);
        u64::from(now - least.min(now))
    }

    fn choose(&mut self, cost: u32, count: usize) -> u32 {
        let at = self.rng.random_range(0..count);
        self.scan.nth(cost, at).unwrap_or(self.tree.root)
    }

    /// Passes until one saves nothing.
    pub(super) fn settle(&mut self, drift: bool) {
        while self.pass(drift) > 0 && self.left > 0 {}
    }

    /// Puts a leaf that is not in the tree yet where it adds least edits.
    pub(super) fn insert(&mut self, leaf: u32, mother: u32) {
        self.tree.parent[leaf as usize] = mother;
        self.tree.children[mother as usize] = [leaf, super::NONE];
        self.scan.run(&self.tree, leaf);
        let before = u64::from(mother) - self.tree.leaves as u64;
        self.left = self.left.saturating_sub(2 * before + 1);
        let (least, count) = self.scan.least();
        let to = self.choose(least, count);
        self.tree.attach(leaf, to);
    }
}
