//! Measured abundances become amounts, and a model's initial values.

#![allow(clippy::unwrap_used, reason = "a test may fail here")]

use lca_core::Unit;
use lca_kinetics::{Compartment, Expr, Initial, Network, Rule, Species, UnitDefinition, UnitFactor};
use lca_network::amounts::{
    Amount, Anchor, Calibration, CurveScale, InitialOptions, calibrate, dna_mass, set_initial,
};
use lca_tables::{Abundances, Mark, Measured};

const AVOGADRO: f64 = 6.022_140_76e23;

fn unit(text: &str) -> Unit {
    text.parse().unwrap()
}

/// A cell of known copy numbers, whose signal is mass times copies times a factor of each sample.
fn cell(copies: &[(&str, f64, f64)], factors: &[f64]) -> Abundances {
    let molecules = copies
        .iter()
        .map(|(id, mass, _)| Measured {
            name: Some((*id).to_owned()),
            mass: Some(*mass),
            ..Measured::new(id)
        })
        .collect();
    let values = copies.iter().flat_map(|(_, mass, n)| factors.iter().map(move |f| f * mass * n)).collect();
    let samples = (0..factors.len()).map(|at| format!("s{at}")).collect();
    Abundances::new(molecules, samples, values).unwrap()
}

#[test]
fn the_ruler_finds_the_copies_of_a_cell_whose_histones_weigh_as_its_dna() {
    let dna = dna_mass(3.2e9, 2.0);
    // Histones of 14 kDa that weigh as much as the DNA in all.
    let histones = dna * AVOGADRO / 14_000.0;
    let truth =
        [("H2AC4", 14_000.0, 0.5 * histones), ("H4C1", 14_000.0, 0.5 * histones), ("MAPK1", 41_390.0, 7.5e5)];
    let table = cell(&truth, &[3.0, 0.2, 17.0]);
    let how = Calibration::Ruler(Anchor::Dna(dna), None);
    let found = calibrate(&table, &[0, 1, 2], &how).unwrap();
    let erk = found.amounts.iter().find(|one| one.id == "MAPK1").unwrap();
    assert!((erk.value / 7.5e5 - 1.0).abs() < 1e-9 && erk.unit == unit("molecules/cell"));
    assert!((erk.interval.0 / 7.5e5 - 1.0).abs() < 1e-6);
    let protein = truth.iter().map(|(_, mass, n)| mass * n).sum::<f64>() / AVOGADRO;
    let total = calibrate(&table, &[1], &Calibration::Ruler(Anchor::Protein(protein), None)).unwrap();
    assert!((total.amounts[2].value / 7.5e5 - 1.0).abs() < 1e-9 && total.amounts[2].interval.0.is_nan());
}

#[test]
fn a_ruler_without_histones_or_masses_is_refused() {
    let table = cell(&[("MAPK1", 41_390.0, 7.5e5)], &[1.0]);
    let how = Calibration::Ruler(Anchor::Dna(6.5e-12), None);
    assert!(calibrate(&table, &[0], &how).unwrap_err().to_string().contains("no signal of a histone"));
    let named = Calibration::Ruler(Anchor::Dna(6.5e-12), Some(vec!["MAPK1".into()]));
    assert_eq!(calibrate(&table, &[0], &named).unwrap().amounts.len(), 1);
    let bare = Abundances::new(vec![Measured::new("H4C1")], vec!["s".into()], vec![1.0]).unwrap();
    assert!(calibrate(&bare, &[0], &how).unwrap_err().to_string().contains("mass"));
    assert!(calibrate(&bare, &[], &how).is_err() && calibrate(&bare, &[3], &how).is_err());
    let decoy = Measured { mark: Mark::Decoy, ..Measured::new("REV__H4C1") };
    let decoys = Abundances::new(vec![decoy], vec!["s".into()], vec![1.0]).unwrap();
    let error = calibrate(&decoys, &[0], &how).unwrap_err().to_string();
    assert!(error.contains("neither decoys nor contaminants"), "{error}");
}

#[test]
fn standards_give_amounts_with_intervals_that_hold_them() {
    let amounts = [1.0, 10.0, 100.0, 1000.0, 10_000.0];
    let noise = [1.05, 0.93, 1.02, 0.97, 1.04];
    let mut molecules: Vec<Measured> = (0..5).map(|at| Measured::new(&format!("UPS{at}"))).collect();
    molecules.push(Measured::new("X"));
    molecules.push(Measured::new("SILENT"));
    let mut values: Vec<f64> = amounts.iter().zip(noise).map(|(a, n): (&f64, f64)| n * 50.0 * a).collect();
    values.extend([50.0 * 300.0, f64::NAN]);
    let table = Abundances::new(molecules, vec!["s".into()], values).unwrap();
    let standards: Vec<(String, f64)> =
        amounts.iter().enumerate().map(|(at, a)| (format!("UPS{at}"), *a)).collect();
    let how = Calibration::Standards(standards.clone(), unit("nM"), CurveScale::Log);
    let found = calibrate(&table, &[0], &how).unwrap();
    let x = found.amounts.iter().find(|one| one.id == "X").unwrap();
    assert!(
        (x.value / 300.0 - 1.0).abs() < 0.06 && x.interval.0 < 300.0 && x.interval.1 > 300.0 && !x.beyond
    );
    assert_eq!(found.left_out, [("SILENT".to_owned(), "no sample has a value")]);
    let few = Calibration::Standards(standards[..2].to_vec(), unit("nM"), CurveScale::Linear);
    assert!(calibrate(&table, &[0], &few).is_err());
    let strange = Calibration::Standards(vec![("NOPE".into(), 1.0)], unit("nM"), CurveScale::Log);
    assert!(calibrate(&table, &[0], &strange).unwrap_err().to_string().contains("`NOPE`"));
}

