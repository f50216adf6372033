//! Models of samples.

use super::{compiled, is_sound, read};
use lca_kinetics::petab::Override;
use lca_network::compile::{instances, problem};
use lca_tables::{Column, DataFrame};

fn table() -> DataFrame {
    let mut table = DataFrame::with_rows(3);
    table.set("gene", Column::Text(["G1", "G2", "A"].map(|id| id.to_owned()).to_vec())).unwrap();
    table.set("ref", Column::Float(vec![10.0, 20.0, 4.0])).unwrap();
    table.set("tumour-1", Column::Float(vec![30.0, 20.0, 1.0])).unwrap();
    table
}

const TEXT: &str = "A degraded | kf = 0.1 | A = 2\nT transcribes m | V = 3 | T = 5\nm degraded
@expression A = 0.5 * G1 + 0.25 * G2
@expression Vmax_transcribe_T_m = G1
@condition low: T = 1\n@condition high: T = 10";

#[test]
fn each_sample_has_the_conditions_with_its_factors() {
    let sketch = read(TEXT);
    let found = instances(&sketch, &problem(&sketch).unwrap(), &table(), "ref").unwrap();
    let ids: Vec<&str> = found.problem.conditions.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["ref_low", "ref_high", "tumour_1_low", "tumour_1_high"]);
    // (0.5 × 30 + 0.25 × 20) / (0.5 × 10 + 0.25 × 20) = 2, and 30 / 10 = 3.
    let factors: Vec<f64> = found.samples[1].factors.iter().map(|(_, value)| *value).collect();
    assert_eq!(factors, [2.0, 3.0]);
    let changes = &found.problem.condition("tumour_1_high").unwrap().changes;
    assert_eq!(
        changes[..2],
        [
            ("x_A".to_owned(), Override::Number(2.0)),
            ("x_Vmax_transcribe_T_m".to_owned(), Override::Number(3.0)),
        ]
    );
    is_sound(&found.problem);
}

#[test]
fn the_reference_keeps_the_model_and_others_scale_it() {
    let sketch = read(TEXT);
    let plain = problem(&sketch).unwrap();
    let found = instances(&sketch, &plain, &table(), "ref").unwrap();
    let times = [0.0, 1.0, 5.0];
    let run = |network, changes: &[(&str, f64)]| {
        lca_model::Simulator::new(network, &["A", "m"]).unwrap().run(changes, &times).unwrap().values
    };
    let before = run(&plain.network, &[]);
    let close = |a: &[Vec<f64>], b: &[Vec<f64>], factor: [f64; 2]| {
        for (x, y) in a.iter().zip(b) {
            for at in 0..2 {
                assert!((x[at] * factor[at] - y[at]).abs() < 1e-5 * (1.0 + y[at].abs()), "{x:?} {y:?}");
            }
        }
    };
    close(&before, &run(&found.problem.network, &[]), [1.0, 1.0]);
    // Both equations are linear in what is scaled.
    close(&before, &run(&found.problem.network, &[("x_A", 2.0), ("x_Vmax_transcribe_T_m", 3.0)]), [2.0, 3.0]);
    close(&before, &run(&found.samples[1].applied(&found.problem.network), &[]), [2.0, 3.0]);
}

#[test]
fn rows_of_the_same_name_scale_where_nothing_is_said() {
    let sketch = read("A degraded | | A = 2");
    let found = instances(&sketch, &problem(&sketch).unwrap(), &table(), "ref").unwrap();
    assert_eq!(found.samples[1].factors, [("A".to_owned(), 0.25)]);
    let ids: Vec<&str> = found.problem.conditions.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["ref", "tumour_1"]);
}

#[test]
fn what_cannot_be_scaled_is_refused() {
    let cases = [
        (TEXT, "reff", "`reff`"),
        ("A degraded | | A = 2\n@expression A = G9", "ref", "`G9`"),
        ("A degraded\n@expression A = G1", "ref", "initial amount"),
        ("A degraded | | A = 2\n@expression B = G1", "ref", "`B`"),
        ("A degraded | | A = 2\n@expression A = G1 - 10", "ref", "not expressed in the reference"),
        ("B degraded | | B = 2", "ref", "0 found"),
    ];
    for (text, reference, part) in cases {
        let error = instances(&read(text), &compiled(text), &table(), reference).unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn conditions_of_samples_whose_names_run_together_stay_apart() {
    let sketch = read("A degraded | | A = 2\n@condition low_x: A = 1\n@condition x: A = 3");
    let columns = [
        ("gene", Column::Text(vec!["A".to_owned()])),
        ("ref", Column::Float(vec![1.0])),
        ("ref_low", Column::Float(vec![2.0])),
    ];
    let table = DataFrame::with_rows(1).with_columns(columns).unwrap();
    let found = instances(&sketch, &problem(&sketch).unwrap(), &table, "ref").unwrap();
    let ids: Vec<&str> = found.problem.conditions.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["ref_low_x", "ref_x", "ref_low_low_x", "ref_low_x_2"]);
}
