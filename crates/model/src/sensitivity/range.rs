use crate::{ModelError, Objective};

/// How far parameters may go, on their scales: the unit cube of a global analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl Range {
    /// From the lower to the upper bounds of the problem.
    #[must_use]
    pub fn bounds(objective: &Objective) -> Self {
        let (lower, upper) = objective.bounds();
        Self { lower, upper }
    }

    /// From a `fold`th of each value to `fold` times it, evenly on the parameter's scale.
    ///
    /// # Errors
    /// When `fold` is not above 1 or there are not as many values as parameters.
    pub fn around(objective: &Objective, scaled: &[f64], fold: f64) -> Result<Self, ModelError> {
        let parameters = objective.parameters();
        if fold.is_nan() || fold <= 1.0 || scaled.len() != parameters.len() {
            let why = format!("a fold of {fold} for {} values; the fold must be above 1", scaled.len());
            return Err(ModelError::Argument { what: "range", why });
        }
        let ends = parameters.iter().zip(scaled).map(|(parameter, &at)| {
            let value = parameter.scale.unscale(at);
            let (a, b) = (parameter.scale.scale(value / fold), parameter.scale.scale(value * fold));
            (a.min(b), a.max(b))
        });
        let (lower, upper) = ends.unzip();
        Ok(Self { lower, upper })
    }

    /// The parameters, on their scales, at a point of the unit cube.
    #[must_use]
    pub fn at(&self, unit: &[f64]) -> Vec<f64> {
        let ends = self.lower.iter().zip(&self.upper);
        ends.zip(unit).map(|((lower, upper), share)| lower + (upper - lower) * share).collect()
    }

    /// The outputs of a problem, one for each of its measurements, at a point of the unit cube; none
    /// where it cannot be simulated. What [`super::sobol_indices`] and [`super::morris_effects`] take.
    #[must_use]
    pub fn outputs(&self, objective: &Objective, unit: &[f64]) -> Option<Vec<f64>> {
        let rows = objective.simulate(&self.at(unit)).ok()?;
        Some(rows.iter().map(|row| row.value).collect())
    }
}
