use lca_numerics::{Csr, sparse};

/// The share of each gene in the droplets without a cell. Genes that these lack but others have share what Good &
/// Turing give to the unseen; seen ones are smoothed alike (simple Good-Turing; Gale & Sampson, Journal of
/// Quantitative Linguistics 1995).
pub(super) fn profile(counts: &Csr<f32>, empty: &[usize]) -> Vec<f64> {
    let sums = sparse::column_sums(&counts.select_rows(empty));
    let anywhere = sparse::column_sums(counts);
    let seen: Vec<u64> = sums.iter().map(|&sum| sum as u64).collect();
    let total: f64 = sums.iter().sum();
    let of = frequencies(&seen);
    let once = of.first().filter(|(count, _)| *count == 1).map_or(0.0, |(_, genes)| *genes as f64);
    let unseen = (0..sums.len()).filter(|&gene| seen[gene] == 0 && anywhere[gene] > 0.0).count();
    let unseen_share = if unseen == 0 { 0.0 } else { (once / total).min(0.5) };
    let smooth = smoothed(&of);
    let whole: f64 = of.iter().zip(&smooth).map(|((_, genes), value)| *genes as f64 * value).sum();
    let share = |gene: usize| match seen[gene] {
        0 if anywhere[gene] > 0.0 => unseen_share / unseen as f64,
        0 => 0.0,
        count => {
            let at = of.binary_search_by_key(&count, |(known, _)| *known).unwrap_or(0);
            (1.0 - unseen_share) * smooth[at] / whole
        }
    };
    (0..sums.len()).map(share).collect()
}

/// Each count that occurs, from the smallest, and how many genes have it.
fn frequencies(seen: &[u64]) -> Vec<(u64, usize)> {
    let mut counts: Vec<u64> = seen.iter().copied().filter(|count| *count > 0).collect();
    counts.sort_unstable();
    let mut of: Vec<(u64, usize)> = Vec::new();
    for count in counts {
        match of.last_mut() {
            Some((known, genes)) if *known == count => *genes += 1,
            _ => of.push((count, 1)),
        }
    }
    of
}

/// The smoothed count in place of each that occurs: Turing's estimate while it differs from the regression of the
/// frequencies by more than 1.96 of its standard deviation, the regression from then on.
fn smoothed(of: &[(u64, usize)]) -> Vec<f64> {
    let Some((intercept, slope)) = regression(of) else {
        return of.iter().map(|(count, _)| *count as f64).collect();
    };
    let fitted = |count: f64| (intercept + slope * count.ln()).exp();
    let mut regressed = false;
    let value = |(at, &(count, genes)): (usize, &(u64, usize))| {
        let count = count as f64;
        let by_line = (count + 1.0) * fitted(count + 1.0) / fitted(count);
        let next =
            of.get(at + 1).filter(|(next, _)| *next as f64 == count + 1.0).map(|(_, genes)| *genes as f64);
        let (Some(next), false) = (next, regressed) else {
            regressed = true;
            return by_line;
        };
        let genes = genes as f64;
        let turing = (count + 1.0) * next / genes;
        let spread = ((count + 1.0).powi(2) * next / genes.powi(2) * (1.0 + next / genes)).sqrt();
        if (turing - by_line).abs() <= 1.96 * spread {
            regressed = true;
            return by_line;
        }
        turing
    };
    of.iter().enumerate().map(value).collect()
}

/// The straight line of log frequency by log count, each frequency spread over the gap around it; none of fewer than
/// three counts, or one that does not fall as it must.
fn regression(of: &[(u64, usize)]) -> Option<(f64, f64)> {
    if of.len() < 3 {
        return None;
    }
    let spread = |(at, &(count, genes)): (usize, &(u64, usize))| {
        let before = at.checked_sub(1).map_or(0.0, |at| of[at].0 as f64);
        let after = of.get(at + 1).map_or(2.0 * count as f64 - before, |next| next.0 as f64);
        ((count as f64).ln(), (2.0 * genes as f64 / (after - before)).ln())
    };
    let points: Vec<(f64, f64)> = of.iter().enumerate().map(spread).collect();
    let size = points.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / size;
    let (x, y) = (mean(&|point| point.0), mean(&|point| point.1));
    let along: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let slope = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>() / along;
    (slope < -1.0).then_some((y - slope * x, slope))
}

/// Bounds of the concentration.
const BOUNDS: (f64, f64) = (0.01, 10_000.0);

/// The concentration of the Dirichlet-multinomial under which the droplets without a cell are most likely.
pub(super) fn concentration(counts: &Csr<f32>, empty: &[usize], ambient: &[f64]) -> f64 {
    // How often each gene has more than j counts, and how many droplets have more than j counts in all.
    let mut genes: Vec<Vec<f64>> = vec![Vec::new(); ambient.len()];
    let mut droplets: Vec<f64> = Vec::new();
    let raise = |list: &mut Vec<f64>, count: usize| {
        if list.len() < count {
            list.resize(count, 0.0);
        }
        list.iter_mut().take(count).for_each(|entry| *entry += 1.0);
    };
    for &row in empty {
        let (columns, counted) = counts.row(row);
        let mut total = 0;
        for (&gene, &count) in columns.iter().zip(counted) {
            raise(&mut genes[gene as usize], count as usize);
            total += count as usize;
        }
        raise(&mut droplets, total);
    }
    let likelihood = |log_alpha: f64| {
        let alpha = log_alpha.exp();
        let of = |start: f64, list: &[f64]| -> f64 {
            list.iter().enumerate().map(|(j, times)| times * (j as f64 + start).ln()).sum()
        };
        let all: f64 = genes
            .iter()
            .zip(ambient)
            .filter(|(list, share)| !list.is_empty() && **share > 0.0)
            .map(|(list, share)| of(alpha * share, list))
            .sum();
        all - of(alpha, &droplets)
    };
    golden(likelihood, BOUNDS.0.ln(), BOUNDS.1.ln()).exp()
}

/// Where a function of one hump is highest (golden section).
fn golden(of: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let part = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut left, mut right) = (high - part * (high - low), low + part * (high - low));
    let (mut at_left, mut at_right) = (of(left), of(right));
    while high - low > 1e-4 {
        if at_left < at_right {
            (low, left, at_left) = (left, right, at_right);
            right = low + part * (high - low);
            at_right = of(right);
        } else {
            (high, right, at_right) = (right, left, at_left);
            left = high - part * (high - low);
            at_left = of(left);
        }
    }
    0.5 * (low + high)
}
