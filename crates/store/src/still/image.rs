use super::transform::coordinate_transformations;
use crate::commit::Staged;
use crate::error::Result;
use crate::movie::{Pyramid, Reduce, axes_json, write_pixels};
use crate::zarr::write_group;
use crate::{StoreError, Transaction};
use lca_core::{Axis, ElementKind, ElementPath};
use lca_pixels::{Frame, Labels, MovieMeta, PixelType, Pixels};
use serde_json::{Value, json};

impl Transaction {
    /// Writes a still image. `meta` must be that of a movie of one frame; the image is kept without
    /// depth when it has one plane.
    ///
    /// # Errors
    /// When the frame is not what `meta` says, or cannot be written.
    pub fn write_image(&self, element: &ElementPath, meta: &MovieMeta, frame: &Frame) -> Result<()> {
        check(element, meta, &frame.pixels)?;
        let staged = self.stage(element, &[ElementKind::Image], "a still image")?;
        let depth = meta.shape[2] > 1;
        let axes: &[Axis] =
            if depth { &[Axis::C, Axis::Z, Axis::Y, Axis::X] } else { &[Axis::C, Axis::Y, Axis::X] };
        let channels: Vec<Value> =
            meta.channel_names().iter().map(|label| json!({ "label": label })).collect();
        let omero = Some(json!({ "channels": channels }));
        write_raster(&staged, axes, meta, &frame.pixels, (Reduce::Mean, omero))
    }

    /// Writes the labels of a still image, `z, y, x`; they are kept without depth when there is one
    /// plane. `pixel_size_um` is along `z, y, x`.
    ///
    /// # Errors
    /// When they are empty or cannot be written.
    pub fn write_labels(
        &self,
        element: &ElementPath,
        labels: &Labels,
        pixel_size_um: Option<[f64; 3]>,
    ) -> Result<()> {
        let (z, y, x) = labels.dim();
        let meta = MovieMeta {
            shape: [1, 1, z, y, x],
            pixel_type: PixelType::Uint32,
            pixel_size_um,
            frame_interval_s: None,
            channels: Vec::new(),
        };
        let pixels = Pixels::Uint32(labels.clone().insert_axis(ndarray::Axis(0)).into_dyn());
        check(element, &meta, &pixels)?;
        let staged = self.stage(element, &[ElementKind::Labels], "labels of a still image")?;
        let axes: &[Axis] = if z > 1 { &[Axis::Z, Axis::Y, Axis::X] } else { &[Axis::Y, Axis::X] };
        write_raster(&staged, axes, &meta, &pixels, (Reduce::First, None))
    }
}

fn check(element: &ElementPath, meta: &MovieMeta, pixels: &Pixels) -> Result<()> {
    let fits = meta.shape[0] == 1 && pixels.shape() == &meta.shape[1..] && !meta.shape.contains(&0);
    if fits && pixels.pixel_type() == meta.pixel_type {
        return Ok(());
    }
    let problem = format!(
        "it is {:?} of {:?}, said to be {:?} of {:?}; a still has one frame",
        pixels.shape(),
        pixels.pixel_type(),
        meta.shape,
        meta.pixel_type
    );
    Err(StoreError::refused(element, problem))
}

fn write_raster(
    staged: &Staged,
    axes: &[Axis],
    meta: &MovieMeta,
    pixels: &Pixels,
    (reduce, omero): (Reduce, Option<Value>),
) -> Result<()> {
    let (shelf, folder) = (&staged.shelf, &staged.folder);
    let pyramid = Pyramid::create(shelf, folder, "s", (axes, meta.shape), (meta.pixel_type, reduce))?;
    write_pixels(&pyramid, 0, pixels).map_err(|why| StoreError::refused(&staged.element, why))?;
    let scale = |factor: [usize; 3]| -> Vec<f64> {
        let [z, y, x] = factor.map(|factor| factor as f64);
        let of = |axis: &Axis| match axis {
            Axis::Z => z,
            Axis::Y => y,
            Axis::X => x,
            Axis::T | Axis::C => 1.0,
        };
        axes.iter().map(of).collect()
    };
    let dataset = |(path, layout): (&str, &crate::movie::Layout)| {
        json!({ "path": path,
                "coordinateTransformations": [{ "type": "scale", "scale": scale(layout.factor) }] })
    };
    let datasets: Vec<Value> = pyramid.levels().map(dataset).collect();
    let names: Vec<&str> = axes.iter().map(|axis| axis.name()).collect();
    let plain = MovieMeta { pixel_size_um: None, frame_interval_s: None, ..meta.clone() };
    let mut ome = json!({
        "version": "0.5-dev-spatialdata",
        "multiscales": [{
            "name": staged.element.name(),
            "axes": axes_json(axes, &plain),
            "datasets": datasets,
            "coordinateTransformations": coordinate_transformations(&names),
        }],
    });
    if let Some(omero) = omero {
        ome["omero"] = omero;
    }
    let mut attributes = json!({ "ome": ome, "spatialdata_attrs": { "version": "0.3" } });
    if let Some(size) = meta.pixel_size_um {
        attributes["lca"] = json!({ "pixel_size_um": size });
    }
    write_group(shelf, folder, &attributes)?;
    staged.finish();
    Ok(())
}
