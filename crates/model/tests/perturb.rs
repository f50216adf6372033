//! Perturbations of networks whose answers are known.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_core::{Perturbation, PerturbationKind, Unit};
use lca_kinetics::{Compartment, Network, Parameter, Reaction, Rule, Species, parse_math};
use lca_model::{
    HillCurve, ModelError, Readout, Simulator, Tolerances, additive_response, combination_index, fit_hill,
    isobole, perturb, respond, score_combination,
};

/// A ligand drives a kinase that drives another; a third protein comes and goes, driven by the last.
fn cascade() -> Network {
    let mut network = Network::new("cascade");
    network.compartments.push(Compartment::new("cell", 1.0));
    for (id, start) in [("X", 1.0), ("Xp", 0.0), ("Y", 2.0), ("Yp", 0.0), ("Z", 0.3)] {
        network.species.push(Species::new(id, "cell", start));
    }
    let ligand = Species { constant: true, boundary_condition: true, ..Species::new("L", "cell", 0.0) };
    network.species.push(ligand);
    for (id, value) in [("k1", 0.8), ("d1", 0.5), ("k2", 1.5), ("d2", 0.7), ("s", 0.6), ("d3", 0.4)] {
        network.parameters.push(Parameter::new(id, value));
    }
    let mut one = |id: &str, from: &[(&str, f64)], to: &[(&str, f64)], rate: &str| {
        network.reactions.push(Reaction::new(id, from, to, parse_math(rate).unwrap()));
    };
    one("on1", &[("X", 1.0)], &[("Xp", 1.0)], "k1 * L * X");
    one("off1", &[("Xp", 1.0)], &[("X", 1.0)], "d1 * Xp");
    one("on2", &[("Y", 1.0)], &[("Yp", 1.0)], "k2 * Xp * Y");
    one("off2", &[("Yp", 1.0)], &[("Y", 1.0)], "d2 * Yp");
    one("make", &[], &[("Z", 1.0)], "s");
    one("lose", &[("Z", 1.0)], &[], "d3 * Z");
    network
}

/// Steady states of the two kinases, with the activities of the ligand's receptor and of X, and totals.
fn analytic(dose: f64, first: f64, second: f64, (x, y): (f64, f64)) -> (f64, f64) {
    let xp = x * first * 0.8 * dose / (first * 0.8 * dose + 0.5);
    (xp, y * second * 1.5 * xp / (second * 1.5 * xp + 0.7))
}

fn of(target: &str, kind: PerturbationKind, amount: f64) -> Perturbation {
    Perturbation::new(target.to_owned(), kind, amount, "au".parse().unwrap())
}

fn inhibitor(target: &str, amount: f64, ic50: f64, hill: f64) -> Perturbation {
    let one = of(target, PerturbationKind::Inhibitor, amount);
    Perturbation { ic50: Some(ic50), hill: Some(hill), ..one }
}

fn rest(perturbations: &[Perturbation], output: &str) -> f64 {
    respond(&cascade(), perturbations, 1.0, output, Readout::SteadyState).unwrap()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "{found} for {expected}");
}

#[test]
fn doses_give_the_analytic_steady_states_and_their_curve() {
    for dose in [0.0, 0.1, 1.0, 30.0] {
        let (xp, yp) = analytic(dose, 1.0, 1.0, (1.0, 2.0));
        near(rest(&[of("L", PerturbationKind::Dose, dose)], "Xp"), xp);
        near(rest(&[of("L", PerturbationKind::Dose, dose)], "Yp"), yp);
    }
    let doses: Vec<f64> = (0..10).map(|at| if at == 0 { 0.0 } else { 0.02 * 2.5f64.powi(at) }).collect();
    let responses: Vec<f64> =
        doses.iter().map(|&dose| rest(&[of("L", PerturbationKind::Dose, dose)], "Xp")).collect();
    let curve = fit_hill(&doses, &responses).unwrap();
    near(curve.half, 0.5 / 0.8);
    near(curve.slope, 1.0);
    near(curve.full, 1.0);
}

