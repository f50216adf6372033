use super::{Assignment, NOBODY};
use std::cmp::Reverse;

impl Assignment<'_> {
    /// Gives `start` a partner along the cheapest alternating path; returns the change of the total.
    pub(super) fn augment(&mut self, start: usize) -> f64 {
        let alone = self.graph.len() + start;
        let cost = |edge: (usize, f64)| -edge.1 - self.right_price[edge.0];
        let open = self.graph.later(start).filter(|edge| !self.right_taken[edge.0]);
        let least = open.map(cost).fold(cost((alone, 0.0)), f64::min);
        self.add_left(start, least - self.left_price[start]);
        let mut done: Vec<(usize, f64)> = Vec::new();
        self.relax(start, 0.0);
        let mut change = 0.0;
        // `start` can always stay alone, so a free right node is always reached.
        while let Some(Reverse((bits, right))) = self.heap.pop() {
            let reached = f64::from_bits(bits);
            if reached > self.distance[right] {
                continue;
            }
            if self.holder[right] == NOBODY {
                self.add_left(start, reached);
                for &(right, distance) in &done {
                    self.add_left(self.holder[right], reached - distance);
                    self.add_right(right, distance - reached);
                }
                change = self.flip(start, right);
                break;
            }
            done.push((right, reached));
            self.relax(self.holder[right], reached);
        }
        self.clear();
        change
    }

    fn relax(&mut self, left: usize, reached: f64) {
        let n = self.graph.len();
        let alone = (n + left, 0.0);
        for (right, weight) in self.graph.later(left).chain(std::iter::once(alone)) {
            if self.right_taken[right] {
                continue;
            }
            let step = (-weight - self.left_price[left] - self.right_price[right]).max(0.0);
            self.reach(right, reached + step, (left, weight));
        }
    }

    pub(super) fn reach(&mut self, right: usize, distance: f64, from: (usize, f64)) {
        if distance < self.distance[right] {
            self.distance[right] = distance;
            self.from[right] = from;
            self.touched.push(right);
            // Bits of numbers that are not negative sort as the numbers do.
            self.heap.push(Reverse((distance.to_bits(), right)));
        }
    }

    pub(super) fn clear(&mut self) {
        self.heap.clear();
        for right in self.touched.drain(..) {
            self.distance[right] = f64::INFINITY;
        }
    }

    fn flip(&mut self, start: usize, end: usize) -> f64 {
        let (mut right, mut change) = (end, 0.0);
        loop {
            let (left, weight) = self.from[right];
            let before = self.partner[left];
            change += weight - self.weight[left];
            self.set_partner(left, right, weight);
            self.set_holder(right, left);
            if left == start {
                return change;
            }
            right = before;
        }
    }
}
