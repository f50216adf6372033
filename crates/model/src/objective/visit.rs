use super::build::{Experiment, MeasuredRow};
use super::likelihood::{Evaluation, Row, transformation_slope};
use super::outputs::Outputs;
use super::{Objective, Simulated};
use crate::ModelError;
use crate::objective::evaluate::Values;
use crate::solver::Point;

/// Takes the rows of experiments where they are measured, in their order.
pub(super) trait Visit {
    /// An experiment begins.
    fn begin(&mut self, experiment: &Experiment);

    /// One of its rows.
    fn row(&mut self, experiment: &Experiment, row: &MeasuredRow, point: Point<'_>)
    -> Result<(), ModelError>;
}

/// Collects the simulated values.
pub(super) struct Collect<'o> {
    pub(super) outputs: Outputs<'o>,
    pub(super) rows: Vec<Simulated>,
}

impl Visit for Collect<'_> {
    fn begin(&mut self, experiment: &Experiment) {
        self.outputs.begin(experiment);
    }

    fn row(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
    ) -> Result<(), ModelError> {
        self.rows[row.measurement] = self.outputs.simulated(experiment, row, point);
        Ok(())
    }
}

/// Collects the derivatives of the simulated values.
pub(super) struct CollectTangents<'o> {
    pub(super) outputs: Outputs<'o>,
    pub(super) rows: Vec<Vec<f64>>,
    /// Those of the noise.
    pub(super) noises: Vec<Vec<f64>>,
    pub(super) work: [Vec<f64>; 2],
}

impl Visit for CollectTangents<'_> {
    fn begin(&mut self, experiment: &Experiment) {
        self.outputs.begin(experiment);
    }

    fn row(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
    ) -> Result<(), ModelError> {
        let Simulated { value, noise } = self.outputs.simulated(experiment, row, point);
        self.work.iter_mut().for_each(|work| work.fill(0.0));
        self.outputs.derivatives(experiment, row, point, &mut self.work);
        let scale = self.outputs.objective.problem.observables[row.observable].transformation;
        let factor = transformation_slope(scale, value) / noise;
        self.rows[row.measurement] = self.work[0].iter().map(|derivative| derivative * factor).collect();
        self.noises[row.measurement] = self.work[1].iter().map(|derivative| derivative / noise).collect();
        Ok(())
    }
}

/// Sums up the objective.
pub(super) struct Sum<'o> {
    outputs: Outputs<'o>,
    pub(super) evaluation: Evaluation,
    derivatives: bool,
    work: [Vec<f64>; 2],
    /// The row last simulated and what it was, for its repetitions.
    last: Option<(MeasuredRow, Simulated)>,
}

impl<'o> Sum<'o> {
    pub(super) fn new(objective: &'o Objective, values: &'o Values, derivatives: bool) -> Self {
        let n = objective.estimated.len();
        Self {
            outputs: Outputs::new(objective, values),
            evaluation: Evaluation::new(n, derivatives),
            derivatives,
            work: [vec![0.0; n], vec![0.0; n]],
            last: None,
        }
    }

    /// The row's value and noise; their derivatives come to lie in `work`.
    fn simulated(&mut self, experiment: &Experiment, row: &MeasuredRow, point: Point<'_>) -> Simulated {
        if let Some((_, same)) = self.last.as_ref().filter(|(last, _)| last.repeats(row)) {
            return *same;
        }
        let found = self.outputs.simulated(experiment, row, point);
        if self.derivatives {
            self.work.iter_mut().for_each(|work| work.fill(0.0));
            self.outputs.derivatives(experiment, row, point, &mut self.work);
            let scale = self.outputs.objective.problem.observables[row.observable].transformation;
            let slope = transformation_slope(scale, found.value);
            self.work[0].iter_mut().for_each(|derivative| *derivative *= slope);
        }
        self.last = Some((row.clone(), found));
        found
    }
}

impl Visit for Sum<'_> {
    fn begin(&mut self, experiment: &Experiment) {
        self.outputs.begin(experiment);
        self.last = None;
    }

    fn row(
        &mut self,
        experiment: &Experiment,
        row: &MeasuredRow,
        point: Point<'_>,
    ) -> Result<(), ModelError> {
        let simulated = self.simulated(experiment, row, point);
        let term = term(self.outputs.objective, experiment, row, point.time, simulated)?;
        let [by_value, by_noise] = &self.work;
        self.evaluation.add_row(&term, by_value, by_noise);
        Ok(())
    }
}

/// What a row adds to the likelihood.
pub(super) fn term(
    objective: &Objective,
    experiment: &Experiment,
    row: &MeasuredRow,
    time: f64,
    Simulated { value, noise }: Simulated,
) -> Result<Row, ModelError> {
    let problem = &objective.problem;
    let (observable, measurement) =
        (&problem.observables[row.observable], &problem.measurements[row.measurement]);
    let (scale, distribution) = (observable.transformation, observable.noise_distribution);
    let term = Row::new(scale, distribution, measurement.value, value, noise);
    if term.llh().is_finite() && noise > 0.0 {
        return Ok(term);
    }
    Err(ModelError::NoLikelihood {
        observable: observable.id.clone(),
        condition: experiment.name.clone(),
        time,
        value,
        noise,
    })
}
