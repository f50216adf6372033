use crate::ModelError;
use lca_kinetics::petab::{Condition, Measurement, Observable, Parameter, Problem, Scale};
use lca_kinetics::{CompileOptions, Expr, Network, OdeSystem, parse_math};

/// A problem without data whose measurements are the outputs of a network at times: what the
/// analyses of sensitivity take. Every parameter and initial amount that has a value is a parameter of
/// it, on log10 scale where positive; `sets` replaces values. What is zero is fixed, because no relative
/// change is possible there. The noise is 1 everywhere.
///
/// # Errors
/// When the network, an output or a name in `sets` is wrong.
pub fn courses(
    network: &Network,
    outputs: &[&str],
    times: &[f64],
    sets: &[(&str, f64)],
) -> Result<Problem, ModelError> {
    let system = OdeSystem::compile(network, &CompileOptions::default())?;
    let sizes = |id: &str| network.compartments.iter().any(|compartment| compartment.id == id);
    if let Some((id, _)) = sets.iter().find(|(id, _)| !system.parameters().iter().any(|known| known == id)) {
        let why = format!("`{id}` is no parameter or initial value of the model");
        return Err(ModelError::Argument { what: "replaced value", why });
    }
    let value = |(id, default): (&String, &f64)| {
        let set = sets.iter().rev().find(|(set, _)| set == id);
        (id.clone(), set.map_or(*default, |(_, value)| *value))
    };
    let known = system.parameters().iter().zip(system.defaults()).map(value);
    let is_set = |id: &str| sets.iter().any(|(set, _)| *set == id);
    let varied = known.filter(|(id, value)| value.is_finite() && (!sizes(id) || is_set(id)));
    let observable = |output: &&str| {
        let symbol = network.symbols().any(|symbol| symbol == *output);
        let formula = if symbol { Ok(Expr::symbol(output)) } else { parse_math(output) };
        let formula = formula.map_err(|e| ModelError::Argument { what: "output", why: e.to_string() })?;
        Ok(Observable::new(output, formula, 1.0.into()))
    };
    let observables = outputs.iter().map(observable).collect::<Result<Vec<_>, ModelError>>()?;
    let measured = outputs.iter().flat_map(|output| times.iter().map(move |&time| (output, time)));
    Ok(Problem {
        parameters: varied.map(|(id, value)| parameter(&id, value, sizes(&id))).collect(),
        conditions: vec![Condition { id: CONDITION.to_owned(), ..Condition::default() }],
        measurements: measured.map(|(id, time)| Measurement::new(id, CONDITION, time, 0.0)).collect(),
        observables,
        ..Problem::new(network.clone())
    })
}

const CONDITION: &str = "model";

fn parameter(id: &str, value: f64, is_size: bool) -> Parameter {
    if value == 0.0 || is_size {
        return Parameter::fixed(id, value);
    }
    let scale = if value > 0.0 { Scale::Log10 } else { Scale::Lin };
    let (a, b) = (value / 10.0, value * 10.0);
    Parameter { scale, nominal: value, ..Parameter::log10(id, a.min(b), a.max(b)) }
}
