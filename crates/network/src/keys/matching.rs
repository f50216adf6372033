use crate::Digraph;

/// Whether a node must be driven from outside for full control of the network (Liu, Slotine & Barabási 2011,
/// doi:10.1038/nature10011; the roles over all smallest sets of driver nodes: Jia et al. 2013,
/// doi:10.1038/ncomms3002).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DriverRole {
    /// It is a driver in no smallest set.
    Redundant,
    /// It is a driver in some smallest sets.
    Ordinary,
    /// It is a driver in every smallest set: nothing acts on it.
    Critical,
}

impl DriverRole {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Redundant => "redundant",
            Self::Ordinary => "ordinary",
            Self::Critical => "critical",
        }
    }
}

/// Structural controllability of a network by its driver nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drivers {
    /// How many nodes must be driven: those without a partner in a maximum matching, and one at least.
    pub count: usize,
    /// One smallest set, rising.
    pub nodes: Vec<usize>,
    /// The role of each node.
    pub roles: Vec<DriverRole>,
}

/// Driver nodes by maximum matching: each node may command one successor, and who is commanded by nobody must be driven
/// from outside.
#[must_use]
pub fn drivers(graph: &Digraph) -> Drivers {
    let commander = matching(graph);
    let mut nodes: Vec<usize> = (0..graph.nodes()).filter(|&node| commander[node].is_none()).collect();
    let mut roles = vec![DriverRole::Redundant; graph.nodes()];
    for node in reachable(graph, &commander) {
        let alone = graph.predecessors()[node].is_empty();
        roles[node] = if alone { DriverRole::Critical } else { DriverRole::Ordinary };
    }
    if nodes.is_empty() && graph.nodes() > 0 {
        // A perfect matching: one signal, which any node may take.
        nodes.push(0);
        roles.fill(DriverRole::Ordinary);
    }
    Drivers { count: nodes.len(), nodes, roles }
}

/// For each node, which predecessor commands it in a maximum matching (augmenting paths, breadth first).
fn matching(graph: &Digraph) -> Vec<Option<usize>> {
    let mut commander: Vec<Option<usize>> = vec![None; graph.nodes()];
    for root in 0..graph.nodes() {
        // `by[node]` is the source from which a node was met.
        let mut by: Vec<Option<usize>> = vec![None; graph.nodes()];
        let mut open = std::collections::VecDeque::from([root]);
        let mut end = None;
        'search: while let Some(source) = open.pop_front() {
            for &target in &graph.successors()[source] {
                if by[target].is_some() {
                    continue;
                }
                by[target] = Some(source);
                match commander[target] {
                    None => {
                        end = Some(target);
                        break 'search;
                    }
                    Some(other) => open.push_back(other),
                }
            }
        }
        // Turn the path round: each source on it takes the node it met and gives up the one it had.
        while let Some(target) = end {
            let source = by[target];
            let had = |source: usize| {
                graph.successors()[source].iter().copied().find(|&node| commander[node] == Some(source))
            };
            end = source.and_then(had);
            commander[target] = source;
        }
    }
    commander
}

/// Nodes that are without commander in some maximum matching: those without one in this, and those whose commander could
/// take such a one instead.
fn reachable(graph: &Digraph, commander: &[Option<usize>]) -> Vec<usize> {
    let mut commands: Vec<Option<usize>> = vec![None; graph.nodes()];
    for (node, source) in commander.iter().enumerate() {
        if let Some(source) = source {
            commands[*source] = Some(node);
        }
    }
    let mut met: Vec<bool> = commander.iter().map(Option::is_none).collect();
    let mut open: Vec<usize> = (0..graph.nodes()).filter(|&node| met[node]).collect();
    while let Some(node) = open.pop() {
        for &source in &graph.predecessors()[node] {
            if let Some(other) = commands[source].filter(|&other| !met[other]) {
                met[other] = true;
                open.push(other);
            }
        }
    }
    (0..graph.nodes()).filter(|&node| met[node]).collect()
}
