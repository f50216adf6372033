//! Images to label images.

mod field;
pub(crate) mod hypotheses;
mod model;
pub(crate) mod pairs;
mod train;
mod written;

use super::Result;
use super::place::with_threads;
use crate::args::{SegmentArgs, SegmentCommand, SegmentMethod};
use crate::failure::Failure;
use lca_image::{Model, SegmentParams};

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
    Learnt(Model),
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
            (wanted, Some(path)) => match (wanted, model::read(path, args)?) {
                (None | Some(SegmentMethod::Forest), model @ Model::Forest(_))
                | (None | Some(SegmentMethod::Net), model @ (Model::Net(_) | Model::Onnx(_))) => {
                    Ok(Self::Learnt(model))
                }
                (_, found) => Err(Failure::Use(format!(
                    "{} holds {}; leave out --method, or say the one that it was trained with",
                    path.display(),
                    match found {
                        Model::Forest(_) => "a forest",
                        Model::Net(_) => "a network that was trained here",
                        Model::Onnx(_) => "a network that was trained elsewhere",
                    }
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
            Self::Learnt(model) => model.method(),
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Classical(_) => "classical",
            Self::Learnt(model) => model.name(),
        }
    }
}
