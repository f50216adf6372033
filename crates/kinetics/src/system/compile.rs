use super::algebraic::Unknowns;
use super::constraints::Constraints;
use super::freeze::{Frozen, freeze};
use super::inputs::{Determined, Inputs, check};
use super::lower::Lowering;
use super::matching::determined;
use super::scope::When;
use super::{CompileOptions, OdeSystem, OutputFunction, events};
use crate::dag::{Dag, Id, Node};
use crate::tape::Tape;
use crate::{KineticsError, Network};

/// A list of non-zero derivatives: which formula, by which column, and the node.
pub(super) type Entries = Vec<(u32, u32, Id)>;

pub(super) fn compile(network: &Network, options: &CompileOptions) -> Result<OdeSystem, KineticsError> {
    check(network, options)?;
    let ids = determined(network, &options.overrides)?;
    match with(network, options, &Determined::ByFormula(ids.clone()))? {
        Some(system) => Ok(system),
        None => {
            let held = with(network, options, &Determined::ByConstraint(ids))?;
            held.ok_or(KineticsError::Unsupported("an algebraic rule"))
        }
    }
}

/// None where what algebraic rules determine is not given by formulas.
fn with(
    network: &Network,
    options: &CompileOptions,
    determined: &Determined,
) -> Result<Option<OdeSystem>, KineticsError> {
    let mut dag = Dag::default();
    let inputs = Inputs::new(&mut dag, network, options, determined);
    let sensitivities = places(&inputs, &options.sensitivities)?;
    let placeholders = places(&inputs, &options.placeholders)?;
    places(&inputs, &options.overrides)?;
    let mut lowering = Lowering::new(network, inputs, options);
    let (by_formula, by_constraint): (&[String], &[String]) = match determined {
        Determined::ByFormula(ids) => (ids, &[]),
        Determined::ByConstraint(ids) => (&[], ids),
    };
    let unknowns: Unknowns = by_formula.iter().map(|id| (id.clone(), dag.input())).collect();
    let first_past = dag.inputs();
    for when in [When::Start, When::Now] {
        if !lowering.solve_rules(&mut dag, when, &unknowns)? {
            return Ok(None);
        }
    }
    let starts = (0..lowering.inputs.states.len())
        .map(|at| lowering.initial_state(&mut dag, When::Start, at))
        .collect::<Result<Vec<_>, _>>()?;
    let mut rates = lowering.rates(&mut dag)?;
    let constraints = Constraints::lower(&mut lowering, &mut dag, by_constraint)?;
    constraints.keep(&lowering, &mut dag, &mut rates)?;
    // Comparisons of constraints must be located as well as those of rates.
    let watched = [rates.as_slice(), &constraints.formulas()].concat();
    let groups = groups(&mut dag, &mut lowering, options)?;
    let events = events::lower(&mut lowering, &mut dag)?;
    // From here on no formula is added that could use a value of the past.
    let columns = Columns::new(&dag, &lowering.inputs, &sensitivities, &placeholders, first_past);
    let states = &columns.variables[..columns.variables.len() - 1];
    let functions =
        groups.iter().map(|group| OutputFunction::new(&mut dag, group, states, &columns)).collect();
    let triggers: Vec<Id> = events.iter().map(|event| event.trigger).collect();
    let delays = lowering.compile_delays(&mut dag, &columns);
    let first_switch = dag.inputs();
    let mut frozen = freeze(&mut dag, &watched, &triggers, |slot| columns.changes(slot));
    let beside = frozen.roots.split_off(rates.len());
    let none = Tape::new(&Dag::default(), &[], |_| false);
    let mut system = OdeSystem {
        states: lowering.inputs.states.iter().map(|state| state.0.clone()).collect(),
        divisors: (0..lowering.inputs.states.len()).map(|at| lowering.divisor(at)).collect(),
        parameters: lowering.inputs.parameters.iter().map(|p| p.0.clone()).collect(),
        defaults: lowering.inputs.parameters.iter().map(|p| p.1).collect(),
        sensitivities,
        functions,
        initial: none.clone(),
        initial_pattern: Vec::new(),
        rates: none.clone(),
        jacobian: Vec::new(),
        parameter_pattern: Vec::new(),
        curvature: Vec::new(),
        parameter_curvature: Vec::new(),
        roots: none.clone(),
        inclusive: Vec::new(),
        root_pattern: Vec::new(),
        bent_roots: false,
        first_past,
        first_switch,
        triggers: none,
        events: events.into_iter().map(|event| event.compile(&mut dag, &columns)).collect(),
        delays,
        constraints: constraints.compile(&mut dag, &beside, &columns),
    };
    system.add_initial(&mut dag, starts, &columns);
    system.add_rates(&mut dag, frozen, &columns);
    Ok(Some(system))
}

fn places(inputs: &Inputs, ids: &[String]) -> Result<Vec<usize>, KineticsError> {
    ids.iter().map(|id| inputs.place(id).ok_or_else(|| KineticsError::NotSettable(id.clone()))).collect()
}

