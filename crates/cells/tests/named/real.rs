//! Real cells: lines told apart by genotype, in two experiments.

use crate::common::{Counts, sc_mixology};
use crate::logged;
use lca_cells::*;
use lca_numerics::Csr;
use lca_tables::Categorical;

struct Line {
    x: Csr<f32>,
    genes: Vec<String>,
    lines: Vec<String>,
}

/// Single cells of an experiment, without one line.
fn singlets(data: &Counts, lacking: Option<&str>) -> Line {
    let (single, lines) = (&data.metadata["demuxlet_cls"], &data.metadata["cell_line_demuxlet"]);
    let rows: Vec<usize> = (0..data.cells.len())
        .filter(|&cell| single[cell] == "SNG" && lacking != Some(lines[cell].as_str()))
        .collect();
    Line {
        x: logged(&data.counts.select_rows(&rows)),
        genes: data.genes.clone(),
        lines: rows.iter().map(|&row| lines[row].clone()).collect(),
    }
}

/// Shares of the cells that are called by their line, and of those of lines the reference lacks that are unknown.
fn shares(found: &Transfer, query: &Line, known: &[String]) -> (f64, f64) {
    let (mut right, mut all, mut unknown, mut strangers) = (0.0, 0.0_f64, 0.0, 0.0_f64);
    for (name, line) in found.names().iter().zip(&query.lines) {
        if known.contains(line) {
            all += 1.0;
            right += f64::from(u8::from(name == line));
        } else {
            strangers += 1.0;
            unknown += f64::from(u8::from(*name == UNKNOWN));
        }
    }
    (right / all.max(1.0), unknown / strangers.max(1.0))
}

#[test]
fn cell_lines_are_named_by_another_experiment_and_those_it_lacks_are_unknown() {
    let (Some(three), Some(five)) = (sc_mixology("sc_celseq2"), sc_mixology("sc_celseq2_5cl_p1")) else {
        return;
    };
    let run = |query: &Line, reference: &Line, params: &TransferParams| {
        let labels = Categorical::from_texts(&reference.lines);
        let found = transfer(
            Measured { x: &query.x, genes: &query.genes },
            Measured { x: &reference.x, genes: &reference.genes },
            &labels,
            params,
        );
        let found = found.unwrap();
        let (right, unknown) = shares(&found, query, &labels.categories);
        println!(
            "{:?} {:?} {} genes: right {right:.3}, strangers unknown {unknown:.3}, accuracy {:.3}, error {:.3}",
            params.method, params.align, found.genes, found.accuracy, found.calibration_error
        );
        (right, unknown)
    };
    let whole = singlets(&three, None);
    for align in [Align::None, Align::Center, Align::Harmony] {
        for method in [TransferMethod::Knn, TransferMethod::Logistic] {
            let params = TransferParams { method, align, ..TransferParams::default() };
            for lacking in [None, Some("H1975"), Some("H2228"), Some("HCC827")] {
                println!("reference of five without {lacking:?}");
                let (right, unknown) = run(&whole, &singlets(&five, lacking), &params);
                if params == TransferParams::default() {
                    assert!(right > 0.8, "{right}");
                    assert!(lacking.is_none() || unknown > 0.9, "{unknown}");
                }
            }
            println!("reference of three lines, five asked");
            run(&singlets(&five, None), &whole, &params);
        }
    }
}

#[test]
fn cell_lines_are_matched_across_experiments() {
    let (Some(three), Some(five)) = (sc_mixology("sc_celseq2"), sc_mixology("sc_celseq2_5cl_p1")) else {
        return;
    };
    let (three, five) = (singlets(&three, None), singlets(&five, None));
    let (first, second) = (Categorical::from_texts(&three.lines), Categorical::from_texts(&five.lines));
    let found = match_states(
        Stated { measured: Measured { x: &three.x, genes: &three.genes }, states: &first },
        Stated { measured: Measured { x: &five.x, genes: &five.genes }, states: &second },
        &MatchParams::default(),
    )
    .unwrap();
    for state in found.first.iter().chain(&found.second) {
        println!("{state:?}");
    }
    for state in &found.second {
        let shared = first.categories.contains(&state.state);
        let want = if shared { Verdict::Same } else { Verdict::New };
        assert_eq!(state.verdict, want, "{state:?}");
        assert!(!shared || state.best.as_ref() == Some(&state.state));
    }
}
