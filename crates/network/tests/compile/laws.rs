//! Each template against its formula, written out by hand and with other means.

use super::compiled;

/// Values of all symbols of the formulas below.
const VALUES: [(&str, f64); 14] = [
    ("A", 3.0),
    ("B", 5.0),
    ("C", 0.7),
    ("E", 2.0),
    ("I", 1.3),
    ("J", 0.4),
    ("T", 1.7),
    ("cell", 1.5),
    ("kf", 0.3),
    ("kr", 0.11),
    ("V", 4.0),
    ("K", 2.2),
    ("n", 1.6),
    ("Ki", 0.9),
];

fn value(id: &str) -> f64 {
    // Parameters begin with their role.
    let role = match id.split('_').next().unwrap() {
        "kcat" | "Vmax" => "V",
        "Km" | "Ka" => "K",
        "na" | "ni" => "n",
        other => other,
    };
    VALUES.iter().find(|(known, _)| *known == role).unwrap().1
}

/// The rates of a list's reactions at these values.
fn rates(text: &str) -> Vec<f64> {
    let network = compiled(text).network;
    let rate = |reaction: &lca_kinetics::Reaction| {
        reaction.rate.as_ref().unwrap().value(&|id| Some(value(id))).unwrap()
    };
    network.reactions.iter().map(rate).collect()
}

#[test]
fn each_template_is_its_formula() {
    let [a, b, c, e, i, j, t, cell, kf, kr, v, k, n, ki] = VALUES.map(|(_, value)| value);
    let hill = |x: f64| x.powf(n) / (k.powf(n) + x.powf(n));
    let cases: &[(&str, f64)] = &[
        ("A binds B <--> C", kf * a * b - kr * c),
        ("A binds B --> C", kf * a * b),
        ("2 A dimerizes <--> C", kf * a * a - kr * c),
        ("A trimerizes --> C", kf * a.powi(3)),
        ("C dissociates into A and B", kf * c),
        ("C dissociates <--> A + B", kf * c - kr * a * b),
        ("A + 2 B <--> C", kf * a * b * b - kr * c),
        ("A is phosphorylated <--> C", kf * a - kr * c),
        ("A is dephosphorylated --> C", v * a / (k + a)),
        ("E phosphorylates A --> C", v * e * a / (k + a)),
        ("A is phosphorylated by E --> C", v * e * a / (k + a)),
        ("E converts A to C", v * e * a / (k + a)),
        ("E phosphorylates A --> C, using mass-action", kf * e * a),
        ("E phosphorylates A --> C, using hill", v * e * hill(a)),
        ("E phosphorylates A --> C, inhibited by I", v * e * a / (k * (1.0 + i / ki) + a)),
        ("E phosphorylates A --> C, inhibited by I and J", v * e * a / (k * (1.0 + i / ki + j / ki) + a)),
        ("E phosphorylates A --> C, inhibited by I noncompetitively", v * e * a / (k + a) / (1.0 + i / ki)),
        ("E phosphorylates A --> C, inhibited by I uncompetitively", v * e * a / (k + a * (1.0 + i / ki))),
        ("E phosphorylates A --> C, activated by T", v * e * a / (k + a) * hill(t)),
        ("A --> C, catalyzed by E", v * e * a / (k + a)),
        ("T transcribes C", v * hill(t)),
        ("T and A transcribe C", v * hill(t) * hill(a)),
        ("T or A transcribe C", v * (1.0 - (1.0 - hill(t)) * (1.0 - hill(a)))),
        ("T transcribes C, repressed by I", v * hill(t) / (1.0 + (i / ki).powf(n))),
        ("C is transcribed, repressed by I", v / (1.0 + (i / ki).powf(n))),
        ("A translates C", kf * a),
        ("A is translated into C", kf * a),
        ("B synthesizes C", kf * b),
        ("C is synthesized", kf),
        ("A degraded", kf * a),
        ("A is degraded, inhibited by I", kf * a / (1.0 + i / ki)),
        ("B degrades A", kf * a * b),
        ("A --> C | rate = 2 * A / (1 + B), B = 7", 2.0 * a / (1.0 + b)),
        ("@reaction A --> C : p[kf] * u[A] | kf = 1", kf * a),
    ];
    for (text, wanted) in cases {
        let found = rates(text);
        assert_eq!(found.len(), 1, "{text}");
        assert!(
            (found[0] - cell * wanted).abs() <= 1e-13 * wanted.abs(),
            "{text}: {} not {}",
            found[0],
            cell * wanted
        );
    }
    let cycle = rates("E and B cycle A <--> C");
    assert!((cycle[0] - cell * v * e * a / (k + a)).abs() < 1e-12, "{cycle:?}");
    assert!((cycle[1] - cell * v * b * c / (k + c)).abs() < 1e-12, "{cycle:?}");
}

#[test]
fn transport_keeps_the_number_of_molecules() {
    let text = "@compartment c = 2, n = 0.5\nX translocates c -> n | kf = 0.4, kr = 0.1 | X = 3";
    let network = compiled(text).network;
    let rate = network.reactions[0].rate.as_ref().unwrap();
    let values = [
        ("X", 3.0),
        ("X_n", 7.0),
        ("c", 2.0),
        ("n", 0.5),
        ("kf_translocate_X", 0.4),
        ("kr_translocate_X", 0.1),
    ];
    let of = |id: &str| values.iter().find(|(known, _)| *known == id).map(|(_, value)| *value);
    assert!((rate.value(&of).unwrap() - (2.0 * 0.4 * 3.0 - 0.5 * 0.1 * 7.0)).abs() < 1e-14);
    assert_eq!(network.species("X_n").unwrap().compartment, "n");
    let simulator = lca_model::Simulator::new(&network, &["c * X + n * X_n", "X"]).unwrap();
    let found = simulator.run(&[], &[0.0, 1.0, 50.0]).unwrap();
    for row in &found.values {
        assert!((row[0] - 6.0).abs() < 1e-7, "{row:?}");
    }
    // At rest kf X V = kr X_n V.
    assert!((found.values[2][1] - 3.0 * 0.2).abs() < 1e-3, "{:?}", found.values);
}

#[test]
fn several_sentences_share_a_line_and_parameters() {
    let problem = compiled(
        "TF transcribes mRNA_X ; mRNA_X translates X | kf = 0.2 ; X degraded | kf = kf_translate_mRNA_X_X | X = 4",
    );
    let network = &problem.network;
    assert_eq!(network.reactions.len(), 3);
    assert_eq!(network.reactions[2].rate.as_ref().unwrap().to_string(), "cell * kf_translate_mRNA_X_X * X");
    assert_eq!(network.species("X").unwrap().initial, lca_kinetics::Initial::Concentration(4.0));
    let hill = problem.parameter("n_transcribe_TF_mRNA_X").unwrap();
    assert_eq!((hill.lower, hill.upper, hill.scale.name()), (1.0, 4.0, "lin"));
    let rate = problem.parameter("kf_translate_mRNA_X_X").unwrap();
    assert_eq!((rate.lower, rate.upper, rate.scale.name()), (0.0002, 200.0, "log10"));
    super::is_sound(&problem);
}
