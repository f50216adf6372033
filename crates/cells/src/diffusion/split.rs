use rayon::prelude::*;
use std::cmp::Ordering;

/// Cells, in their order from a tip, up to which the distances `a` and `b` from two other tips fall together, and beyond
/// which one falls as the other rises: the place where Kendall's concordance before less that behind is largest
/// (Haghverdi et al. 2016, supplementary note 4), with that difference, -2 to 2. At least `least` cells on each side.
pub(super) fn split(a: &[f64], b: &[f64], least: usize) -> Option<(usize, f64)> {
    let count = a.len();
    let least = least.max(2);
    if count < 2 * least {
        return None;
    }
    let (before, behind) = concordances(a, b);
    let pairs = |cells: usize| (cells * (cells - 1) / 2) as f64;
    let mut inside: f64 = before[..least].iter().sum();
    let mut outside: f64 = behind[least..].iter().sum();
    let mut best = (least, f64::NEG_INFINITY);
    for cells in least..=count - least {
        if cells > least {
            inside += before[cells - 1];
            outside -= behind[cells - 1];
        }
        let score = inside / pairs(cells) - outside / pairs(count - cells);
        if score > best.1 {
            best = (cells, score);
        }
    }
    Some(best)
}

/// For each cell, pairs that agree less those that disagree, with the cells before it and with those behind it.
fn concordances(a: &[f64], b: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let sign = |order: Ordering| order as i64;
    let pair = |x: usize, y: usize| sign(a[x].total_cmp(&a[y])) * sign(b[x].total_cmp(&b[y]));
    let of = |cell: usize| {
        let before: i64 = (0..cell).map(|other| pair(cell, other)).sum();
        let behind: i64 = (cell + 1..a.len()).map(|other| pair(cell, other)).sum();
        (before as f64, behind as f64)
    };
    (0..a.len()).into_par_iter().map(of).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_where_two_distances_part() {
        // Towards a fork both distances fall, then one rises.
        let a: Vec<f64> = (0..40).map(|cell| f64::from(40 - cell)).collect();
        let b: Vec<f64> =
            (0..40).map(|cell| if cell < 25 { f64::from(40 - cell) } else { f64::from(cell - 10) }).collect();
        let (at, score) = split(&a, &b, 3).unwrap();
        assert_eq!(at, 25);
        assert!((score - 2.0).abs() < 1e-12);
        assert!(split(&a[..3], &b[..3], 2).is_none());
    }
}
