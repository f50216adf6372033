use super::cells::is_identifier;
use lca_kinetics::petab::{
    Condition, Experiment, Measurement, Observable, Override, Problem, Scale, Version,
};
use lca_kinetics::{Network, Rule};

/// Nothing, or the column that is wrong and why.
pub(super) type Checked = Result<(), (String, String)>;

fn wrong<T>(column: &str, what: String) -> Result<T, (String, String)> {
    Err((column.to_owned(), what))
}

fn in_model(network: &Network, id: &str) -> bool {
    network.symbols().any(|known| known == id)
}

fn replacement(problem: &Problem, replacement: &Override) -> Result<(), String> {
    let known = |id: &str| problem.parameter(id).is_some() || in_model(&problem.network, id);
    match replacement.symbols().into_iter().find(|id| !known(id)) {
        Some(id) => {
            Err(format!("`{id}` is neither a number nor a parameter of the parameter table or the model"))
        }
        None => Ok(()),
    }
}

/// Whether the formula of an observable or its noise uses a symbol, whose value conditions may give.
fn observed(problem: &Problem, id: &str) -> bool {
    let uses =
        |one: &Observable| one.formula.symbols().contains(id) || one.noise_formula.symbols().contains(id);
    problem.observables.iter().any(uses)
}

pub(super) fn condition(problem: &Problem, condition: &Condition) -> Checked {
    let second = problem.version == Version::V2;
    for (target, value) in &condition.changes {
        // In version 1 each target has its column.
        let (targets, values) = if second { ("targetId", "targetValue") } else { (&**target, &**target) };
        let known = in_model(&problem.network, target) || problem.parameter(target).is_some();
        if !known && !is_identifier(target) {
            let what = format!("`{target}` is not an identifier: use letters, digits and `_`");
            return wrong(targets, what);
        }
        if !known && !observed(problem, target) {
            let what = format!(
                "`{target}` is neither in the model nor in the parameter table nor in an observable: nothing would change"
            );
            return wrong(targets, what);
        }
        if let Some(Rule::Assignment { .. }) = problem.network.rule(target) {
            let what = format!("`{target}` cannot be set: a rule of the model gives it all the time");
            return wrong(targets, what);
        }
        replacement(problem, value).or_else(|what| wrong(values, what))?;
    }
    Ok(())
}

pub(super) fn experiment(problem: &Problem, experiment: &Experiment) -> Checked {
    for period in &experiment.periods {
        let mut targets: Vec<&str> = Vec::new();
        for id in &period.conditions {
            let Some(condition) = problem.condition(id) else {
                return wrong("conditionId", format!("there is no condition `{id}`"));
            };
            for (target, _) in &condition.changes {
                if targets.contains(&target.as_str()) {
                    let what = format!(
                        "two conditions of `{}` set `{target}` at time {}; only one may",
                        experiment.id, period.time
                    );
                    return wrong("conditionId", what);
                }
                targets.push(target);
            }
        }
    }
    Ok(())
}

pub(super) fn observable(problem: &Problem, observable: &Observable) -> Checked {
    if !is_identifier(&observable.id) {
        let what = format!("`{}` is not an identifier: use letters, digits and `_`", observable.id);
        return wrong("observableId", what);
    }
    let set = |id: &str| problem.conditions.iter().any(|c| c.changes.iter().any(|(target, _)| target == id));
    let free = |id: &str, list: &[String]| list.iter().any(|known| known == id);
    for (column, formula) in
        [("observableFormula", &observable.formula), ("noiseFormula", &observable.noise_formula)]
    {
        for symbol in formula.symbols() {
            let known = in_model(&problem.network, symbol)
                || problem.parameter(symbol).is_some()
                || (symbol == observable.id && column == "noiseFormula")
                || free(symbol, &observable.placeholders)
                || (free(symbol, &observable.noise_placeholders)
                    && (column == "noiseFormula" || problem.version == Version::V1))
                || set(symbol);
            if !known {
                let what =
                    format!("`{column}`: `{symbol}` is not in the model, the parameter table or a condition");
                return wrong(column, what);
            }
        }
    }
    Ok(())
}

pub(super) fn measurement(problem: &Problem, measurement: &Measurement, before: Option<&str>) -> Checked {
    let Some(observable) = problem.observable(&measurement.observable) else {
        return wrong("observableId", format!("there is no observable `{}`", measurement.observable));
    };
    if observable.transformation != Scale::Lin && measurement.value <= 0.0 {
        let what = format!(
            "`measurement` is {}, which has no logarithm, but the noise of `{}` is on a logarithmic scale; \
             remove the row, or give the observable noise on linear scale",
            measurement.value, observable.id
        );
        return wrong("measurement", what);
    }
    match problem.version {
        Version::V1 => {
            let columns = [
                ("simulationConditionId", Some(measurement.experiment.as_str())),
                ("preequilibrationConditionId", before),
            ];
            for (column, id) in columns {
                if let Some(id) = id.filter(|id| problem.condition(id).is_none()) {
                    return wrong(column, format!("there is no condition `{id}`"));
                }
            }
        }
        Version::V2 => within(problem, measurement)?,
    }
    for (column, wanted, given) in [
        ("observableParameters", observable.placeholders.len(), &measurement.observable_parameters),
        ("noiseParameters", observable.noise_placeholders.len(), &measurement.noise_parameters),
    ] {
        if given.len() < wanted || (given.len() > wanted && problem.version == Version::V2) {
            let (id, found) = (&observable.id, given.len());
            return wrong(column, format!("`{id}` needs {wanted} `{column}` but {found} are given"));
        }
        let known = |one: &Override| replacement(problem, one).or_else(|what| wrong(column, what));
        given.iter().try_for_each(known)?;
    }
    Ok(())
}

/// Whether the experiment is listed and under way.
fn within(problem: &Problem, measurement: &Measurement) -> Checked {
    let id = &measurement.experiment;
    let listed = problem.experiments.iter().find(|experiment| experiment.id == *id);
    if listed.is_none() && !id.is_empty() {
        return wrong("experimentId", format!("there is no experiment `{id}`"));
    }
    let start = listed.map_or(0.0, Experiment::start);
    if measurement.time < start {
        let what = format!("`time` is {}, but `{id}` begins at {start}", measurement.time);
        return wrong("time", what);
    }
    Ok(())
}
