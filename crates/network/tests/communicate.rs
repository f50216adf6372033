//! Cell-cell communication on cells made for it: what is known must be found, bad input must be told.

#![allow(clippy::unwrap_used, reason = "tests may")]

use lca_graph::{Interaction, Layer, LigandReceptor, MolecularNetwork, Molecule, Partner, Sign};
use lca_network::communicate::*;
use lca_numerics::{Csr, rng, sparse};
use ndarray::Array2;
use rand::RngExt;
use std::collections::BTreeMap;

const GENES: [&str; 6] = ["LIG", "REC", "SUBA", "SUBB", "TF1T", "NOISE"];

struct Made {
    matrix: Csr<f32>,
    genes: Vec<String>,
    labels: Vec<Option<String>>,
}

impl Made {
    /// 60 cells of each type: A gives LIG, B has REC and both subunits, C only SUBA and little of SUBB.
    fn new() -> Self {
        let mut random = rng(5, 0);
        let matrix = Array2::from_shape_fn((180, 6), |(cell, gene)| {
            let high = matches!((cell / 60, gene), (0, 0) | (1, 1) | (1, 2) | (1, 3) | (2, 2) | (1, 4));
            let draw: f32 = random.random();
            if high {
                1.5 + draw
            } else if draw < 0.15 {
                draw
            } else {
                0.0
            }
        });
        let labels = (0..180).map(|cell| Some(["A", "B", "C"][cell / 60].to_owned())).collect();
        Self { matrix: sparse::from_dense(matrix.view()), genes: GENES.map(str::to_owned).to_vec(), labels }
    }

    fn cells(&self) -> Cells<'_> {
        Cells { matrix: &self.matrix, genes: &self.genes, labels: &self.labels }
    }
}

fn resource() -> LigandReceptor {
    let mut resource = LigandReceptor { name: "made".to_owned(), ..LigandReceptor::default() };
    let ligand = resource.partner(Partner::of_symbols(&["LIG"]));
    let receptor = resource.partner(Partner::of_symbols(&["REC"]));
    let complex = resource.partner(Partner::of_symbols(&["SUBA", "SUBB"]));
    let absent = resource.partner(Partner::of_symbols(&["SUBA", "ELSEWHERE"]));
    [receptor, complex, absent].into_iter().for_each(|other| resource.bind(ligand, other));
    resource
}

fn options(count: usize) -> CellPhoneDbOptions {
    CellPhoneDbOptions { permutations: Permutations { count, seed: 7 }, ..CellPhoneDbOptions::default() }
}

fn at(found: &CellPhoneDb, binding: usize, first: &str, second: &str) -> usize {
    let pair = (found.types.place(first).unwrap(), found.types.place(second).unwrap());
    let row = found.bindings.iter().position(|known| *known == binding).unwrap();
    row * found.pairs.len() + found.pairs.iter().position(|known| *known == pair).unwrap()
}

#[test]
fn the_pair_that_talks_is_found_in_its_direction() {
    let made = Made::new();
    let found = cellphonedb(&made.cells(), &resource(), &options(200)).unwrap();
    assert_eq!((found.bindings.len(), found.unmeasured, found.pairs.len()), (2, 1, 9));
    assert_eq!(found.p_values[at(&found, 0, "A", "B")], 0.0);
    assert!(found.means[at(&found, 0, "A", "B")] > 1.5);
    assert!(found.p_values[at(&found, 0, "B", "A")] > 0.5);
}

#[test]
fn a_complex_has_what_its_least_subunit_has() {
    let made = Made::new();
    let found = cellphonedb(&made.cells(), &resource(), &options(50)).unwrap();
    let dense = sparse::to_dense(&made.matrix);
    let mean = |gene: usize, kind: usize| {
        (0..60).map(|cell| f64::from(dense[[60 * kind + cell, gene]])).sum::<f64>() / 60.0
    };
    let least = mean(2, 2).min(mean(3, 2));
    assert!((found.means[at(&found, 1, "A", "C")] - 0.5 * (mean(0, 0) + least)).abs() < 1e-12);
    // C's second subunit is too rare for the pair to be as strong as A with B.
    assert_eq!(found.p_values[at(&found, 1, "A", "B")], 0.0);
    assert!(found.means[at(&found, 1, "A", "C")] < found.means[at(&found, 1, "A", "B")]);
}

