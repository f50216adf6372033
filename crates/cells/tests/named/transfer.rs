use crate::common::made::{groups, names};
use crate::{labels, logged, same_on_any_threads};
use lca_cells::*;
use lca_numerics::Csr;
use lca_tables::Categorical;

struct Set {
    x: Csr<f32>,
    codes: Vec<u32>,
}

fn set(cells: usize, count: usize, seed: u64, kept: impl Fn(u32) -> bool) -> Set {
    let (counts, codes) = groups(cells, count, seed);
    let rows: Vec<usize> = (0..cells).filter(|&row| kept(codes[row])).collect();
    Set { x: logged(&counts.select_rows(&rows)), codes: rows.iter().map(|&row| codes[row]).collect() }
}

fn run(query: &Set, reference: &Set, params: &TransferParams) -> Transfer {
    let genes = names(600);
    let (query, known) =
        (Measured { x: &query.x, genes: &genes }, Measured { x: &reference.x, genes: &genes });
    transfer(query, known, &labels(&reference.codes), params).unwrap()
}

/// Share of the cells of a group that are called rightly: by its name, or unknown.
fn right(found: &Transfer, query: &Set, group: u32, unknown: bool) -> f64 {
    let want = if unknown { UNKNOWN.to_owned() } else { format!("s{group}") };
    let cells: Vec<usize> = (0..query.codes.len()).filter(|&cell| query.codes[cell] == group).collect();
    let names = found.names();
    cells.iter().filter(|&&cell| names[cell] == want).count() as f64 / cells.len() as f64
}

#[test]
fn types_pass_over_and_a_type_the_reference_lacks_is_unknown() {
    let query = set(400, 4, 2, |_| true);
    for method in [TransferMethod::Knn, TransferMethod::Logistic] {
        for align in [Align::None, Align::Harmony] {
            let params =
                TransferParams { method, align, n_comps: 10, alpha: 0.05, ..TransferParams::default() };
            for lacking in [None, Some(0), Some(2)] {
                let reference = set(600, 4, 1, |code| Some(code) != lacking);
                let found = run(&query, &reference, &params);
                let shares: Vec<f64> =
                    (0..4).map(|group| right(&found, &query, group, lacking == Some(group))).collect();
                println!(
                    "{method:?} {align:?} without {lacking:?}: right {shares:.2?}, accuracy {:.3}",
                    found.accuracy
                );
                assert!(
                    shares.iter().all(|share| *share > 0.8),
                    "{method:?} {align:?} {lacking:?}: {shares:?}"
                );
            }
        }
    }
}

#[test]
fn confidence_says_how_often_it_is_right() {
    // Groups that differ little: two in five of the genes are noise to each other.
    let blurred = |seed| {
        let mut one = set(600, 3, seed, |_| true);
        for (cell, code) in one.codes.iter_mut().enumerate() {
            if cell % 5 == 0 {
                *code = (*code + 1 + (cell / 5 % 2) as u32) % 3;
            }
        }
        one
    };
    let (query, reference) = (blurred(2), blurred(1));
    for method in [TransferMethod::Knn, TransferMethod::Logistic] {
        let params = TransferParams { method, align: Align::None, n_comps: 5, ..TransferParams::default() };
        let found = run(&query, &reference, &params);
        let right = (0..600)
            .filter(|&cell| found.types[found.best[cell]] == format!("s{}", query.codes[cell]))
            .count();
        let sure = found.confidence.iter().sum::<f64>() / 600.0;
        println!("{method:?}: right {:.3}, mean confidence {sure:.3}", right as f64 / 600.0);
        assert!((right as f64 / 600.0 - sure).abs() < 0.1, "{right} {sure}");
        assert!(found.calibration_error < 0.15, "{}", found.calibration_error);
        let sums = found.probabilities.sum_axis(ndarray::Axis(1));
        assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-9));
    }
}

#[test]
fn the_reference_itself_is_familiar_to_the_promised_share_on_any_threads() {
    let (query, reference) = (set(400, 4, 3, |_| true), set(400, 4, 1, |_| true));
    let params = TransferParams { align: Align::None, n_comps: 10, ..TransferParams::default() };
    let found = same_on_any_threads(|| run(&query, &reference, &params));
    let strange = found.familiar.iter().filter(|p| **p <= 0.05).count() as f64 / 400.0;
    println!("unfamiliar {strange:.3}");
    assert!(strange < 0.15, "{strange}");
}

#[test]
fn what_does_not_fit_is_refused() {
    let (query, reference) = (set(60, 3, 3, |_| true), set(90, 3, 1, |_| true));
    let genes = names(600);
    let known = labels(&reference.codes);
    let refused = |genes_of: &[String], known: &Categorical, params: TransferParams| {
        let (query, reference) =
            (Measured { x: &query.x, genes: &genes }, Measured { x: &reference.x, genes: genes_of });
        transfer(query, reference, known, &params).unwrap_err().to_string()
    };
    let strangers: Vec<String> = (0..600).map(|at| format!("h{at}")).collect();
    assert!(refused(&strangers, &known, TransferParams::default()).contains("both data sets"));
    assert!(refused(&genes, &labels(&[0; 90]), TransferParams::default()).contains("types of the reference"));
    assert!(refused(&genes, &labels(&[0; 9]), TransferParams::default()).contains("90"));
    assert!(
        refused(&genes, &known, TransferParams { folds: 1, ..TransferParams::default() }).contains("folds")
    );
    let mut none = known.clone();
    none.codes.iter_mut().skip(10).for_each(|code| *code = None);
    assert!(refused(&genes, &none, TransferParams::default()).contains("labelled cells"));
}
