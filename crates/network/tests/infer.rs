//! Inference on networks that are known.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use common::data;
use common::table::{cascade, fields, names};
use lca_network::infer::{
    Expression, Gold, InferOptions, KnockoutParams, Method, Order, infer, judge, knockouts, regulators,
    stability,
};
use ndarray::Array2;

fn options(method: Method) -> InferOptions {
    let mut options = InferOptions::new(method);
    options.trees.count = 50;
    options
}

fn ranked(table: &Expression, method: Method) -> Vec<(usize, usize, i8)> {
    let found = infer(table, &options(method)).unwrap();
    found.edges.ranked().into_iter().map(|edge| (edge.regulator, edge.target, edge.sign)).collect()
}

#[test]
fn a_cascade_is_found_by_every_method_without_times() {
    let table = cascade(300, 1);
    let near = [(0, 1), (1, 2), (2, 3)];
    // CLR judges a pair by all that its genes share: five genes are no background, and what little the
    // stranger shares stands out.
    let left_out =
        |method: &Method| method.needs_order() || [Method::Knockouts, Method::Clr].contains(method);
    let methods = Method::ALL.into_iter().filter(|method| !left_out(method));
    for method in methods {
        let pairs: Vec<(usize, usize)> =
            ranked(&table, method).into_iter().map(|edge| (edge.0.min(edge.1), edge.0.max(edge.1))).collect();
        assert!(pairs.iter().take(2).all(|pair| near.contains(pair)), "{method}: {pairs:?}");
        assert!(pairs.iter().take(6).all(|pair| pair.1 != 4), "{method}: {pairs:?}");
    }
    let falls = ranked(&table, Method::Genie3).into_iter().find(|edge| (edge.0, edge.1) == (2, 3)).unwrap();
    assert_eq!(falls.2, -1);
}

#[test]
fn same_bits_on_any_number_of_threads() {
    let table = cascade(80, 2);
    for method in
        [Method::Consensus, Method::Genie3, Method::GrnBoost2, Method::PartialCorrelation, Method::Clr]
    {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| infer(&table, &options(method)).unwrap())
        };
        let one = on(1);
        let bits = |found: &lca_network::infer::Inferred| -> Vec<u64> {
            found.edges.scores.iter().map(|score| score.to_bits()).collect()
        };
        assert_eq!(bits(&one), bits(&on(2)), "{method}");
        assert_eq!(bits(&one), bits(&on(8)), "{method}");
    }
    let other = infer(&table, &InferOptions { seed: 9, ..options(Method::Genie3) }).unwrap();
    assert_ne!(other, infer(&table, &options(Method::Genie3)).unwrap());
}

#[test]
fn order_in_time_gives_edges_their_direction() {
    // Waves that drive one another: each gene's slope is what the gene before it was, less its own decay.
    let (steps, dt) = (240, 0.05);
    let mut x = [1.0, 0.0, 0.0];
    let mut values = Array2::zeros((steps, 3));
    for (step, mut row) in values.rows_mut().into_iter().enumerate() {
        let drive = 1.0 + (0.7 * step as f64 * dt).sin() + (1.9 * step as f64 * dt).cos();
        let slope = [drive - x[0], 2.0 * x[0] - x[1], 1.5 * x[1] - x[2]];
        (0..3).for_each(|gene| x[gene] += dt * slope[gene]);
        (0..3).for_each(|gene| row[gene] = x[gene]);
    }
    let table = Expression::new(names('t', steps), names('g', 3), values).unwrap();
    for method in [Method::Ode, Method::DynGenie3] {
        let times = (0..steps).map(|step| step as f64 * dt).collect();
        let given = InferOptions { order: Some(Order::Times(times)), decay: Some(1.0), ..options(method) };
        let scores = infer(&table, &given).unwrap().edges.scores;
        assert!(scores[[0, 1]] > scores[[2, 1]] && scores[[1, 2]] > scores[[0, 2]], "{method}: {scores}");
    }
}

#[test]
fn knockouts_lose_the_effects_that_others_explain() {
    // g0 → g1 → g2: without g0 both others fall.
    let rows = [
        [5.0, 5.0, 5.0, 5.0],
        [0.0, 1.0, 2.0, 5.0],
        [5.0, 0.0, 1.0, 5.0],
        [5.0, 5.0, 0.0, 5.0],
        [5.0, 5.1, 4.9, 0.0],
    ];
    let values = Array2::from_shape_fn((5, 4), |(row, gene)| rows[row][gene]);
    let samples = ["WT", "g0", "g1_ko", "g2", "g3"].map(str::to_owned).to_vec();
    let table = Expression::new(samples, names('g', 4), values).unwrap();
    let params = KnockoutParams { threshold: 1.0, ..KnockoutParams::default() };
    let found = knockouts(&table, &params).unwrap();
    assert_eq!((found.knocked_out, found.medians), (4, false));
    assert!(found.scores[[0, 2]] < found.scores[[0, 1]] && found.scores[[0, 2]] < found.scores[[1, 2]]);
    assert_eq!((found.signs[[0, 1]], found.explained), (1, 1));
    let plain = Expression::new(names('s', 5), names('g', 4), table.values().clone()).unwrap();
    assert!(knockouts(&plain, &params).unwrap_err().to_string().contains("knocked-out genes: 0 found"));
}

#[test]
fn stable_edges_come_back() {
    let table = cascade(200, 3);
    let given = options(Method::Genie3);
    let found = infer(&table, &given).unwrap().edges;
    let often = stability(&table, &given, &found, 6, 10).unwrap();
    assert!(often[[0, 1]].max(often[[1, 0]]) > 0.9 && often[[4, 0]] < 0.5, "{often}");
    assert!(often.iter().all(|share| (0.0..=1.0 + 1e-9).contains(share)));
}

