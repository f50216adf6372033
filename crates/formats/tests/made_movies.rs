//! Movies written and read back, and what is wrong with damaged ones.
#![allow(clippy::unwrap_used)]

use lca_core::{ChunkError, ChunkSource};
use lca_formats::{
    MovieReader, open_movie, read_ctc_truth, write_ctc_result, write_ome_tiff, write_tiff, write_tiff_series,
};
use lca_graph::{Detection, Track, Tracks};
use lca_pixels::{Frame, Labels, MovieMeta, PixelType, Pixels};
use ndarray::ArrayD;
use std::fs;
use std::path::Path;

struct Made(MovieMeta);

impl Made {
    fn new(shape: [usize; 5]) -> Self {
        Self(MovieMeta {
            shape,
            pixel_type: PixelType::Uint16,
            pixel_size_um: Some([2.0, 0.325, 0.325]),
            frame_interval_s: Some(300.0),
            channels: (0..shape[1]).map(|c| format!("<{c}> µ\"&")).collect(),
        })
    }
}

impl ChunkSource for Made {
    type Chunk = Frame;

    fn len(&self) -> usize {
        self.0.shape[0]
    }

    fn read(&self, index: usize) -> Result<Frame, ChunkError> {
        let value = |at: ndarray::IxDyn| (index * 1000 + at[0] * 100 + at[1] * 10 + at[2] + at[3]) as u16;
        Ok(Frame { pixels: Pixels::Uint16(ArrayD::from_shape_fn(&self.0.shape[1..], value)) })
    }
}

impl MovieReader for Made {
    fn meta(&self) -> &MovieMeta {
        &self.0
    }
}

fn error(path: &Path) -> String {
    open_movie(path).err().unwrap().to_string()
}

/// An image of one value, written to `path`.
fn image(path: &Path, height: usize, width: usize) {
    write_tiff(path, &Pixels::Uint8(ArrayD::from_elem(vec![height, width], 7))).unwrap();
}

#[test]
fn an_ome_tiff_keeps_pixels_and_metadata() {
    let folder = tempfile::tempdir().unwrap();
    let (path, made) = (folder.path().join("a.ome.tif"), Made::new([3, 2, 2, 5, 4]));
    write_ome_tiff(&path, &made).unwrap();
    let back = open_movie(&path).unwrap();
    assert_eq!(back.meta(), made.meta());
    for t in [2, 0, 1] {
        assert_eq!(back.read(t).unwrap(), made.read(t).unwrap());
    }
}

#[test]
fn a_series_keeps_frames() {
    let folder = tempfile::tempdir().unwrap();
    let made = Made::new([11, 1, 2, 5, 4]);
    write_tiff_series(folder.path(), &made).unwrap();
    let back = open_movie(folder.path()).unwrap();
    assert_eq!(back.meta().shape, made.meta().shape);
    for t in 0..11 {
        assert_eq!(back.read(t).unwrap(), made.read(t).unwrap());
    }
}

#[test]
fn a_missing_frame_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write_tiff_series(folder.path(), &Made::new([5, 1, 1, 5, 4])).unwrap();
    fs::remove_file(folder.path().join("t003.tif")).unwrap();
    let message = error(folder.path());
    assert!(message.contains("frame 3 is missing") && message.contains("t003.tif"), "{message}");
}

#[test]
fn frames_of_another_size_type_or_depth_are_named() {
    let folder = tempfile::tempdir().unwrap();
    write_tiff_series(folder.path(), &Made::new([3, 1, 1, 5, 4])).unwrap();
    image(&folder.path().join("t001.tif"), 5, 6);
    let message = error(folder.path());
    assert!(message.contains("t001.tif") && message.contains("6 × 5"), "{message}");
    let deep = Pixels::Uint16(ArrayD::zeros(vec![2, 5, 4]));
    write_tiff(&folder.path().join("t001.tif"), &deep).unwrap();
    let message = error(folder.path());
    assert!(message.contains("has 2 pages, but 1"), "{message}");
}

#[test]
fn files_are_sorted_by_number() {
    let folder = tempfile::tempdir().unwrap();
    for number in 1..=12u8 {
        let pixels = Pixels::Uint8(ArrayD::from_elem(vec![2, 2], number));
        write_tiff(&folder.path().join(format!("img{number}.tif")), &pixels).unwrap();
    }
    let movie = open_movie(folder.path()).unwrap();
    let values: Vec<f32> = (0..12).map(|t| movie.read(t).unwrap().pixels.to_f32()[[0, 0, 0, 0]]).collect();
    assert_eq!(values, (1..=12).map(|number| number as f32).collect::<Vec<_>>());
    image(&folder.path().join("img012.tif"), 2, 2);
    assert!(error(folder.path()).contains("`12` occurs more than once"));
}

