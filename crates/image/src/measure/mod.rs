mod around;
mod cells;
mod intensity;
mod params;
mod shape;

pub use params::{Background, MeasureParams};

use crate::ImageError;
use around::Around;
use cells::Cells;
use intensity::{Intensity, intensity};
use lca_pixels::{Image, Labels};
use lca_tables::{Column, DataFrame};
use rayon::prelude::*;
use shape::{Shape, shape};
use std::collections::BTreeSet;

/// Measures every label of one frame: a row per label, rising, named by it.
///
/// Columns: `label`; `centre_z`, `centre_y`, `centre_x` in pixels (the centre of the first pixel is
/// 0); `area` in pixels; `diameter` (of the disc or ball of that size) in pixels; `eccentricity`,
/// `orientation` (radians from x towards y) and `solidity` of the cell seen along z; `on_border`
/// (touches the image's edge in y or x). Then for each channel `NAME`, in the image's unit and with the
/// background taken off: `NAME_mean`, `NAME_median`, `NAME_sum` over the label (a nucleus, where a
/// nuclear marker was segmented), `NAME_ring_mean`, `NAME_ring_median` over a ring around it that
/// touches no other cell (the cytoplasm), `NAME_ratio` = ring mean over label mean (cytoplasm to
/// nucleus, for translocation reporters), and `NAME_background`. Where there is no ring, or the
/// nucleus is not brighter than the background, the value is not a number.
///
/// # Errors
/// [`ImageError`] when a channel's shape differs from the labels', two channels share a name, a pixel
/// is not finite or a parameter is out of range.
pub fn measure(
    labels: &Labels,
    channels: &[(String, Image)],
    params: &MeasureParams,
) -> Result<DataFrame, ImageError> {
    params.check()?;
    check(labels, channels)?;
    let cells = Cells::of(labels);
    let mut table = DataFrame::new(cells.labels.iter().map(u32::to_string).collect());
    let (nz, ny, nx) = labels.dim();
    let shapes: Vec<Shape> =
        cells.pixels.par_iter().map(|cell| shape(cell, [nz, ny, nx], params.spacing())).collect();
    let names = cells.labels.iter().map(|&label| i64::from(label)).collect();
    table.set("label", Column::Int(names))?;
    shape_columns(&mut table, &shapes)?;
    if channels.is_empty() {
        return Ok(table);
    }
    let around = Around::of(labels, &cells, params)?;
    for (name, image) in channels {
        let image = image.as_standard_layout();
        let values = image.as_slice().unwrap_or(&[]);
        channel_columns(&mut table, name, &intensity(values, &cells, &around, params.background))?;
    }
    Ok(table)
}

fn check(labels: &Labels, channels: &[(String, Image)]) -> Result<(), ImageError> {
    let mut names = BTreeSet::new();
    for (name, image) in channels {
        if image.dim() != labels.dim() {
            let (found, expected) = (image.dim(), labels.dim());
            return Err(ImageError::Channel { channel: name.clone(), found, expected });
        }
        if !names.insert(name) {
            return Err(ImageError::SameName(name.clone()));
        }
        ImageError::finite(image)?;
    }
    Ok(())
}

fn shape_columns(table: &mut DataFrame, shapes: &[Shape]) -> Result<(), ImageError> {
    let floats = |value: fn(&Shape) -> f64| Column::Float(shapes.iter().map(value).collect());
    table.set("centre_z", floats(|shape| shape.centre[0]))?;
    table.set("centre_y", floats(|shape| shape.centre[1]))?;
    table.set("centre_x", floats(|shape| shape.centre[2]))?;
    table.set("area", floats(|shape| shape.area as f64))?;
    table.set("diameter", floats(|shape| shape.diameter))?;
    table.set("eccentricity", floats(|shape| shape.eccentricity))?;
    table.set("orientation", floats(|shape| shape.orientation))?;
    table.set("solidity", floats(|shape| shape.solidity))?;
    table.set("on_border", Column::Bool(shapes.iter().map(|shape| shape.on_border).collect()))?;
    Ok(())
}

fn channel_columns(table: &mut DataFrame, name: &str, found: &Intensity) -> Result<(), ImageError> {
    let ratio = |(ring, cell): (&f64, &f64)| if *cell > 0.0 { ring / cell } else { f64::NAN };
    let ratios = found.ring_mean.iter().zip(&found.mean).map(ratio).collect();
    let background = vec![found.background; found.mean.len()];
    for (part, values) in [
        ("mean", found.mean.clone()),
        ("median", found.median.clone()),
        ("sum", found.sum.clone()),
        ("ring_mean", found.ring_mean.clone()),
        ("ring_median", found.ring_median.clone()),
        ("ratio", ratios),
        ("background", background),
    ] {
        table.set(&format!("{name}_{part}"), Column::Float(values))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two nuclei side by side in cytoplasm, on a ground of 100.
    fn scene() -> (Labels, Image) {
        let far = |y: usize, x: usize, cx: f64| (y as f64 - 40.0).hypot(x as f64 - cx);
        let labels = Labels::from_shape_fn((1, 80, 120), |(_, y, x)| {
            if far(y, x, 45.0) < 8.0 { 3 } else { u32::from(far(y, x, 63.0) < 8.0) * 5 }
        });
        let image = Image::from_shape_fn((1, 80, 120), |(_, y, x)| {
            let (a, b) = (far(y, x, 45.0), far(y, x, 63.0));
            let (own, level) = if a <= b { (a, 200.0) } else { (b, 400.0) };
            100.0
                + if own < 8.0 {
                    level
                } else if own < 16.0 {
                    level / 2.0
                } else {
                    0.0
                }
        });
        (labels, image)
    }

    #[test]
    fn nucleus_and_ring_are_told_apart_and_from_the_neighbour() {
        let (labels, image) = scene();
        let table = measure(&labels, &[("erk".into(), image)], &MeasureParams::default()).unwrap();
        assert_eq!(table.index(), ["3", "5"]);
        assert_eq!(table.numbers("erk_mean").unwrap(), [200.0, 400.0]);
        assert_eq!(table.numbers("erk_ring_mean").unwrap(), [100.0, 200.0]);
        assert_eq!(table.numbers("erk_ratio").unwrap(), [0.5, 0.5]);
        assert_eq!(table.numbers("erk_background").unwrap(), [100.0, 100.0]);
    }

    #[test]
    fn no_ring_is_not_a_number_and_no_label_no_row() {
        let (labels, image) = scene();
        let params = MeasureParams { ring_width_px: 0.0, ..Default::default() };
        let table = measure(&labels, &[("erk".into(), image.clone())], &params).unwrap();
        assert!(table.numbers("erk_ratio").unwrap().iter().all(|value| value.is_nan()));
        let none = measure(&Labels::zeros(labels.dim()), &[("erk".into(), image)], &params).unwrap();
        assert_eq!(none.rows(), 0);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let (labels, image) = scene();
        let twice = [("a".to_owned(), image.clone()), ("a".to_owned(), image)];
        assert!(measure(&labels, &twice, &MeasureParams::default()).unwrap_err().to_string().contains("`a`"));
        let small = [("b".to_owned(), Image::zeros((1, 2, 2)))];
        assert!(measure(&labels, &small, &MeasureParams::default()).unwrap_err().to_string().contains("`b`"));
        let params = MeasureParams { ring_gap_px: f64::NAN, ..Default::default() };
        assert!(measure(&labels, &[], &params).is_err());
    }
}
