use super::nearest::Nearest;
use super::points::{Points, minus, plus, square};

/// How far the whole field moved from each frame to the next, along z, y, x, in pixels of x; one entry
/// fewer than frames. Pairs of objects vote for the move between them; the most frequent move wins
/// where it is clear, and the median of the matched objects refines it.
pub(crate) fn drifts(points: &Points) -> Vec<[f64; 3]> {
    (1..points.frames.len()).map(|t| drift(points, t)).collect()
}

/// Fewest objects in both frames to say anything of the field.
const FEWEST: usize = 6;

/// Furthest move of the field from frame to frame, in cells of the vote: 20 diameters.
const FURTHEST: f64 = 40.0;

/// So many objects of a frame vote: evenly chosen ones, where there are more.
const VOTERS: usize = 500;

fn drift(points: &Points, t: usize) -> [f64; 3] {
    let (before, after) = (points.places(t - 1), points.places(t));
    if before.len().min(after.len()) < FEWEST {
        return [0.0; 3];
    }
    let mut shift = vote(&before, &after, points.diameter / 2.0);
    for _ in 0..4 {
        let moves = mutual_moves(&before, &after, shift);
        let step = middle(&moves);
        if !clear(&moves, step) {
            break;
        }
        shift = plus(shift, step);
    }
    shift
}

/// The most voted move among all pairs, in cells of `bin`; no move unless it is clearly ahead.
fn vote(before: &[[f64; 3]], after: &[[f64; 3]], bin: f64) -> [f64; 3] {
    let mut moves: Vec<[i64; 3]> = Vec::new();
    let every = before.len().div_ceil(VOTERS);
    let mut rows = after.to_vec();
    rows.sort_by(|a, b| a[1].total_cmp(&b[1]));
    let far = FURTHEST * bin;
    for a in before.iter().step_by(every) {
        let from = rows.partition_point(|b| b[1] < a[1] - far);
        let window = rows[from..].iter().take_while(|b| b[1] <= a[1] + far);
        let near = window.map(|b| minus(*b, *a)).filter(|step| square(*step) <= far * far);
        moves.extend(near.map(|step| step.map(|along| (along / bin).round() as i64)));
    }
    moves.sort_unstable();
    let counts: Vec<([i64; 3], usize)> =
        moves.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect();
    // Votes of one move fall into neighbouring cells, so a cell counts with those around it.
    let around = |cell: [i64; 3]| -> usize {
        let near = |other: &[i64; 3]| (0..3).all(|axis| (other[axis] - cell[axis]).abs() <= 1);
        let low = [cell[0] - 1, i64::MIN, i64::MIN];
        let from = counts.partition_point(|(other, _)| *other < low);
        let rest = counts[from..].iter().take_while(|(other, _)| other[0] <= cell[0] + 1);
        rest.filter(|(other, _)| near(other)).map(|(_, n)| n).sum()
    };
    let still = around([0; 3]);
    let mut ranked = counts.clone();
    ranked.sort_by_key(|&(cell, n)| (std::cmp::Reverse(n), cell));
    let best = ranked.iter().take(50).map(|&(cell, _)| (around(cell), std::cmp::Reverse(cell))).max();
    let enough = before.len().min(after.len()) / (2 * every);
    match best {
        Some((votes, std::cmp::Reverse(cell))) if votes >= enough && 2 * votes > 3 * still => {
            cell.map(|along| along as f64 * bin)
        }
        _ => [0.0; 3],
    }
}

/// Moves left between objects that are each other's nearest after `shift`.
pub(crate) fn mutual_moves(before: &[[f64; 3]], after: &[[f64; 3]], shift: [f64; 3]) -> Vec<[f64; 3]> {
    let moved: Vec<[f64; 3]> = before.iter().map(|place| plus(*place, shift)).collect();
    let (there, back) = (Nearest::new(after), Nearest::new(&moved));
    let pairs = moved.iter().enumerate().filter_map(|(at, &place)| {
        let (_, found) = there.find(place, None)?;
        (back.find(after[found], None)?.1 == at).then(|| minus(after[found], place))
    });
    pairs.collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn middle(moves: &[[f64; 3]]) -> [f64; 3] {
    [0, 1, 2].map(|axis| median(moves.iter().map(|step| step[axis]).collect()))
}

/// Whether a common step stands out from the objects' own moves.
fn clear(moves: &[[f64; 3]], step: [f64; 3]) -> bool {
    (0..3).any(|axis| {
        let spread = 1.4826 * median(moves.iter().map(|own| (own[axis] - step[axis]).abs()).collect());
        let error = 1.25 * spread / (moves.len().max(1) as f64).sqrt();
        step[axis].abs() > 4.0 * error && step[axis].abs() > 1e-3
    })
}
