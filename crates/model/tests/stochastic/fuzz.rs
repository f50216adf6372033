use crate::network::{network, react};
use lca_kinetics::{Event, Network, parse_math};
use lca_model::{Method, StochasticOptions, StochasticSimulator};
use rand::{Rng, RngExt};

const SPECIES: [&str; 4] = ["A", "B", "C", "D"];

fn side(rng: &mut impl Rng) -> Vec<(&'static str, f64)> {
    (0..rng.random_range(0..3))
        .map(|_| (SPECIES[rng.random_range(0..4)], f64::from(rng.random_range(1..4))))
        .collect()
}

fn rate(rng: &mut impl Rng, reactants: &[(&str, f64)]) -> String {
    let k = 10f64.powf(rng.random_range(-3.0..1.0));
    let other = SPECIES[rng.random_range(0..4)];
    let mass_action: String = reactants.iter().map(|(id, _)| format!(" * {id}")).collect();
    match rng.random_range(0..6) {
        0 => format!("{k}"),
        1 => format!("{k} * {other} / (5 + {other})"),
        2 => format!("piecewise({k}, time < 3, 0){mass_action}"),
        3 => format!("{k} * ({other} - 2)"),
        _ => format!("{k}{mass_action}"),
    }
}

fn random_network(rng: &mut impl Rng) -> Network {
    let numbers: Vec<(&str, f64)> =
        SPECIES.iter().map(|id| (*id, f64::from(rng.random_range(0..200)))).collect();
    let mut network = network(&numbers, &[("p", 1.0)]);
    for at in 0..rng.random_range(1..8) {
        let (reactants, products) = (side(rng), side(rng));
        let rate = rate(rng, &reactants);
        react(&mut network, &format!("r{at}"), &reactants, &products, &rate);
    }
    let triggers = ["time >= 2", "A > 50", "B < 3", "C + D > A", "p * time > 4 && A > 2"];
    for _ in 0..rng.random_range(0..3) {
        let trigger = parse_math(triggers[rng.random_range(0..triggers.len())]).unwrap();
        let value = ["10", "floor(A / 2)", "B + 1", "poisson(3)", "A - B"][rng.random_range(0..5)];
        let assignments = [(SPECIES[rng.random_range(0..4)], parse_math(value).unwrap())];
        network.events.push(Event { initial_value: rng.random(), ..Event::new(trigger, &assignments) });
    }
    network
}

fn reacts(network: &Network, id: &str) -> bool {
    let mut sides =
        network.reactions.iter().flat_map(|reaction| reaction.reactants.iter().chain(&reaction.products));
    sides.any(|reference| reference.species == id)
}

/// Random networks either run, with whole numbers that are never negative, or stop with a message: they
/// neither panic nor hang.
#[test]
fn numbers_stay_whole_and_not_negative() {
    let times: Vec<f64> = (0..20).map(|at| f64::from(at) * 0.5).collect();
    let mut ran = 0;
    for seed in 0..400 {
        let mut rng = lca_numerics::rng(seed, 0);
        let network = random_network(&mut rng);
        let simulator = StochasticSimulator::new(&network, &SPECIES).unwrap();
        for method in [Method::Exact, Method::Tau] {
            let options = StochasticOptions {
                runs: 1,
                seed,
                method,
                max_steps: 20_000,
                ..StochasticOptions::default()
            };
            match simulator.run(&times, 0, options) {
                Ok(run) => {
                    ran += 1;
                    for (at, id) in SPECIES.iter().enumerate().filter(|(_, id)| reacts(&network, id)) {
                        let numbers: Vec<f64> = run.values.iter().map(|row| row[at]).collect();
                        let whole = |value: &f64| *value >= 0.0 && value.fract() == 0.0;
                        assert!(numbers.iter().all(whole), "seed {seed}, {id}: {numbers:?}");
                    }
                }
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    }
    assert!(ran > 200, "only {ran} of 800 ran");
}