#[test]
fn inhibitors_knock_downs_and_knock_outs_act_as_said_and_together() {
    let dose = of("L", PerturbationKind::Dose, 2.0);
    let left = 1.0 / (1.0 + (3.0f64 / 1.5).powf(1.7));
    // Of a species it catalyses by, of a reaction, and of a parameter.
    near(rest(&[dose.clone(), inhibitor("Xp", 3.0, 1.5, 1.7)], "Yp"), analytic(2.0, 1.0, left, (1.0, 2.0)).1);
    near(
        rest(&[dose.clone(), inhibitor("on1", 3.0, 1.5, 1.7)], "Xp"),
        analytic(2.0, left, 1.0, (1.0, 2.0)).0,
    );
    near(rest(&[dose.clone(), inhibitor("k1", 1.5, 1.5, 1.7)], "Xp"), analytic(2.0, 0.5, 1.0, (1.0, 2.0)).0);
    // A kept molecule is lowered by its amount, one that turns over by its synthesis.
    let less = of("Y", PerturbationKind::KnockDown, 0.25);
    near(rest(&[dose.clone(), less.clone()], "Yp"), analytic(2.0, 1.0, 1.0, (1.0, 0.5)).1);
    near(rest(&[of("Z", PerturbationKind::KnockDown, 0.25)], "Z"), 0.25 * 0.6 / 0.4);
    near(rest(&[of("Z", PerturbationKind::KnockOut, 1.0)], "Z"), 0.0);
    near(rest(&[of("Z", PerturbationKind::OverExpression, 3.0)], "Z"), 3.0 * 0.6 / 0.4);
    let all = [dose, inhibitor("Xp", 3.0, 1.5, 1.7), less, inhibitor("on1", 1.0, 1.0, 1.0)];
    near(rest(&all, "Yp"), analytic(2.0, 0.5, left, (1.0, 0.5)).1);
}

/// `x' = u(t) - d x` from 0.
fn leaky() -> Network {
    let mut network = Network::new("leaky");
    network.parameters.push(Parameter::new("u", 0.0));
    network.parameters.push(Parameter::new("d", 0.4));
    network.parameters.push(Parameter { constant: false, ..Parameter::new("x", 0.0) });
    network.rules.push(Rule::Rate { variable: "x".into(), rate: parse_math("u - d * x").unwrap() });
    network
}

fn course(perturbations: &[Perturbation], unit_s: f64, times: &[f64]) -> Vec<f64> {
    let changed = perturb(&leaky(), perturbations, unit_s).unwrap();
    let tight = Tolerances { relative: 1e-9, absolute: 1e-12, ..Tolerances::default() };
    let run = Simulator::new(&changed, &["x"]).unwrap().with_tolerances(tight).run(&[], times).unwrap();
    run.values.iter().map(|row| row[0]).collect()
}

