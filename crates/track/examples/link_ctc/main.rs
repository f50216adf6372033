//! Links the masks of a Cell Tracking Challenge folder, given as perfect detections, and prints the
//! processor time of the linking as JSON. Labels are drawn anew at random in each frame, so that equal
//! labels mean nothing; centres and areas are all that the linker sees.
//!
//!     link_ctc DATASET/01_GT/TRA [--out DIR] [--repeat N] [--threads N] [--seed N] [--copies N]
//!
//! `--out` writes the tracks as a result of the challenge. `--copies` puts so many copies of the movie side
//! by side, each of which begins elsewhere in the movie, to measure larger movies.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "an example prints, and may fail at once")]

mod folder;

use cpu_time::ProcessTime;
use folder::Folder;
use lca_graph::Tracks;
use lca_numerics::rng;
use lca_track::{FrameObjects, LinkParams, Object, link};
use rand::seq::SliceRandom;
use std::path::{Path, PathBuf};

fn main() {
    let mut args = std::env::args().skip(1);
    let tra = PathBuf::from(args.next().expect("the folder with man_track*.tif"));
    let (mut out, mut repeat, mut threads, mut seed, mut copies) = (None, 1, 1, 1, 1);
    while let Some(name) = args.next() {
        let value = args.next().unwrap_or_else(|| panic!("{name} needs a value"));
        match name.as_str() {
            "--out" => out = Some(PathBuf::from(value)),
            "--repeat" => repeat = value.parse().unwrap(),
            "--threads" => threads = value.parse().unwrap(),
            "--seed" => seed = value.parse().unwrap(),
            "--copies" => copies = value.parse().unwrap(),
            _ => panic!("{name} is not an option"),
        }
    }
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().unwrap();
    let folder = Folder::read(&tra);
    let movie = repeated(&shuffled(&folder.frames, seed), copies);
    let mut times = Vec::new();
    let mut tracks = Tracks::default();
    for _ in 0..repeat.max(1) {
        let start = ProcessTime::now();
        tracks = link(&movie, &LinkParams::default()).unwrap();
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_unstable_by(f64::total_cmp);
    let (cpu, found) = (times[times.len() / 2], tracks.tracks().len());
    let objects = tracks.detections().len();
    println!(
        "{{\"tool\": \"lca\", \"step\": \"link\", \"cpu_s\": {cpu:.6}, \"objects\": {objects}, \"tracks\": {found}}}"
    );
    write(&folder, &tracks, out.as_deref().filter(|_| copies == 1));
}

fn write(folder: &Folder, tracks: &Tracks, out: Option<&Path>) {
    if let Some(out) = out {
        folder.write(tracks, out);
    }
}

/// The objects of each frame in random order, labelled from 1 in that order.
fn shuffled(frames: &[Vec<Object>], seed: u64) -> Vec<FrameObjects> {
    let one = |(t, objects): (usize, &Vec<Object>)| {
        let mut order: Vec<usize> = (0..objects.len()).collect();
        order.shuffle(&mut rng(seed, t as u64));
        let objects = order.iter().zip(1..).map(|(&at, label)| Object { label, ..objects[at] });
        FrameObjects { objects: objects.collect() }
    };
    frames.iter().enumerate().map(one).collect()
}

fn repeated(movie: &[FrameObjects], copies: u32) -> Vec<FrameObjects> {
    let wide = movie.iter().flat_map(|frame| &frame.objects).map(|o| o.centre[2]).fold(0.0, f64::max) + 50.0;
    let most = movie.iter().map(|frame| frame.objects.len()).max().unwrap_or_default() as u32;
    let place = |copy: u32, object: &Object| {
        let [z, y, x] = object.centre;
        Object { label: copy * most + object.label, centre: [z, y, x + f64::from(copy) * wide], ..*object }
    };
    let one = |t: usize| {
        let frame = |copy: u32| &movie[(t + copy as usize * 97) % movie.len()].objects;
        let all = (0..copies).flat_map(|copy| frame(copy).iter().map(move |object| place(copy, object)));
        FrameObjects { objects: all.collect() }
    };
    (0..movie.len()).map(one).collect()
}
