/// Adam (Kingma & Ba 2015) with its usual constants, and a running mean of the parameters, which does better than the
/// last of them (Polyak & Juditsky 1992).
#[derive(Debug, Clone)]
pub(crate) struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    pub(crate) mean: Vec<f32>,
    steps: i32,
}

/// Share of the running mean that stays at each step, once there were many.
const STAYS: f32 = 0.98;

/// Longest gradient that is taken as it is.
const LONGEST: f32 = 1.0;

impl Adam {
    pub(crate) fn new(parameters: &[f32]) -> Self {
        let zero = vec![0.0; parameters.len()];
        Self { first: zero.clone(), second: zero, mean: parameters.to_vec(), steps: 0 }
    }

    /// Moves the parameters against the gradient; `rate` is the length of a step.
    pub(crate) fn step(&mut self, parameters: &mut [f32], gradient: &[f32], rate: f32) {
        self.steps += 1;
        let length = gradient.iter().map(|value| f64::from(value * value)).sum::<f64>().sqrt() as f32;
        let scale = if length > LONGEST { LONGEST / length } else { 1.0 };
        let (by_first, by_second) = (1.0 - 0.9_f32.powi(self.steps), 1.0 - 0.999_f32.powi(self.steps));
        let stays = STAYS.min(self.steps as f32 / (self.steps as f32 + 9.0));
        let moments = self.first.iter_mut().zip(&mut self.second).zip(&mut self.mean);
        for ((slot, &slope), ((first, second), mean)) in parameters.iter_mut().zip(gradient).zip(moments) {
            let slope = slope * scale;
            *first = 0.9 * *first + 0.1 * slope;
            *second = 0.999 * *second + 0.001 * slope * slope;
            *slot -= rate * (*first / by_first) / ((*second / by_second).sqrt() + 1e-8);
            *mean = stays * *mean + (1.0 - stays) * *slot;
        }
    }
}
