/// What the Gauss-Newton or Fisher matrix lacks to the Hessian, learnt from changes of the gradient
/// (Dennis, Gay & Welsch 1981, doi:10.1145/355958.355965): where residuals stay large, as in models
/// that miss something, it is what makes the last steps fast.
#[derive(Debug, Clone)]
pub(super) struct Curvature {
    lacking: Vec<f64>,
    n: usize,
}

impl Curvature {
    pub(super) fn new(n: usize) -> Self {
        Self { lacking: vec![0.0; n * n], n }
    }

    /// The known part with what was learnt.
    pub(super) fn added_to(&self, known: &[f64]) -> Vec<f64> {
        known.iter().zip(&self.lacking).map(|(a, b)| a + b).collect()
    }

    /// Half the curvature along a step that the known part lacks.
    pub(super) fn half_along(&self, step: &[f64]) -> f64 {
        0.5 * dot(step, &self.times(step))
    }

    fn times(&self, step: &[f64]) -> Vec<f64> {
        self.lacking.chunks(self.n.max(1)).map(|row| dot(row, step)).collect()
    }

    /// Learns from a step over which the gradient changed by `change`, of which the known part at
    /// the new point explains `explained`.
    pub(super) fn learn(&mut self, step: &[f64], change: &[f64], explained: &[f64]) {
        let along = dot(change, step);
        let (length, steepness) = (dot(step, step).sqrt(), dot(change, change).sqrt());
        if along.is_nan() || along <= 1e-8 * length * steepness {
            return;
        }
        let wanted: Vec<f64> = change.iter().zip(explained).map(|(c, e)| c - e).collect();
        let had = self.times(step);
        let (now, before) = (dot(step, &wanted), dot(step, &had));
        let size = if before == 0.0 { 1.0 } else { (now / before).abs().min(1.0) };
        let missing: Vec<f64> = wanted.iter().zip(&had).map(|(w, h)| w - size * h).collect();
        let rest = dot(&missing, step) / (along * along);
        for i in 0..self.n {
            for j in 0..self.n {
                let pair = (missing[i] * change[j] + change[i] * missing[j]) / along;
                let entry = &mut self.lacking[i * self.n + j];
                *entry = size * *entry + pair - rest * change[i] * change[j];
            }
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learnt_explains_the_change_of_the_gradient() {
        let mut curvature = Curvature::new(2);
        let (step, change, explained) = ([1.0, -0.5], [2.0, -1.5], [0.5, 0.25]);
        curvature.learn(&step, &change, &explained);
        let lacking = curvature.times(&step);
        for (found, expected) in lacking.iter().zip([1.5, -1.75]) {
            assert!((found - expected).abs() < 1e-12);
        }
        assert_eq!(curvature.lacking[1], curvature.lacking[2]);
        // A step against which the gradient turns teaches nothing.
        let before = curvature.lacking.clone();
        curvature.learn(&step, &[-2.0, 1.5], &explained);
        assert_eq!(before, curvature.lacking);
    }
}
