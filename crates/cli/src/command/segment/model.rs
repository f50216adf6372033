use crate::args::{OnnxArgs, OnnxKindArg, SegmentArgs};
use crate::failure::Failure;
use lca_image::{Model, OnnxKind, OnnxOptions};
use lca_study::{Beside, read_model};
use std::path::Path;

/// Reads and checks a model.
pub(super) fn read(path: &Path, args: &SegmentArgs) -> Result<Model, Failure> {
    let network = said(&args.onnx, args.diameter);
    Ok(read_model(path, &network, Beside::Taken)?)
}

fn said(args: &OnnxArgs, diameter: Option<f64>) -> OnnxOptions {
    let kind = args.onnx_kind.map(|kind| match kind {
        OnnxKindArg::Foreground => OnnxKind::Foreground,
        OnnxKindArg::ForegroundBoundary => OnnxKind::ForegroundBoundary,
        OnnxKindArg::Stardist => OnnxKind::Stardist,
    });
    OnnxOptions {
        kind,
        axes: args.onnx_axes.clone(),
        halo: args.halo,
        level: args.level,
        overlap: args.overlap,
        diameter,
        square: None,
    }
}
