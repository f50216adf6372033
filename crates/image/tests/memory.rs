//! A field of any height takes the memory of a band of tiles. Alone in its file: other tests would count in.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![cfg(target_os = "linux")]

use lca_image::{Field, ImageError, Method, SegmentParams, segment_field};
use lca_pixels::Image;
use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

const WIDE: usize = 2000;

/// Discs on a ground of noise, made when they are asked for.
struct Made {
    tall: usize,
    most: AtomicUsize,
}

impl Field for Made {
    fn size(&self) -> [usize; 2] {
        [self.tall, WIDE]
    }

    fn rows(&self, from: usize, to: usize) -> Result<Cow<'_, Image>, ImageError> {
        self.most.fetch_max(to - from, Ordering::Relaxed);
        Ok(Cow::Owned(Image::from_shape_fn((1, to - from, WIDE), |(_, y, x)| {
            let y = y + from;
            let noise = ((y * 7919 + x * 104_729 + y * x * 31) % 61) as f32;
            let (dy, dx) = ((y % 40) as f32 - 20.0, (x % 36) as f32 - 18.0);
            33_000.0 + noise + if dy * dy + dx * dx < 81.0 { 900.0 } else { 0.0 }
        })))
    }
}

/// The most memory this program has taken, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

fn cells(tall: usize) -> (usize, usize) {
    let field = Made { tall, most: AtomicUsize::new(0) };
    let params = SegmentParams::of_fields();
    let found = segment_field(&field, Method::Classical(&params), Some(256), |_| Ok(())).unwrap();
    (found, field.most.into_inner())
}

#[test]
fn a_field_ten_times_as_tall_takes_hardly_more_memory() {
    let (low, rows) = cells(1200);
    let before = peak();
    let (tall, taller_rows) = cells(12_000);
    let more = peak() - before;
    assert_eq!([low, tall].map(|found| found > 0), [true; 2]);
    assert!((tall as f64 / low as f64 - 10.0).abs() < 0.2, "{low} and {tall} cells");
    assert_eq!(rows, taller_rows);
    // The whole field has 96 MB of pixels.
    assert!(more < 24 << 20, "{} MB more", more >> 20);
}
