//! Movies corrected, and what their frames are like.

mod correct;
mod look;

use super::Result;
use super::imaging::atlas::{is_atlas, pick};
use super::imaging::objects::Film;
use super::imaging::source::open_film;
use super::place::with_threads;
use crate::args::ImageCommand;
use crate::failure::Failure;
use lca_core::{ElementKind, ElementPath};
use lca_image::CorrectParams;
use lca_store::Atlas;
use std::path::Path;

pub(crate) fn image(command: &ImageCommand) -> Result {
    let none = CorrectParams::default();
    with_threads(command.common().threads, || match command {
        ImageCommand::Flatten(args) => {
            let params = CorrectParams { flatten: true, dark: args.dark, light_px: args.light, ..none };
            correct::correct(&args.correct, "flatten", &params, None)
        }
        ImageCommand::Background(args) => {
            correct::correct(args, "background", &CorrectParams { background: true, ..none }, None)
        }
        ImageCommand::Bleach(args) => {
            correct::correct(args, "bleach", &CorrectParams { bleaching: true, ..none }, None)
        }
        ImageCommand::Denoise(args) => {
            correct::correct(args, "denoise", &CorrectParams { denoise: true, ..none }, None)
        }
        ImageCommand::Drift(args) => {
            let params = CorrectParams { drift: true, ..none };
            correct::correct(&args.correct, "drift", &params, Some(&args.channel))
        }
        ImageCommand::Focus(args) => look::focus(args),
        ImageCommand::Quality(args) => look::quality(args),
    })
}

/// A movie of a file, a folder or an atlas, and where in the atlas it lies.
fn movie(
    path: &Path,
    name: Option<&str>,
) -> std::result::Result<(Film, Option<(Atlas, ElementPath)>), Failure> {
    if !is_atlas(path) {
        return Ok((open_film(path)?, None));
    }
    let atlas = Atlas::open(path)?;
    let element = pick(&atlas, (ElementKind::Movie, "movies", "--name"), name, |_| true)?;
    let movie = atlas.movie(&element)?;
    let film = Film { meta: movie.meta().clone(), frames: Box::new(movie) };
    Ok((film, Some((atlas, element))))
}
