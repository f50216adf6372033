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
    let (few, all) = (singlets(&three, None), singlets(&five, None));
    for method in [TransferMethod::Knn, TransferMethod::Logistic] {
        let run = |query: &Line, reference: &Line| {
            let (types, states) =
                (Categorical::from_texts(&reference.lines), Categorical::from_texts(&query.lines));
            let one = Measured { x: &query.x, genes: &query.genes };
            let two = Measured { x: &reference.x, genes: &reference.genes };
            let mut found =
                transfer(one, two, &types, &TransferParams { method, ..TransferParams::default() }).unwrap();
            let cells = Stated { measured: one, states: &states };
            let known = Stated { measured: two, states: &types };
            found.unlike(&states, &match_states(cells, known, &MatchParams::default()).unwrap()).unwrap();
            let (right, unknown) = shares(&found, query, &types.categories);
            println!(
                "{method:?}: right {right:.3}, strangers unknown {unknown:.3}, accuracy {:.3}",
                found.accuracy
            );
            (right, unknown)
        };
        assert!(run(&few, &all).0 > 0.97);
        for lacking in ["H1975", "H2228", "HCC827"] {
            let (right, unknown) = run(&few, &singlets(&five, Some(lacking)));
            assert!(right > 0.97 && unknown > 0.97, "without {lacking}: {right} {unknown}");
        }
        let (right, unknown) = run(&all, &few);
        assert!(right > 0.97 && unknown > 0.97, "three lines for five: {right} {unknown}");
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
