use super::choose::{Choice, Node, Taste};
use crate::{Hypotheses, Hypothesis};

/// The most that a reading costs beyond what was chosen, in depths of the valley that parts two: as much as a parting
/// without any valley does, between objects that are no worse shaped than what they were parted from.
const BOUND: f64 = 1.0;

/// How many times an object is parted, or objects are joined, at most.
const LEVELS: usize = 3;

/// What else the objects of a field may be, and the finest parts that all of it is made of.
pub(crate) struct Alternatives {
    pub(crate) hypotheses: Hypotheses,
    /// For each basin of the graph its part, from 1; 0 where it is of none.
    pub(crate) part: Vec<u32>,
    /// For each label, from 1, its first part and how many it has.
    pub(crate) of_label: Vec<[u32; 2]>,
}

/// A reading, by its place in the tree.
struct Kept {
    node: u32,
    one: Hypothesis,
    leaf: bool,
}

impl Alternatives {
    /// Follows a tree down from each object and up from objects that touch, as far as readings are not absurd. `labels` has
    /// the label of each object, 0 where it is not drawn.
    pub(crate) fn of(tree: &[Node], choice: &Choice, labels: &[u32], basins: usize, taste: Taste) -> Self {
        let mut found = Search { tree, taste, kept: Vec::new(), parts: 0 };
        let mut of_label = vec![[0; 2]];
        let mut above: Vec<Option<Top>> = vec![None; tree.len()];
        for (&label, &node) in labels.iter().zip(&choice.nodes).filter(|(label, _)| **label > 0) {
            let (at, before) = (found.kept.len() as u32, found.parts);
            found.object(node, label);
            of_label.push([before + 1, found.parts - before]);
            above[node as usize] = Some(Top { at, levels: 0 });
        }
        found.join(&mut above);
        let mut part = vec![0; tree.len()];
        for kept in found.kept.iter().filter(|kept| kept.leaf) {
            part[kept.node as usize] = kept.one.parts[0];
        }
        for at in (0..tree.len()).rev() {
            for child in tree[at].from.iter().flat_map(|(parts, _)| parts) {
                if part[*child as usize] == 0 {
                    part[*child as usize] = part[at];
                }
            }
        }
        part.truncate(basins);
        Self { hypotheses: Hypotheses(found.kept.into_iter().map(|kept| kept.one).collect()), part, of_label }
    }
}

/// The outermost reading so far, and how often objects were joined for it.
#[derive(Clone, Copy)]
struct Top {
    at: u32,
    levels: usize,
}

struct Search<'t> {
    tree: &'t [Node],
    taste: Taste,
    kept: Vec<Kept>,
    parts: u32,
}

impl Search<'_> {
    /// In depths of the valley that parts two.
    fn depths(&self, cost: f64) -> f64 {
        cost / self.taste.depth.max(1e-9)
    }

    fn object(&mut self, node: u32, label: u32) {
        let one = Hypothesis { parent: None, parts: Vec::new(), cost: 0.0, chosen: Some(label) };
        self.kept.push(Kept { node, one, leaf: true });
        let rest = -self.tree[node as usize].own;
        self.part(self.kept.len() - 1, rest, LEVELS);
    }

    /// Parts a reading; `rest` is what all around it costs more than what was chosen.
    fn part(&mut self, at: usize, rest: f64, levels: usize) {
        let node = self.tree_of(at);
        let (heart, rest) = self.without_crumbs(node, rest);
        let before = self.parts;
        let tree = self.tree;
        let halves = tree[heart as usize].from.filter(|_| levels > 0).filter(|([a, b], parting)| {
            let parted = rest + parting + tree[*a as usize].cost + tree[*b as usize].cost;
            self.depths(parted) <= BOUND
        });
        if let Some(([a, b], parting)) = halves {
            self.kept[at].leaf = false;
            for [half, other] in [[a, b], [b, a]] {
                let rest = rest + parting + tree[other as usize].cost;
                let cost = self.depths(rest + tree[half as usize].own).max(0.0);
                let one = Hypothesis { parent: Some(at as u32), parts: Vec::new(), cost, chosen: None };
                self.kept.push(Kept { node: half, one, leaf: true });
                self.part(self.kept.len() - 1, rest, levels - 1);
            }
        } else {
            self.parts += 1;
        }
        self.kept[at].one.parts = (before + 1..=self.parts).collect();
    }

    fn tree_of(&self, at: usize) -> u32 {
        self.kept[at].node
    }

    /// What is left of a basin without what is too small to be an object, and what all around it costs then.
    fn without_crumbs(&self, mut node: u32, mut rest: f64) -> (u32, f64) {
        let small =
            |at: u32| (self.tree[at as usize].basin.size as f64) < self.taste.small * self.taste.typical;
        while let Some(([a, b], _)) = self.tree[node as usize].from {
            let heart = match (small(a), small(b)) {
                (true, false) => b,
                (false, true) => a,
                _ => break,
            };
            rest += self.tree[node as usize].own - self.tree[heart as usize].own;
            node = heart;
        }
        (node, rest)
    }

    /// Joins objects that touch; `above` has the objects.
    fn join(&mut self, above: &mut [Option<Top>]) {
        let mut drawn: Vec<bool> = above.iter().map(Option::is_some).collect();
        for (at, node) in self.tree.iter().enumerate() {
            let Some(([a, b], _)) = node.from.filter(|_| above[at].is_none()) else { continue };
            let [a, b] = [a as usize, b as usize];
            drawn[at] = drawn[a] || drawn[b];
            let (Some(one), Some(two)) = (above[a], above[b]) else {
                // What is not drawn is joined without a word; what is too costly is the end.
                above[at] = if drawn[a] && drawn[b] { None } else { above[a].or(above[b]) };
                continue;
            };
            let (cost, levels) = (self.depths(node.own - node.cost).max(0.0), 1 + one.levels.max(two.levels));
            if cost > BOUND || levels > LEVELS {
                continue;
            }
            let parent = self.kept.len() as u32;
            let mut parts = Vec::new();
            for top in [one, two] {
                let below = &mut self.kept[top.at as usize].one;
                below.parent = Some(parent);
                parts.extend(&below.parts);
            }
            parts.sort_unstable();
            let one = Hypothesis { parent: None, parts, cost, chosen: None };
            self.kept.push(Kept { node: at as u32, one, leaf: false });
            above[at] = Some(Top { at: parent, levels });
        }
    }
}
