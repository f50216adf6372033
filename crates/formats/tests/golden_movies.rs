//! Small images made by tifffile (`golden/make.py`), whose every pixel is known.
#![allow(clippy::unwrap_used)]

use lca_formats::{MovieReader, open_movie};
use lca_pixels::PixelType;
use std::path::PathBuf;

fn golden(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).join(name)
}

/// Checks every pixel against the rule of `make.py`.
fn check(movie: &dyn MovieReader, name: &str) {
    let [frames, channels, depths, height, width] = movie.meta().shape;
    assert_eq!(movie.len(), frames);
    for t in 0..frames {
        let frame = movie.read(t).unwrap();
        assert_eq!(frame.pixels.pixel_type(), movie.meta().pixel_type, "{name}");
        let pixels = frame.pixels.to_f32();
        assert_eq!(pixels.shape(), [channels, depths, height, width]);
        for (at, &value) in pixels.indexed_iter() {
            let expected = (1000 * t + 100 * at[0] + 10 * at[1] + (at[2] * width + at[3]) % 10) % 120;
            assert_eq!(value, expected as f32, "{name}, frame {t}, {at:?}");
        }
    }
}

#[test]
fn all_six_dimension_orders() {
    for axes in ["TCZYX", "TZCYX", "CTZYX", "CZTYX", "ZTCYX", "ZCTYX"] {
        let movie = open_movie(&golden(&format!("order_{axes}.ome.tif"))).unwrap();
        let meta = movie.meta();
        assert_eq!(meta.shape, [2, 3, 2, 4, 5], "{axes}");
        assert_eq!(meta.pixel_size_um, Some([2.0, 0.65, 0.65]));
        assert_eq!(meta.frame_interval_s, Some(300.0));
        assert_eq!(meta.channels, ["H2B", "KTR", "µ"]);
        check(movie.as_ref(), axes);
    }
}

#[test]
fn all_pixel_types() {
    for (name, pixel_type) in [
        ("u1", PixelType::Uint8),
        ("i1", PixelType::Int8),
        ("u2", PixelType::Uint16),
        ("i2", PixelType::Int16),
        ("u4", PixelType::Uint32),
        ("i4", PixelType::Int32),
        ("f2", PixelType::Float32),
        ("f4", PixelType::Float32),
        ("f8", PixelType::Float64),
    ] {
        let movie = open_movie(&golden(&format!("type_{name}.tif"))).unwrap();
        assert_eq!(movie.meta().pixel_type, pixel_type);
        assert_eq!(movie.meta().shape, [1, 1, 1, 4, 5]);
        check(movie.as_ref(), name);
    }
}

#[test]
fn all_ways_of_storing() {
    for name in ["lzw", "zlib", "packbits", "zstd", "tiled", "big", "bigendian", "strips"] {
        let movie = open_movie(&golden(&format!("stored_{name}.tif"))).unwrap();
        assert_eq!(movie.meta().shape, [1, 1, 1, 20, 35]);
        check(movie.as_ref(), name);
    }
}

#[test]
fn colours_are_channels_however_they_are_stored() {
    for name in ["rgb_interleaved.tif", "rgb_planes.tif", "rgb.ome.tif"] {
        let movie = open_movie(&golden(name)).unwrap();
        assert_eq!(movie.meta().shape[1], 3);
        check(movie.as_ref(), name);
    }
}

#[test]
fn hyperstacks_and_plain_pages() {
    let movie = open_movie(&golden("hyperstack.tif")).unwrap();
    assert_eq!(movie.meta().shape, [2, 3, 2, 4, 5]);
    assert_eq!(movie.meta().frame_interval_s, Some(90.0));
    check(movie.as_ref(), "hyperstack");
    let movie = open_movie(&golden("pages.tif")).unwrap();
    assert_eq!(movie.meta().shape, [3, 1, 1, 4, 5]);
    check(movie.as_ref(), "pages");
}
