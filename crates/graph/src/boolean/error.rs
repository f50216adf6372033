use thiserror::Error;

/// Why nodes and rules are no Boolean network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BooleanError {
    /// Two nodes have the same name.
    #[error("node `{0}` has two rules: keep one, or join them with `or`")]
    Duplicate(String),
    /// A rule names a node by a place that is none.
    #[error("the rule of node `{node}` refers to place {place}, but the network has {count} nodes")]
    Place {
        /// Whose rule.
        node: String,
        /// The place it refers to, from 0.
        place: usize,
        /// How many nodes there are.
        count: usize,
    },
    /// A rule is nested too deeply to be walked through.
    #[error("the rule of node `{node}` is nested more than {limit} deep: simplify it")]
    Deep {
        /// Whose rule.
        node: String,
        /// How deep a rule may be.
        limit: usize,
    },
}
