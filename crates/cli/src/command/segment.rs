//! Images to label images.

mod field;
mod model;
pub(crate) mod pairs;
mod train;
mod written;

use super::Result;
use super::place::with_threads;
use crate::args::{SegmentArgs, SegmentCommand, SegmentMethod};
use crate::failure::Failure;
use lca_image::{NetModel, PixelModel, SegmentParams};
use model::Model;

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
    Net(Box<NetModel>),
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
            (Some(SegmentMethod::Net), None) => Err(Failure::Use(
                "--method net needs --model FILE; make it with `lca segment train --method net`".into(),
            )),
            (wanted, Some(path)) => match (wanted, model::read(path)?) {
                (None | Some(SegmentMethod::Forest), Model::Forest(model)) => Ok(Self::Forest(model)),
                (None | Some(SegmentMethod::Net), Model::Net(model)) => Ok(Self::Net(model)),
                (_, found) => Err(Failure::Use(format!(
                    "{} holds a {}; leave out --method, or say the one that it was trained with",
                    path.display(),
                    found.name()
                ))),
            },
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
            Self::Net(model) => lca_image::Method::Net(model),
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Classical(_) => "classical",
            Self::Forest(_) => "forest",
            Self::Net(_) => "net",
        }
    }
}