fn amount(id: &str, value: f64, text: &str) -> Amount {
    Amount {
        id: id.into(),
        name: None,
        value,
        interval: (0.5 * value, 2.0 * value),
        beyond: false,
        unit: unit(text),
    }
}

/// A model in nmol and litres with a cell of 2 pL.
fn model() -> Network {
    let mut network = Network::new("m");
    let nano = UnitFactor { kind: "mole".into(), exponent: 1.0, scale: -9, multiplier: 1.0 };
    network.units.definitions.push(UnitDefinition { id: "nmol".into(), name: None, factors: vec![nano] });
    network.units.substance = Some("nmol".into());
    network.units.volume = Some("litre".into());
    network.compartments.push(Compartment::new("cell", 2e-12));
    network.species.push(Species::new("ERK", "cell", 1.0));
    let counted = Species { initial: Initial::Amount(1.0), ..Species::new("MEK", "cell", 0.0) };
    network.species.push(Species { unit: Some("item".into()), ..counted });
    network
}

#[test]
fn measured_amounts_become_initial_values_in_the_models_own_units() {
    let mut network = model();
    let given = [amount("ERK", 1.2e6, "molecules/cell"), amount("MEK", 5e5, "molecules/cell")];
    let set = set_initial(&mut network, &given, &InitialOptions::default()).unwrap();
    // 1.2e6 molecules in 2 pL are 996 nM.
    let expected = 1.2e6 / AVOGADRO / 2e-12 * 1e9;
    let Initial::Concentration(erk) = network.species[0].initial else { panic!() };
    assert!((erk / expected - 1.0).abs() < 1e-12 && (erk - 996.0).abs() < 1.0, "{erk}");
    assert!(matches!(network.species[1].initial, Initial::Amount(n) if (n / 5e5 - 1.0).abs() < 1e-9));
    assert_eq!((set[0].unit.as_str(), set[1].unit.as_str()), ("nmol/litre", "item"));
    assert!((set[0].interval.1 / (2.0 * expected) - 1.0).abs() < 1e-9 && set[0].before == 1.0);
    let molar = [amount("ERK", 0.5, "uM"), amount("MEK", 1.0, "nM")];
    set_initial(&mut network, &molar, &InitialOptions::default()).unwrap();
    assert!(matches!(network.species[0].initial, Initial::Concentration(c) if (c - 500.0).abs() < 1e-6));
    let items = 1e-9 * 2e-12 * AVOGADRO;
    assert!(matches!(network.species[1].initial, Initial::Amount(n) if (n / items - 1.0).abs() < 1e-9));
}

#[test]
fn units_that_do_not_fit_are_refused() {
    let refuse = |change: &dyn Fn(&mut Network), given: &[Amount]| {
        let mut network = model();
        change(&mut network);
        set_initial(&mut network, given, &InitialOptions::default()).unwrap_err().to_string()
    };
    let erk = [amount("ERK", 1e6, "molecules/cell")];
    let error = refuse(&|m| m.units.substance = None, &erk);
    assert!(error.contains("no unit of substance") && error.contains("`ERK`"), "{error}");
    let error = refuse(&|m| m.units.substance = Some("gram".into()), &erk);
    assert!(error.contains("`gram` is not an amount of substance"), "{error}");
    let error = refuse(&|m| m.units.volume = Some("second".into()), &erk);
    assert!(error.contains("not a volume"), "{error}");
    let error = refuse(&|m| m.compartments[0].size = Some(1.0), &erk);
    assert!(error.contains("more than any cell"), "{error}");
    let error = refuse(&|m| m.compartments[0].size = None, &erk);
    assert!(error.contains("has no volume"), "{error}");
    let error = refuse(&|_| {}, &[amount("ERK", 1.0, "ng/mL")]);
    assert!(error.contains("`ng/mL`"), "{error}");
    let error = refuse(&|_| {}, &[amount("RAF", 1.0, "nM")]);
    assert!(error.contains("none of the model's species") && error.contains("RAF"), "{error}");
    let error = refuse(
        &|_| {},
        &[amount("ERK", 1.0, "nM"), Amount { name: Some("ERK".into()), ..amount("P1", 1.0, "nM") }],
    );
    assert!(error.contains("both `ERK` and `P1`"), "{error}");
    let rule = Rule::Assignment { variable: "ERK".into(), value: Expr::Number(1.0) };
    let error = refuse(&|m| m.rules.push(rule.clone()), &erk);
    assert!(error.contains("given by a rule"), "{error}");
}

#[test]
fn other_names_a_cells_volume_and_assignments_are_heeded() {
    let mut network = model();
    network.compartments[0].size = Some(1.0);
    network.initial_assignments.push(("ERK".into(), Expr::Number(3.0)));
    let mut options = InitialOptions { cell_volume: Some(2e-12), ..InitialOptions::default() };
    options.called.insert("ERK".into(), "P28482".into());
    let given = [amount("P28482", 1.2e6, "molecules/cell")];
    let set = set_initial(&mut network, &given, &options).unwrap();
    assert!(set[0].replaced && network.initial_assignments.is_empty() && set[0].molecule == "P28482");
    assert!((set[0].value - 996.3).abs() < 0.1, "{}", set[0].value);
    options.called.insert("NOPE".into(), "P28482".into());
    assert!(set_initial(&mut network, &given, &options).unwrap_err().to_string().contains("`NOPE`"));
    let bad = InitialOptions { cell_volume: Some(0.0), ..InitialOptions::default() };
    assert!(set_initial(&mut network, &given, &bad).is_err());
}