#[test]
fn a_partner_below_the_threshold_is_never_specific() {
    let made = Made::new();
    let strict = CellPhoneDbOptions { threshold: 0.5, ..options(50) };
    let found = cellphonedb(&made.cells(), &resource(), &strict).unwrap();
    let rare = at(&found, 1, "A", "C");
    assert!(found.shares[rare] < 0.5 && found.means[rare] > 0.0);
    assert_eq!(found.p_values[rare], 1.0);
    // A share that is the threshold itself does not exceed it.
    let edge = CellPhoneDbOptions { threshold: found.shares[rare], ..options(50) };
    assert_eq!(cellphonedb(&made.cells(), &resource(), &edge).unwrap().p_values[rare], 1.0);
    let below = CellPhoneDbOptions { threshold: 0.999 * found.shares[rare], ..options(50) };
    assert!(cellphonedb(&made.cells(), &resource(), &below).unwrap().p_values[rare] < 1.0);
}

#[test]
fn threads_change_no_bit() {
    let made = Made::new();
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let options =
                LianaOptions { permutations: Permutations { count: 37, seed: 3 }, ..LianaOptions::default() };
            let both = (
                cellphonedb(&made.cells(), &resource(), &self::options(101)).unwrap(),
                liana(&made.cells(), &resource(), &options).unwrap(),
            );
            format!("{both:?}")
        })
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(8));
}

#[test]
fn p_values_are_uniform_where_nothing_is_to_be_found() {
    let mut random = rng(11, 0);
    let matrix = Array2::from_shape_fn((120, 40), |_| random.random::<f32>());
    let genes: Vec<String> = (0..40).map(|at| format!("G{at}")).collect();
    let matrix = sparse::from_dense(matrix.view());
    let labels: Vec<Option<String>> = (0..120).map(|cell| Some(format!("t{}", cell % 3))).collect();
    let mut resource = LigandReceptor::default();
    for at in 0..20 {
        let ligand = resource.partner(Partner::of_symbols(&[format!("G{at}")]));
        let receptor = resource.partner(Partner::of_symbols(&[format!("G{}", 20 + at)]));
        resource.bind(ligand, receptor);
    }
    let cells = Cells { matrix: &matrix, genes: &genes, labels: &labels };
    let found = cellphonedb(&cells, &resource, &options(400)).unwrap();
    let mean = found.p_values.iter().sum::<f64>() / found.p_values.len() as f64;
    let low = found.p_values.iter().filter(|p| **p < 0.1).count() as f64 / found.p_values.len() as f64;
    assert!((mean - 0.5).abs() < 0.08, "{mean}");
    assert!((low - 0.1).abs() < 0.08, "{low}");
}

#[test]
fn one_type_of_cells_has_means_but_nothing_specific() {
    let mut made = Made::new();
    made.labels.iter_mut().for_each(|label| *label = Some("A".to_owned()));
    let found = cellphonedb(&made.cells(), &resource(), &options(20)).unwrap();
    assert_eq!(found.p_values, [1.0, 1.0]);
    let error = liana(&made.cells(), &resource(), &LianaOptions::default()).unwrap_err().to_string();
    assert!(error.contains("1 found") && error.contains("specificity compares types"), "{error}");
}

#[test]
fn bad_input_is_told() {
    let made = Made::new();
    let none = vec![None; 180];
    let error = cellphonedb(&Cells { labels: &none, ..made.cells() }, &resource(), &options(5)).unwrap_err();
    assert!(error.to_string().contains("cells that have a type"), "{error}");
    let mouse: Vec<String> =
        made.genes.iter().map(|gene| format!("{}{}", &gene[..1], gene[1..].to_lowercase())).collect();
    let error = cellphonedb(&Cells { genes: &mouse, ..made.cells() }, &resource(), &options(5)).unwrap_err();
    assert!(error.to_string().contains("another species") && error.to_string().contains("`Lig`"), "{error}");
    let other: Vec<String> = (0..6).map(|at| format!("X{at}")).collect();
    let error = cellphonedb(&Cells { genes: &other, ..made.cells() }, &resource(), &options(5)).unwrap_err();
    assert!(error.to_string().contains("0 found"), "{error}");
    let scaled = made.matrix.map(|value| value - 1.0);
    let error =
        cellphonedb(&Cells { matrix: &scaled, ..made.cells() }, &resource(), &options(5)).unwrap_err();
    assert!(error.to_string().contains("not scaled"), "{error}");
    let short = made.labels[..9].to_vec();
    assert!(cellphonedb(&Cells { labels: &short, ..made.cells() }, &resource(), &options(5)).is_err());
}

