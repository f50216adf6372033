//! Values in other units than the model's.

use super::compiled;

#[test]
fn values_are_turned_into_the_units_of_the_model() {
    let problem = compiled(
        "@units time = min, substance = nmol, volume = L\n\
         A binds B --> C | kf = 1e6 1/(M*s) [1, 10]\n"
            .replace(" [1, 10]", "")
            .as_str(),
    );
    let of = |id: &str| problem.network.parameters.iter().find(|one| one.id == id).unwrap().clone();
    let kf = of("kf_bind_A_B");
    assert!((kf.value.unwrap() - 0.06).abs() < 1e-12, "{kf:?}");
    assert_eq!(kf.unit.as_deref(), Some("per_concentration_per_time"));
    let units = &problem.network.units;
    assert_eq!(units.time.as_deref(), Some("time_unit"));
    assert!(units.definitions.iter().any(|one| one.id == "per_concentration_per_time"));
}

#[test]
fn amounts_and_bounds_too() {
    let problem = compiled(
        "@units time = s\nA degraded | kf = 6 [3, 60] 1/min | A = 2 [1, 4] uM\nB degraded | | B = 3 uM",
    );
    let find = |id: &str| problem.parameters.iter().find(|one| one.id == id).unwrap();
    let kf = find("kf_degrade_A");
    assert!(
        (kf.nominal - 0.1).abs() < 1e-12 && (kf.lower - 0.05).abs() < 1e-12 && (kf.upper - 1.0).abs() < 1e-12
    );
    assert_eq!(find("init_A").nominal, 2000.0);
    let b = problem.network.species("B").unwrap();
    assert_eq!(b.initial, lca_kinetics::Initial::Concentration(3000.0));
}

#[test]
fn rate_laws_mix_no_units() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.xml");
    let text = "@units time = min, substance = nmol, volume = L\nA binds B <--> C\nE phosphorylates A --> pA, inhibited by I\n\
                T transcribes m, repressed by R\nm translates P\nP degraded\nX translocates from c to n --> Y";
    lca_formats::write_sbml(&path, &compiled(text).network).unwrap();
    assert_eq!(lca_formats::sbml_warnings(&path).unwrap(), Vec::<String>::new());
}
