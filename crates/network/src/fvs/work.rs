use super::scc::components;

/// A graph from which nodes and edges are taken away. Lists of neighbours are rising.
#[derive(Debug, Clone)]
pub(super) struct Work {
    /// What each node is called outside.
    pub(super) names: Vec<usize>,
    pub(super) successors: Vec<Vec<usize>>,
    pub(super) predecessors: Vec<Vec<usize>>,
    alive: Vec<bool>,
    left: usize,
}

impl Work {
    pub(super) fn new(names: Vec<usize>, successors: Vec<Vec<usize>>) -> Self {
        let nodes = names.len();
        let mut predecessors = vec![Vec::new(); nodes];
        for (source, targets) in successors.iter().enumerate() {
            targets.iter().for_each(|&target| predecessors[target].push(source));
        }
        Self { names, successors, predecessors, alive: vec![true; nodes], left: nodes }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.left == 0
    }

    pub(super) fn is_alive(&self, node: usize) -> bool {
        self.alive[node]
    }

    /// The nodes that are left, rising.
    pub(super) fn nodes(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.alive.len()).filter(|&node| self.alive[node])
    }

    pub(super) fn has_edge(&self, source: usize, target: usize) -> bool {
        self.successors[source].binary_search(&target).is_ok()
    }

    pub(super) fn has_self_loop(&self, node: usize) -> bool {
        self.has_edge(node, node)
    }

    /// Whether the edge and the one back are both there.
    pub(super) fn is_mutual(&self, source: usize, target: usize) -> bool {
        self.has_edge(source, target) && self.has_edge(target, source)
    }

    pub(super) fn remove_edge(&mut self, source: usize, target: usize) {
        take(&mut self.successors[source], target);
        take(&mut self.predecessors[target], source);
    }

    fn add_edge(&mut self, source: usize, target: usize) {
        put(&mut self.successors[source], target);
        put(&mut self.predecessors[target], source);
    }

    /// Takes a node and its edges away.
    pub(super) fn remove(&mut self, node: usize) {
        for target in std::mem::take(&mut self.successors[node]) {
            take(&mut self.predecessors[target], node);
        }
        for source in std::mem::take(&mut self.predecessors[node]) {
            take(&mut self.successors[source], node);
        }
        if std::mem::replace(&mut self.alive[node], false) {
            self.left -= 1;
        }
    }

    /// Takes a node without self-loop away and joins each predecessor with each successor: the sets that
    /// break all cycles without it are those of the graph that is left.
    pub(super) fn contract(&mut self, node: usize) {
        let (sources, targets) = (self.predecessors[node].clone(), self.successors[node].clone());
        self.remove(node);
        for &source in &sources {
            targets.iter().for_each(|&target| self.add_edge(source, target));
        }
    }

    /// The strongly connected parts that hold a cycle, each a graph of its own.
    pub(super) fn split(&self) -> Vec<Self> {
        let of = components(&self.successors, |_, _| true);
        let count = of.iter().map(|part| part + 1).max().unwrap_or(0);
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
        self.nodes().for_each(|node| members[of[node]].push(node));
        let cyclic = |part: &Vec<usize>| match part.as_slice() {
            [] => false,
            [alone] => self.has_self_loop(*alone),
            _ => true,
        };
        members.retain(cyclic);
        members.sort();
        members.iter().map(|part| self.part(part)).collect()
    }

    /// The graph of some nodes, given rising.
    fn part(&self, members: &[usize]) -> Self {
        let inside = |target: &usize| members.binary_search(target).ok();
        let targets = |&node: &usize| self.successors[node].iter().filter_map(inside).collect();
        let names = members.iter().map(|&node| self.names[node]).collect();
        Self::new(names, members.iter().map(targets).collect())
    }
}

fn take(list: &mut Vec<usize>, one: usize) {
    if let Ok(at) = list.binary_search(&one) {
        list.remove(at);
    }
}

fn put(list: &mut Vec<usize>, one: usize) {
    if let Err(at) = list.binary_search(&one) {
        list.insert(at, one);
    }
}
