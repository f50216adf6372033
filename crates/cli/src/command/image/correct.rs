use super::movie;
use crate::args::CorrectArgs;
use crate::command::Result;
use crate::command::imaging::atlas::{is_atlas, key, record};
use crate::command::imaging::objects::{Film, channel};
use crate::command::imaging::progress::Bar;
use crate::command::place::{count, failed, folder_apart};
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::{ChunkError, ChunkSink, ChunkSource, ElementKind, ElementPath, Progress};
use lca_image::{CorrectParams, Correction, Lit};
use lca_pixels::Frame;
use lca_store::Atlas;
use lca_tables::DataFrame;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

/// Learns what is wrong with a movie, and writes it without that; `seen_in` is the channel that shows drift, where drift
/// is sought.
pub(super) fn correct(
    args: &CorrectArgs,
    verb: &str,
    params: &CorrectParams,
    seen_in: Option<&str>,
) -> Result {
    let (film, place) = movie(&args.raw, args.name.as_deref())?;
    let into_atlas = is_atlas(&args.out);
    if into_atlas && args.raw != args.out {
        let why = "a movie goes into the atlas that it comes from; name it twice, or bring the movie in with `lca add`";
        return Err(Failure::Use(format!("{}: {why}", args.out.display())));
    }
    let at = seen_in.map(|wanted| channel(&film.meta, wanted)).transpose()?;
    let bar = Bar::new("looking", args.common.json);
    let learnt = Correction::learn(&*film.frames, at.unwrap_or(0), params, &bar);
    let learnt = learnt.map_err(|why| failed("cannot correct", &args.raw, &why))?;
    drop(bar);
    let table = learnt.table(film.frames.len(), &film.meta.channel_names())?;
    let right = Right { film: &film, learnt: &learnt };
    let bar = Bar::new("writing", args.common.json);
    let written = match place {
        Some((atlas, element)) if into_atlas => {
            let name = format!("{}-{verb}", element.name());
            let seen_in = at.map(|at| film.meta.channel_names()[at].clone());
            let made = json!({ "correct": params, "channel": seen_in });
            in_atlas(&right, &atlas, &element, &name, &made, &bar)?;
            name
        }
        _ => {
            let out = folder_apart(
                &args.out,
                &args.raw,
                "the movie lies here, and its frames could be written over; name another folder",
            )?;
            lca_formats::write_tiff_series(&out, &right)?;
            lca_formats::write_table(&out.join("corrections.csv"), &table)?;
            out.display().to_string()
        }
    };
    let mut answer = answer(verb, film.frames.len(), &table, &written);
    lights(&mut answer, &learnt, &film.meta.channel_names());
    Ok(answer)
}

/// The frames of a movie as they are put right, one after the other.
struct Right<'a> {
    film: &'a Film,
    learnt: &'a Correction,
}

impl ChunkSource for Right<'_> {
    type Chunk = Frame;

    fn len(&self) -> usize {
        self.film.frames.len()
    }

    fn read(&self, t: usize) -> std::result::Result<Frame, ChunkError> {
        self.learnt.frame(t, &self.film.frames.read(t)?).map_err(|why| ChunkError::new(t, why))
    }
}

fn in_atlas(
    right: &Right<'_>,
    atlas: &Atlas,
    from: &ElementPath,
    name: &str,
    params: &Value,
    bar: &Bar,
) -> std::result::Result<(), Failure> {
    let element = ElementPath::new(ElementKind::Movie, name).map_err(|why| Failure::Use(why.to_string()))?;
    let key = key(atlas, "image", params, &[from]);
    let changes = atlas.begin()?;
    let sink = changes.movie_sink(&element, &right.film.meta)?;
    let done = AtomicU64::new(0);
    let wrong = |why: &dyn std::fmt::Display| failed("cannot correct", atlas.path(), why);
    (0..right.len()).into_par_iter().try_for_each(|t| {
        sink.write(t, right.read(t).map_err(|why| wrong(&why))?).map_err(|why| wrong(&why))?;
        bar.at(done.fetch_add(1, Ordering::Relaxed) + 1, right.len() as u64).map_err(|why| wrong(&why))
    })?;
    sink.finish()?;
    changes.commit(&key, &record("image", params, &[from]))?;
    Ok(())
}

/// Says how each channel was lit, where that was divided out.
fn lights(answer: &mut Answer, learnt: &Correction, names: &[String]) {
    for (name, lit) in names.iter().zip(learnt.lit()) {
        let Some(Lit { dark, least, most }) = lit else {
            answer.text += &format!("\n{name}: there is no light to divide out, and it stays as it is");
            continue;
        };
        answer.text += &format!("\n{name}: light from {least:.3} to {most:.3} of its mean, dark {dark}");
        answer.json["light"][name] = json!({ "dark": dark, "least": least, "most": most });
    }
}

fn answer(verb: &str, frames: usize, table: &DataFrame, written: &str) -> Answer {
    let columns = table.columns().iter().filter(|(name, _)| name != "t");
    let found: Vec<(String, Vec<f64>)> =
        columns.filter_map(|(name, column)| Some((name.clone(), column.to_f64()?))).collect();
    let mut text = format!("{}: {verb}\n", count(frames, "frame"));
    for (name, values) in &found {
        if let Some(last) = values.last() {
            text += &format!("{name} at the end  {last:.3}\n");
        }
    }
    text += &format!("written to {written}");
    let found: serde_json::Map<String, Value> =
        found.into_iter().map(|(name, values)| (name, json!(values))).collect();
    Answer::new(text, json!({ "corrected": verb, "frames": frames, "found": found, "out": written }))
}
