//! Against the best of all assignments, found by trying each.

use super::super::graph::Graph;
use super::*;
use lca_numerics::rng;
use rand::RngExt;

fn total(edges: &[Vec<(usize, f64)>], partner: &[Option<usize>]) -> f64 {
    let weight = |(left, right): (usize, &Option<usize>)| {
        right.and_then(|right| edges[left].iter().find(|edge| edge.0 == right)).map_or(0.0, |edge| edge.1)
    };
    partner.iter().enumerate().map(weight).sum()
}

/// The best total by trying everything.
fn best(edges: &[Vec<(usize, f64)>], left: usize, used: u32) -> f64 {
    let Some(list) = edges.get(left) else { return 0.0 };
    let free = list.iter().filter(|edge| used >> edge.0 & 1 == 0);
    free.map(|edge| edge.1 + best(edges, left + 1, used | 1 << edge.0))
        .fold(best(edges, left + 1, used), f64::max)
}

fn assign(edges: &[Vec<(usize, f64)>]) -> Vec<Option<usize>> {
    Assignment::solve(&Graph::new(edges)).next()
}

#[test]
fn equals_the_best_of_all_assignments() {
    for seed in 0..300 {
        let mut random = rng(7, seed);
        let mut edges = vec![Vec::new(); 6];
        for list in &mut edges {
            for right in 0..6 {
                let weight = f64::from(random.random_range(-3..9));
                if random.random_bool(0.5) {
                    list.push((right, weight));
                }
            }
        }
        let partner = assign(&edges);
        let mut taken: Vec<usize> = partner.iter().flatten().copied().collect();
        taken.sort_unstable();
        assert!(taken.windows(2).all(|pair| pair[0] != pair[1]));
        assert!((total(&edges, &partner) - best(&edges, 0, 0)).abs() < 1e-9, "seed {seed}");
    }
}

/// The best total by trying everything, with divisions `(mother, daughters, weight)` that are forced.
fn best_divided(edges: &[Vec<(usize, f64)>], mother: usize, daughters: [usize; 2], weight: f64) -> f64 {
    let mut open = edges.to_vec();
    open[mother].clear();
    weight + best(&open, 0, 1 << daughters[0] | 1 << daughters[1])
}

#[test]
fn a_division_is_taken_exactly_when_it_raises_the_total() {
    let mut taken = [0; 2];
    for seed in 0..400 {
        let mut random = rng(8, seed);
        let mut edges = vec![Vec::new(); 6];
        for list in &mut edges {
            for right in 0..6 {
                if random.random_bool(0.5) {
                    list.push((right, f64::from(random.random_range(-3..9))));
                }
            }
        }
        let graph = Graph::new(&edges);
        let mut links = Assignment::solve(&graph);
        let before = best(&edges, 0, 0);
        let weight = f64::from(random.random_range(0..25)) + 0.5;
        let with = best_divided(&edges, 2, [1, 4], weight);
        let bound = weight - links.earns_before(2) - links.earns_after(1) - links.earns_after(4);
        assert!(
            with - before <= bound + 1e-9,
            "seed {seed}: the bound {bound} is too low for {with} - {before}"
        );
        let divided = links.divide(2, [1, 4], weight);
        assert_eq!(divided, with > before + 1e-9, "seed {seed}");
        taken[usize::from(divided)] += 1;
        let mut rest = edges.clone();
        if divided {
            rest[2].clear();
        }
        let reached = total(&rest, &links.next()) + if divided { weight } else { 0.0 };
        assert!((reached - before.max(with)).abs() < 1e-9, "seed {seed}: {reached} is not the best");
        // The prices still prove what is left: a second division is judged as exactly.
        let again = best_after(&edges, divided, [3, 0, 5], weight);
        let divided_again = links.divide(3, [0, 5], weight);
        assert_eq!(divided_again, again > reached + 1e-9, "seed {seed}");
    }
    assert!(taken[0] > 50 && taken[1] > 50, "{taken:?}");
}

fn best_after(edges: &[Vec<(usize, f64)>], divided: bool, [mother, a, b]: [usize; 3], weight: f64) -> f64 {
    let mut open = edges.to_vec();
    open[mother].clear();
    let mut used = 1 << a | 1 << b;
    let mut sum = weight;
    if divided {
        open[2].clear();
        used |= 1 << 1 | 1 << 4;
        sum += weight;
    }
    sum + best(&open, 0, used)
}
