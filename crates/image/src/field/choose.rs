use super::graph::{Basin, Graph, Top};

/// What makes two basins two objects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taste {
    /// Area of a typical object in reduced pixels.
    pub(crate) typical: f64,
    /// Least depth of the valley between two objects.
    pub(crate) depth: f64,
    /// How much an object that is no ellipse counts against a shallow valley: the area that falls short of
    /// the ellipse, in typical objects, is worth this much depth.
    pub(crate) shape: f64,
    /// Least area of an object as a share of the typical one.
    pub(crate) small: f64,
}

/// The objects chosen: which one each basin belongs to, by place in the graph's list, and what they are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    /// For each basin of the graph the object, from 0.
    pub(crate) object: Vec<u32>,
    /// The objects, in the order of their tops.
    pub(crate) objects: Vec<Basin>,
    /// For each object its place in the tree.
    pub(crate) nodes: Vec<u32>,
}

/// A basin, or several that were joined: one hypothesis of what an object is.
pub(crate) struct Node {
    pub(crate) basin: Basin,
    /// The two it was joined from, each before it in the list, and what it costs to part them.
    pub(crate) from: Option<([u32; 2], f64)>,
    /// What it costs as one object.
    pub(crate) own: f64,
    /// What the best choice within it costs, and whether that is the whole.
    pub(crate) cost: f64,
    pub(crate) whole: bool,
}

/// Takes from a graph's tree the set of objects that costs least: each costs the area by which it falls short of an
/// ellipse, each parting costs what its valley lacks in depth.
pub(crate) fn choose(graph: &Graph, tree: &[Node]) -> Choice {
    let mut object = vec![u32::MAX; tree.len()];
    let mut objects: Vec<(Top, u32)> = Vec::new();
    let mut inside = vec![u32::MAX; tree.len()];
    for at in (0..tree.len()).rev() {
        // Below an object everything is of that object; else what is whole is one.
        if inside[at] == u32::MAX && tree[at].whole {
            inside[at] = at as u32;
            objects.push((tree[at].basin.top, at as u32));
        }
        if let Some((parts, _)) = tree[at].from {
            parts.iter().for_each(|&part| inside[part as usize] = inside[at]);
        }
    }
    objects.sort_unstable();
    for (number, &(_, node)) in objects.iter().enumerate() {
        object[node as usize] = number as u32;
    }
    let of = |leaf: usize| object.get(inside[leaf] as usize).copied().unwrap_or(u32::MAX);
    Choice {
        object: (0..graph.basins.len()).map(of).collect(),
        objects: objects.iter().map(|&(_, node)| tree[node as usize].basin).collect(),
        nodes: objects.iter().map(|&(_, node)| node).collect(),
    }
}

/// Joins basins over their passes from the highest down, which gives a tree of hypotheses (Najman & Couprie 2006, component
/// trees): first the graph's basins, then what they were joined to.
pub(crate) fn tree(graph: &Graph, taste: Taste) -> Vec<Node> {
    let leaf = |basin: &Basin| {
        let own = own_cost(basin, taste);
        Node { basin: *basin, from: None, own, cost: own, whole: true }
    };
    let mut nodes: Vec<Node> = graph.basins.iter().map(leaf).collect();
    let mut parent: Vec<u32> = (0..nodes.len() as u32).collect();
    let mut order: Vec<usize> = (0..graph.passes.len()).collect();
    let passes = &graph.passes;
    order.sort_unstable_by(|&a, &b| {
        passes[b].height.total_cmp(&passes[a].height).then(passes[a].between.cmp(&passes[b].between))
    });
    let place = |top: Top| graph.basins.binary_search_by_key(&top, |basin| basin.top).ok();
    for at in order {
        let [Some(a), Some(b)] = passes[at].between.map(place) else { continue };
        let (a, b) = (root(&mut parent, a as u32), root(&mut parent, b as u32));
        if a != b {
            let node = joined(&nodes, [a, b], passes[at].height, taste);
            let name = nodes.len() as u32;
            nodes.push(node);
            parent.push(name);
            (parent[a as usize], parent[b as usize]) = (name, name);
        }
    }
    nodes
}

fn root(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        parent[at as usize] = parent[parent[at as usize] as usize];
        at = parent[at as usize];
    }
    at
}

fn joined(nodes: &[Node], [a, b]: [u32; 2], pass: f32, taste: Taste) -> Node {
    let (one, two) = (&nodes[a as usize], &nodes[b as usize]);
    let basin = one.basin.with(&two.basin);
    let depth = f64::from(one.basin.height.min(two.basin.height) - pass);
    let own = own_cost(&basin, taste);
    let parting = taste.depth - depth;
    let parted = one.cost + two.cost + taste.depth - depth;
    let whole = own <= parted;
    Node { basin, from: Some(([a, b], parting)), own, cost: own.min(parted), whole }
}

/// What it costs to call a basin one object.
fn own_cost(basin: &Basin, taste: Taste) -> f64 {
    let area = basin.size as f64 / taste.typical;
    let crumb = if area < taste.small { 10.0 * (taste.small - area) } else { 0.0 };
    taste.shape * area * (1.0 - basin.fullness()) + crumb
}
