//! Pseudotime, the graph of states, and genes along time, on made cells whose order and branches are known.

#![allow(clippy::unwrap_used, reason = "tests")]

use lca_cells::*;
use lca_numerics::{Csr, rng, sparse};
use lca_tables::Categorical;
use ndarray::Array2;
use rand::{Rng, RngExt};

/// Cells of a trunk that parts into two: places in space, time, and branch (0 trunk, 1 and 2).
fn fork(cells: usize) -> (Array2<f32>, Vec<f64>, Vec<u32>) {
    let mut random = rng(7, 0);
    let mut points = Array2::zeros((cells, 5));
    let (mut times, mut branches) = (Vec::new(), Vec::new());
    for cell in 0..cells {
        let time = cell as f64 / cells as f64;
        let branch = if time < 0.5 { 0 } else { 1 + (cell % 2) as u32 };
        let beyond = (time - 0.5).max(0.0);
        let side = if branch == 1 { beyond } else { -beyond };
        for (at, value) in [time, if branch == 0 { 0.0 } else { side }].into_iter().enumerate() {
            points[[cell, at]] = (10.0 * value) as f32;
        }
        for value in points.row_mut(cell) {
            *value += 0.15 * (random.random::<f32>() - 0.5);
        }
        times.push(time);
        branches.push(branch);
    }
    (points, times, branches)
}

fn graph(points: &Array2<f32>) -> Neighbors {
    neighbors(points.view(), &NeighborsParams::default()).unwrap()
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len() as f64;
    let (x, y) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let of =
        |p: &[f64], m: f64, q: &[f64], n: f64| p.iter().zip(q).map(|(p, q)| (p - m) * (q - n)).sum::<f64>();
    of(a, x, b, y) / (of(a, x, a, x) * of(b, y, b, y)).sqrt()
}

#[test]
fn pseudotime_runs_from_the_root_and_branches_part() {
    let (points, times, truth) = fork(600);
    let map = diffmap(&graph(&points).connectivities, &DiffmapParams::default()).unwrap();
    let time = dpt(&map, 0, &PseudotimeParams::default()).unwrap();
    assert_eq!((time.values[0], time.values.iter().copied().fold(0.0, f64::max)), (0.0, 1.0));
    // Diffusion distance is not linear in length: ranks of cells far apart agree, and the whole follows.
    assert!(correlation(&time.values, &times) > 0.9, "{}", correlation(&time.values, &times));
    let found =
        dpt_branches(&map, &time, &BranchParams { n_branchings: 1, ..BranchParams::default() }).unwrap();
    assert!(found.count == 3 || found.count == 4, "{}", found.count);
    let [root, one, other] = found.forks[0].0;
    assert!(truth[root] == 0 && truth[one] != 0 && truth[other] != 0 && truth[one] != truth[other]);
    let sure: Vec<usize> = (0..600).filter(|&cell| !(0.4..0.6).contains(&times[cell])).collect();
    let pick = |of: &dyn Fn(usize) -> u32| sure.iter().map(|&cell| of(cell)).collect::<Vec<u32>>();
    let agreement = adjusted_rand_index(&pick(&|cell| truth[cell]), &pick(&|cell| found.branch[cell] as u32));
    assert!(agreement > 0.9, "{agreement}");
    let within: Vec<bool> = times.iter().map(|&time| time < 0.1).collect();
    assert!(times[root_cell(&map, &within).unwrap()] < 0.02);
}

#[test]
fn cells_that_no_path_reaches_have_no_time() {
    let mut points = Array2::zeros((80, 2));
    for cell in 0..80 {
        points[[cell, 0]] = cell as f32 * 0.1 + if cell < 40 { 0.0 } else { 1e4 };
    }
    let map = diffmap(&graph(&points).connectivities, &DiffmapParams::default()).unwrap();
    let time = dpt(&map, 3, &PseudotimeParams::default()).unwrap();
    assert!(time.values[..40].iter().all(|value| value.is_finite()));
    assert!(time.values[40..].iter().all(|value| value.is_infinite()));
}

#[test]
fn states_hang_together_as_their_cells_do() {
    let (points, times, truth) = fork(600);
    // The fork, at 0.5, lies within a state: near it cells of both branches are each other's neighbours.
    let place = |time: f64| [0.3, 0.6, 0.8].iter().filter(|end| time >= **end).count();
    let name = |(&time, branch): (&f64, &u32)| match place(time) {
        trunk @ 0..2 => format!("0{trunk}"),
        part => format!("{branch}{part}"),
    };
    let state: Vec<String> = times.iter().zip(&truth).map(name).collect();
    let states = Categorical::from_texts(&state);
    assert_eq!(states.categories, ["00", "01", "12", "13", "22", "23"]);
    let found = paga(&graph(&points).distances, &states).unwrap();
    let joined: Vec<(usize, usize)> =
        found.tree.indexed_iter().filter(|(_, w)| **w > 0.0).map(|(at, _)| at).collect();
    assert_eq!(joined, [(0, 1), (1, 2), (1, 4), (2, 3), (4, 5)]);
    assert_eq!(found.connectivities, found.connectivities.t());
    assert_eq!(found.sizes.iter().sum::<usize>(), 600);
}

