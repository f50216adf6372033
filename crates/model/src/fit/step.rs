use lca_numerics::dense::symmetric_eigen;
use ndarray::Array2;

/// A quadratic model of a cost about a point, with room to move.
pub(super) struct Quadratic<'q> {
    pub(super) gradient: &'q [f64],
    pub(super) hessian: &'q [f64],
    /// How far each coordinate may go down and up.
    pub(super) down: Vec<f64>,
    pub(super) up: Vec<f64>,
}

impl Quadratic<'_> {
    /// The change of the cost that the model promises for a step.
    pub(super) fn change(&self, step: &[f64]) -> f64 {
        let n = step.len();
        let curved: f64 = (0..n)
            .map(|i| {
                step[i] * self.hessian[i * n..(i + 1) * n].iter().zip(step).map(|(h, s)| h * s).sum::<f64>()
            })
            .sum();
        self.gradient.iter().zip(step).map(|(g, s)| g * s).sum::<f64>() + 0.5 * curved
    }

    /// The best step of the free coordinates within a radius. Coordinates that would leave their
    /// room go to its edge, and the others are found anew.
    pub(super) fn step(&self, free: &[bool], radius: f64) -> Vec<f64> {
        let n = free.len();
        let mut open: Vec<usize> = (0..n).filter(|&i| free[i]).collect();
        let mut step = vec![0.0; n];
        while !open.is_empty() {
            let part = self.within_radius(&open, &step, radius);
            for (&i, value) in open.iter().zip(part) {
                step[i] = value;
            }
            let (inside, outside): (Vec<usize>, Vec<usize>) =
                open.iter().partition(|&&i| step[i] >= self.down[i] && step[i] <= self.up[i]);
            if outside.is_empty() {
                break;
            }
            outside.iter().for_each(|&i| step[i] = step[i].clamp(self.down[i], self.up[i]));
            inside.iter().for_each(|&i| step[i] = 0.0);
            open = inside;
        }
        step
    }

    /// The best values of the open coordinates, the others being where `step` has them, by the
    /// eigenvectors of the Hessian and a multiplier that keeps to the radius (Nocedal & Wright,
    /// Numerical Optimization, section 4.3).
    fn within_radius(&self, open: &[usize], step: &[f64], radius: f64) -> Vec<f64> {
        let (n, m) = (step.len(), open.len());
        // Open coordinates of `step` are still 0, so this is the pull of those at an edge.
        let shift = |i: usize| (0..n).map(|j| self.hessian[i * n + j] * step[j]).sum::<f64>();
        let gradient: Vec<f64> = open.iter().map(|&i| self.gradient[i] + shift(i)).collect();
        let matrix = Array2::from_shape_fn((m, m), |(a, b)| self.hessian[open[a] * n + open[b]]);
        let Ok(eigen) = symmetric_eigen(&matrix) else { return steepest(&gradient, radius) };
        let along: Vec<f64> =
            (0..m).map(|k| (0..m).map(|a| eigen.vectors[[a, k]] * gradient[a]).sum()).collect();
        let turned = along_axes(&eigen.values, &along, radius);
        (0..m).map(|a| (0..m).map(|k| eigen.vectors[[a, k]] * turned[k]).sum()).collect()
    }
}

/// The best step within a radius where the quadratic has axes of these curvatures, largest first.
/// Curvatures may be negative: then the step goes to the edge.
fn along_axes(curvatures: &[f64], gradient: &[f64], radius: f64) -> Vec<f64> {
    let most = curvatures.iter().fold(1e-8_f64, |most, v| most.max(v.abs()));
    let (floor, least) = (1e-12 * most, curvatures.last().copied().unwrap_or(0.0));
    let lift = (floor - least).max(0.0);
    let values: Vec<f64> = curvatures.iter().map(|value| value + lift).collect();
    let length = |multiplier: f64| {
        gradient.iter().zip(&values).map(|(g, v)| (g / (v + multiplier)).powi(2)).sum::<f64>().sqrt()
    };
    let multiplier = multiplier(length, radius);
    let mut step: Vec<f64> = gradient.iter().zip(&values).map(|(g, v)| -g / (v + multiplier)).collect();
    // Downhill bent away from the gradient: the hard case, where the rest of the radius is free.
    if let Some(last) = step.last_mut().filter(|_| multiplier == 0.0 && least < -floor) {
        *last += (radius * radius - length(0.0).powi(2)).max(0.0).sqrt().copysign(*last);
    }
    step
}

/// The least multiplier for which the step is no longer than the radius, to 1 % of it.
fn multiplier(length: impl Fn(f64) -> f64, radius: f64) -> f64 {
    if length(0.0) <= radius {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1e-12);
    while length(high) > radius && high < 1e300 {
        low = high;
        high *= 10.0;
    }
    for _ in 0..200 {
        let middle = if low > 0.0 { (low * high).sqrt() } else { 0.5 * (low + high) };
        let found = length(middle);
        if found > radius {
            low = middle;
        } else {
            high = middle;
            if found > 0.99 * radius {
                break;
            }
        }
    }
    high
}

fn steepest(gradient: &[f64], radius: f64) -> Vec<f64> {
    let length = gradient.iter().map(|g| g * g).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    gradient.iter().map(|g| -g * radius / length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_to_the_minimum_or_to_the_edge() {
        let (gradient, hessian) = ([-2.0, -8.0], [2.0, 0.0, 0.0, 4.0]);
        let free =
            Quadratic { gradient: &gradient, hessian: &hessian, down: vec![-9.0; 2], up: vec![9.0; 2] };
        let step = free.step(&[true, true], 10.0);
        assert!((step[0] - 1.0).abs() < 1e-9 && (step[1] - 2.0).abs() < 1e-9);
        let short = free.step(&[true, true], 0.5);
        let length = (short[0] * short[0] + short[1] * short[1]).sqrt();
        assert!(length <= 0.5 && length > 0.49);
        let edge = Quadratic { up: vec![9.0, 0.5], ..free };
        let step = edge.step(&[true, true], 10.0);
        assert!((step[0] - 1.0).abs() < 1e-9 && step[1] == 0.5);
        assert_eq!(edge.step(&[false, true], 10.0), [0.0, 0.5]);
    }
}
