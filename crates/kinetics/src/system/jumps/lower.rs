use super::{JumpFormulas, JumpSystem, Reads, Switch, affine};
use crate::dag::{Dag, Id, Node};
use crate::program::{Program, Programs};
use crate::system::freeze::{freeze, rebuild};
use crate::system::inputs::Inputs;
use crate::system::lower::Lowering;
use crate::system::scope::When;
use crate::{CompileOptions, Expr, KineticsError, Network, Rule};
use std::collections::{HashMap, HashSet};

/// The formulas as nodes.
pub(super) struct Lowered {
    variables: Vec<(String, u32)>,
    parameters: Vec<(String, f64, Id)>,
    free: Vec<u32>,
    time: u32,
    initial: Vec<Id>,
    starts: Vec<Id>,
    steady: Vec<Id>,
    moments: Vec<Id>,
    rates: Vec<Id>,
}

/// What is frozen between jumps: the steady formulas, the clocks' rates and the switches.
pub(super) struct Steady {
    formulas: Vec<Id>,
    rates: Vec<Id>,
    switches: Vec<Id>,
    inclusive: Vec<bool>,
    first_switch: u32,
}

impl Lowered {
    pub(super) fn new(
        dag: &mut Dag,
        network: &Network,
        inputs: Inputs,
        formulas: &JumpFormulas,
    ) -> Result<Self, KineticsError> {
        let plain = CompileOptions::default();
        let mut lowering = Lowering::new(network, inputs, &plain);
        let states = lowering.inputs.states.len();
        let initial = (0..states)
            .map(|at| lowering.initial_state(dag, When::Start, at))
            .collect::<Result<Vec<_>, _>>()?;
        let mut all = |dag: &mut Dag, when: When, list: &[(String, Expr)]| {
            let mut one =
                |(place, formula): &(String, Expr)| lowering.formula(dag, when, formula, place, None);
            list.iter().map(&mut one).collect::<Result<Vec<Id>, _>>()
        };
        let starts = all(dag, When::Start, &formulas.starts)?;
        let steady = all(dag, When::Now, &formulas.steady)?;
        let moments = all(dag, When::Now, &formulas.moments)?;
        let rates = lowering.rates(dag)?;
        if !lowering.delays.is_empty() {
            return Err(KineticsError::Unsupported("`delay` in a formula of a jump process"));
        }
        let inputs = lowering.inputs;
        let slot = |id: Id| match dag.node(id) {
            Node::Input(slot) => slot,
            _ => u32::MAX,
        };
        Ok(Self {
            variables: inputs.states.iter().map(|state| (state.0.clone(), slot(state.2))).collect(),
            free: Vec::new(),
            time: slot(inputs.time),
            parameters: inputs.parameters,
            initial,
            starts,
            steady,
            moments,
            rates,
        })
    }

    /// Puts the network's own values in place of all settable values but the free ones.
    pub(super) fn bind(&mut self, dag: &mut Dag, free: &[String]) -> Result<(), KineticsError> {
        let mut bound = HashMap::new();
        for (id, value, node) in &self.parameters {
            if !free.contains(id) {
                bound.insert(*node, dag.constant(*value));
            }
        }
        for id in free {
            let found = self.parameters.iter().find(|parameter| parameter.0 == *id);
            let node = found.map(|parameter| dag.node(parameter.2));
            let Some(Node::Input(slot)) = node else { return Err(KineticsError::NotSettable(id.clone())) };
            self.free.push(slot);
        }
        for list in
            [&mut self.initial, &mut self.starts, &mut self.steady, &mut self.moments, &mut self.rates]
        {
            *list = rebuild(dag, list, &bound);
        }
        Ok(())
    }

    /// The variables that rate rules change, by their place.
    pub(super) fn clocks(&self, dag: &Dag, network: &Network) -> Vec<usize> {
        let ruled = |at: &usize| matches!(network.rule(&self.variables[*at].0), Some(Rule::Rate { .. }));
        (0..self.variables.len()).filter(ruled).filter(|&at| !dag.is(self.rates[at], 0.0)).collect()
    }

