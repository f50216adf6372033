//! A made embryo: stacks of labels and their truth.

use super::common::noise;
use std::path::{Path, PathBuf};

/// A made embryo as stacks of labels: balls that wander a little and divide one after the other, voxels twice as
/// high as wide; and its truth. Returns how many divisions there are.
pub(crate) fn embryo(folder: &Path) -> usize {
    const LAST: u64 = 17;
    struct Ball {
        track: u32,
        place: [f64; 3],
        radius: f64,
        divides: u64,
    }
    let mut tracks: Vec<(u32, u64, u64, u32)> = Vec::new();
    let mut balls: Vec<Ball> = Vec::new();
    for at in 0..8_u32 {
        let place = [0, 1, 2].map(|axis| if at >> axis & 1 == 0 { 20.0 } else { 52.0 });
        tracks.push((at + 1, 0, LAST, 0));
        balls.push(Ball { track: at + 1, place, radius: 8.0, divides: 6 + u64::from(at) % 5 });
    }
    let tra = folder.join("truth/TRA");
    for folder in [&tra, &folder.join("masks")] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let mut seed = 1;
    let mut draw = || {
        seed += 1;
        2.0 * noise(seed) - 1.0
    };
    for t in 0..=LAST {
        let mut next = Vec::new();
        for mut ball in balls {
            ball.place = ball.place.map(|along| along + 0.6 * draw());
            if t != ball.divides {
                next.push(ball);
                continue;
            }
            tracks[ball.track as usize - 1].2 = t - 1;
            let way = [draw(), draw(), draw()];
            let long = way.iter().map(|along| along * along).sum::<f64>().sqrt();
            for side in [-6.5, 6.5] {
                let track = tracks.len() as u32 + 1;
                tracks.push((track, t, LAST, ball.track));
                let place = [0, 1, 2].map(|axis| ball.place[axis] + side * way[axis] / long);
                next.push(Ball { track, place, radius: 6.2, divides: u64::MAX });
            }
        }
        balls = next;
        let stack = |name: &dyn Fn(u32) -> u32| {
            ndarray::ArrayD::<u16>::from_shape_fn(vec![36, 72, 72], |at| {
                let here = [2.0 * at[0] as f64, at[1] as f64, at[2] as f64];
                let far =
                    |ball: &Ball| (0..3).map(|axis| (here[axis] - ball.place[axis]).powi(2)).sum::<f64>();
                let nearest = balls.iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap();
                if far(nearest) < nearest.radius.powi(2) { name(nearest.track) as u16 } else { 0 }
            })
        };
        let write = |path: PathBuf, pixels| {
            lca_formats::write_tiff(&path, &lca_pixels::Pixels::Uint16(pixels)).unwrap();
        };
        write(tra.join(format!("man_track{t:03}.tif")), stack(&|track| track));
        let other = |track: u32| (track * 7 + t as u32 * 5) % 29 + 1;
        write(folder.join(format!("masks/m{t:03}.tif")), stack(&other));
    }
    let list: String = tracks.iter().map(|(id, b, e, p)| format!("{id} {b} {e} {p}\n")).collect();
    std::fs::write(tra.join("man_track.txt"), list).unwrap();
    8
}
