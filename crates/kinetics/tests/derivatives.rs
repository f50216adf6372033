//! Exact derivatives against differences, for every function that formulas may use.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_kinetics::{CompileOptions, Evaluator, Network, OdeSystem, Parameter, Rule, parse_math};

/// Two states `x`, `y` with the rates `f(x, y, k, t)` and 0.
fn system(formula: &str) -> OdeSystem {
    let mut network = Network::new("test");
    for id in ["x", "y"] {
        network.parameters.push(Parameter { constant: false, ..Parameter::new(id, 0.0) });
    }
    network.parameters.push(Parameter::new("k", 0.0));
    network.rules.push(Rule::Rate { variable: "x".into(), rate: parse_math(formula).unwrap() });
    network.rules.push(Rule::Rate { variable: "y".into(), rate: 0.0.into() });
    let options = CompileOptions { sensitivities: vec!["k".into()], ..CompileOptions::default() };
    OdeSystem::compile(&network, &options).unwrap()
}

/// The rate of `x`, its derivatives by x, y, t, k, and those of the first by x, y, k.
fn at(system: &OdeSystem, [x, y, k, t]: [f64; 4]) -> (f64, [f64; 4], [f64; 3]) {
    let mut evaluator = Evaluator::new(system);
    let mut parameters = system.defaults().to_vec();
    parameters[system.parameter("k").unwrap()] = k;
    evaluator.set_parameters(&parameters);
    let mut roots = vec![0.0; system.roots()];
    evaluator.roots(t, &[x, y], &mut roots);
    for (root, value) in roots.into_iter().enumerate() {
        evaluator.set_switch(root, value > 0.0);
    }
    let mut rates = [0.0; 2];
    evaluator.rates(t, &[x, y], &mut rates);
    let mut first = [0.0; 4];
    let entries: Vec<_> = evaluator.jacobian().collect();
    for &(row, column, value) in &entries {
        assert_eq!(row, 0);
        first[column] = value;
    }
    for (_, _, value) in evaluator.parameter_derivatives() {
        first[3] = value;
    }
    evaluator.prepare_curvature();
    let by_x = entries.iter().position(|&(_, column, _)| column == 0);
    let mut second = [0.0; 3];
    for (entry, column, value) in evaluator.curvature() {
        if Some(entry) == by_x && column < 2 {
            second[column] = value;
        }
    }
    for (entry, _, value) in evaluator.parameter_curvature() {
        if Some(entry) == by_x {
            second[2] = value;
        }
    }
    (rates[0], first, second)
}

fn difference(f: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-3;
    (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-7 * (1.0 + a.abs().max(b.abs()))
}

#[test]
fn derivatives_equal_differences() {
    let formulas = [
        "k * x * y / (k + x)",
        "x^3 - 2 * x^2 * y + x^k",
        "pow(x, y) + pow(k, x * t_)",
        "x^k / (y^k + x^k)",
        "exp(-k * x) + ln(x + y) + log10(x) + log2(y) + sqrt(x * y)",
        "sin(x) * cos(y) + tan(x) + sec(x) + csc(y) + cot(x)",
        "sinh(x) * cosh(y) / tanh(x + y) + sech(x) + csch(y) + coth(x)",
        "arcsin(x / 5) + arccos(y / 5) + arctan(x * y) + arccot(x)",
        "arcsinh(x) + arccosh(1 + y) + arctanh(x / 9) + arccsch(y) + arcsech(x / 9) + arccoth(4 + x)",
        "abs(x - y) + min(x, y) * max(x, k) + rem(x, 5)",
        "piecewise(x^2, x > y, y^2) + piecewise(exp(x), time < 1, 3 * x)",
        "exp(-time * k) * x + time^2",
    ];
    for formula in formulas {
        let system = system(&formula.replace("t_", "time"));
        let point = [1.3, 0.7, 1.9, 0.4];
        let (_, first, second) = at(&system, point);
        for (k, place) in [0, 1, 3, 2].into_iter().enumerate() {
            let moved = |h: f64| {
                let mut moved = point;
                moved[place] += h;
                at(&system, moved)
            };
            let found = difference(|h| moved(h).0);
            assert!(close(first[k], found), "{formula}: by {k}: {} against {found}", first[k]);
            if place < 3 {
                let found = difference(|h| moved(h).1[0]);
                let exact = second[if place == 2 { 2 } else { place }];
                assert!(close(exact, found), "{formula}: second by {place}: {exact} against {found}");
            }
        }
    }
}

#[test]
fn powers_have_finite_derivatives_at_zero() {
    let system = system("x^k / (2^k + x^k)");
    let (value, first, second) = at(&system, [0.0, 1.0, 2.5, 0.0]);
    assert_eq!(value, 0.0);
    assert!(first.iter().chain(&second).all(|derivative| derivative.is_finite()), "{first:?} {second:?}");
    assert_eq!(first[3], 0.0);
}
