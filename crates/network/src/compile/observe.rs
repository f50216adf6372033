//! What is measured.

use super::{at, symbols, wrong};
use crate::NetworkError;
use lca_kinetics::Expr;
use lca_kinetics::petab::{Observable, Parameter, Problem};
use lca_kinetics::sketch::{Observed, Sketch};

/// The noise of what nobody measured yet.
const NOISE: f64 = 0.1;

/// The range of a standard deviation or factor that is estimated, about 1.
const RANGE: [f64; 2] = [1e-4, 1e4];

/// Adds the observables of a sketch, with the parameters they bring; where it has none, every species that
/// changes is one, with a noise of 0.1.
pub(super) fn observables(sketch: &Sketch, problem: &mut Problem) -> Result<(), NetworkError> {
    for one in &sketch.observables {
        if problem.observable(&one.id).is_some() || problem.network.symbols().any(|known| known == one.id) {
            return Err(wrong(
                one.line,
                format_args!("`{}` is the name of something else; give the observable another", one.id),
            ));
        }
        let observable = observable(one, problem)?;
        problem.observables.push(observable);
    }
    if sketch.observables.is_empty() {
        let changing = problem.network.species.iter().filter(|species| !species.constant);
        let all = changing
            .map(|one| Observable::new(&format!("obs_{}", one.id), Expr::symbol(&one.id), NOISE.into()));
        problem.observables = all.collect();
    }
    Ok(())
}

fn observable(one: &Observed, problem: &mut Problem) -> Result<Observable, NetworkError> {
    symbols::check(&problem.network, &[], &one.formula, one.line)?;
    let mut formula = one.formula.clone();
    if one.relative {
        let factor = added(problem, format!("scale_{}", one.id), one.line)?;
        formula = Expr::product([factor, formula]);
    }
    let noise = match &one.noise {
        Some(noise) => {
            symbols::check(&problem.network, &[&one.id], noise, one.line)?;
            // The observable's own symbol in its noise means its value.
            noise.substitute(&|id| (id == one.id).then(|| formula.clone()))
        }
        None => added(problem, format!("sd_{}", one.id), one.line)?,
    };
    if let Expr::Number(value) = noise
        && value <= 0.0
    {
        return Err(wrong(
            one.line,
            format_args!("the noise of `{}` is {value}; give a number above 0", one.id),
        ));
    }
    Ok(Observable { transformation: one.transformation, ..Observable::new(&one.id, formula, noise) })
}

/// A new parameter of the problem, as a symbol.
fn added(problem: &mut Problem, id: String, line: u64) -> Result<Expr, NetworkError> {
    if problem.network.symbols().any(|known| known == id) || problem.parameter(&id).is_some() {
        return Err(NetworkError::Reference {
            place: at(line),
            id,
            what: "which is needed for the observable",
            instead: "but is the name of something else: rename that".to_owned(),
        });
    }
    problem.parameters.push(Parameter { nominal: 1.0, ..Parameter::log10(&id, RANGE[0], RANGE[1]) });
    Ok(Expr::symbol(&id))
}