#[test]
fn stimuli_follow_their_courses() {
    let d = 0.4f64;
    let held = |level: f64, length: f64| level / d * (1.0 - (-d * length).exp());
    // A pulse from 60 s to 240 s, the model counting minutes.
    let pulse = Perturbation { start_s: 60.0, end_s: Some(240.0), ..of("u", PerturbationKind::Pulse, 2.0) };
    let found = course(std::slice::from_ref(&pulse), 60.0, &[0.5, 2.0, 4.0, 7.0]);
    for (found, expected) in
        found.iter().zip([0.0, held(2.0, 1.0), held(2.0, 3.0), held(2.0, 3.0) * (-3.0 * d).exp()])
    {
        near(*found, expected);
    }
    // Two overlapping pulses add up.
    let second = Perturbation { start_s: 120.0, end_s: Some(180.0), ..of("u", PerturbationKind::Pulse, 1.0) };
    let both = course(&[pulse, second], 60.0, &[3.0])[0];
    near(both, held(2.0, 2.0) + held(1.0, 1.0));
    // A ramp to 3 within 5: x = a (t/d - (1 - e^-dt)/d²); then the level stays.
    let ramp = Perturbation { end_s: Some(5.0), ..of("u", PerturbationKind::Ramp, 3.0) };
    let rising = |t: f64| 0.6 * (t / d - (1.0 - (-d * t).exp()) / (d * d));
    let found = course(&[ramp], 1.0, &[2.0, 5.0, 9.0]);
    near(found[0], rising(2.0));
    near(found[2], rising(5.0) * (-4.0 * d).exp() + held(3.0, 4.0));
    // A table of the same ramp.
    let table =
        Perturbation { course: vec![(0.0, 0.0), (5.0, 1.0)], ..of("u", PerturbationKind::Table, 3.0) };
    near(course(&[table], 1.0, &[9.0])[0], found[2]);
    // A step from 1 on, before which the parameter has its own value.
    let mut base = leaky();
    base.parameters[0].value = Some(0.5);
    let step = Perturbation { start_s: 1.0, ..of("u", PerturbationKind::Step, 2.0) };
    let changed = perturb(&base, &[step], 1.0).unwrap();
    let run = Simulator::new(&changed, &["x", "u"]).unwrap().run(&[], &[0.5, 1.0, 2.0]).unwrap();
    assert_eq!((run.values[0][1], run.values[2][1]), (0.5, 2.0));
    near(run.values[2][0], held(0.5, 1.0) * (-d).exp() + held(2.0, 1.0));
}

#[test]
fn an_inhibitor_in_time_acts_from_then_on() {
    let mut base = leaky();
    base.parameters[0].value = Some(1.0);
    let late = Perturbation { start_s: 3.0, ..inhibitor("u", 1.0, 1.0, 1.0) };
    let changed = perturb(&base, &[late], 1.0).unwrap();
    let run = Simulator::new(&changed, &["x"]).unwrap().run(&[], &[3.0, 5.0]).unwrap();
    let d = 0.4f64;
    let first = (1.0 - (-3.0 * d).exp()) / d;
    near(run.values[0][0], first);
    near(run.values[1][0], first * (-2.0 * d).exp() + 0.5 * (1.0 - (-2.0 * d).exp()) / d);
}

#[test]
fn what_a_rate_rule_changes_is_added_to() {
    let d = 0.4f64;
    let early = of("x", PerturbationKind::Dose, 2.0);
    let late = Perturbation { start_s: 3.0, ..of("x", PerturbationKind::Dose, 1.0) };
    let found = course(&[early, late], 1.0, &[2.0, 5.0]);
    near(found[0], 2.0 * (-2.0 * d).exp());
    near(found[1], 2.0 * (-5.0 * d).exp() + (-2.0 * d).exp());
}

#[test]
fn what_a_rule_computes_from_the_state_is_not_dosed() {
    let mut network = leaky();
    let rule =
        |id: &str, text: &str| Rule::Assignment { variable: id.into(), value: parse_math(text).unwrap() };
    for id in ["total", "twice", "input"] {
        network.parameters.push(Parameter { constant: false, ..Parameter::new(id, 0.0) });
    }
    network.rules.push(rule("total", "2 * twice"));
    network.rules.push(rule("twice", "2 * x"));
    network.rules.push(rule("input", "3 * d"));
    let dosed = |id: &str| perturb(&network, &[of(id, PerturbationKind::Dose, 1.0)], 1.0);
    assert!(dosed("total").unwrap_err().to_string().contains("computed by a rule"));
    assert!(dosed("input").is_ok());
    // Held it may be, at one level.
    let held = perturb(&network, &[of("total", PerturbationKind::Step, 5.0)], 1.0).unwrap();
    assert_eq!(Simulator::new(&held, &["total"]).unwrap().run(&[], &[1.0]).unwrap().values[0][0], 5.0);
}

