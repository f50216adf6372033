use crate::{ModelError, Objective};
use lca_kinetics::petab::Scale;
use std::collections::BTreeMap;
use std::f64::consts::LN_10;

/// Effects of small changes of parameters on outputs, relative on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalSensitivity {
    /// The parameters.
    pub parameters: Vec<String>,
    /// One for each measurement of the problem, in its order.
    pub outputs: Vec<OutputSensitivity>,
}

/// What moves one output at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputSensitivity {
    /// The observable.
    pub observable: String,
    /// The condition.
    pub condition: String,
    /// When.
    pub time: f64,
    /// Its value.
    pub value: f64,
    /// For each parameter `p dy/dp`: the change of the output per relative change of the parameter.
    pub changes: Vec<f64>,
}

impl OutputSensitivity {
    /// For each parameter `d ln y / d ln p`; not a number where the output is zero.
    #[must_use]
    pub fn scaled(&self) -> Vec<f64> {
        self.changes.iter().map(|change| change / self.value).collect()
    }
}

/// How strongly a parameter controls an output over its whole time course.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterControl {
    /// The parameter.
    pub parameter: String,
    /// Root mean square over time of `p dy/dp` over that of `y`, and of all courses together: 1 when
    /// a per cent of the parameter moves the output by about one.
    pub control: f64,
    /// The signed mean over time of `p dy/dp` over that of `y`: whether it raises or lowers it.
    pub direction: f64,
}

/// Scaled sensitivities of every output of a problem at a point; the measurements say at which times
/// of which conditions, their values are not looked at.
///
/// # Errors
/// When the point cannot be simulated.
pub fn local_sensitivity(objective: &Objective, scaled: &[f64]) -> Result<LocalSensitivity, ModelError> {
    let simulated = objective.simulate(scaled)?;
    let tangents = objective.sensitivities(scaled)?;
    let problem = objective.problem();
    let rows = simulated.iter().zip(&tangents).zip(&problem.measurements);
    let outputs = rows.map(|((row, tangent), measurement)| {
        let scale = problem.observable(&measurement.observable).map_or(Scale::Lin, |o| o.transformation);
        // Tangents are of the transformed output over its noise, by the scaled parameters.
        let back = row.noise / slope(scale, row.value);
        let change = |((tangent, parameter), &at): ((&f64, &lca_kinetics::petab::Parameter), &f64)| {
            let value = parameter.scale.unscale(at);
            tangent * back / parameter.scale.slope(value) * value
        };
        OutputSensitivity {
            observable: measurement.observable.clone(),
            condition: measurement.experiment.clone(),
            time: measurement.time,
            value: row.value,
            changes: tangent.iter().zip(objective.parameters()).zip(scaled).map(change).collect(),
        }
    });
    let parameters = objective.parameters().iter().map(|p| p.id.clone()).collect();
    Ok(LocalSensitivity { outputs: outputs.collect(), parameters })
}

fn slope(scale: Scale, value: f64) -> f64 {
    match scale {
        Scale::Lin => 1.0,
        Scale::Log => 1.0 / value,
        Scale::Log10 => 1.0 / (value * LN_10),
    }
}

impl LocalSensitivity {
    /// The parameters by their control of the outputs, the strongest first. Outputs of one observable
    /// under one condition are a course; each course counts as much, whatever its unit.
    #[must_use]
    pub fn control(&self) -> Vec<ParameterControl> {
        let mut courses: BTreeMap<(&str, &str), Vec<&OutputSensitivity>> = BTreeMap::new();
        for output in &self.outputs {
            courses.entry((&output.observable, &output.condition)).or_default().push(output);
        }
        let courses: Vec<_> = courses.into_values().filter(|c| c.iter().any(|o| o.value != 0.0)).collect();
        let of = |(k, parameter): (usize, &String)| {
            let (mut squares, mut signed) = (0.0, 0.0);
            for course in &courses {
                let size: f64 = course.iter().map(|o| o.value * o.value).sum();
                squares += course.iter().map(|o| o.changes[k] * o.changes[k]).sum::<f64>() / size;
                let magnitude: f64 = course.iter().map(|o| o.value.abs()).sum();
                signed += course.iter().map(|o| o.changes[k]).sum::<f64>() / magnitude;
            }
            let n = courses.len().max(1) as f64;
            ParameterControl {
                parameter: parameter.clone(),
                control: (squares / n).sqrt(),
                direction: signed / n,
            }
        };
        let mut ranked: Vec<ParameterControl> = self.parameters.iter().enumerate().map(of).collect();
        ranked.sort_by(|a, b| b.control.total_cmp(&a.control).then_with(|| a.parameter.cmp(&b.parameter)));
        ranked
    }
}
