use super::{Assignment, NOBODY};
use std::cmp::Reverse;

impl Assignment<'_> {
    /// Finds the best use of a right node that was set free: itself left alone, or taken by another left
    /// node whose own right node is then free, and so on. Returns the change of the total.
    pub(super) fn release(&mut self, start: usize) -> f64 {
        let n = self.graph.len();
        let mut done: Vec<(usize, f64)> = Vec::new();
        let mut best = (f64::INFINITY, start);
        self.reach(start, 0.0, (NOBODY, 0.0));
        while let Some(Reverse((bits, right))) = self.heap.pop() {
            let reached = f64::from_bits(bits);
            if reached > self.distance[right] {
                continue;
            }
            if reached >= best.0 {
                break;
            }
            done.push((right, reached));
            let end = reached - self.right_price[right];
            if end < best.0 {
                best = (end, right);
            }
            if right >= n {
                continue;
            }
            let takers = self.graph.earlier(right);
            for (left, weight) in takers {
                let before = self.partner[left];
                if before == NOBODY || before == right || self.left_taken[left] {
                    continue;
                }
                let step = (-weight - self.left_price[left] - self.right_price[right]).max(0.0);
                self.reach(before, reached + step, (right, weight));
            }
        }
        for &(right, distance) in &done {
            let rise = best.0 - distance;
            if rise > 0.0 {
                self.add_right(right, rise);
                if self.holder[right] != NOBODY {
                    self.add_left(self.holder[right], -rise);
                }
            }
        }
        let change = self.shift(best.1, start);
        self.clear();
        change
    }

    /// Frees `end`: its holder takes the node that `end` was reached from, and so on down to `start`.
    fn shift(&mut self, end: usize, start: usize) -> f64 {
        let (mut right, mut change) = (end, 0.0);
        let mut left = self.holder[right];
        if right != start {
            self.set_holder(right, NOBODY);
        }
        while right != start {
            let (taken, weight) = self.from[right];
            let before = self.holder[taken];
            change += weight - self.weight[left];
            self.set_partner(left, taken, weight);
            self.set_holder(taken, left);
            (left, right) = (before, taken);
        }
        change
    }
}
