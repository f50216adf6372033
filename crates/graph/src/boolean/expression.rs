use std::collections::BTreeSet;

/// What a node of a Boolean network becomes, as an expression of nodes' values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BooleanExpression {
    /// Always this.
    Constant(bool),
    /// The value of the node at this place of the network.
    Variable(usize),
    /// The opposite.
    Not(Box<Self>),
    /// Whether all hold; true where there are none.
    And(Vec<Self>),
    /// Whether one holds at least; false where there are none.
    Or(Vec<Self>),
}

impl BooleanExpression {
    /// How deep the expression of a network may be nested, so that walking it cannot exhaust the stack.
    pub const DEPTH: usize = 256;

    /// Its value, where `value` says what each node has.
    pub fn evaluate(&self, value: &impl Fn(usize) -> bool) -> bool {
        match self {
            Self::Constant(constant) => *constant,
            Self::Variable(place) => value(*place),
            Self::Not(inner) => !inner.evaluate(value),
            Self::And(parts) => parts.iter().all(|part| part.evaluate(value)),
            Self::Or(parts) => parts.iter().any(|part| part.evaluate(value)),
        }
    }

    /// Its value where only some nodes have one: none where it depends on the others. The three-valued
    /// logic of Kleene: what comes out is right for every completion of the state, but not all that is
    /// decided is found (`x or not x` is not).
    pub fn evaluate_partial(&self, value: &impl Fn(usize) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Constant(constant) => Some(*constant),
            Self::Variable(place) => value(*place),
            Self::Not(inner) => inner.evaluate_partial(value).map(|found| !found),
            Self::And(parts) => decided(parts, false, value),
            Self::Or(parts) => decided(parts, true, value),
        }
    }

    /// The places of the nodes it mentions, in ascending order.
    #[must_use]
    pub fn variables(&self) -> Vec<usize> {
        let mut found = BTreeSet::new();
        self.visit(&mut |place, _| {
            found.insert(place);
        });
        found.into_iter().collect()
    }

    /// Calls for each mention of a node, from left to right, with its place and whether it stands
    /// below an even number of negations.
    pub(super) fn visit(&self, call: &mut impl FnMut(usize, bool)) {
        self.walk(true, call);
    }

    fn walk(&self, even: bool, call: &mut impl FnMut(usize, bool)) {
        match self {
            Self::Constant(_) => {}
            Self::Variable(place) => call(*place, even),
            Self::Not(inner) => inner.walk(!even, call),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.walk(even, call)),
        }
    }

    /// Whether it is nested at most `limit` deep.
    pub(super) fn within(&self, limit: usize) -> bool {
        let Some(left) = limit.checked_sub(1) else { return false };
        match self {
            Self::Constant(_) | Self::Variable(_) => true,
            Self::Not(inner) => inner.within(left),
            Self::And(parts) | Self::Or(parts) => parts.iter().all(|part| part.within(left)),
        }
    }
}

/// The value of parts of which one with value `decisive` decides.
fn decided(
    parts: &[BooleanExpression],
    decisive: bool,
    value: &impl Fn(usize) -> Option<bool>,
) -> Option<bool> {
    let mut open = false;
    for part in parts {
        match part.evaluate_partial(value) {
            Some(found) if found == decisive => return Some(decisive),
            Some(_) => {}
            None => open = true,
        }
    }
    (!open).then_some(!decisive)
}
