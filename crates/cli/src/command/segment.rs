//! Images to label images.

mod field;
pub(crate) mod pairs;
mod train;
mod written;

use super::Result;
use super::place::{failed, with_threads};
use crate::args::{SegmentArgs, SegmentCommand, SegmentMethod};
use crate::failure::Failure;
use lca_image::{PixelModel, SegmentParams};
use std::path::Path;

pub(crate) fn segment(args: &SegmentArgs) -> Result {
    match &args.command {
        Some(SegmentCommand::Train(train)) => with_threads(train.common.threads, || train::train(train)),
        None => with_threads(args.common.threads, || written::segment(args)),
    }
}

/// How cells are found, with what is needed for it.
#[derive(Debug)]
enum Finder {
    Classical(SegmentParams),
    Forest(Box<PixelModel>),
}

impl Finder {
    fn of(args: &SegmentArgs) -> std::result::Result<Self, Failure> {
        match (args.method, &args.model) {
            (Some(SegmentMethod::Classical), Some(_)) => {
                Err(Failure::Use("--method classical takes no --model".into()))
            }
            (Some(SegmentMethod::Forest), None) => Err(Failure::Use(
                "--method forest needs --model FILE; make it with `lca segment train`".into(),
            )),
            (_, Some(path)) => Ok(Self::Forest(Box::new(read(path)?))),
            (_, None) => Ok(Self::Classical(SegmentParams {
                diameter_px: args.diameter,
                ..SegmentParams::of_fields()
            })),
        }
    }

    fn method(&self) -> lca_image::Method<'_> {
        match self {
            Self::Classical(params) => lca_image::Method::Classical(params),
            Self::Forest(model) => lca_image::Method::Learnt(model),
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Classical(_) => "classical",
            Self::Forest(_) => "forest",
        }
    }
}

fn read(path: &Path) -> std::result::Result<PixelModel, Failure> {
    let file = std::fs::File::open(path).map_err(|cause| failed("cannot read", path, &cause))?;
    let model: PixelModel = serde_json::from_reader(std::io::BufReader::new(file))
        .map_err(|cause| failed("cannot use the model", path, &cause))?;
    model.check()?;
    Ok(model)
}
