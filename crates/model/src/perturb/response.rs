use super::perturb;
use crate::{ModelError, Simulator, Tolerances};
use lca_core::Perturbation;
use lca_kinetics::Network;

/// Which number is taken of an output's time course. Times are in the network's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Readout {
    /// Where it comes to rest; for perturbations that last from the start to the end.
    SteadyState,
    /// At a time.
    At(f64),
    /// The largest up to a time.
    Maximum(f64),
    /// The mean from the start to a time.
    Mean(f64),
}

/// Points of a time course of which the largest or the mean is taken.
const POINTS: u32 = 400;

/// An output (a symbol or a formula) of a network under perturbations. `unit_s` as in [`perturb`].
///
/// # Errors
/// As [`perturb`], and when the output is wrong or the equations cannot be solved.
pub fn respond(
    network: &Network,
    perturbations: &[Perturbation],
    unit_s: f64,
    output: &str,
    readout: Readout,
) -> Result<f64, ModelError> {
    let lasts = |one: &Perturbation| one.start_s <= 0.0 && one.end_s.is_none();
    if readout == Readout::SteadyState && !perturbations.iter().all(lasts) {
        let why = "a steady state needs perturbations that last from the start to the end; read at a time";
        return Err(ModelError::Argument { what: "readout", why: why.to_owned() });
    }
    let changed = perturb(network, perturbations, unit_s)?;
    let tolerances = Tolerances { relative: 1e-9, absolute: 1e-13, ..Tolerances::default() };
    let simulator = Simulator::new(&changed, &[output])?.with_tolerances(tolerances);
    let parameters = simulator.system().defaults();
    let grid = |end: f64| (0..=POINTS).map(|at| end * f64::from(at) / f64::from(POINTS)).collect::<Vec<_>>();
    let run = match readout {
        Readout::SteadyState => simulator.run_from_steady_state(parameters, parameters, &[0.0])?,
        Readout::At(time) => simulator.run_with(parameters, &[time])?,
        Readout::Maximum(end) | Readout::Mean(end) => simulator.run_with(parameters, &grid(end))?,
    };
    let values: Vec<f64> = run.values.iter().filter_map(|row| row.first().copied()).collect();
    Ok(match readout {
        Readout::SteadyState | Readout::At(_) => values.last().copied().unwrap_or(f64::NAN),
        Readout::Maximum(_) => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        Readout::Mean(_) => {
            // Trapezoids of equal width.
            let ends = 0.5 * (values.first().unwrap_or(&0.0) + values.last().unwrap_or(&0.0));
            (values.iter().sum::<f64>() - ends) / f64::from(POINTS)
        }
    })
}