#[test]
fn only_types_that_meet_are_tested() {
    let made = Made::new();
    let surroundings = BTreeMap::from([("niche".to_owned(), vec!["A".to_owned(), "B".to_owned()])]);
    let limits = Limits::Microenvironments(surroundings);
    let found =
        cellphonedb(&made.cells(), &resource(), &CellPhoneDbOptions { limits, ..options(50) }).unwrap();
    assert_eq!(found.pairs, [(0, 0), (0, 1), (1, 0), (1, 1)]);
    let whole = cellphonedb(&made.cells(), &resource(), &options(50)).unwrap();
    assert_eq!(found.p_values[at(&found, 1, "B", "A")], whole.p_values[at(&whole, 1, "B", "A")]);
    let stranger = Limits::Microenvironments(BTreeMap::from([("niche".to_owned(), vec!["D".to_owned()])]));
    let error =
        cellphonedb(&made.cells(), &resource(), &CellPhoneDbOptions { limits: stranger, ..options(5) })
            .unwrap_err();
    assert!(error.to_string().contains("`D`"), "{error}");
}

#[test]
fn contacts_are_those_within_the_radius() {
    let made = Made::new();
    let types = made.cells().types().unwrap();
    let mut random = rng(2, 0);
    let places: Vec<Vec<f64>> =
        (0..180).map(|_| vec![random.random_range(-5.0..5.0), random.random_range(-5.0..5.0)]).collect();
    let found = contacts(&types, &places, 1.3).unwrap();
    for one in &found {
        let (a, b) = (types.place(&one.first).unwrap() as u32, types.place(&one.second).unwrap() as u32);
        let near = |i: usize, j: usize| {
            (places[i][0] - places[j][0]).powi(2) + (places[i][1] - places[j][1]).powi(2) <= 1.3 * 1.3
        };
        let count = (0..180)
            .flat_map(|i| (0..180).map(move |j| (i, j)))
            .filter(|&(i, j)| i != j && types.of[i] == a && types.of[j] == b && near(i, j))
            .count();
        assert_eq!(one.pairs, count);
        assert!((one.pairs as f64 / one.expected - 1.0).abs() < 0.3, "{one:?}");
    }
    assert!(contacts(&types, &places, 0.0).is_err());
    assert!(contacts(&types, &places[..3], 1.0).unwrap_err().to_string().contains("row 4"));
}

#[test]
fn a_change_between_conditions_is_found_and_nothing_else() {
    let mut made = Made::new();
    let conditions: Vec<Option<String>> =
        (0..180).map(|cell| Some(if cell % 2 == 0 { "rest" } else { "fed" }.to_owned())).collect();
    let mut dense = sparse::to_dense(&made.matrix);
    (0..60).filter(|cell| cell % 2 == 1).for_each(|cell| dense[[cell, 0]] += 1.0);
    made.matrix = sparse::from_dense(dense.view());
    let samples: Vec<Option<String>> = (0..180).map(|cell| Some(format!("s{}", cell % 10))).collect();
    let ask = |samples| DifferenceOptions {
        conditions: &conditions,
        samples,
        between: ("rest", "fed"),
        threshold: 0.1,
        permutations: Permutations { count: 199, seed: 1 },
        limits: Limits::None,
    };
    let by_cell = differential(&made.cells(), &resource(), &ask(None)).unwrap();
    let of = |found: &[Difference], source: &str| {
        found
            .iter()
            .find(|one| one.binding == 0 && one.source == source && one.target == "B")
            .cloned()
            .unwrap()
    };
    let changed = of(&by_cell, "A");
    let mean = |gene: usize, kind: usize, odd: usize| {
        (0..60)
            .filter(|cell| cell % 2 == odd)
            .map(|cell| f64::from(dense[[60 * kind + cell, gene]]))
            .sum::<f64>()
            / 30.0
    };
    let want = 0.5 * (mean(0, 0, 1) + mean(1, 1, 1) - mean(0, 0, 0) - mean(1, 1, 0));
    assert!((changed.after - changed.before - want).abs() < 1e-12 && want > 0.4, "{changed:?}");
    assert!(changed.p_value <= 0.005, "{changed:?}");
    assert!(by_cell.iter().filter(|one| one.source != "A").all(|one| one.p_value > 0.01));
    // Ten samples, five of each: of 252 ways to exchange them two are as extreme.
    let by_sample = differential(&made.cells(), &resource(), &ask(Some(&samples))).unwrap();
    assert!((0.005..0.04).contains(&of(&by_sample, "A").p_value), "{:?}", of(&by_sample, "A"));
    let wrong = DifferenceOptions { between: ("rest", "cold"), ..ask(None) };
    assert!(differential(&made.cells(), &resource(), &wrong).unwrap_err().to_string().contains("`cold`"));
}

