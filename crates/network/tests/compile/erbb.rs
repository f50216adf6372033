//! The ErbB network of the guide, end to end.

use super::{is_sound, read};
use lca_model::{Simulator, Tolerances};
use lca_network::compile::problem;
use std::path::Path;

fn text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/network/erbb.txt");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn erbb_compiles_and_keeps_what_it_must() {
    let found = problem(&read(&text())).unwrap();
    let network = &found.network;
    assert!(network.reactions.len() >= 30, "{}", network.reactions.len());
    assert!(found.parameters.len() > 60 && found.observables.len() == 3 && found.conditions.len() == 3);
    is_sound(&found);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    lca_formats::write_petab(folder, "erbb", &found).unwrap();
    let sbml = folder.join("erbb.xml");
    assert_eq!(lca_formats::sbml_warnings(&sbml).unwrap(), Vec::<String>::new());
    assert_eq!(lca_formats::read_sbml(&sbml).unwrap().reactions.len(), network.reactions.len());
    let totals = [
        ("MEK + pMEK", 200.0),
        ("Raf + pRaf", 50.0),
        ("cytoplasm * (ERK + pERK + ppERK) + nucleus * ppERK_n", 300.0),
        ("PIP2 + PIP3", 500.0),
    ];
    let formulas: Vec<&str> = totals.iter().map(|(formula, _)| *formula).collect();
    let simulator = Simulator::new(network, &formulas).unwrap();
    for row in simulator.run(&[], &[0.0, 5.0, 120.0]).unwrap().values {
        for (value, (formula, total)) in row.iter().zip(totals) {
            assert!((value - total).abs() < 1e-5 * total, "{formula}: {value}");
        }
    }
}

#[test]
fn erbb_has_the_values_of_other_simulators() {
    let network = problem(&read(&text())).unwrap().network;
    let ids: Vec<&str> = GOLDEN.iter().map(|(id, ..)| *id).collect();
    let tolerances = Tolerances { relative: 1e-11, absolute: 1e-13, ..Tolerances::default() };
    let simulator = Simulator::new(&network, &ids).unwrap().with_tolerances(tolerances);
    let found = simulator.run(&[], &[10.0, 120.0]).unwrap();
    write(&network, tolerances);
    for (at, (id, early, late)) in GOLDEN.iter().enumerate() {
        for (value, wanted) in [(found.values[0][at], early), (found.values[1][at], late)] {
            assert!((value - wanted).abs() < 1e-6 * wanted.abs(), "{id}: {value} not {wanted}");
        }
    }
}

/// Leaves all values where the script of the peers finds them.
fn write(network: &lca_kinetics::Network, tolerances: Tolerances) {
    let ids: Vec<&str> = network.species.iter().map(|one| one.id.as_str()).collect();
    let times: Vec<f64> = (0..13).map(|at| f64::from(at) * 10.0).collect();
    let found = Simulator::new(network, &ids).unwrap().with_tolerances(tolerances).run(&[], &times).unwrap();
    let mut text = format!("time\t{}\n", ids.join("\t"));
    for (time, row) in times.iter().zip(&found.values) {
        let cells: Vec<String> = row.iter().map(|value| format!("{value:e}")).collect();
        text.push_str(&format!("{time}\t{}\n", cells.join("\t")));
    }
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("erbb_lca.tsv"), text).unwrap();
}

/// Species and their concentrations after 10 and 120 min, by libRoadRunner 2.10.0 at a relative tolerance of
/// 1e-12; COPASI 4.48 has the same to 3e-10 (`benches/peers/reactions_roadrunner_copasi.py`).
const GOLDEN: [(&str, f64, f64); 6] = [
    ("pEGFR_EGFR", 0.69105837790515, 0.7780784279605856),
    ("pEGFR_ErbB2", 20.300609370595048, 10.836076290114113),
    ("RasGTP", 10.350497758712473, 15.431898078298586),
    ("ppERK", 186.3994042139002, 120.03021647341204),
    ("pAkt", 3.1041010434827307, 2.418683864129545),
    ("DUSP", 8.824469920227672, 125.65427390980622),
];
