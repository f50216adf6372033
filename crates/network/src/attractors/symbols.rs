use crate::NetworkError;
use biodivine_lib_bdd::{Bdd, BddPointer, BddVariable, BddVariableSet, op_function};
use lca_graph::{BooleanExpression, BooleanNetwork};

/// The rules of a network as decision diagrams, and sets of states likewise. Node `i` has variable `2 i`, its
/// next value `2 i + 1`.
pub(super) struct Symbols {
    set: BddVariableSet,
    now: Vec<BddVariable>,
    next: Vec<BddVariable>,
    rules: Vec<Bdd>,
    most: usize,
}

impl Symbols {
    /// At most `most` nodes a diagram.
    ///
    /// # Errors
    /// When a rule needs more, or there are too many nodes to count their states.
    pub(super) fn new(network: &BooleanNetwork, most: usize) -> Result<Self, NetworkError> {
        // The states of more are more than a floating-point number holds.
        const NODES: usize = 1000;
        if network.len() > NODES {
            let what = format!("{} nodes, and the states of at most {NODES} can be counted", network.len());
            return Err(too_large(what));
        }
        let set = BddVariableSet::new_anonymous(2 * network.len() as u16);
        let variables = set.variables();
        let now: Vec<BddVariable> = variables.iter().copied().step_by(2).collect();
        let next = variables.iter().copied().skip(1).step_by(2).collect();
        let mut symbols = Self { set, now, next, rules: Vec::new(), most };
        for node in network.nodes() {
            let rule = symbols.rule(&node.rule);
            symbols.rules.push(symbols.small(rule)?);
        }
        Ok(symbols)
    }

    fn rule(&self, rule: &BooleanExpression) -> Bdd {
        use BooleanExpression::{And, Constant, Not, Or, Variable};
        match rule {
            Constant(true) => self.set.mk_true(),
            Constant(false) => self.set.mk_false(),
            Variable(place) => self.set.mk_var(self.now[*place]),
            Not(inner) => self.rule(inner).not(),
            And(parts) => parts.iter().fold(self.set.mk_true(), |all, part| all.and(&self.rule(part))),
            Or(parts) => parts.iter().fold(self.set.mk_false(), |all, part| all.or(&self.rule(part))),
        }
    }

    /// Refuses diagrams beyond the limit.
    fn small(&self, states: Bdd) -> Result<Bdd, NetworkError> {
        if states.size() <= self.most {
            return Ok(states);
        }
        Err(too_large(format!(
            "a set of states needs a diagram of {} nodes, more than {}",
            states.size(),
            self.most
        )))
    }

    pub(super) fn all(&self) -> Bdd {
        self.set.mk_true()
    }

    /// Only this state.
    pub(super) fn state(&self, state: &[bool]) -> Bdd {
        let literals = self.now.iter().zip(state).rev();
        literals.fold(self.set.mk_true(), |all, (node, value)| all.and(&self.set.mk_literal(*node, *value)))
    }

    /// Some state of a set that is not empty.
    pub(super) fn pick(&self, states: &Bdd) -> Option<Vec<bool>> {
        let found = states.sat_witness()?;
        Some(self.now.iter().map(|node| found[*node]).collect())
    }

    /// How many states a set holds.
    pub(super) fn count(&self, states: &Bdd) -> f64 {
        self.share(states) * 2f64.powi(self.now.len() as i32)
    }

    /// The share of all states that a set holds: at each node of its diagram the mean of both branches, from the
    /// leaves, which are numbered first, to the root.
    pub(super) fn share(&self, states: &Bdd) -> f64 {
        let mut shares: Vec<f64> = Vec::with_capacity(states.size());
        for node in states.pointers() {
            let branch = |to: BddPointer| 0.5 * shares[to.to_index()];
            shares.push(match (node.is_zero(), node.is_one()) {
                (true, _) => 0.0,
                (_, true) => 1.0,
                _ => branch(states.low_link_of(node)) + branch(states.high_link_of(node)),
            });
        }
        shares.last().copied().unwrap_or(0.0)
    }

    /// What all states of a set have a node at; none where they differ.
    pub(super) fn values(&self, states: &Bdd) -> Vec<Option<bool>> {
        let value = |node: &BddVariable| match [false, true]
            .map(|value| !states.var_select(*node, value).is_false())
        {
            [true, false] => Some(false),
            [false, true] => Some(true),
            _ => None,
        };
        self.now.iter().map(value).collect()
    }

    /// The states from which the synchronous update leads into a set.
    pub(super) fn before(&self, states: &Bdd) -> Result<Bdd, NetworkError> {
        let mut found = states.clone();
        for (now, next) in self.now.iter().zip(&self.next) {
            let same = self.set.mk_var(*now).iff(&self.set.mk_var(*next));
            found = self.small(Bdd::binary_op_with_exists(&found, &same, op_function::and, &[*now]))?;
        }
        for (next, rule) in self.next.iter().zip(&self.rules) {
            let same = self.set.mk_var(*next).iff(rule);
            found = self.small(Bdd::binary_op_with_exists(&found, &same, op_function::and, &[*next]))?;
        }
        Ok(found)
    }

    /// The states that can be reached from a set, or (`backward`) from which it can be reached, when one node
    /// changes at a time; each node's changes are used up before the next one's, which takes fewer rounds.
    pub(super) fn reach(&self, states: &Bdd, backward: bool) -> Result<Bdd, NetworkError> {
        let mut found = states.clone();
        let mut quiet = 0;
        for at in (0..self.now.len()).cycle() {
            let more = found.or(&self.flip(&found, at, backward));
            quiet = if more == found { quiet + 1 } else { 0 };
            found = self.small(more)?;
            if quiet >= self.now.len() {
                break;
            }
        }
        Ok(found)
    }

    /// What a set becomes, or comes from, by a change of one node.
    fn flip(&self, states: &Bdd, at: usize, backward: bool) -> Bdd {
        let node = self.now[at];
        let changes = self.rules[at].xor(&self.set.mk_var(node));
        let turned = |states: &Bdd| {
            let was = |value| states.var_restrict(node, value).and(&self.set.mk_literal(node, !value));
            was(true).or(&was(false))
        };
        if backward { turned(states).and(&changes) } else { turned(&states.and(&changes)) }
    }
}

fn too_large(why: String) -> NetworkError {
    let way_out =
        "give nodes whose value is known a constant rule (`A = 1`), or take out those that act on nothing";
    NetworkError::Argument { what: "attractors", why: format!("the network is too large: {why}; {way_out}") }
}