#[test]
fn folders_without_a_movie_say_what_they_lack() {
    let folder = tempfile::tempdir().unwrap();
    assert!(error(folder.path()).contains("no TIFF or PNG"));
    fs::create_dir(folder.path().join("02")).unwrap();
    fs::create_dir(folder.path().join("01")).unwrap();
    assert!(error(folder.path()).contains("such as `01`"));
    assert!(error(&folder.path().join("none")).contains("cannot read"));
    fs::write(folder.path().join("text.tif"), "no image").unwrap();
    assert!(error(&folder.path().join("text.tif")).contains("none of the known formats"));
}

#[test]
fn a_cut_off_tiff_is_found_when_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.tif");
    let noise = ArrayD::from_shape_fn(vec![64, 64], |at| (at[0] * 7919 + at[1] * 104_729) as u16);
    write_tiff(&path, &Pixels::Uint16(noise)).unwrap();
    let bytes = fs::read(&path).unwrap();
    for keep in [0, 3, 8, 9, bytes.len() / 2, bytes.len() - 20] {
        fs::write(&path, &bytes[..keep]).unwrap();
        let message = error(&path);
        assert!(message.contains("a.tif"), "{keep} of {}: {message}", bytes.len());
    }
}

#[test]
fn absurd_dimensions_are_refused_before_anything_is_allocated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.tif");
    image(&path, 3, 5);
    let mut bytes = fs::read(&path).unwrap();
    // The directory lies where bytes 4 to 7 say: a count, then entries of tag, type, count and value.
    let from = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize + 2;
    for entry in bytes[from..].chunks_exact_mut(12).take(12) {
        if entry[..2] == [0, 1] {
            entry[2..].copy_from_slice(&[4, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f]);
        }
    }
    fs::write(&path, bytes).unwrap();
    let message = error(&path);
    assert!(message.contains("2147483647 × 3") && message.contains("cannot hold"), "{message}");
}

#[test]
fn an_ome_tiff_of_missing_planes_names_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ome.tif");
    write_ome_tiff(&path, &Made::new([3, 2, 1, 5, 4])).unwrap();
    let bytes = fs::read(&path).unwrap();
    let from = b"SizeT=\"3\"";
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    let mut more = bytes.clone();
    more[at + 7] = b'4';
    fs::write(&path, more).unwrap();
    let message = error(&path);
    assert!(message.contains("time 3, channel 0, depth 0"), "{message}");
}

struct Frames(Vec<Labels>);

impl ChunkSource for Frames {
    type Chunk = Labels;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn read(&self, index: usize) -> Result<Labels, ChunkError> {
        Ok(self.0[index].clone())
    }
}

#[test]
fn a_challenge_result_has_track_numbers_for_labels() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Labels::zeros((1, 4, 6));
    first[[0, 1, 1]] = 9;
    first[[0, 1, 2]] = 9;
    first[[0, 3, 5]] = 4;
    let mut second = Labels::zeros((1, 4, 6));
    second[[0, 2, 2]] = 1;
    let seen = |t, label, centre| Detection { t, label, track: 3, centre };
    let detections = vec![seen(0, 9, [0.0, 1.0, 1.5]), seen(1, 1, [0.0, 2.0, 2.0])];
    let tracks = Tracks::new(detections, vec![Track { id: 3, begin: 0, end: 1, parent: None }]).unwrap();
    // Of an earlier result with more frames, and what is none.
    for name in ["mask007.tif", "mask.tif", "notes.txt"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    write_ctc_result(folder.path(), &tracks, &Frames(vec![first, second])).unwrap();
    let there = ["mask007.tif", "mask.tif", "notes.txt"].map(|name| folder.path().join(name).exists());
    assert_eq!(there, [false, true, true]);
    fs::remove_file(folder.path().join("mask.tif")).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("res_track.txt")).unwrap(), "3 0 1 0\n");
    let back = read_ctc_truth(folder.path()).unwrap();
    assert_eq!(back.labels.read(0).unwrap()[[0, 1, 2]], 3);
    assert_eq!(back.labels.read(0).unwrap()[[0, 3, 5]], 0);
    assert_eq!(back.tracks.detections()[0].centre, [0.0, 1.0, 1.5]);
    fs::write(folder.path().join("res_track.txt"), "4 0 1 0\n").unwrap();
    let message = read_ctc_truth(folder.path()).err().unwrap().to_string();
    assert!(message.contains("label 3 of frame 0"), "{message}");
    fs::write(folder.path().join("res_track.txt"), "3 0 1\n").unwrap();
    assert!(read_ctc_truth(folder.path()).err().unwrap().to_string().contains("line 1"));
}
