use lca_graph::MolecularNetwork;

/// Who acts on whom, without signs and repetitions: for each node its successors and predecessors, rising.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digraph {
    successors: Vec<Vec<usize>>,
    predecessors: Vec<Vec<usize>>,
}

impl Digraph {
    /// A graph of so many nodes; edges that name other nodes are left out, repeated ones are there once.
    #[must_use]
    pub fn new(nodes: usize, edges: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut graph = Self { successors: vec![Vec::new(); nodes], predecessors: vec![Vec::new(); nodes] };
        for (source, target) in edges {
            if source < nodes && target < nodes {
                graph.successors[source].push(target);
                graph.predecessors[target].push(source);
            }
        }
        for list in graph.successors.iter_mut().chain(&mut graph.predecessors) {
            list.sort_unstable();
            list.dedup();
        }
        graph
    }

    /// The graph of a network: node `i` is molecule `i`.
    #[must_use]
    pub fn of(network: &MolecularNetwork) -> Self {
        let ends = network.interactions().iter().map(|edge| (edge.source, edge.target));
        Self::new(network.molecules().len(), ends)
    }

    /// How many nodes there are.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.successors.len()
    }

    /// How many edges there are.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.successors.iter().map(Vec::len).sum()
    }

    /// On whom each node acts.
    #[must_use]
    pub fn successors(&self) -> &[Vec<usize>] {
        &self.successors
    }

    /// Who acts on each node.
    #[must_use]
    pub fn predecessors(&self) -> &[Vec<usize>] {
        &self.predecessors
    }
}
