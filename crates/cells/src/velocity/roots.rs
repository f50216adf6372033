use super::VelocityGraph;
use crate::CellsError;
use lca_numerics::Csr;

/// Steps of a walk at most, and the change at which it has come to rest.
const STEPS: usize = 5000;
const SETTLED: f64 = 1e-10;

/// Where cells come from: the stationary state of the walk backwards, along the transposed transitions (Bergen et al. 2020,
/// Methods, "Gene-shared latent time"), and where they go: the same of the walk forwards. Of each cell how often the walk is there,
/// as a share of the most.
pub(super) fn roots_and_ends(graph: &VelocityGraph) -> Result<(Vec<f64>, Vec<f64>), CellsError> {
    let forth = graph.transitions()?;
    let back = forth.transpose();
    Ok((shares(long_run(&back, &forth)), shares(long_run(&forth, &back))))
}

fn shares(mut found: Vec<f64>) -> Vec<f64> {
    let most = found.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    found.iter_mut().for_each(|share| *share /= most);
    found
}

/// Where a walk that stays every other time, which settles, is found in the long run when it began anywhere. `back` holds
/// the weights of `forth` by where they lead to. A cell without a way on keeps what reaches it.
fn long_run(forth: &Csr<f64>, back: &Csr<f64>) -> Vec<f64> {
    let cells = forth.shape().0;
    let out: Vec<f64> = (0..cells).map(|cell| forth.row(cell).1.iter().sum()).collect();
    let mut share = vec![1.0 / cells as f64; cells];
    for _ in 0..STEPS {
        let leaving: Vec<f64> =
            share.iter().zip(&out).map(|(share, out)| if *out > 0.0 { share / out } else { 0.0 }).collect();
        let next: Vec<f64> = (0..cells)
            .map(|cell| {
                let (from, weights) = back.row(cell);
                let come: f64 =
                    from.iter().zip(weights).map(|(&from, weight)| weight * leaving[from as usize]).sum();
                0.5 * (share[cell] + come + if out[cell] > 0.0 { 0.0 } else { share[cell] })
            })
            .collect();
        let change: f64 = next.iter().zip(&share).map(|(a, b)| (a - b).abs()).sum();
        share = next;
        if change < SETTLED {
            break;
        }
    }
    share
}
