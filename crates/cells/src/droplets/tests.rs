use super::*;
use ndarray::Array2;

/// Two thousand droplets of ambient RNA, 20 to 60 counts each, 150 large cells, and 40 small ones of genes that the
/// ambient RNA hardly has. Genes 0 to 79 make the ambient RNA, 80 to 119 are the small cells' own.
fn made() -> (Csr<f32>, Vec<bool>) {
    let genes = 120;
    let (empties, large, small) = (2000, 150, 40);
    let mut dense = Array2::<f32>::zeros((empties + large + small, genes));
    let mut draw = |row: usize, counts: usize, own: bool, random: &mut lca_numerics::Rng| {
        for _ in 0..counts {
            let share = if own { 0.51 } else { 0.02 };
            let gene = match rand::RngExt::random::<f64>(random) < share {
                true => 80 + rand::RngExt::random_range(random, 0..40),
                false => rand::RngExt::random_range(random, 0..80),
            };
            dense[[row, gene]] += 1.0;
        }
    };
    for row in 0..empties {
        let mut random = lca_numerics::rng(1, row as u64);
        draw(row, 20 + row % 41, false, &mut random);
    }
    for row in 0..large {
        let mut random = lca_numerics::rng(2, row as u64);
        draw(empties + row, 4000 + 37 * row, true, &mut random);
    }
    for row in 0..small {
        let mut random = lca_numerics::rng(3, row as u64);
        draw(empties + large + row, 180 + 3 * row, true, &mut random);
    }
    // Twenty droplets with much ambient RNA and no cell.
    for row in 0..20 {
        let mut random = lca_numerics::rng(4, row as u64);
        draw(row, 150, false, &mut random);
    }
    let truth = (0..empties + large + small).map(|row| row >= empties).collect();
    (lca_numerics::sparse::from_dense(dense.view()), truth)
}

fn params() -> DropletParams {
    DropletParams { iterations: 3000, fdr: 0.01, ..DropletParams::default() }
}

#[test]
fn small_cells_are_found_and_full_empties_are_not() {
    let (counts, truth) = made();
    let found = empty_droplets(&counts, &params()).unwrap();
    let wrong = found.is_cell.iter().zip(&truth).filter(|(call, true_cell)| call != true_cell).count();
    assert!(wrong <= 2, "{wrong} wrong calls");
    assert!((found.ambient.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    let own: f64 = found.ambient[80..].iter().sum();
    assert!((own - 0.02).abs() < 0.005, "{own}");
    let ranks = found.ranks.unwrap();
    assert!(ranks.knee > 1000.0 && ranks.knee < 9600.0 && ranks.inflection < ranks.knee, "{ranks:?}");
    // Nothing but chance parts the droplets: nearly a multinomial.
    assert!(found.alpha > 1000.0, "{}", found.alpha);
}

#[test]
fn p_values_of_ambient_droplets_are_even() {
    let (counts, _) = made();
    // Droplets of one sort have no knee that means anything: all are tested.
    let ambient = counts.select_rows(&(0..2000).collect::<Vec<_>>());
    let found =
        empty_droplets(&ambient, &DropletParams { lower: 40.0, retain: Some(1e6), ..params() }).unwrap();
    let p: Vec<f64> = found.p_values.iter().copied().filter(|p| p.is_finite()).collect();
    let mean = p.iter().sum::<f64>() / p.len() as f64;
    assert!(p.len() > 500 && (mean - 0.5).abs() < 0.06, "{mean} of {}", p.len());
    let called = found.is_cell.iter().filter(|cell| **cell).count();
    assert!(called <= 5, "{called} {:?} {}", found.ranks, found.alpha);
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let (counts, _) = made();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let few = DropletParams { iterations: 300, ..params() };
        format!("{:?}", pool.install(|| empty_droplets(&counts, &few).unwrap()))
    };
    let one = with(1);
    assert!(one == with(2) && one == with(8));
}

#[test]
fn a_filtered_matrix_is_refused() {
    let (counts, _) = made();
    let cells = counts.select_rows(&(2000..2190).collect::<Vec<_>>());
    let message = empty_droplets(&cells, &params()).unwrap_err().to_string();
    assert!(message.contains("only an unfiltered matrix"), "{message}");
}
