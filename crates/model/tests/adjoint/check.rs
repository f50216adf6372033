use lca_kinetics::petab::{Parameter, Problem, Scale};
use lca_model::{Gradient, Objective, Tolerances};

/// Both gradients at a point away from the truth, which must agree, and differences with them.
pub(crate) fn check(problem: &Problem) {
    check_to(problem, 1e-7);
}

/// The same, where both ways must agree to a share of the largest derivative.
pub(crate) fn check_to(problem: &Problem, share: f64) {
    let tight = Tolerances { relative: 1e-11, absolute: 1e-14, max_steps: 100_000 };
    let objective = Objective::new(problem).unwrap().with_tolerances(tight);
    let shift = |(k, parameter): (usize, &Parameter)| {
        let (scale, value) = (parameter.scale, parameter.scale.scale(parameter.nominal));
        let size = if scale == Scale::Lin { value.abs().min(1.0) } else { 1.0 };
        value + 0.1 * size * (1.7 * k as f64 + 0.5).sin()
    };
    let x: Vec<f64> = objective.parameters().iter().enumerate().map(shift).collect();
    let forward = objective.evaluate(&x).unwrap();
    let adjoint = objective.evaluate_with(&x, Gradient::Adjoint).unwrap();
    assert!((forward.llh - adjoint.llh).abs() <= 1e-9 * forward.llh.abs());
    assert!((forward.log_prior - adjoint.log_prior).abs() <= 1e-9);
    assert!(adjoint.fisher.is_empty());
    let largest = forward.gradient.iter().fold(0.0_f64, |most, g| most.max(g.abs()));
    assert!(largest > 0.1, "the gradient vanishes: {:?}", forward.gradient);
    for (at, (f, a)) in forward.gradient.iter().zip(&adjoint.gradient).enumerate() {
        let id = &objective.parameters()[at].id;
        assert!((f - a).abs() <= share * largest, "{id}: {f} forward, {a} adjoint");
        let found = difference(&objective, &x, at);
        assert!((a - found).abs() <= 1e-5 * largest, "{id}: {a} adjoint, {found} by differences");
    }
}

fn difference(objective: &Objective, x: &[f64], at: usize) -> f64 {
    let value = |h: f64| {
        let mut moved = x.to_vec();
        moved[at] += h;
        let found = objective.value(&moved).unwrap();
        found.llh + found.log_prior
    };
    let h = 2e-4;
    (8.0 * (value(h) - value(-h)) - (value(2.0 * h) - value(-2.0 * h))) / (12.0 * h)
}

/// Like [`check_to`], and every parameter must matter.
pub(crate) fn check_all(problem: &Problem) {
    let objective = Objective::new(problem).unwrap();
    let gradient = objective.evaluate(&objective.nominal()).unwrap().gradient;
    for (parameter, g) in objective.parameters().iter().zip(gradient) {
        assert!(g.abs() > 1e-3, "{} must matter for the check to mean anything: {g}", parameter.id);
    }
    check_to(problem, 1e-9);
}
