use super::characters::MISSING;
use super::patterns::Patterns;
use super::topology::Topology;

/// Splits the cells again and again by the edit that most of them share (the greedy solver of Cassiopeia: Jones
/// et al. 2020, doi:10.1186/s13059-020-02000-8). Cells in which the site was not read go to the side that
/// they are more alike. Cells that no edit splits are sisters.
///
/// `weights` says how much each state of each site counts (the rarer, the more); time grows with patterns ×
/// sites × depth of the tree.
pub(super) fn greedy(patterns: &Patterns, weights: &[Vec<f64>]) -> Topology {
    let leaves = patterns.count();
    let mut tree = Topology { leaves, children: vec![Vec::new(); leaves + 1], root: leaves as u32 };
    let mut splitter = Splitter::new(patterns, weights);
    let mut open: Vec<(u32, Vec<u32>)> = vec![(tree.root, (0..leaves as u32).collect())];
    while let Some((node, group)) = open.pop() {
        let Some((with, without)) = splitter.split(&group) else {
            tree.children[node as usize] = group;
            continue;
        };
        for side in [with, without] {
            let child = match side[..] {
                [leaf] => leaf,
                _ => tree.children.len() as u32,
            };
            tree.children[node as usize].push(child);
            if side.len() > 1 {
                tree.children.push(Vec::new());
                open.push((child, side));
            }
        }
    }
    tree
}

/// What is counted of a group of cells.
struct Splitter<'p> {
    patterns: &'p Patterns,
    weights: &'p [Vec<f64>],
    /// For each site where its states begin in `counts`.
    starts: Vec<usize>,
    counts: Vec<u32>,
}

impl<'p> Splitter<'p> {
    fn new(patterns: &'p Patterns, weights: &'p [Vec<f64>]) -> Self {
        let mut starts = vec![0];
        for width in patterns.widths() {
            starts.push(starts[starts.len() - 1] + width);
        }
        let counts = vec![0; starts[starts.len() - 1]];
        Self { patterns, weights, starts, counts }
    }

    /// Counts cells with each state, or takes them out again.
    fn count(&self, group: &[u32], counts: &mut [u32]) {
        for &cell in group {
            for (site, &state) in self.patterns.states.row(cell as usize).iter().enumerate() {
                if state != MISSING {
                    counts[self.starts[site] + state as usize] += 1;
                }
            }
        }
    }

    /// The cells with and without the edit that most share and not all have; none when there is no such edit.
    fn split(&mut self, group: &[u32]) -> Option<(Vec<u32>, Vec<u32>)> {
        let mut counts = std::mem::take(&mut self.counts);
        counts.fill(0);
        self.count(group, &mut counts);
        let best = self.best(&counts);
        self.counts = counts;
        let (site, state) = best?;
        let states = &self.patterns.states;
        let (mut with, mut without, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        for &cell in group {
            match states[[cell as usize, site]] {
                MISSING => unread.push(cell),
                other if other == state => with.push(cell),
                _ => without.push(cell),
            }
        }
        if !unread.is_empty() {
            self.place(unread, &mut with, &mut without);
        }
        Some((with, without))
    }

    fn best(&self, counts: &[u32]) -> Option<(usize, u16)> {
        let mut best: Option<(f64, usize, u16)> = None;
        for site in 0..self.starts.len() - 1 {
            let of = &counts[self.starts[site]..self.starts[site + 1]];
            let read: u32 = of.iter().sum();
            for (state, &count) in of.iter().enumerate().skip(1) {
                let gain = f64::from(count) * self.weights[site][state];
                if count > 0 && count < read && best.is_none_or(|(most, _, _)| gain > most) {
                    best = Some((gain, site, state as u16));
                }
            }
        }
        best.map(|(_, site, state)| (site, state))
    }

    /// Puts cells to the side with which they share more, by the average over its cells.
    fn place(&self, unread: Vec<u32>, with: &mut Vec<u32>, without: &mut Vec<u32>) {
        let (mut near, mut far) = (vec![0; self.counts.len()], vec![0; self.counts.len()]);
        self.count(with, &mut near);
        self.count(without, &mut far);
        let sizes = (with.len() as f64, without.len() as f64);
        for cell in unread {
            let like = |counts: &[u32]| -> f64 {
                let row = self.patterns.states.row(cell as usize);
                let shared = row.iter().enumerate().filter(|(_, state)| super::score::is_edit(**state));
                shared
                    .map(|(site, &state)| {
                        self.weights[site][state as usize]
                            * f64::from(counts[self.starts[site] + state as usize])
                    })
                    .sum()
            };
            let closer = like(&near) / sizes.0 > like(&far) / sizes.1;
            if closer { with.push(cell) } else { without.push(cell) }
        }
    }
}
