use crate::replicates::normal;
use crate::same_on_any_threads;
use lca_cells::*;
use lca_numerics::rng;
use lca_tables::Categorical;
use ndarray::Array2;

/// Three states in two batches that are apart; the third state is in the second batch alone.
fn apart() -> (Array2<f32>, Categorical, Categorical) {
    let mut random = rng(1, 0);
    let (count, dims) = (600, 6);
    let batch: Vec<usize> = (0..count).map(|cell| usize::from(cell >= 240)).collect();
    let state: Vec<usize> = (0..count).map(|cell| if cell < 240 { cell % 2 } else { cell % 3 }).collect();
    let points = Array2::from_shape_fn((count, dims), |(cell, dim)| {
        let kind = if dim == state[cell] { 6.0 } else { 0.0 };
        let shift = if dim == 5 && batch[cell] == 1 { 4.0 } else { 0.0 };
        kind as f32 + shift + normal(&mut random) as f32
    });
    let name =
        |of: &[usize]| Categorical::from_texts(&of.iter().map(ToString::to_string).collect::<Vec<_>>());
    (points, name(&batch), name(&state))
}

fn state<'a>(kept: &'a KeptBiology, name: &str) -> &'a KeptState {
    kept.states.iter().find(|state| state.state == name).unwrap()
}

#[test]
fn nothing_is_lost_where_nothing_is_changed() {
    let (points, batch, states) = apart();
    let shifted = points.mapv(|value| 3.0 * value + 1.0);
    let kept = biology_kept(points.view(), shifted.view(), &batch, &states, &KeptParams::default()).unwrap();
    assert_eq!(kept.states.len(), 3);
    for state in kept.states.iter().chain([&kept.all]) {
        assert!(state.neighbours > 0.999, "{state:?}");
        assert!((state.purity.before - state.purity.after).abs() < 1e-3);
        assert!((state.silhouette.before - state.silhouette.after).abs() < 1e-4);
    }
    assert_eq!((state(&kept, "2").batches, state(&kept, "0").batches), (1, 2));
    assert!(kept.chance > 0.05 && kept.chance < 0.2);
    for (_, share) in &kept.explained {
        assert!((share.before - share.after).abs() < 1e-4 && share.before > 0.4, "{share:?}");
    }
}

#[test]
fn a_state_that_is_laid_over_another_is_named_as_lost() {
    let (points, batch, states) = apart();
    let mut merged = points.clone();
    for (cell, mut row) in merged.rows_mut().into_iter().enumerate() {
        if states.get(cell) == Some("2") {
            (row[2], row[0]) = (row[2] - 6.0, row[0] + 6.0);
        }
    }
    let kept = biology_kept(points.view(), merged.view(), &batch, &states, &KeptParams::default()).unwrap();
    let (lost, fine) = (state(&kept, "2"), state(&kept, "1"));
    assert!(lost.silhouette.before > 0.5 && lost.silhouette.after < 0.1, "{lost:?}");
    assert!(lost.purity.after < 0.7 && lost.clisi.after > 1.5, "{lost:?}");
    assert!((fine.purity.after - fine.purity.before).abs() < 0.02 && fine.neighbours > 0.99, "{fine:?}");
    let table = kept.table().unwrap();
    assert_eq!(table.index().last().unwrap(), "all");
}

#[test]
fn noise_keeps_no_more_neighbours_than_chance_and_threads_change_nothing() {
    let (points, batch, states) = apart();
    let mut random = rng(9, 0);
    let noise = Array2::from_shape_fn(points.dim(), |_| normal(&mut random) as f32);
    let kept = same_on_any_threads(|| {
        biology_kept(points.view(), noise.view(), &batch, &states, &KeptParams::default()).unwrap()
    });
    assert!((kept.all.neighbours - kept.chance).abs() < 0.02, "{} {}", kept.all.neighbours, kept.chance);
    assert!(kept.explained.iter().all(|(_, share)| share.after < 0.05));
}

#[test]
fn a_correction_that_is_too_strong_costs_more() {
    let (points, batch, states) = apart();
    let cost = |params: &HarmonyParams| {
        let found = harmony(points.view(), &batch, params).unwrap();
        biology_kept(points.view(), found.scores.view(), &batch, &states, &KeptParams::default()).unwrap()
    };
    let usual = cost(&HarmonyParams::default());
    let strong =
        cost(&HarmonyParams { theta: 40.0, lamb: 1e-6, nclust: Some(3), ..HarmonyParams::default() });
    println!(
        "neighbours kept {:.3} and {:.3}, silhouette of the third state {:.3} and {:.3}",
        usual.all.neighbours,
        strong.all.neighbours,
        state(&usual, "2").silhouette.after,
        state(&strong, "2").silhouette.after
    );
    assert!(usual.ilisi.after > usual.ilisi.before + 0.3);
    assert!(strong.all.silhouette.after < usual.all.silhouette.after);
}

#[test]
fn what_does_not_fit_is_refused() {
    let (points, batch, states) = apart();
    let refused = |after: &Array2<f32>, batch: &Categorical, k| {
        biology_kept(points.view(), after.view(), batch, &states, &KeptParams { k }).unwrap_err().to_string()
    };
    let less = points.select(ndarray::Axis(0), &[0, 1]);
    assert!(refused(&less, &batch, 30).contains("600"));
    assert!(refused(&points, &batch, 1).contains("`k`"));
    let mut some = batch.clone();
    some.codes[3] = None;
    assert!(refused(&points, &some, 30).contains("batch"));
    let alone: Vec<String> = (0..600).map(|cell| format!("b{cell}")).collect();
    assert!(refused(&points, &Categorical::from_texts(&alone), 30).contains("6"));
}