#[test]
fn a_signal_arrives_where_the_targets_are_raised() {
    let made = Made::new();
    let mut prior = MolecularNetwork::default();
    let [receptor, factor, target, noise] =
        ["REC", "TF1", "TF1T", "NOISE"].map(|id| prior.molecule(Molecule::new(id, Layer::Gene)));
    prior.interaction(Interaction::new(receptor, factor, Sign::Positive));
    prior.interaction(Interaction::new(factor, target, Sign::Positive));
    prior.interaction(Interaction::new(factor, noise, Sign::Unknown));
    // Told by two databases in their own words, a target counts once; with both signs it says nothing.
    let again =
        Interaction { kind: Some("again".to_owned()), ..Interaction::new(factor, target, Sign::Positive) };
    prior.interaction(again);
    let disputed = prior.molecule(Molecule::new("LIG", Layer::Gene));
    for sign in [Sign::Positive, Sign::Negative] {
        prior.interaction(Interaction::new(factor, disputed, sign));
    }
    let found = downstream(&made.cells(), &resource(), &prior, 1).unwrap();
    assert_eq!(found.len(), 3);
    let best = found.iter().max_by(|a, b| a.score.total_cmp(&b.score)).unwrap();
    assert_eq!((best.target.as_str(), best.factor.as_str(), best.targets), ("B", "TF1", 1));
    assert!((best.score - 2.0 / 3.0_f64.sqrt()).abs() < 0.02, "{}", best.score);
    let error = downstream(&made.cells(), &resource(), &MolecularNetwork::default(), 1).unwrap_err();
    assert!(error.to_string().contains("prior network"), "{error}");
}

#[test]
fn what_is_no_share_of_cells_is_refused_by_every_method() {
    let made = Made::new();
    for share in [-0.1, 1.5, f64::NAN] {
        let wide = LianaOptions { share, ..LianaOptions::default() };
        let errors = [
            liana(&made.cells(), &resource(), &wide).unwrap_err(),
            cellphonedb(&made.cells(), &resource(), &CellPhoneDbOptions { threshold: share, ..options(0) })
                .unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.to_string().contains("no share of cells")), "{errors:?}");
    }
}

#[test]
fn cofactors_help_and_hinder() {
    let made = Made::new();
    let quiet = LianaOptions { permutations: Permutations { count: 0, seed: 0 }, ..LianaOptions::default() };
    let of = |resource: &LigandReceptor| {
        let found = liana(&made.cells(), resource, &quiet).unwrap();
        found.rows.iter().find(|row| (row.binding, row.source, row.target) == (0, 0, 1)).unwrap().lr_probs
    };
    let (plain, mut helped, mut hindered) = (resource(), resource(), resource());
    helped.bindings[0].cofactors.stimulating_receptors = vec!["TF1T".to_owned()];
    hindered.bindings[0].cofactors.antagonists = vec!["TF1T".to_owned()];
    assert!(of(&helped) > of(&plain) && of(&hindered) < of(&plain));
}

#[test]
fn what_is_spoken_is_a_network_of_types() {
    let spoken =
        |by: &str| Spoken { source: "A".to_owned(), target: "B".to_owned(), by: by.to_owned(), score: 2.0 };
    let network = conversation(&[spoken("LIG_REC"), spoken("LIG_SUB")], "cellphonedb", "made", None);
    assert_eq!((network.molecules().len(), network.interactions().len()), (2, 2));
    assert!(network.molecules().iter().all(|one| one.layer == Layer::CellType));
    assert_eq!(network.interactions()[1].evidence[0].method.as_deref(), Some("cellphonedb"));
}
