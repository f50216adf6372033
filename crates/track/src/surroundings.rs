use crate::TrackError;
use lca_tables::{Column, DataFrame};
use std::collections::BTreeMap;

/// How far the centre of a neighbour may be, in diameters of the typical cell.
const REACH: f64 = 2.5;

/// Adds to traces (as [`crate::traces`] makes them) how each cell moves and who is around it.
///
/// `step` is the distance to where the cell was last seen, `speed` that over the frames between, `turn` the
/// angle between this step and the one before (0 straight on, up to pi), each not a number where there is
/// none; `neighbours` the number of other cells whose centre is within two and a half median diameters,
/// and `nearest` the distance to the nearest. Lengths are in pixels of x; `spacing` is the size of a voxel
/// along z, y, x relative to that along x.
///
/// # Errors
/// [`TrackError`] when a column of the traces is missing.
pub fn surroundings(traces: &DataFrame, spacing: [f64; 3]) -> Result<DataFrame, TrackError> {
    let (track, t) = (traces.numbers("track")?, traces.numbers("t")?);
    let axes = [traces.numbers("centre_z")?, traces.numbers("centre_y")?, traces.numbers("centre_x")?];
    let place: Vec<[f64; 3]> =
        (0..track.len()).map(|row| [0, 1, 2].map(|axis| axes[axis][row] * spacing[axis])).collect();
    let mut out = traces.clone();
    let motion = motion(&track, &t, &place);
    for (at, name) in ["step", "speed", "turn"].into_iter().enumerate() {
        out.set(name, Column::Float(motion.iter().map(|one| one[at]).collect()))?;
    }
    let mut sizes: Vec<f64> = traces.numbers("diameter").unwrap_or_default();
    sizes.retain(|size| size.is_finite());
    sizes.sort_unstable_by(f64::total_cmp);
    let reach = sizes.get(sizes.len() / 2).map(|typical| REACH * typical);
    let around = around(&t, &place, reach);
    if reach.is_some() {
        out.set("neighbours", Column::Int(around.iter().map(|one| one.0).collect()))?;
    }
    out.set("nearest", Column::Float(around.iter().map(|one| one.1).collect()))?;
    Ok(out)
}

/// Step, speed and turn of each row; rows are sorted by track, then frame.
fn motion(track: &[f64], t: &[f64], place: &[[f64; 3]]) -> Vec<[f64; 3]> {
    let mut motion = vec![[f64::NAN; 3]; track.len()];
    let mut before: Option<[f64; 3]> = None;
    for row in 1..track.len() {
        if track[row] != track[row - 1] {
            before = None;
            continue;
        }
        let way = [0, 1, 2].map(|axis| place[row][axis] - place[row - 1][axis]);
        let step = length(way);
        motion[row] = [step, step / (t[row] - t[row - 1]), before.map_or(f64::NAN, |last| angle(last, way))];
        before = Some(way);
    }
    motion
}

fn length(way: [f64; 3]) -> f64 {
    way.iter().map(|along| along * along).sum::<f64>().sqrt()
}

fn angle(a: [f64; 3], b: [f64; 3]) -> f64 {
    let both = length(a) * length(b);
    let dot: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    if both > 0.0 { (dot / both).clamp(-1.0, 1.0).acos() } else { f64::NAN }
}

/// Cells within `reach` and the distance to the nearest, for each row.
fn around(t: &[f64], place: &[[f64; 3]], reach: Option<f64>) -> Vec<(i64, f64)> {
    let mut frames: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (row, t) in t.iter().enumerate() {
        frames.entry(*t as u64).or_default().push(row);
    }
    let mut found = vec![(0, f64::NAN); t.len()];
    for mut rows in frames.into_values() {
        rows.sort_unstable_by(|&a, &b| place[a][2].total_cmp(&place[b][2]).then(a.cmp(&b)));
        for (at, &row) in rows.iter().enumerate() {
            let (mut count, mut nearest) = (0, f64::INFINITY);
            let mut meet = |other: &usize| {
                let far = length([0, 1, 2].map(|axis| place[*other][axis] - place[row][axis]));
                count += i64::from(reach.is_some_and(|reach| far <= reach));
                nearest = nearest.min(far);
                // Cells further along x alone than both limits can be neither.
                (place[*other][2] - place[row][2]).abs() <= nearest.max(reach.unwrap_or(0.0))
            };
            let _ = rows[at + 1..].iter().all(&mut meet);
            let _ = rows[..at].iter().rev().all(&mut meet);
            found[row] = (count, if nearest.is_finite() { nearest } else { f64::NAN });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_turns_and_neighbours_are_those_of_a_made_scene() {
        let rows = [(1, 0, 0.0, 0.0), (1, 1, 0.0, 3.0), (1, 3, 4.0, 3.0), (2, 1, 0.0, 7.0), (3, 1, 90.0, 0.0)];
        let column = |of: fn(&(i64, i64, f64, f64)) -> f64| Column::Float(rows.iter().map(of).collect());
        let mut table = DataFrame::with_rows(rows.len());
        table.set("track", column(|row| row.0 as f64)).unwrap();
        table.set("t", column(|row| row.1 as f64)).unwrap();
        table.set("centre_z", column(|_| 0.0)).unwrap();
        table.set("centre_y", column(|row| row.2)).unwrap();
        table.set("centre_x", column(|row| row.3)).unwrap();
        table.set("diameter", column(|_| 2.0)).unwrap();
        let found = surroundings(&table, [1.0; 3]).unwrap();
        let of = |name: &str| found.numbers(name).unwrap();
        assert_eq!(of("step")[1..3], [3.0, 4.0]);
        assert_eq!(of("speed")[1..3], [3.0, 2.0]);
        assert!((of("turn")[2] - std::f64::consts::FRAC_PI_2).abs() < 1e-12 && of("turn")[1].is_nan());
        assert_eq!(of("neighbours"), [0.0, 1.0, 0.0, 1.0, 0.0]);
        assert_eq!(of("nearest")[1], 4.0);
        assert!((of("nearest")[4] - 90.0_f64.hypot(3.0)).abs() < 1e-12 && of("nearest")[0].is_nan());
    }
}