#[test]
fn what_makes_no_sense_is_named() {
    let text = |one: Perturbation| perturb(&cascade(), &[one], 1.0).unwrap_err().to_string();
    assert!(text(of("nobody", PerturbationKind::Dose, 1.0)).contains("`nobody`"));
    assert!(text(of("Z", PerturbationKind::Dose, f64::NAN)).contains("amount"));
    assert!(text(of("Z", PerturbationKind::KnockDown, 20.0)).contains("between 0 and 1"));
    assert!(text(of("Xp", PerturbationKind::Inhibitor, 1.0)).contains("ic50"));
    assert!(text(of("L", PerturbationKind::Pulse, 1.0)).contains("end"));
    assert!(text(of("L", PerturbationKind::Table, 1.0)).contains("course"));
    assert!(text(inhibitor("Yp", 1.0, 1.0, 1.0)).contains("catalyses no reaction"));
    let late = Perturbation { start_s: 5.0, ..of("L", PerturbationKind::Dose, 1.0) };
    let error = respond(&cascade(), &[late], 1.0, "Xp", Readout::SteadyState).unwrap_err();
    assert!(matches!(error, ModelError::Argument { what: "readout", .. }));
}

#[test]
fn bliss_and_loewe_equal_hand_calculation() {
    // Alone: 100 / (1 + d/2) and 100 / (1 + d/4).
    let (first, second) = ([0.0, 1.0, 2.0, 6.0, 18.0], [0.0, 2.0, 4.0, 12.0, 36.0]);
    let grid: Vec<Vec<f64>> = first
        .iter()
        .map(|a| second.iter().map(|b| 100.0 / ((1.0 + a / 2.0) * (1.0 + b / 4.0))).collect())
        .collect();
    let found = score_combination(&first, &second, &grid, None).unwrap();
    assert_eq!(found.whole, 0.0);
    near(found.first.half, 2.0);
    near(found.second.half, 4.0);
    // At (2, 4): each alone halves, so independence leaves a quarter.
    let cell = found.cells.iter().find(|cell| cell.doses == [2.0, 4.0]).unwrap();
    near(cell.effect, 0.75);
    near(cell.bliss, 0.5 + 0.5 - 0.25);
    near(cell.bliss_excess, 0.0);
    // By Loewe 2/2 + 4/4 = 2 units of dose leave a third; a quarter would take 6 or 12 alone.
    near(cell.loewe.unwrap(), 100.0 / 3.0);
    near(cell.index.unwrap(), 2.0 / 6.0 + 4.0 / 12.0);
    assert!(found.cells.iter().all(|cell| cell.bliss_excess.abs() < 1e-6));
    // A substance with itself is additive, and its isobole a straight line.
    let curve = HillCurve { zero: 1.0, full: 0.0, half: 3.0, slope: 2.0 };
    near(additive_response([&curve, &curve], [1.0, 2.0]).unwrap(), curve.response(3.0));
    near(combination_index([&curve, &curve], [1.0, 2.0], 0.5).unwrap(), 1.0);
    assert_eq!(isobole([&curve, &curve], 0.5, 3), [(0.0, 3.0), (1.5, 1.5), (3.0, 0.0)]);
    assert_eq!(combination_index([&curve, &curve], [1.0, 2.0], 1.0), None);
    assert!(score_combination(&first, &second, &grid[1..], None).is_err());
    // Straight lines, up or one of them down, do not say what the whole effect is.
    let (doses, line) =
        ([0.0, 1.0, 2.0, 4.0, 8.0], |slope: f64| move |a: f64, b: f64| 40.0 + slope * a + 2.0 * b);
    for slope in [1.0, -1.0] {
        let grid: Vec<Vec<f64>> =
            doses.iter().map(|&a| doses.iter().map(|&b| line(slope)(a, b)).collect()).collect();
        let error = score_combination(&doses, &doses, &grid, None).unwrap_err().to_string();
        assert!(error.contains("whole effect"), "{error}");
        assert!(score_combination(&doses, &doses, &grid, Some(100.0)).is_ok());
    }
}