fn groups(
    dag: &mut Dag,
    lowering: &mut Lowering<'_>,
    options: &CompileOptions,
) -> Result<Vec<Vec<Id>>, KineticsError> {
    let mut group = |formulas: &Vec<crate::Expr>| {
        let mut one = |formula: &crate::Expr| {
            lowering.formula(dag, When::Now, formula, &format!("output `{formula}`"), None)
        };
        formulas.iter().map(&mut one).collect::<Result<Vec<_>, _>>()
    };
    options.functions.iter().map(&mut group).collect()
}

/// The registers by which formulas are differentiated.
pub(super) struct Columns {
    /// States, then time.
    pub(super) variables: Vec<u32>,
    /// Sensitivity parameters.
    pub(super) parameters: Vec<u32>,
    /// What changes between calls of output functions beside the variables.
    pub(super) placeholders: Vec<u32>,
    /// The first input that is a value of the past; truth values come after those.
    pub(super) first_past: u32,
}

impl Columns {
    fn new(
        dag: &Dag,
        inputs: &Inputs,
        sensitivities: &[usize],
        placeholders: &[usize],
        first_past: usize,
    ) -> Self {
        let slot = |id: Id| match dag.node(id) {
            Node::Input(slot) => slot,
            _ => u32::MAX,
        };
        let mut variables: Vec<u32> = inputs.states.iter().map(|state| slot(state.2)).collect();
        variables.push(slot(inputs.time));
        let of = |places: &[usize]| places.iter().map(|&at| slot(inputs.parameters[at].2)).collect();
        let (parameters, placeholders) = (of(sensitivities), of(placeholders));
        Self { variables, parameters, placeholders, first_past: first_past as u32 }
    }

    /// Whether an input changes while the equations are solved.
    pub(super) fn changes(&self, slot: u32) -> bool {
        (slot as usize) < self.variables.len() || slot >= self.first_past
    }
}

/// The non-zero derivatives of formulas by the inputs `slots`, by row, then column.
pub(super) fn entries(dag: &mut Dag, roots: &[Id], slots: &[u32]) -> Entries {
    let mut found = Entries::new();
    for (column, &slot) in slots.iter().enumerate() {
        let derivatives = dag.derivatives(roots, slot);
        for (row, &node) in derivatives.iter().enumerate() {
            if !dag.is(node, 0.0) {
                found.push((row as u32, column as u32, node));
            }
        }
    }
    found.sort_by_key(|&(row, column, _)| (row, column));
    found
}

pub(super) fn nodes(entries: &Entries) -> Vec<Id> {
    entries.iter().map(|entry| entry.2).collect()
}

pub(super) fn pattern(entries: &Entries) -> Vec<(u32, u32)> {
    entries.iter().map(|entry| (entry.0, entry.1)).collect()
}

impl OdeSystem {
    fn add_initial(&mut self, dag: &mut Dag, starts: Vec<Id>, columns: &Columns) {
        let derivatives = entries(dag, &starts, &columns.parameters);
        self.initial_pattern = pattern(&derivatives);
        self.initial = Tape::new(dag, &[starts, nodes(&derivatives)], |_| false);
    }

    /// `frozen` are the rates and the triggers.
    fn add_rates(&mut self, dag: &mut Dag, frozen: Frozen, columns: &Columns) {
        let jacobian = entries(dag, &frozen.roots, &columns.variables);
        let by_parameter = entries(dag, &frozen.roots, &columns.parameters);
        let mut levels = vec![frozen.roots.clone(), nodes(&jacobian)];
        if columns.parameters.is_empty() {
            levels.extend([Vec::new(), Vec::new()]);
        } else {
            let once = nodes(&jacobian);
            let curvature = entries(dag, &once, &columns.variables);
            let parameter_curvature = entries(dag, &once, &columns.parameters);
            levels.push(nodes(&by_parameter));
            levels.push([nodes(&curvature), nodes(&parameter_curvature)].concat());
            self.curvature = pattern(&curvature);
            self.parameter_curvature = pattern(&parameter_curvature);
        }
        self.jacobian = pattern(&jacobian);
        self.parameter_pattern = pattern(&by_parameter);
        let all = [columns.variables.as_slice(), &columns.parameters].concat();
        let root_derivatives = entries(dag, &frozen.switches, &all);
        self.root_pattern = pattern(&root_derivatives);
        let (varying, time) =
            (dag.dependent(|slot| columns.changes(slot)), columns.variables.len() as u32 - 1);
        self.bent_roots =
            root_derivatives.iter().any(|&(_, column, slope)| column < time || varying[slope.index()]);
        self.inclusive = frozen.inclusive;
        let varies = |slot: u32| columns.changes(slot);
        self.rates = Tape::new(dag, &levels, varies);
        self.roots = Tape::new(dag, &[frozen.switches, nodes(&root_derivatives)], varies);
        self.triggers = Tape::new(dag, &[frozen.triggers], varies);
    }
}
