//! Activities against those of decoupler 2.2.0 on a table made by a formula.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::table::names;
use lca_network::activity::{ActivityMethod, activities};
use lca_network::infer::Expression;
use ndarray::{Array2, array};

fn table() -> Expression {
    let value = |(s, g): (usize, usize)| {
        ((s * 31 + g * 17) % 23) as f64 - ((g * g + s * 5) % 11) as f64 * 0.7 + 0.1 * s as f64
    };
    Expression::new(names('s', 4), names('g', 60), Array2::from_shape_fn((4, 60), value)).unwrap()
}

fn network() -> Vec<(String, String, f64)> {
    let weights = [1.0, -1.0, 0.5, -0.25];
    let edge =
        |t: usize, k: usize| (format!("T{t}"), format!("g{}", (t * 9 + k * 2) % 60), weights[(t + k) % 4]);
    (0..3).flat_map(|t| (0..24).map(move |k| edge(t, k))).collect()
}

fn agree(method: ActivityMethod, expected: &Array2<f64>) {
    let (found, _) = activities(&table(), &network(), method, 5).unwrap();
    let worst = (&found.scores - expected).iter().fold(0.0_f64, |worst, error| worst.max(error.abs()));
    assert!(worst < 1e-6, "{method:?}: {worst}\n{}", found.scores);
    assert!(found.p_values.iter().zip(&found.adjusted).all(|(p, rate)| p <= rate && *rate <= 1.0));
}

#[test]
fn linear_models_equal_decoupler() {
    agree(
        ActivityMethod::Ulm,
        &array![
            [3.090_367_541_588_53, 1.064_640_688_723_493_6, -1.921_210_287_862_616_7],
            [-1.718_871_952_030_032_4, -3.339_548_378_369_572_7, 0.133_631_757_195_440_35],
            [-0.461_641_829_172_338, 1.927_173_181_273_094_1, 2.316_100_147_569_819],
            [2.871_954_431_525_45, 0.456_365_834_450_711_2, -1.156_589_191_223_694],
        ],
    );
    agree(
        ActivityMethod::Mlm,
        &array![
            [2.348_108_209_656_721, 1.138_631_030_841_418_3, -0.191_874_172_534_000_85],
            [-2.253_012_694_710_349_3, -3.439_262_689_043_270_3, -1.236_921_131_462_561_7],
            [1.174_781_230_471_756_9, 2.022_740_221_704_890_7, 2.617_022_317_023_918_6],
            [2.642_956_815_837_718_6, 0.492_058_672_244_268_9, 0.617_049_008_616_635],
        ],
    );
}

#[test]
fn viper_equals_decoupler_where_no_targets_are_shared_too_much() {
    agree(
        ActivityMethod::Viper,
        &array![
            [2.236_521_415_734_959, 0.613_038_504_405_451_5, -1.276_621_465_933_365_5],
            [-1.280_392_087_994_494_8, -1.986_115_465_185_822_8, 0.418_783_168_143_577_8],
            [-0.695_472_381_584_844_3, 1.337_871_217_067_239_3, 1.525_974_668_275_346],
            [1.934_932_249_338_583_7, 0.375_109_613_522_027_04, -1.032_207_539_874_049_3],
        ],
    );
}

#[test]
fn same_bits_on_any_number_of_threads() {
    for method in [ActivityMethod::Ulm, ActivityMethod::Mlm, ActivityMethod::Viper] {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| activities(&table(), &network(), method, 5).unwrap())
        };
        assert_eq!(on(1), on(2));
        assert_eq!(on(1), on(8));
    }
}

#[test]
fn what_two_active_sources_share_is_taken_from_one() {
    // A and B share 15 high genes; A's own 15 are low or middling, B's own 15 are higher still.
    let genes = 200;
    let value = |(_, g): (usize, usize)| if g < 30 { 400.0 + g as f64 } else { ((g * 37) % 170) as f64 };
    let table =
        Expression::new(names('s', 1), names('g', genes), Array2::from_shape_fn((1, genes), value)).unwrap();
    let edges = |source: &str, list: &mut dyn Iterator<Item = usize>| -> Vec<(String, String, f64)> {
        list.map(|gene| (source.to_owned(), format!("g{gene}"), 1.0)).collect()
    };
    let mut both = edges("B", &mut (0..30));
    both.extend(edges("A", &mut (0..15).chain(100..115)));
    let alone = |source: &str| {
        let own: Vec<_> = both.iter().filter(|edge| edge.0 == source).cloned().collect();
        activities(&table, &own, ActivityMethod::Viper, 5).unwrap().0.scores[[0, 0]]
    };
    let (found, _) = activities(&table, &both, ActivityMethod::Viper, 5).unwrap();
    assert!(alone("A") > 2.0 && found.scores[[0, 0]] < alone("A") - 0.5, "{} {}", alone("A"), found.scores);
    assert!((found.scores[[0, 1]] - alone("B")).abs() < 1e-12);
}

#[test]
fn bad_networks_are_named() {
    let fail = |edges: &[(String, String, f64)], method| {
        activities(&table(), edges, method, 5).unwrap_err().to_string()
    };
    let mut doubled = network();
    doubled.push((doubled[0].0.clone(), doubled[0].1.clone(), 7.0));
    assert!(fail(&doubled, ActivityMethod::Ulm).contains("`T0` acts on `g0` with 1 and with 7"));
    let strange = vec![("T".to_owned(), "Actb".to_owned(), 1.0)];
    assert!(fail(&strange, ActivityMethod::Ulm).contains("of one species"));
    let turned = vec![("T".to_owned(), "s1".to_owned(), 1.0)];
    assert!(fail(&turned, ActivityMethod::Ulm).contains("--genes-in"));
    let twins: Vec<_> =
        ["A", "B"].iter().flat_map(|s| (0..9).map(|g| ((*s).to_owned(), format!("g{g}"), 1.0))).collect();
    assert!(fail(&twins, ActivityMethod::Mlm).contains("`B`"));
    let mut again = network();
    again.push(again[3].clone());
    let (_, prior) = activities(&table(), &again, ActivityMethod::Ulm, 5).unwrap();
    assert_eq!(prior.repeats, 1);
}

#[test]
fn genes_and_samples_without_any_count_are_left_out() {
    let mut values = Array2::zeros((5, 61));
    values.slice_mut(ndarray::s![..4, ..60]).assign(table().values());
    let wide = Expression::new(names('s', 5), names('g', 61), values).unwrap();
    let (found, _) = activities(&wide, &network(), ActivityMethod::Ulm, 5).unwrap();
    let (plain, _) = activities(&table(), &network(), ActivityMethod::Ulm, 5).unwrap();
    assert_eq!((found.empty_genes, found.empty_samples.as_slice()), (1, &["s4".to_owned()][..]));
    assert_eq!(found.scores, plain.scores);
}