#[test]
fn bad_tables_are_refused_or_told() {
    let few = Expression::new(names('s', 3), names('g', 2), Array2::zeros((3, 2))).unwrap();
    assert!(infer(&few, &options(Method::Genie3)).unwrap_err().to_string().contains("samples: 3 found"));
    let lone = Expression::new(names('s', 9), names('g', 1), Array2::zeros((9, 1))).unwrap();
    assert!(infer(&lone, &options(Method::Clr)).unwrap_err().to_string().contains("genes: 1 found"));
    let mut values = cascade(40, 4).values().clone();
    values.column_mut(4).fill(7.0);
    let table = Expression::new(names('s', 40), names('g', 5), values).unwrap();
    for method in
        [Method::Consensus, Method::Genie3, Method::GrnBoost2, Method::PartialCorrelation, Method::Clr]
    {
        let found = infer(&table, &options(method)).unwrap();
        assert_eq!(found.constant, [4]);
        assert!(found.edges.ranked().iter().all(|edge| edge.regulator != 4 && edge.target != 4), "{method}");
    }
    assert!(
        infer(&table, &options(Method::Ode)).unwrap_err().to_string().contains("when each sample was taken")
    );
}

#[test]
fn only_listed_regulators_regulate() {
    let table = cascade(60, 5);
    let (places, absent) = regulators(&table, &["g2", "TP53", "g0"].map(str::to_owned)).unwrap();
    assert_eq!((places.as_slice(), absent.as_slice()), (&[0, 2][..], &["TP53".to_owned()][..]));
    let given = InferOptions { regulators: Some(places), ..options(Method::Consensus) };
    let found = infer(&table, &given).unwrap().edges;
    assert_eq!(found.scores.dim(), (2, 5));
    assert!(found.ranked().iter().all(|edge| [0, 2].contains(&edge.regulator)));
    assert!(regulators(&table, &["s1".to_owned()]).unwrap_err().to_string().contains("other axis"));
}

#[test]
fn beeline_gsd_beats_the_reference() {
    let Some(folder) = data("omics/beeline/inputs/example/GSD") else { return };
    let rows = fields(folder.join("ex1/ExpressionData.csv"), ',');
    let cells = rows[0][1..].to_vec();
    let genes = rows[1..].iter().map(|row| row[0].clone()).collect();
    let value = |(cell, gene): (usize, usize)| rows[gene + 1][cell + 1].parse().unwrap();
    let values = Array2::from_shape_fn((cells.len(), rows.len() - 1), value);
    let table = Expression::new(cells, genes, values).unwrap();
    let lines: Vec<(String, String, bool)> = fields(folder.join("GroundTruthNetwork.csv"), ',')[1..]
        .iter()
        .map(|line| (line[0].clone(), line[1].clone(), true))
        .collect();
    let gold = Gold::new(&table, &lines).unwrap();
    assert_eq!((gold.edges.len(), gold.self_loops, gold.repeats), (76, 3, 7));
    let found = infer(
        &table,
        &InferOptions {
            trees: lca_network::infer::Trees { count: 30, ..Default::default() },
            ..options(Method::Consensus)
        },
    );
    let quality = judge(&found.unwrap().edges, &gold).unwrap();
    assert_eq!((quality.edges, quality.pairs), (76, 342));
    println!("GSD consensus: AUPRC ratio {:.3}", quality.auprc_ratio);
    assert!(quality.auprc_ratio >= 1.34, "{}", quality.auprc_ratio);
}

#[test]
fn dream4_is_far_above_chance_and_correlation_stands_beside_it() {
    let Some(folder) = data("omics/dream4_multifactorial") else { return };
    let standards = data("omics/dreamtools/dreamtools/dream4/D4C2/goldstandard/100_multifactorial").unwrap();
    for (network, least) in [(1, 0.13), (2, 0.12)] {
        let rows = fields(folder.join(format!("D4_multi_{network}_expression.csv")), ',');
        let genes: Vec<String> = (1..=rows[0].len()).map(|place| format!("G{place}")).collect();
        let value = |(sample, gene): (usize, usize)| rows[sample + 1][gene].parse().unwrap();
        let values = Array2::from_shape_fn((rows.len() - 1, genes.len()), value);
        let table = Expression::new(names('s', rows.len() - 1), genes, values).unwrap();
        let name = format!("DREAM4_GoldStandard_InSilico_Size100_multifactorial_{network}.tsv");
        let lines: Vec<(String, String, bool)> = fields(standards.join(name), '\t')
            .into_iter()
            .map(|line| (line[0].clone(), line[1].clone(), line[2] == "1"))
            .collect();
        let gold = Gold::new(&table, &lines).unwrap();
        let found = infer(&table, &options(Method::Genie3)).unwrap();
        let quality = judge(&found.edges, &gold).unwrap();
        assert_eq!(quality.pairs, 9900);
        println!("DREAM4 {network} genie3, 50 trees: AUPRC {:.4}", quality.auprc);
        assert!(quality.auprc >= least, "{network}: {}", quality.auprc);
    }
}

#[test]
fn lists_that_name_nothing_and_places_that_are_none_are_told() {
    let table = cascade(10, 1);
    let loops = Gold::new(&table, &[("g0".into(), "g0".into(), true)]).unwrap_err().to_string();
    assert!(loops.contains("edges of genes to themselves"), "{loops}");
    assert!(regulators(&table, &[]).unwrap_err().to_string().contains("the file is empty"));
    for places in [vec![5], vec![1, 0], vec![2, 2]] {
        let asked = InferOptions { regulators: Some(places), ..options(Method::Correlation) };
        assert!(infer(&table, &asked).unwrap_err().to_string().contains("rising places among the 5 genes"));
    }
}
