use super::field::planes;
use super::pairs::pairs;
use crate::args::{TrainArgs, TrainMethod};
use crate::command::Result;
use crate::command::imaging::progress::Bar;
use crate::command::place::failed;
use crate::failure::Failure;
use crate::output::Answer;
use cpu_time::ProcessTime;
use lca_core::{ChunkSource, Progress};
use lca_image::{Example, ForestParams, ImageError, NetParams, TrainParams};
use lca_pixels::{Image, Labels};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

/// Learns from pairs of images and labels.
pub(super) fn train(args: &TrainArgs) -> Result {
    let began = ProcessTime::now();
    let pairs = pairs(&args.images, &args.labels)?;
    let read = |at: usize| {
        let (image, labels) = &pairs[at];
        read_pair(image, labels).map_err(|why| ImageError::Rows(why.to_string()))
    };
    let (text, mut json) = match args.method {
        TrainMethod::Forest => forest(args, pairs.len(), &read)?,
        TrainMethod::Net => net(args, pairs.len(), &read)?,
    };
    let seconds = began.elapsed().as_secs_f64();
    json["cpu_s"] = seconds.into();
    json["model"] = json!(args.out);
    Ok(Answer::new(format!("{text}; {seconds:.0} s of processor time\nmodel  {}", args.out.display()), json))
}

type Told = std::result::Result<(String, Value), Failure>;

fn forest(args: &TrainArgs, count: usize, read: &Example<'_>) -> Told {
    let params = TrainParams {
        partial: args.partial,
        pixels: args.pixels,
        forest: ForestParams { trees: usize::from(args.trees), ..ForestParams::default() },
        seed: args.seed,
    };
    let model = lca_image::train(count, read, &params)?;
    write(&args.out, &model)?;
    let [images, objects, pixels] = model.learnt_from;
    let mut text = format!(
        "learnt from {pixels} pixels of {images} images with {objects} cells, {:.1} pixels wide",
        model.diameter
    );
    if let Some(quality) = model.quality {
        text += &format!(
            "\nscale 1/{}, parted from a depth of {}, cells from a probability of {}: quality {quality:.3} on images kept apart",
            model.factor, model.split_depth, model.level
        );
    }
    let json = json!({ "images": images, "objects": objects, "pixels": pixels, "diameter": model.diameter,
        "factor": model.factor, "split_depth": model.split_depth, "level": model.level, "quality": model.quality });
    Ok((text, json))
}

fn net(args: &TrainArgs, count: usize, read: &Example<'_>) -> Told {
    let params = NetParams {
        partial: args.partial,
        steps: args.steps as usize,
        seed: args.seed,
        ..NetParams::default()
    };
    let bar = Bar::new("training", args.common.json);
    let told = |done: usize, most: usize| {
        bar.at(done as u64, most as u64).map_err(|why| ImageError::Rows(why.to_string()))
    };
    let model = lca_image::train_net(count, read, &params, &told)?;
    write(&args.out, &model)?;
    let record = &model.record;
    let [images, objects, pixels] = record.learnt_from;
    let text = format!(
        "learnt from {images} images ({} kept apart for validation) with {objects} cells, {:.1} pixels wide\n\
         step {} of {} was kept",
        record.kept_apart, model.diameter, record.best, params.steps
    );
    let json = json!({ "images": images, "kept_apart": record.kept_apart, "objects": objects, "pixels": pixels,
        "diameter": model.diameter, "curve": record.curve, "best": record.best });
    Ok((text, json))
}

fn write(path: &Path, model: &impl Serialize) -> std::result::Result<(), Failure> {
    let file = std::fs::File::create(path).map_err(|cause| failed("cannot write", path, &cause))?;
    serde_json::to_writer(std::io::BufWriter::new(file), model)
        .map_err(|cause| failed("cannot write", path, &cause))
}

fn read_pair(image: &Path, labels: &Path) -> std::result::Result<(Image, Labels), Failure> {
    let movie = lca_formats::open_movie(image)?;
    let frame = movie.read(0).map_err(|why| failed("cannot read", image, &why))?;
    let found = lca_formats::open_labels(labels)?;
    let found = found.read(0).map_err(|why| failed("cannot read", labels, &why))?;
    Ok((planes(&frame, None, image)?, found))
}
