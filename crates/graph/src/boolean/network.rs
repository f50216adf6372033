use super::{BooleanError, BooleanExpression};
use std::collections::HashMap;

/// A node of a Boolean network and the rule by which its next value follows from the present ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BooleanNode {
    /// Its name, unique in the network.
    pub name: String,
    /// Its next value. A node that nothing acts on keeps its value: its rule is the node itself.
    pub rule: BooleanExpression,
}

/// Nodes that are on or off, each with a rule for its next value.
///
/// ```
/// use lca_graph::{BooleanExpression as Is, BooleanNetwork};
/// let not = |place| Is::Not(Box::new(Is::Variable(place)));
/// let toggle = BooleanNetwork::new([("A", not(1)), ("B", not(0))]).unwrap();
/// assert_eq!(toggle.next(&[true, false]), [true, false]); // rests
/// assert_eq!(toggle.next(&[true, true]), [false, false]); // if both change at once
/// assert_eq!(toggle.place("B"), Some(1));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BooleanNetwork {
    nodes: Vec<BooleanNode>,
    places: HashMap<String, usize>,
}

impl BooleanNetwork {
    /// A network of named rules, whose variables are places in this very list.
    ///
    /// # Errors
    /// When a name repeats, or a rule refers to a place beyond the list or is nested deeper than
    /// [`BooleanExpression::DEPTH`].
    pub fn new<N: Into<String>>(
        rules: impl IntoIterator<Item = (N, BooleanExpression)>,
    ) -> Result<Self, BooleanError> {
        let named = |(name, rule): (N, _)| BooleanNode { name: name.into(), rule };
        let nodes: Vec<BooleanNode> = rules.into_iter().map(named).collect();
        let mut places = HashMap::with_capacity(nodes.len());
        for (place, node) in nodes.iter().enumerate() {
            check(node, nodes.len())?;
            if places.insert(node.name.clone(), place).is_some() {
                return Err(BooleanError::Duplicate(node.name.clone()));
            }
        }
        Ok(Self { nodes, places })
    }

    /// The nodes, in the order in which they came.
    #[must_use]
    pub fn nodes(&self) -> &[BooleanNode] {
        &self.nodes
    }

    /// How many nodes there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Where the node of this name stands.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// The state after `state` when all nodes change at once (the synchronous update). A node beyond
    /// the end of `state` counts as off.
    #[must_use]
    pub fn next(&self, state: &[bool]) -> Vec<bool> {
        let value = |place: usize| state.get(place).copied().unwrap_or(false);
        self.nodes.iter().map(|node| node.rule.evaluate(&value)).collect()
    }

    /// The places of the nodes that keep their value whatever happens: what acts on the network from
    /// outside.
    #[must_use]
    pub fn inputs(&self) -> Vec<usize> {
        let own = |(place, node): (usize, &BooleanNode)| {
            (node.rule == BooleanExpression::Variable(place)).then_some(place)
        };
        self.nodes.iter().enumerate().filter_map(own).collect()
    }
}

fn check(node: &BooleanNode, count: usize) -> Result<(), BooleanError> {
    let limit = BooleanExpression::DEPTH;
    if !node.rule.within(limit) {
        return Err(BooleanError::Deep { node: node.name.clone(), limit });
    }
    match node.rule.variables().last() {
        Some(&place) if place >= count => Err(BooleanError::Place { node: node.name.clone(), place, count }),
        _ => Ok(()),
    }
}