#[test]
fn two_inhibitors_of_one_step_are_scored_on_the_cascade() {
    // The response is the steady state, of which every value is known.
    let doses = [0.0, 0.3, 1.0, 3.0, 10.0];
    let respond_to = |a: f64, b: f64| {
        let all = [
            of("L", PerturbationKind::Dose, 1.0),
            inhibitor("on1", a, 1.0, 1.0),
            inhibitor("on1", b, 2.0, 1.0),
        ];
        rest(&all, "Xp")
    };
    let grid: Vec<Vec<f64>> =
        doses.iter().map(|&a| doses.iter().map(|&b| respond_to(a, b)).collect()).collect();
    let left = 1.0 / ((1.0 + 3.0) * (1.0 + 1.0 / 2.0));
    near(grid[3][2], analytic(1.0, left, 1.0, (1.0, 2.0)).0);
    let found = score_combination(&doses, &doses, &grid, None).unwrap();
    let cell = found.cells.iter().find(|cell| cell.doses == [3.0, 1.0]).unwrap();
    let share =
        |first: f64| 1.0 - analytic(1.0, first, 1.0, (1.0, 2.0)).0 / analytic(1.0, 1.0, 1.0, (1.0, 2.0)).0;
    let (a, b) = (share(1.0 / 4.0), share(1.0 / 1.5));
    near(cell.bliss_excess, share(left) - (a + b - a * b));
    assert!(found.summary().1.is_some());
}

#[test]
fn units_are_the_model_s() {
    let unit: Unit = "nM".parse().unwrap();
    let one = Perturbation::new("L".to_owned(), PerturbationKind::Dose, 1.0, unit);
    near(rest(&[one], "Xp"), analytic(1.0, 1.0, 1.0, (1.0, 2.0)).0);
}

#[test]
fn what_reactions_change_is_added_to_washed_out_and_lowered_at_a_time() {
    let (s, d, start) = (0.6, 0.4f64, 0.3);
    let free = |from: f64, made: f64, time: f64| made / d + (from - made / d) * (-d * time).exp();
    let course = |one: Perturbation, times: &[f64]| {
        let changed = perturb(&cascade(), &[one], 1.0).unwrap();
        let tight = Tolerances { relative: 1e-9, absolute: 1e-12, ..Tolerances::default() };
        let run = Simulator::new(&changed, &["Z"]).unwrap().with_tolerances(tight).run(&[], times).unwrap();
        run.values.iter().map(|row| row[0]).collect::<Vec<f64>>()
    };
    let at_once = of("Z", PerturbationKind::Dose, 2.0);
    near(course(at_once.clone(), &[1.0])[0], free(start + 2.0, s, 1.0));
    let late = Perturbation { start_s: 2.0, ..at_once };
    let found = course(late, &[1.0, 3.0]);
    near(found[0], free(start, s, 1.0));
    near(found[1], free(free(start, s, 2.0) + 2.0, s, 1.0));
    let pulse = Perturbation { start_s: 1.0, end_s: Some(3.0), ..of("Z", PerturbationKind::Pulse, 2.0) };
    let found = free(free(start, s, 1.0) + 2.0, s, 2.0);
    near(course(pulse, &[4.0])[0], free((found - 2.0).max(0.0), s, 1.0));
    let less = Perturbation { start_s: 2.0, ..of("Z", PerturbationKind::KnockDown, 0.25) };
    near(course(less, &[5.0])[0], free(0.25 * free(start, s, 2.0), 0.25 * s, 3.0));
    // Doses at one time add up, after the start too.
    let two =
        [2.0, 0.5].map(|amount| Perturbation { start_s: 2.0, ..of("Z", PerturbationKind::Dose, amount) });
    let changed = perturb(&cascade(), &two, 1.0).unwrap();
    let found = Simulator::new(&changed, &["Z"]).unwrap().run(&[], &[2.5]).unwrap().values[0][0];
    assert!((found - free(free(start, s, 2.0) + 2.5, s, 0.5)).abs() < 1e-6, "{found}");
}
