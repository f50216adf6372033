/// Probability of at least `hits` marked ones among `drawn` of `all`, of which `marked` are marked.
#[must_use]
pub fn hypergeometric_sf(all: usize, marked: usize, drawn: usize, hits: usize) -> f64 {
    let (marked, drawn) = (marked.min(all), drawn.min(all));
    let choose = |n: usize, k: usize| {
        let (n, k) = (n as f64, k as f64);
        libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
    };
    let possible = |k: &usize| drawn - k <= all - marked;
    let term = |k: usize| (choose(marked, k) + choose(all - marked, drawn - k) - choose(all, drawn)).exp();
    (hits..=drawn.min(marked)).filter(possible).map(term).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_scipy() {
        // scipy.stats.hypergeom.sf(3, 50, 10, 12)
        assert!((hypergeometric_sf(50, 10, 12, 4) - 0.179_056_477_205_971_2).abs() < 1e-12);
        assert!((hypergeometric_sf(5, 5, 3, 3) - 1.0).abs() < 1e-12);
        assert_eq!(hypergeometric_sf(5, 2, 3, 3), 0.0);
    }
}
