use super::field::planes;
use super::pairs::pairs;
use crate::args::{TrainArgs, TrainMethod};
use crate::command::Result;
use crate::command::place::failed;
use crate::failure::Failure;
use crate::output::Answer;
use cpu_time::ProcessTime;
use lca_core::ChunkSource;
use lca_image::{ForestParams, ImageError, TrainParams};
use lca_pixels::{Image, Labels};
use serde_json::json;
use std::path::Path;

/// Learns from pairs of images and labels.
pub(super) fn train(args: &TrainArgs) -> Result {
    let began = ProcessTime::now();
    let TrainMethod::Forest = args.method;
    let pairs = pairs(&args.images, &args.labels)?;
    let read = |at: usize| {
        let (image, labels) = &pairs[at];
        read_pair(image, labels).map_err(|why| ImageError::Rows(why.to_string()))
    };
    let params = TrainParams {
        partial: args.partial,
        pixels: args.pixels,
        forest: ForestParams { trees: usize::from(args.trees), ..ForestParams::default() },
        seed: args.seed,
    };
    let model = lca_image::train(pairs.len(), &read, &params)?;
    let file = std::fs::File::create(&args.out).map_err(|cause| failed("cannot write", &args.out, &cause))?;
    serde_json::to_writer(std::io::BufWriter::new(file), &model)
        .map_err(|cause| failed("cannot write", &args.out, &cause))?;
    let seconds = began.elapsed().as_secs_f64();
    let [images, objects, pixels] = model.learnt_from;
    let text = format!(
        "learnt from {pixels} pixels of {images} images with {objects} cells, {:.1} pixels wide; {seconds:.0} s of processor time\nmodel  {}",
        model.diameter,
        args.out.display()
    );
    let json = json!({
        "images": images, "objects": objects, "pixels": pixels, "diameter": model.diameter, "cpu_s": seconds,
        "model": args.out,
    });
    Ok(Answer::new(text, json))
}

fn read_pair(image: &Path, labels: &Path) -> std::result::Result<(Image, Labels), Failure> {
    let movie = lca_formats::open_movie(image)?;
    let frame = movie.read(0).map_err(|why| failed("cannot read", image, &why))?;
    let found = lca_formats::open_labels(labels)?;
    let found = found.read(0).map_err(|why| failed("cannot read", labels, &why))?;
    Ok((planes(&frame, None, image)?, found))
}
