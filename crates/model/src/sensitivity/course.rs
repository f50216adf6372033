use crate::ModelError;
use lca_kinetics::petab::{Condition, Measurement, Observable, Parameter, Problem, Scale};
use lca_kinetics::{CompileOptions, Expr, Network, OdeSystem, parse_math};

/// A problem without data whose measurements are the outputs of a network at times: what the
/// analyses of sensitivity take. Every parameter and initial amount that has a value other than zero
/// is a parameter of it, on log10 scale where positive; the noise is 1 everywhere.
///
/// # Errors
/// When the network or an output is wrong.
pub fn courses(network: &Network, outputs: &[&str], times: &[f64]) -> Result<Problem, ModelError> {
    let system = OdeSystem::compile(network, &CompileOptions::default())?;
    let sizes = |id: &str| network.compartments.iter().any(|compartment| compartment.id == id);
    let known = system.parameters().iter().zip(system.defaults());
    let varied = known.filter(|(id, value)| value.is_finite() && **value != 0.0 && !sizes(id));
    let observable = |output: &&str| {
        let symbol = network.symbols().any(|symbol| symbol == *output);
        let formula = if symbol { Ok(Expr::symbol(output)) } else { parse_math(output) };
        let formula = formula.map_err(|e| ModelError::Argument { what: "output", why: e.to_string() })?;
        Ok(Observable::new(output, formula, 1.0.into()))
    };
    let observables = outputs.iter().map(observable).collect::<Result<Vec<_>, ModelError>>()?;
    let measured = outputs.iter().flat_map(|output| times.iter().map(move |&time| (output, time)));
    Ok(Problem {
        parameters: varied.map(|(id, value)| parameter(id, *value)).collect(),
        conditions: vec![Condition { id: CONDITION.to_owned(), ..Condition::default() }],
        measurements: measured.map(|(id, time)| Measurement::new(id, CONDITION, time, 0.0)).collect(),
        observables,
        ..Problem::new(network.clone())
    })
}

const CONDITION: &str = "model";

fn parameter(id: &str, value: f64) -> Parameter {
    let scale = if value > 0.0 { Scale::Log10 } else { Scale::Lin };
    let (a, b) = (value / 10.0, value * 10.0);
    Parameter { scale, nominal: value, ..Parameter::log10(id, a.min(b), a.max(b)) }
}
