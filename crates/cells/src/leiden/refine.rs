use super::graph::Graph;
use super::moving::Links;
use lca_numerics::Rng;
use rand::RngExt;
use rand::seq::SliceRandom;

/// Splits each community into well-connected parts: from single nodes, each node that is well
/// connected to its community joins one of the well-connected parts around it, at random but the more
/// likely the more it raises the quality (MergeNodesSubset of the paper). Returns the parts' names,
/// below the number of nodes.
pub(super) fn refine(
    graph: &Graph,
    labels: &[u32],
    resolution: f64,
    theta: f64,
    random: &mut Rng,
) -> Vec<u32> {
    let nodes = graph.nodes();
    let mut totals = vec![0.0; nodes];
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (node, &label) in labels.iter().enumerate() {
        totals[label as usize] += graph.sizes[node];
        members[label as usize].push(node);
    }
    let mut parts = Parts {
        graph,
        resolution,
        names: (0..nodes as u32).collect(),
        sizes: graph.sizes.clone(),
        members: vec![1; nodes],
        outward: (0..nodes).map(|node| outward(graph, labels, node)).collect(),
    };
    let mut links = Links::new(nodes);
    for (community, mut nodes) in members.into_iter().enumerate().filter(|(_, nodes)| nodes.len() > 1) {
        nodes.shuffle(random);
        for node in nodes {
            let own = parts.names[node];
            if parts.members[own as usize] == 1 && parts.well_connected(own, totals[community]) {
                links.collect_where(graph, &parts.names, node, |other| labels[other] == labels[node]);
                let choices = parts.choices(&links, node, totals[community]);
                parts.join(&links, node, draw(&choices, theta, random));
            }
        }
    }
    parts.names
}

/// Weight of the edges from a node to the rest of its community.
fn outward(graph: &Graph, labels: &[u32], node: usize) -> f64 {
    graph.edges(node).filter(|(other, _)| labels[*other] == labels[node]).map(|(_, weight)| weight).sum()
}

struct Parts<'a> {
    graph: &'a Graph,
    resolution: f64,
    /// The part each node is in.
    names: Vec<u32>,
    sizes: Vec<f64>,
    members: Vec<u32>,
    /// Weight of the edges from each part to the rest of its community.
    outward: Vec<f64>,
}

impl Parts<'_> {
    /// Whether a part has the edges to the rest of its community, of size `total`, that the resolution
    /// asks for.
    fn well_connected(&self, part: u32, total: f64) -> bool {
        let size = self.sizes[part as usize];
        self.outward[part as usize] >= self.resolution * size * (total - size)
    }

    /// What a lone node can do without lowering the quality, with the gain: stay, or join a part.
    fn choices(&self, links: &Links, node: usize, total: f64) -> Vec<(u32, f64)> {
        let own = self.names[node];
        let mut choices = vec![(own, 0.0)];
        for &part in links.touched().iter().filter(|&&part| part != own) {
            let expected = self.resolution * self.graph.sizes[node] * self.sizes[part as usize];
            let gain = links.weight(part) - expected;
            if gain >= 0.0 && self.well_connected(part, total) {
                choices.push((part, gain));
            }
        }
        choices
    }

    fn join(&mut self, links: &Links, node: usize, target: u32) {
        let own = self.names[node];
        if target == own {
            return;
        }
        self.sizes[own as usize] = 0.0;
        self.members[own as usize] = 0;
        self.sizes[target as usize] += self.graph.sizes[node];
        self.members[target as usize] += 1;
        self.outward[target as usize] += self.outward[own as usize] - 2.0 * links.weight(target);
        self.names[node] = target;
    }
}

/// One of the choices with probability proportional to exp(gain / theta).
fn draw(choices: &[(u32, f64)], theta: f64, random: &mut Rng) -> u32 {
    let best = choices.iter().fold(choices[0], |best, &choice| if choice.1 > best.1 { choice } else { best });
    let chance = |gain: f64| ((gain - best.1) / theta).exp();
    let mut left = random.random::<f64>() * choices.iter().map(|choice| chance(choice.1)).sum::<f64>();
    for &(part, gain) in choices {
        left -= chance(gain);
        if left < 0.0 {
            return part;
        }
    }
    best.0
}
