//! Cells of the virtual movies are found and followed, and their time courses held against the truth.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test's helpers may; figures are shown")]

use lca_core::ChunkSource;
use lca_demo::{DemoOptions, VirtualMovie};
use lca_image::{MeasureParams, SegmentParams, measure, segment};
use lca_pixels::{Frame, Image};
use lca_tables::DataFrame;
use lca_track::{
    FrameMatch, FrameObjects, LinkParams, PulseParams, Scores, courses, link, match_frame, pulses, score,
    traces,
};
use ndarray::Axis;
use rayon::prelude::*;
use std::collections::BTreeMap;

fn channel(frame: &Frame, at: usize) -> Image {
    frame.pixels.to_f32().index_axis_move(Axis(0), at).into_dimensionality().unwrap()
}

/// A course as it was measured, and the true one; not a number where one of them is not known.
struct Pair {
    seen: Vec<f64>,
    truth: Vec<f64>,
}

fn followed(seed: u64, arm: &str) -> (Scores, Vec<Pair>) {
    let options = DemoOptions { seed, ..DemoOptions::default() };
    let movie = VirtualMovie::new(&options, arm).unwrap().unwrap();
    let (meta, truth) = (movie.meta(), movie.truth().unwrap());
    let finding = SegmentParams {
        diameter_um: Some(13.0),
        pixel_size_um: meta.pixel_size_um,
        ..SegmentParams::default()
    };
    let measuring = MeasureParams { pixel_size_um: meta.pixel_size_um, ..MeasureParams::default() };
    let frames: Vec<(FrameMatch, DataFrame)> = (0..movie.len())
        .into_par_iter()
        .map(|t| {
            let frame = movie.read(t).unwrap();
            let channels =
                [("nuclei".to_owned(), channel(&frame, 0)), ("reporter".to_owned(), channel(&frame, 1))];
            let labels = segment(&channels[0].1, &finding).unwrap();
            let table = measure(&labels, &channels, &measuring).unwrap();
            (match_frame(&truth.labels(t), &labels).unwrap(), table)
        })
        .collect();
    let (matches, tables): (Vec<FrameMatch>, Vec<DataFrame>) = frames.into_iter().unzip();
    let objects: Vec<FrameObjects> = tables
        .iter()
        .enumerate()
        .map(|(t, table)| FrameObjects::from_table(t, table, Some("nuclei_mean")).unwrap())
        .collect();
    let params = LinkParams { pixel_size_um: meta.pixel_size_um, ..LinkParams::default() };
    let tracks = link(&objects, &params).unwrap();
    let scores = score(truth.tracks(), &tracks, &matches, true).unwrap();
    let long = traces(&tracks, &tables, meta.frame_interval_s).unwrap();
    // The true course of whichever cell each detection covers.
    let covers: Vec<BTreeMap<u32, u32>> = matches
        .iter()
        .map(|one| one.truth.iter().filter_map(|(track, cover)| Some((cover.0?, *track))).collect())
        .collect();
    let ratios: Vec<BTreeMap<u32, f64>> = (0..movie.len()).map(|t| truth.ratios(t)).collect();
    let label: BTreeMap<(u32, u32), u32> =
        tracks.detections().iter().map(|seen| ((seen.track, seen.t), seen.label)).collect();
    let pair = |course: lca_track::Course| {
        let track: u32 = course.cell.parse().unwrap();
        let truth = (0..course.values.len()).map(|t| {
            let label = label.get(&(track, t as u32))?;
            ratios[t].get(covers[t].get(label)?).copied()
        });
        Pair { truth: truth.map(|value| value.unwrap_or(f64::NAN)).collect(), seen: course.values }
    };
    (scores, courses(&long, "reporter_ratio").unwrap().into_iter().map(pair).collect())
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let (a, b) = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0 / n, sum.1 + pair.1 / n));
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let both = sum(&|pair| (pair.0 - a) * (pair.1 - b));
    both / (sum(&|pair| (pair.0 - a).powi(2)) * sum(&|pair| (pair.1 - b).powi(2))).sqrt()
}

fn known(pair: &Pair) -> Vec<(f64, f64)> {
    let both = pair.seen.iter().copied().zip(pair.truth.iter().copied());
    both.filter(|(seen, truth)| seen.is_finite() && truth.is_finite()).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

#[test]
fn single_cells_of_the_virtual_movies_are_traced_through_their_divisions() {
    let mut counts = [0_usize; 3];
    for (seed, arm) in [(1, "egf-pulse"), (2, "egf-high"), (3, "egf-mid")] {
        let (scores, pairs) = followed(seed, arm);
        let found = scores.divisions;
        for (sum, count) in counts.iter_mut().zip([found.truth, found.found, found.hit]) {
            *sum += count;
        }
        let long: Vec<Vec<(f64, f64)>> = pairs.iter().map(known).filter(|one| one.len() >= 20).collect();
        let all: Vec<(f64, f64)> = long.iter().flatten().copied().collect();
        let each = median(long.iter().map(|one| correlation(one)).collect());
        println!(
            "{arm}, seed {seed}: {} cells; all values {:.4}, median cell {each:.4}; divisions {found:?}; links {:.4}",
            long.len(),
            correlation(&all),
            scores.link_f1
        );
        assert!(long.len() > 60, "{arm}: {} cells", long.len());
        assert!(correlation(&all) >= 0.95 && each >= 0.95, "{arm}: {} and {each}", correlation(&all));
        let apart = peaks(&pairs);
        let near = apart.iter().filter(|far| **far <= 1.0).count() as f64 / apart.len() as f64;
        println!("{arm}: {} pulses, {near:.3} within a frame, median {}", apart.len(), median(apart.clone()));
        if arm == "egf-pulse" {
            assert!(apart.len() > 50 && median(apart) <= 1.0 && near >= 0.9, "{near}");
        }
    }
    let [truth, found, hit] = counts;
    let f1 = 2.0 * hit as f64 / (truth + found) as f64;
    println!("divisions: {truth} true, {found} found, {hit} right, F1 {f1:.3}");
    assert!(truth >= 30 && f1 >= 0.95, "{f1}");
}

/// How far the greatest pulse of each cell is from the true one, in frames.
fn peaks(pairs: &[Pair]) -> Vec<f64> {
    let greatest = |values: &[f64]| {
        let found = pulses(values, &PulseParams::default()).unwrap();
        found.into_iter().max_by(|a, b| a.prominence.total_cmp(&b.prominence))
    };
    let apart = |pair: &Pair| {
        let (seen, truth) = (greatest(&pair.seen)?, greatest(&pair.truth)?);
        // A true pulse that is seen in full.
        let whole = truth.prominence > 0.3 && pair.truth[truth.peak.saturating_sub(2)].is_finite();
        whole.then(|| (seen.peak as f64 - truth.peak as f64).abs())
    };
    pairs.iter().filter_map(apart).collect()
}
