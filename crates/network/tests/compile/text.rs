//! Lists of reactions read, and written back.

use super::{compiled, is_sound, read};
use lca_kinetics::sketch::{Setting, Sketch};
use lca_network::compile::to_second_version;

/// Without the lines in which it stands.
fn placeless(mut sketch: Sketch) -> Sketch {
    let plain = |settings: &mut Vec<Setting>| settings.iter_mut().for_each(|one| one.line = 0);
    plain(&mut sketch.compartments);
    plain(&mut sketch.parameters);
    for one in &mut sketch.species {
        one.line = 0;
        one.initial.iter_mut().for_each(|one| one.line = 0);
    }
    for one in &mut sketch.steps {
        one.line = 0;
        plain(&mut one.values);
    }
    for one in &mut sketch.conditions {
        one.line = 0;
        plain(&mut one.changes);
    }
    sketch.units.iter_mut().for_each(|one| one.2 = 0);
    sketch.rules.iter_mut().for_each(|one| one.2 = 0);
    sketch.observables.iter_mut().for_each(|one| one.line = 0);
    sketch.expression.iter_mut().for_each(|one| one.line = 0);
    sketch
}

const ALL: &str = "@model all
@units time = min
@compartment c = 1 L, n = 0.3 [0.1, 1]
@parameter const k0 = 3, k1 = 0.5 [0.1, 2] 1/min
@species X = 3 nM in c, fixed Y = 2 in n, Z in n
@sim tspan: [0, 60]
v1: A binds B <--> AB | kf = 0.1 [0.01, 1] 1/(nM*min), const kr = 0
A trimerizes --> AAA
AB dissociates --> A + B
E phosphorylates A --> pA, activated by T, inhibited by I uncompetitively, inhibited by J noncompetitively
pA is dephosphorylated --> A
E activates A --> aA, using mass-action
T1 or T2 transcribe m, repressed by R | n_T1 = 3
m translates P
P is secreted
B degrades A
A degrades
X translocates from c to n <--> X_n
2 A + B --> C, using mass-action
A --> D, catalyzed by E
A + B --> F | rate = k0 * A * B / (1 + k2), k2 = 4
P1 and P2 cycle S <--> pS
@rule total = A + AB
@observable o = total | noise = 0.1 * o, transformation = log10, relative
@condition low: A = 1, k0 = 2
@condition high: A = k1 after low
@expression A = 0.5 * G1 + G2
@measurements data.tsv
";

#[test]
fn what_is_written_reads_back() {
    let first = placeless(read(ALL));
    let text = lca_formats::reactions_text(&first);
    // Initial amounts move to lines of their own.
    assert_eq!(placeless(read(&text)), first, "{text}");
    assert_eq!(lca_formats::reactions_text(&read(&text)), text);
}

#[test]
fn both_versions_of_petab_are_sound() {
    let problem = compiled(ALL);
    is_sound(&problem);
    let second = to_second_version(&problem);
    is_sound(&second);
    let kf = second.parameters.iter().find(|one| one.id == "kf_v1").unwrap();
    // Noise of ln y is ln 10 times that of log10 y.
    let sd = second.observables[0].noise_formula.value(&|_| Some(2.0)).unwrap();
    assert!(
        (sd - 10f64.ln() * problem.observables[0].noise_formula.value(&|_| Some(2.0)).unwrap()).abs() < 1e-12
    );
    assert_eq!(kf.objective_prior.as_ref().unwrap().parameters, [0.01, 1.0]);
}

/// As Text2Model's authors write it.
#[test]
fn text2model_is_read() {
    let problem = compiled(
        "E binds S <--> ES | kf=0.003, kr=0.001 | E=100, S=50\nES dissociates to E and P | kf=0.002, kr=0\n\n\
         @obs Substrate: u[S]\n@obs E_free: u[E]\n@sim tspan: [0, 100]\n@sim condition C1: init[S] = 10",
    );
    let law = |at: usize| problem.network.reactions[at].rate.as_ref().unwrap().to_string();
    assert_eq!(law(0), "(cell * kf_bind_E_S * E * S) - (cell * kr_bind_E_S * ES)");
    assert_eq!(law(1), "cell * kf_dissociate_ES * ES");
    assert_eq!(
        problem.conditions[0].changes,
        [("S".to_owned(), lca_kinetics::petab::Override::Number(10.0))]
    );
    is_sound(&problem);
}

#[test]
fn what_a_condition_sets_is_estimated_beside_it() {
    let problem =
        compiled("A degraded | kf = 0.1 | A = 2\n@condition control:\n@condition blocked: kf_degrade_A = 0");
    assert!(problem.parameter("kf_degrade_A").is_none() && problem.parameter("kf_degrade_A_free").is_some());
    let of = |id: &str| problem.condition(id).unwrap().changes[0].1.clone();
    assert_eq!(of("control"), lca_kinetics::petab::Override::Parameter("kf_degrade_A_free".to_owned()));
    assert_eq!(of("blocked"), lca_kinetics::petab::Override::Number(0.0));
    is_sound(&problem);
}
