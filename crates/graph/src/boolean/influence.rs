use super::BooleanNetwork;
use crate::{Interaction, Layer, MolecularNetwork, Molecule, Sign};
use std::collections::BTreeMap;

impl BooleanNetwork {
    /// Who acts on whom: the nodes as molecules of `layer`, in their order, and an interaction for each
    /// node that a rule mentions. It is positive where the rule mentions it below an even number of
    /// negations everywhere, negative where below an odd number everywhere, else dual. A node that
    /// keeps its value because nothing acts on it has no interaction with itself.
    #[must_use]
    pub fn influences(&self, layer: Layer) -> MolecularNetwork {
        let mut network = MolecularNetwork::default();
        for node in self.nodes() {
            network.molecule(Molecule::new(&node.name, layer));
        }
        let inputs = self.inputs();
        for (target, node) in self.nodes().iter().enumerate() {
            if inputs.binary_search(&target).is_ok() {
                continue;
            }
            let mut signs: BTreeMap<usize, Sign> = BTreeMap::new();
            node.rule.visit(&mut |source, even| {
                let sign = if even { Sign::Positive } else { Sign::Negative };
                let known = signs.entry(source).or_insert(sign);
                if *known != sign {
                    *known = Sign::Dual;
                }
            });
            for (source, sign) in signs {
                network.interaction(Interaction::new(source, target, sign));
            }
        }
        network
    }
}
