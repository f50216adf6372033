/// The strongly connected component of each node over the edges that are kept (Tarjan 1972,
/// doi:10.1137/0201010), without recursion.
pub(crate) fn components(successors: &[Vec<usize>], kept: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let nodes = successors.len();
    let mut search = Search {
        order: vec![usize::MAX; nodes],
        low: vec![usize::MAX; nodes],
        of: vec![usize::MAX; nodes],
        open: Vec::new(),
        met: 0,
        found: 0,
    };
    for root in 0..nodes {
        if search.order[root] == usize::MAX {
            search.from(root, successors, &kept);
        }
    }
    search.of
}

struct Search {
    order: Vec<usize>,
    low: Vec<usize>,
    of: Vec<usize>,
    open: Vec<usize>,
    met: usize,
    found: usize,
}

impl Search {
    fn meet(&mut self, node: usize) {
        self.order[node] = self.met;
        self.low[node] = self.met;
        self.met += 1;
        self.open.push(node);
    }

    fn from(&mut self, root: usize, successors: &[Vec<usize>], kept: &impl Fn(usize, usize) -> bool) {
        self.meet(root);
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if let Some(&target) = successors[node].get(*next) {
                *next += 1;
                if !kept(node, target) {
                    continue;
                }
                if self.order[target] == usize::MAX {
                    self.meet(target);
                    path.push((target, 0));
                } else if self.of[target] == usize::MAX {
                    self.low[node] = self.low[node].min(self.order[target]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                self.low[*parent] = self.low[*parent].min(self.low[node]);
            }
            if self.low[node] == self.order[node] {
                self.close(node);
            }
        }
    }

    /// Everything met since a root of a component belongs to it.
    fn close(&mut self, root: usize) {
        while let Some(node) = self.open.pop() {
            self.of[node] = self.found;
            if node == root {
                break;
            }
        }
        self.found += 1;
    }
}
