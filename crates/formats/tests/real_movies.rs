//! Movies and images of others, against values read with tifffile and imagecodecs.
#![allow(clippy::unwrap_used)]

mod common;

use common::{data, sum};
use lca_formats::{MovieOptions, PageAxis, open_movie, open_movie_with};
use lca_pixels::PixelType;

const VIV: &str = "imaging/ome_fixtures_viv";

#[test]
fn ome_tiff_of_signed_bytes_deflated_and_not() {
    for file in
        ["packages/loaders/tests/fixtures/multi-channel.ome.tif", "sites/avivator/data/multi-channel.ome.tif"]
    {
        let Some(path) = data(&format!("{VIV}/{file}")) else { return };
        let movie = open_movie(&path).unwrap();
        assert_eq!(movie.meta().shape, [1, 3, 1, 167, 439]);
        assert_eq!(movie.meta().pixel_type, PixelType::Int8);
        let frame = movie.read(0).unwrap();
        assert_eq!([0, 1, 2].map(|c| sum(&frame, c)), [3_481_959.0, 3_481_738.0, 3_481_626.0]);
        let pixels = frame.pixels.to_f32();
        assert_eq!((pixels[[1, 0, 100, 200]], pixels[[2, 0, 3, 4]]), (58.0, 2.0));
        assert!(movie.read(1).is_err());
    }
}

#[test]
fn ome_tiff_of_several_files_from_any_of_them() {
    for file in ["multifile-Z1.ome.tiff", "multifile-Z4.ome.tiff", "multifile.companion.ome"] {
        let Some(path) = data(&format!("{VIV}/sites/avivator/data/{file}")) else { return };
        let movie = open_movie(&path).unwrap();
        assert_eq!(movie.meta().shape, [1, 1, 5, 24, 18]);
        let pixels = movie.read(0).unwrap().pixels.to_f32();
        let depth = |z| pixels.index_axis(ndarray::Axis(1), z).iter().sum::<f32>();
        assert_eq!([0, 1, 2, 3, 4].map(depth), [94_605.0, 16_575.0, 93_330.0, 17_136.0, 92_820.0]);
        assert_eq!([0, 1, 2, 3, 4].map(|z| pixels[[0, z, 5, 7]]), [255.0, 0.0, 255.0, 0.0, 255.0]);
    }
}

#[test]
fn big_endian_imagej_files_in_a_folder() {
    let Some(folder) = data(&format!("{VIV}/packages/loaders/tests/fixtures/multi-tiff")) else { return };
    let movie = open_movie(&folder).unwrap();
    assert_eq!(movie.meta().shape, [3, 1, 1, 167, 439]);
    let sums = [0, 1, 2].map(|t| sum(&movie.read(t).unwrap(), 0));
    assert_eq!(sums, [4_153_447.0, 4_154_250.0, 4_154_650.0]);
    let one = open_movie(&folder.join("Channel_1.tif")).unwrap();
    assert_eq!(one.read(0).unwrap(), movie.read(1).unwrap());
}

#[test]
fn hela_frames() {
    let Some(folder) = data("imaging/hela01_raw") else { return };
    let movie = open_movie(&folder).unwrap();
    assert_eq!(movie.meta().shape, [46, 1, 1, 700, 1100]);
    assert_eq!(movie.meta().pixel_type, PixelType::Uint16);
    let sums = [0, 13, 45].map(|t| sum(&movie.read(t).unwrap(), 0));
    assert_eq!(sums, [25_456_760_431.0, 25_480_306_626.0, 25_487_986_485.0]);
    assert_eq!(movie.read(13).unwrap().pixels.to_f32()[[0, 0, 350, 500]], 33_068.0);
}

#[test]
fn phase_contrast_stills_and_their_labels() {
    let Some(folder) = data("imaging/usiigaci_t98g/Mask R-CNN/val") else { return };
    let sums = [33_683_315_506.0, 34_467_240_612.0, 34_926_677_927.0, 35_223_248_431.0, 34_293_196_860.0];
    for (set, expected) in (46..).zip(sums) {
        let movie = open_movie(&folder.join(format!("set{set}/raw.tif"))).unwrap();
        assert_eq!(movie.meta().shape, [1, 1, 1, 1022, 1024]);
        assert_eq!(sum(&movie.read(0).unwrap(), 0), expected);
    }
    let labels = open_movie(&folder.join("set46/instances_ids.png")).unwrap();
    assert_eq!(labels.meta().pixel_type, PixelType::Uint8);
    assert_eq!(sum(&labels.read(0).unwrap(), 0), 3_849_755.0);
    let error = open_movie(&folder.join("set46")).err().unwrap().to_string();
    assert!(error.contains("two series"), "{error}");
}

#[test]
fn nuclei_in_colour_with_16_bit_labels() {
    let Some(folder) = data("imaging/dsb2018") else { return };
    let image = open_movie(&folder.join("images/0121d6759c5a.png")).unwrap();
    assert_eq!(image.meta().shape, [1, 4, 1, 256, 320]);
    assert_eq!(image.meta().channels, ["red", "green", "blue", "alpha"]);
    let frame = image.read(0).unwrap();
    let sums = [0, 1, 2, 3].map(|c| sum(&frame, c));
    assert_eq!(sums, [14_681_979.0, 13_847_932.0, 16_766_748.0, 20_889_600.0]);
    let labels = open_movie(&folder.join("labels/0121d6759c5a.png")).unwrap();
    assert_eq!(labels.meta().pixel_type, PixelType::Uint16);
    assert_eq!(sum(&labels.read(0).unwrap(), 0), 651_859.0);
    let error = open_movie(&folder.join("images")).err().unwrap().to_string();
    assert!(error.contains("two series"), "{error}");
}

#[test]
fn pages_are_what_the_caller_says() {
    let Some(path) = data("imaging/merlin_merfish_tiles") else { return };
    let Some(path) = find(&path, ".tif") else { panic!("no tile below {}", path.display()) };
    for (pages, shape) in [
        (PageAxis::Time, [5, 1, 1, 128, 128]),
        (PageAxis::Depth, [1, 1, 5, 128, 128]),
        (PageAxis::Channel, [1, 5, 1, 128, 128]),
    ] {
        let movie = open_movie_with(&path, &MovieOptions { pages: Some(pages), image: None }).unwrap();
        assert_eq!(movie.meta().shape, shape);
        movie.read(0).unwrap();
    }
}

fn find(folder: &std::path::Path, end: &str) -> Option<std::path::PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().find_map(|path| {
        if path.is_dir() { find(&path, end) } else { path.to_string_lossy().ends_with(end).then_some(path) }
    })
}
