use lca_kinetics::petab::{Condition, Measurement, Observable, Override, Problem};
use lca_kinetics::{Expr, Network};

fn in_model(network: &Network, id: &str) -> bool {
    network.symbols().any(|known| known == id)
}

fn check_override(problem: &Problem, replacement: &Override) -> Result<(), String> {
    match replacement {
        Override::Parameter(id) if problem.parameter(id).is_none() && !in_model(&problem.network, id) => {
            Err(format!("`{id}` is neither a number nor a parameter of the parameter table or the model"))
        }
        _ => Ok(()),
    }
}

pub(super) fn check_condition(problem: &Problem, condition: &Condition) -> Result<(), String> {
    for (target, replacement) in &condition.changes {
        if !in_model(&problem.network, target) && problem.parameter(target).is_none() {
            // PEtab lets a condition set a parameter that only observables use.
            check_name(target)?;
        }
        check_override(problem, replacement)?;
    }
    Ok(())
}

fn check_name(id: &str) -> Result<(), String> {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if id.chars().all(legal) && !id.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(());
    }
    Err(format!("`{id}` is not an identifier: use letters, digits and `_`"))
}

pub(super) fn check_observable(problem: &Problem, observable: &Observable) -> Result<(), String> {
    check_name(&observable.id)?;
    let set = |id: &str| problem.conditions.iter().any(|c| c.changes.iter().any(|(target, _)| target == id));
    for formula in [&observable.formula, &observable.noise_formula] {
        for symbol in formula.symbols() {
            let known = in_model(&problem.network, symbol)
                || problem.parameter(symbol).is_some()
                || symbol == observable.id
                || placeholder(symbol, &observable.id).is_some()
                || set(symbol);
            if !known {
                return Err(format!("`{symbol}` is not in the model, the parameter table or a condition"));
            }
        }
    }
    Ok(())
}

/// The number of a placeholder such as `noiseParameter2_ID`.
fn placeholder(symbol: &str, observable: &str) -> Option<usize> {
    let number = symbol.strip_suffix(observable)?.strip_suffix('_')?;
    let number =
        number.strip_prefix("observableParameter").or_else(|| number.strip_prefix("noiseParameter"))?;
    number.parse().ok()
}

fn placeholders(formula: &Expr, kind: &str, observable: &str) -> usize {
    let symbols = formula.symbols();
    let numbers = symbols.iter().filter(|symbol| symbol.starts_with(kind));
    numbers.filter_map(|symbol| placeholder(symbol, observable)).max().unwrap_or(0)
}

pub(super) fn check_measurement(problem: &Problem, measurement: &Measurement) -> Result<(), String> {
    let Some(observable) = problem.observable(&measurement.observable) else {
        return Err(format!("there is no observable `{}`", measurement.observable));
    };
    for condition in
        [Some(&measurement.condition), measurement.preequilibration.as_ref()].into_iter().flatten()
    {
        if problem.condition(condition).is_none() {
            return Err(format!("there is no condition `{condition}`"));
        }
    }
    let formulas = [&observable.formula, &observable.noise_formula];
    for (kind, given, column) in [
        ("observableParameter", &measurement.observable_parameters, "observableParameters"),
        ("noiseParameter", &measurement.noise_parameters, "noiseParameters"),
    ] {
        let needed =
            formulas.iter().map(|formula| placeholders(formula, kind, &observable.id)).max().unwrap_or(0);
        if given.len() < needed {
            let found = given.len();
            return Err(format!("`{}` needs {needed} `{column}` but {found} are given", observable.id));
        }
        given.iter().try_for_each(|replacement| check_override(problem, replacement))?;
    }
    Ok(())
}
