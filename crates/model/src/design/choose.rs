use super::knowledge::Knowledge;

/// What makes a design good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// The volume of the parameters' confidence region (D-optimality): information in nats.
    Determinant,
    /// The mean variance of the parameters on their scales (A-optimality).
    Variance,
    /// The mean variance of predictions, each over that of its noise.
    Prediction,
}

/// Candidate experiments, and what is known before them.
#[derive(Debug, Clone)]
pub struct Design {
    pub(super) knowledge: Knowledge,
    /// Names, and the rows that each would measure.
    pub(super) candidates: Vec<(String, Vec<Vec<f64>>)>,
    pub(super) parameters: Vec<Vec<f64>>,
    pub(super) predictions: Vec<Vec<f64>>,
}

/// What an experiment would bring.
#[derive(Debug, Clone, PartialEq)]
pub struct Gain {
    /// The candidate.
    pub name: String,
    /// Information about the parameters in nats.
    pub information: f64,
    /// The share of the parameters' summed variance that it takes away.
    pub variance: f64,
    /// The share of the predictions' summed variance that it takes away; none without predictions.
    pub prediction: Option<f64>,
}

impl Gain {
    /// By one criterion.
    #[must_use]
    pub fn by(&self, criterion: Criterion) -> f64 {
        match criterion {
            Criterion::Determinant => self.information,
            Criterion::Variance => self.variance,
            Criterion::Prediction => self.prediction.unwrap_or(0.0),
        }
    }
}

/// Exchanges tried at most.
const SWEEPS: usize = 20;

impl Design {
    /// Every candidate by what it would bring alone, the best first.
    #[must_use]
    pub fn rank(&self, criterion: Criterion) -> Vec<Gain> {
        let mut gains: Vec<Gain> =
            (0..self.candidates.len()).map(|at| self.gain(&self.knowledge, at)).collect();
        gains.sort_by(|a, b| b.by(criterion).total_cmp(&a.by(criterion)).then_with(|| a.name.cmp(&b.name)));
        gains
    }

    /// The best `count` candidates together: each the best after those before it, then exchanged
    /// with others as long as that helps (Fedorov 1972). The gains are of each on top of those before.
    #[must_use]
    pub fn choose(&self, criterion: Criterion, count: usize) -> Vec<Gain> {
        let mut chosen: Vec<usize> = Vec::new();
        let mut known = self.knowledge.clone();
        while chosen.len() < count.min(self.candidates.len()) {
            let open = (0..self.candidates.len()).filter(|at| !chosen.contains(at));
            let scored = open.map(|at| (at, self.gain(&known, at).by(criterion)));
            // The first of equal ones.
            let best = scored.reduce(|best, next| if next.1 > best.1 { next } else { best });
            let Some((at, _)) = best else { break };
            self.learn(&mut known, at);
            chosen.push(at);
        }
        self.exchange(criterion, &mut chosen);
        let mut known = self.knowledge.clone();
        let gains = chosen.iter().map(|&at| {
            let gain = self.gain(&known, at);
            self.learn(&mut known, at);
            gain
        });
        gains.collect()
    }

    fn exchange(&self, criterion: Criterion, chosen: &mut [usize]) {
        for _ in 0..SWEEPS {
            let mut better = false;
            for place in 0..chosen.len() {
                let mut rest = self.knowledge.clone();
                let others = chosen.iter().enumerate().filter(|(at, _)| *at != place);
                others.for_each(|(_, &at)| self.learn(&mut rest, at));
                let now = self.gain(&rest, chosen[place]).by(criterion);
                for at in 0..self.candidates.len() {
                    if !chosen.contains(&at) && self.gain(&rest, at).by(criterion) > now * (1.0 + 1e-9) {
                        chosen[place] = at;
                        better = true;
                        break;
                    }
                }
            }
            if !better {
                break;
            }
        }
    }

    fn gain(&self, known: &Knowledge, at: usize) -> Gain {
        let (name, rows) = &self.candidates[at];
        let targets = [self.parameters.as_slice(), &self.predictions].concat();
        let change = known.change(rows, &targets);
        let (parameters, predictions) = change.removed.split_at(self.parameters.len());
        let share = |removed: &[f64], targets: &[Vec<f64>]| {
            let before: f64 = targets.iter().map(|target| known.variance(target)).sum();
            removed.iter().sum::<f64>() / before
        };
        let prediction = (!predictions.is_empty()).then(|| share(predictions, &self.predictions));
        Gain {
            name: name.clone(),
            information: change.information,
            variance: share(parameters, &self.parameters),
            prediction,
        }
    }

    fn learn(&self, known: &mut Knowledge, at: usize) {
        self.candidates[at].1.iter().for_each(|row| known.learn(row));
    }
}