    pub(super) fn freeze(&self, dag: &mut Dag, clocks: &[usize]) -> Steady {
        let changing = self.changing(clocks);
        let rates = clocks.iter().map(|&at| self.rates[at]);
        let roots: Vec<Id> = self.steady.iter().copied().chain(rates).collect();
        let first_switch = dag.inputs() as u32;
        let frozen = freeze(dag, &roots, &[], |slot| changing.contains(&slot));
        let (formulas, rates) = frozen.roots.split_at(self.steady.len());
        Steady {
            formulas: formulas.to_vec(),
            rates: rates.to_vec(),
            switches: frozen.switches,
            inclusive: frozen.inclusive,
            first_switch,
        }
    }

    /// The registers that change between jumps.
    fn changing(&self, clocks: &[usize]) -> Vec<u32> {
        clocks.iter().map(|&at| self.variables[at].1).chain([self.time]).collect()
    }

    /// What must be constant between jumps must not depend on what changes, but through switches.
    pub(super) fn refuse_continuous(
        &self,
        dag: &Dag,
        formulas: &JumpFormulas,
        clocks: &[usize],
        steady: &Steady,
    ) -> Result<(), KineticsError> {
        let changing = self.changing(clocks);
        let degree = affine::degrees(dag, |slot| changing.contains(&slot));
        let wrong = |place: String, what: &str| Err(KineticsError::Formula { place, what: what.to_owned() });
        let continuous = |id: &Id| degree[id.index()] > 0;
        if let Some(at) = steady.formulas.iter().position(continuous) {
            let place = formulas.steady.get(at).map_or_else(String::new, |formula| formula.0.clone());
            return wrong(
                place,
                "its value changes continuously with time; it must be constant between jumps",
            );
        }
        if let Some(at) = steady.rates.iter().position(continuous) {
            let place = format!("rate rule for `{}`", self.variables[clocks[at]].0);
            return wrong(
                place,
                "its rate changes continuously; stochastic simulation needs a constant rate",
            );
        }
        if steady.switches.iter().any(|id| degree[id.index()] > 1) {
            let place = "a comparison in a trigger or rate".to_owned();
            return wrong(place, "its sides change with time other than linearly; rewrite it");
        }
        Ok(())
    }

    pub(super) fn finish(self, dag: &Dag, clocks: &[usize], steady: &Steady) -> JumpSystem {
        let mut programs = Programs::new(dag.inputs());
        let mut compile =
            |list: &[Id]| -> Vec<Program> { list.iter().map(|&id| programs.add(dag, id)).collect() };
        let (initial, starts) = (compile(&self.initial), compile(&self.starts));
        let (formulas, moments) = (compile(&steady.formulas), compile(&self.moments));
        let (rates, margins) = (compile(&steady.rates), compile(&steady.switches));
        let switch = |(at, (&margin, &inclusive)): (usize, (&Program, &bool))| Switch {
            margin,
            inclusive,
            slot: steady.first_switch + at as u32,
        };
        let slots = clocks.iter().map(|&at| self.variables[at].1);
        JumpSystem {
            free: self.free,
            programs,
            initial,
            starts,
            steady: formulas,
            moments,
            clocks: slots.zip(rates).collect(),
            switches: margins.iter().zip(&steady.inclusive).enumerate().map(switch).collect(),
            reads: Reads {
                starts: reads(dag, &self.starts),
                steady: reads(dag, &steady.formulas),
                moments: reads(dag, &self.moments),
                switches: reads(dag, &steady.switches),
                clocks: reads(dag, &steady.rates),
            },
            variables: self.variables.into_iter().map(|variable| variable.0).collect(),
        }
    }
}

/// The inputs that each node depends on.
fn reads(dag: &Dag, roots: &[Id]) -> Vec<Vec<u32>> {
    let one = |&root: &Id| {
        let (mut found, mut open, mut seen) = (Vec::new(), vec![root], HashSet::new());
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Node::Input(slot) = dag.node(id) {
                found.push(slot);
            }
            open.extend(dag.operands(id));
        }
        found.sort_unstable();
        found
    };
    roots.iter().map(one).collect()
}
