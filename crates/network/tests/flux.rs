//! Fluxes of a made cell: sugar goes in, by a short way or a long one it becomes growth.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use lca_kinetics::{
    Compartment, FluxBalance, FluxBounds, FluxObjective, GeneAssociation, GeneProduct, Network, Reaction,
    Species,
};
use lca_network::NetworkError;
use lca_network::flux::{FluxModel, Knockout, Target};

type Side<'a> = &'a [(&'a str, f64)];

/// `uptake` gives A; A becomes B by `short`, or by `long_1` and `long_2`; B is growth. `loop` idles between A and B.
fn cell() -> Network {
    let reactions: [(&str, Side<'_>, Side<'_>, f64, f64); 6] = [
        ("uptake", &[], &[("A", 1.0)], 0.0, 10.0),
        ("short", &[("A", 1.0)], &[("B", 1.0)], 0.0, 1000.0),
        ("long_1", &[("A", 1.0)], &[("C", 1.0)], 0.0, 1000.0),
        ("long_2", &[("C", 1.0)], &[("B", 1.0)], -1000.0, 1000.0),
        ("growth", &[("B", 2.0)], &[], 0.0, 1000.0),
        ("blocked", &[("B", 1.0)], &[("D", 1.0)], 0.0, 1000.0),
    ];
    let mut network = Network::new("cell");
    network.compartments.push(Compartment::new("c", 1.0));
    for id in ["A", "B", "C", "D"] {
        network.species.push(Species::new(id, "c", 0.0));
    }
    let mut bounds = Vec::new();
    for (id, reactants, products, lower, upper) in reactions {
        network.reactions.push(Reaction::new(id, reactants, products, 0.0.into()));
        bounds.push(FluxBounds { reaction: id.into(), lower: Some(lower.into()), upper: Some(upper.into()) });
    }
    let gene = |id: &str| GeneAssociation::Product(format!("G_{id}"));
    let product =
        |id: &str| GeneProduct { id: format!("G_{id}"), label: id.into(), name: None, species: None };
    network.flux = Some(FluxBalance {
        bounds,
        objectives: vec![FluxObjective {
            id: "most".into(),
            name: None,
            maximize: true,
            terms: vec![("growth".into(), 1.0)],
        }],
        gene_products: ["a", "b", "c", "d"].map(product).into(),
        associations: vec![
            ("uptake".into(), gene("a")),
            ("short".into(), GeneAssociation::And(vec![gene("b"), gene("c")])),
            ("long_1".into(), GeneAssociation::Or(vec![gene("c"), gene("d")])),
        ],
        ..FluxBalance::default()
    });
    network
}

fn model() -> FluxModel {
    FluxModel::of(&cell()).unwrap()
}

#[test]
fn prices_say_what_limits_growth() {
    let best = model().balance().unwrap();
    assert!((best.value - 5.0).abs() < 1e-12);
    let price = |of: &[(String, f64)], id: &str| of.iter().find(|(known, _)| known == id).unwrap().1;
    assert!((price(&best.shadow_prices, "A") + 0.5).abs() < 1e-12);
    assert!((price(&best.reduced_costs, "uptake") - 0.5).abs() < 1e-12, "one more taken up is half a growth");
    assert!(price(&best.reduced_costs, "short").abs() < 1e-12);
}

#[test]
fn ranges_are_those_of_all_best_fluxes() {
    let found = model().variability(1.0).unwrap();
    let range = |id: &str| {
        let one = found.ranges.iter().find(|one| one.reaction == id).unwrap();
        (one.least, one.greatest)
    };
    let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9;
    assert!(near(range("uptake"), (10.0, 10.0)));
    assert!(near(range("short"), (0.0, 10.0)));
    assert!(near(range("long_2"), (0.0, 10.0)));
    assert!(near(range("growth"), (5.0, 5.0)));
    assert!(near(range("blocked"), (0.0, 0.0)));
    let half = model().variability(0.5).unwrap();
    assert!(half.ranges.iter().any(|one| one.reaction == "growth" && (one.least - 2.5).abs() < 1e-9));
}

#[test]
fn the_short_way_is_the_parsimonious_one() {
    let found = model().parsimonious(1.0).unwrap();
    let flux = |id: &str| found.fluxes.iter().find(|(known, _)| known == id).unwrap().1;
    assert!((flux("short") - 10.0).abs() < 1e-9 && flux("long_1").abs() < 1e-9);
    assert!((found.total - 25.0).abs() < 1e-9);
}

#[test]
fn complexes_need_all_genes_and_isoenzymes_one() {
    let found = model().knockouts(Target::Genes, true).unwrap();
    let lethal = |all: &[Knockout]| -> Vec<String> {
        all.iter().filter(|one| one.lethal).map(|one| one.targets.join(" ")).collect()
    };
    assert_eq!(lethal(&found.single), ["G_a"]);
    assert_eq!(lethal(&found.double), ["G_a G_b", "G_a G_c", "G_a G_d", "G_c G_d"]);
    let found = model().knockouts(Target::Reactions, false).unwrap();
    assert_eq!(lethal(&found.single), ["uptake", "growth"]);
}

#[test]
fn expression_bounds_fluxes() {
    let table: Vec<(String, f64)> =
        [("a", 1000.0), ("b", 50.0), ("c", 4.0), ("d", 2.0), ("x", 1.0)].map(|(id, v)| (id.into(), v)).into();
    let mut limited = model();
    let measured = limited.measured(&table, true).unwrap();
    assert_eq!((measured.genes, measured.strangers), (4, 1));
    // The complex has 4, the isoenzymes 6 together, of at most 1000.
    limited.limit_by_expression(&measured);
    assert_eq!(limited.bounds("short"), Some((0.0, 4.0)));
    assert_eq!(limited.bounds("long_1"), Some((0.0, 6.0)));
    assert_eq!(limited.bounds("uptake"), Some((0.0, 10.0)));
    assert!((limited.balance().unwrap().value - 5.0).abs() < 1e-9);
    // Where only the long way is expressed it is taken.
    let table: Vec<(String, f64)> =
        [("a", 9.0), ("b", 0.0), ("c", 9.0), ("d", 9.0)].map(|(id, v)| (id.into(), v)).into();
    let measured = model().measured(&table, false).unwrap();
    let found = model().avoid_unexpressed(&measured, 5.0, 1.0).unwrap();
    assert!(found.fluxes.iter().any(|(id, flux)| id == "long_1" && (flux - 10.0).abs() < 1e-9));
}

#[test]
fn wrong_questions_name_what_is_wrong() {
    let text = |error: NetworkError| error.to_string();
    let mut model = model();
    assert!(text(model.set_bounds("Short", 0.0, 1.0).unwrap_err()).contains("is `short` meant?"));
    assert!(text(model.set_objective("nothing").unwrap_err()).contains("`nothing`"));
    assert!(text(model.variability(1.5).unwrap_err()).contains("1.5"));
    assert!(text(model.measured(&[("a".into(), -1.0)], true).unwrap_err()).contains("gene `a` has -1"));
    assert!(text(model.measured(&[("z".into(), 1.0)], true).unwrap_err()).contains("such as `z`"));
    model.set_bounds("growth", 6.0, 10.0).unwrap();
    let error = text(model.balance().unwrap_err());
    assert!(
        error.contains("`growth`: it must be at least 6, but the balances and other bounds allow 5"),
        "{error}"
    );
    model.set_bounds("growth", 0.0, f64::INFINITY).unwrap();
    model.set_bounds("uptake", 0.0, f64::INFINITY).unwrap();
    for id in ["short", "long_1", "long_2"] {
        model.set_bounds(id, 0.0, f64::INFINITY).unwrap();
    }
    let error = text(model.balance().unwrap_err());
    assert!(error.contains("grows without end") && error.contains("`uptake`"), "{error}");
    let mut silent = cell();
    silent.flux = None;
    assert!(text(FluxModel::of(&silent).unwrap_err()).contains("model `cell` has no bounds"));
}

/// Many ways from A to growth, of which each gives another share of B and needs a gene of its own: several chunks of work.
fn wide(ways: usize) -> FluxModel {
    let mut network = cell();
    let flux = network.flux.as_mut().unwrap();
    for way in 0..ways {
        let (middle, share) = (format!("M{way}"), 1.0 - 0.37 / (way + 2) as f64);
        network.species.push(Species::new(&middle, "c", 0.0));
        let first = Reaction::new(&format!("first_{way}"), &[("A", 1.0)], &[(&middle, 1.0)], 0.0.into());
        let second = Reaction::new(&format!("second_{way}"), &[(&middle, 1.0)], &[("B", share)], 0.0.into());
        for reaction in [first, second] {
            let (lower, upper) = (Some((-1.0).into()), Some((3.0 / (way + 1) as f64).into()));
            flux.bounds.push(FluxBounds { reaction: reaction.id.clone(), lower, upper });
            network.reactions.push(reaction);
        }
        let id = format!("G_{way}");
        flux.associations.push((format!("first_{way}"), GeneAssociation::Product(id.clone())));
        flux.gene_products.push(GeneProduct { label: id.clone(), id, name: None, species: None });
    }
    FluxModel::of(&network).unwrap()
}

#[test]
fn threads_do_not_matter() {
    let model = wide(150);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (model.variability(0.9).unwrap(), model.knockouts(Target::Reactions, false).unwrap()))
    };
    let one = run(1);
    assert!(one.0.ranges.len() > 300 && one.0.ranges.iter().any(|range| range.least < range.greatest));
    assert_eq!(run(2), one);
    assert_eq!(run(8), one);
}

#[test]
fn two_reactions_of_one_name_are_told() {
    let mut network = cell();
    network.reactions.push(network.reactions[1].clone());
    let error = FluxModel::of(&network).unwrap_err().to_string();
    assert!(error.contains("both called `short`"), "{error}");
}
