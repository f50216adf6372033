use super::Warnings;
use crate::petab::read::Reading;
use lca_kinetics::petab::{Parameter, Scale, Version};
use std::collections::HashSet;

const NEEDED: &str = "nothing can be simulated without one";

/// Nominal values that lie outside bounds, are missing, or have no logarithm; bounds without end.
pub(super) fn parameters(reading: &Reading, warnings: &mut Warnings) {
    let problem = &reading.problem;
    if !problem.parameters.iter().any(|parameter| parameter.estimate)
        && let Some(place) = reading.parameters.first()
    {
        warnings.note(place, "estimate", "no parameter is estimated; there is nothing to fit".to_owned());
    }
    for (place, parameter) in reading.parameters.iter().zip(&problem.parameters) {
        let Parameter { id, scale, lower, upper, nominal, estimate, .. } = parameter;
        let mut note = |column: &str, what: String| warnings.note(place, column, what);
        if nominal.is_nan() {
            let needed =
                if *estimate { "a fit does without, all else needs values from one" } else { NEEDED };
            note("nominalValue", format!("`{id}` has no nominal value; {needed}"));
        } else if *scale != Scale::Lin && *nominal <= 0.0 && *estimate {
            let what = format!("`{id}` is {nominal}, which has no logarithm on its scale {}", scale.name());
            note("nominalValue", what);
        } else if *estimate && !(lower..=upper).contains(&nominal) {
            let what = format!(
                "`{id}` is {nominal}, outside its bounds {lower} to {upper}{}",
                on(*scale, parameter)
            );
            note("nominalValue", what);
        }
        if *estimate && !(lower.is_finite() && upper.is_finite()) {
            note("lowerBound", format!("`{id}` has bounds without end; a fit cannot draw starts from them"));
        }
        if *estimate
            && *scale == Scale::Lin
            && *lower > 0.0
            && upper / lower > 1e4
            && problem.version == Version::V1
        {
            let what = format!("`{id}` spans {lower} to {upper} on linear scale; log10 suits it better");
            note("parameterScale", what);
        }
    }
}

/// The bounds on a logarithmic scale, in words.
fn on(scale: Scale, parameter: &Parameter) -> String {
    if scale == Scale::Lin {
        return String::new();
    }
    let (lower, upper) = parameter.scaled_bounds();
    let nominal = scale.scale(parameter.nominal);
    format!(" (on {} scale {nominal:.4}, bounds {lower:.4} to {upper:.4})", scale.name())
}

/// Noise that is no noise whatever the parameters are.
pub(super) fn observables(reading: &Reading, warnings: &mut Warnings) {
    for (place, observable) in reading.observables.iter().zip(&reading.problem.observables) {
        let fixed = observable.noise_formula.value(&|_| None).ok();
        if let Some(noise) = fixed.filter(|noise| *noise <= 0.0) {
            let what = format!(
                "the noise of `{}` is {noise}; no measurement is likely unless it is above 0",
                observable.id
            );
            warnings.note(place, "noiseFormula", what);
        }
    }
}

/// Measurements that are listed twice.
pub(super) fn measurements(reading: &Reading, warnings: &mut Warnings) {
    let problem = &reading.problem;
    let mut seen = HashSet::new();
    for (place, measurement) in reading.measurements.iter().zip(&problem.measurements) {
        let key = (
            &measurement.observable,
            &measurement.experiment,
            measurement.time.to_bits(),
            measurement.value.to_bits(),
            &measurement.dataset,
            &measurement.replicate,
        );
        if !seen.insert(key) {
            let what = format!("`{}` has the same measurement twice", measurement.observable);
            warnings.note(place, "measurement", what);
        }
    }
}