#[test]
fn connectivities_are_edges_over_chance() {
    // Two cells of each of two states; each cell's one neighbour: a0 -> a1, a1 -> b0, b0 -> b1, b1 -> b0.
    let distances = Csr::new(4, 4, vec![0, 1, 2, 3, 4], vec![1, 2, 3, 2], vec![1.0; 4]).unwrap();
    let found = paga(&distances, &Categorical::from_texts(&["a", "a", "b", "b"])).unwrap();
    // One edge; chance: (2·2 + 2·2) / 3.
    assert!((found.connectivities[[0, 1]] - 3.0 / 8.0).abs() < 1e-12);
}

/// 200 genes: 40 change along time, 40 between the branches, 120 do neither.
fn expressed(times: &[f64], truth: &[u32]) -> Csr<f32> {
    let mut random = rng(3, 1);
    let noise = |random: &mut dyn Rng| (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
    let dense = Array2::from_shape_fn((times.len(), 200), |(cell, gene)| {
        let phase = (gene % 7) as f64 / 7.0;
        let level = match gene {
            0..40 => (4.0 * times[cell] + 6.0 * phase).sin(),
            40..80 if truth[cell] == 1 => 1.0,
            _ => 0.0,
        };
        (2.0 + level + 0.8 * noise(&mut random)) as f32
    });
    sparse::from_dense(dense.view())
}

#[test]
fn genes_along_time_and_between_branches_are_found() {
    let (_, times, truth) = fork(600);
    let x = expressed(&times, &truth);
    // Of cells behind the fork, whose branches span the same times.
    let branch = Categorical {
        codes: truth.iter().map(|&branch| branch.checked_sub(1)).collect(),
        categories: vec!["1".into(), "2".into()],
        ordered: false,
    };
    let along = gene_trends(&x, &times, None, &TrendParams::default()).unwrap();
    let between = gene_trends(&x, &times, Some(&branch), &TrendParams::default()).unwrap();
    assert_eq!((along.cells, between.cells), (600, 300));
    let called = |p: &[f64], genes: std::ops::Range<usize>| genes.filter(|&gene| p[gene] < 0.05).count();
    assert_eq!(called(&along.time.pval_adj, 0..40), 40);
    assert!(called(&along.time.pval_adj, 80..200) <= 6);
    let test = between.branches.unwrap();
    assert_eq!(called(&test.pval_adj, 40..80), 40);
    assert!(called(&test.pval_adj, 0..40) + called(&test.pval_adj, 80..200) <= 6);
    // Chance alone: a tenth of the genes without any change have p below 0.1.
    let low = (80..200).filter(|&gene| along.time.pval[gene] < 0.1).count();
    assert!((3..25).contains(&low), "{low}");
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let (points, times, truth) = fork(500);
    let x = expressed(&times, &truth);
    let all = || {
        let graph = graph(&points);
        let map = diffmap(&graph.connectivities, &DiffmapParams::default()).unwrap();
        let time = dpt(&map, 0, &PseudotimeParams::default()).unwrap();
        let branches =
            dpt_branches(&map, &time, &BranchParams { n_branchings: 1, ..BranchParams::default() }).unwrap();
        let trends =
            gene_trends(&x, &time.values, Some(&branches.categorical()), &TrendParams::default()).unwrap();
        format!("{map:?} {time:?} {branches:?} {trends:?}")
    };
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(all);
    let one = on(1);
    assert!(one == on(2) && one == on(8));
}

#[test]
fn bad_input_is_an_error() {
    let few = sparse::from_dense(Array2::<f32>::ones((2, 2)).view());
    assert!(diffmap(&few, &DiffmapParams::default()).is_err());
    let negative = sparse::from_dense(Array2::<f32>::from_elem((4, 4), -1.0).view());
    assert!(diffmap(&negative, &DiffmapParams::default()).is_err());
    let empty = Csr::new(5, 5, vec![0; 6], vec![], vec![]).unwrap();
    let map = diffmap(&empty, &DiffmapParams::default()).unwrap();
    assert!(dpt(&map, 5, &PseudotimeParams::default()).is_err());
    let alone = dpt(&map, 2, &PseudotimeParams::default()).unwrap();
    assert!(alone.values[2] == 0.0 && alone.values[0].is_infinite());
    let none = Csr::new(5, 5, vec![0; 6], vec![], vec![]).unwrap();
    assert!(paga(&none, &Categorical::from_texts(&["a", "b"])).is_err());
    let x = sparse::from_dense(Array2::<f32>::ones((5, 3)).view());
    assert!(gene_trends(&x, &[0.0; 4], None, &TrendParams::default()).is_err());
    assert!(gene_trends(&x, &[f64::NAN; 5], None, &TrendParams::default()).is_err());
}
