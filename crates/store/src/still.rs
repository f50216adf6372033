//! Still images and their labels as SpatialData 0.7 keeps them: OME-NGFF pyramids of `c, (z,) y, x`
//! in its own raster version, with a coordinate system called `global`.

mod image;
mod transform;

pub(crate) use transform::coordinate_transformations;
