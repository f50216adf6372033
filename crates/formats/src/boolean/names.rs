use lca_graph::{BooleanExpression, BooleanNetwork};
use std::collections::HashMap;

/// Names of nodes in the order in which they are first met, and the rules of some.
#[derive(Debug, Default)]
pub(super) struct Names {
    list: Vec<String>,
    places: HashMap<String, usize>,
    rules: Vec<Option<BooleanExpression>>,
}

impl Names {
    /// Where a name stands; it is added where it is new.
    pub(super) fn place(&mut self, name: &str) -> usize {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place = self.list.len();
        self.list.push(name.to_owned());
        self.rules.push(None);
        self.places.insert(name.to_owned(), place);
        place
    }

    /// Whether this name has a rule.
    pub(super) fn ruled(&self, name: &str) -> bool {
        let place = self.places.get(name).and_then(|&place| self.rules.get(place));
        place.is_some_and(Option::is_some)
    }

    pub(super) fn rule(&mut self, name: &str, rule: BooleanExpression) {
        let place = self.place(name);
        if let Some(there) = self.rules.get_mut(place) {
            *there = Some(rule);
        }
    }

    /// The network; who has no rule keeps its value.
    pub(super) fn network(self) -> Result<BooleanNetwork, String> {
        let rules = self.rules.into_iter().enumerate();
        let rules = rules.map(|(place, rule)| rule.unwrap_or(BooleanExpression::Variable(place)));
        BooleanNetwork::new(self.list.into_iter().zip(rules)).map_err(|error| error.to_string())
    }
}
