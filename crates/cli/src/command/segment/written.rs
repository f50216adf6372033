use super::Finder;
use super::field::{Rows, holds, planes};
use super::hypotheses::{self, Kept};
use super::pairs::{images, stem};
use crate::args::SegmentArgs;
use crate::command::Result;
use crate::command::imaging::atlas::{self, is_atlas, key, made_of, pick, record};
use crate::command::imaging::objects::channel;
use crate::command::imaging::progress::Bar;
use crate::command::place::{count, failed, folder, is_same};
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::{ChunkSink, ChunkSource, ElementKind, ElementPath, Progress};
use lca_formats::{MovieReader, open_movie, open_tiff_rows, write_label_bands, write_label_tiff};
use lca_image::{
    Band, Field, Hypotheses, ImageError, Method, Model, SegmentParams, field_diameter, field_hypotheses,
    segment_field,
};
use lca_pixels::{Frame, Image, Labels, MovieMeta};
use lca_store::Atlas;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Fields of more pixels than this are read by rows where the file allows it, and cut into tiles.
const LARGE: usize = 1 << 24;

/// Side of the tiles of large fields.
const SIDE: usize = 1024;

/// Finds the cells of each image and writes their labels.
pub(super) fn segment(args: &SegmentArgs) -> Result {
    let (Some(raw), Some(out)) = (&args.raw, &args.out) else {
        return Err(Failure::Use("say the images and --out".into()));
    };
    let finder = Finder::of(args)?;
    let job = Job { args, finder, raw };
    let counts = if is_atlas(raw) || is_atlas(out) {
        job.in_atlas(out)?
    } else if args.stills {
        let paths = if raw.is_dir() { images(raw)? } else { vec![raw.clone()] };
        paths.first().map_or(Ok(()), |first| job.fits(open_movie(first)?.meta()))?;
        job.stills(&paths, &apart(out, raw)?)?
    } else if let Some(field) = large(raw)? {
        let out = apart(out, raw)?;
        hypotheses::forget(&out)?;
        vec![job.banded(&field, &out)?]
    } else {
        let movie = open_movie(raw)?;
        job.fits(movie.meta())?;
        let out = apart(out, raw)?;
        hypotheses::forget(&out)?;
        job.frames(&*movie, &out)?
    };
    Ok(said(&job, out, &counts))
}

/// The folder for labels, which is made and is not that of the images.
fn apart(out: &Path, raw: &Path) -> std::result::Result<PathBuf, Failure> {
    let made = folder(out)?;
    if is_same(raw, &made) {
        return Err(failed("cannot write into", out, &"the images lie there; give another --out"));
    }
    Ok(made)
}

/// Refuses a folder that holds masks of frames which are not among these: what follows would take them for one movie.
fn unmixed(out: &Path, masks: &BTreeSet<String>) -> std::result::Result<(), Failure> {
    let unread = |why: std::io::Error| failed("cannot read the folder", out, &why);
    let mut others = BTreeSet::new();
    for entry in std::fs::read_dir(out).map_err(unread)? {
        let name = entry.map_err(unread)?.file_name().to_string_lossy().into_owned();
        if name.starts_with("mask") && name.ends_with(".tif") && !masks.contains(&name) {
            others.insert(name);
        }
    }
    others.first().map_or(Ok(()), |first| {
        let what = format!("masks of another movie lie there ({first}, …)");
        Err(failed("cannot write into", out, &format!("{what}; take them away or give another --out")))
    })
}

/// Refuses to replace labels that others were made of, which would then be of labels that are gone.
fn unused(atlas: &Atlas, labels: &ElementPath) -> std::result::Result<(), Failure> {
    let made = made_of(atlas, labels)?;
    if made.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = made.iter().map(ToString::to_string).collect();
    let what = format!("{}: {} were made of its `{labels}`", atlas.path().display(), names.join(", "));
    let way = "give the new labels a name of their own with --labels NAME, or change the study and `lca run` it, \
               which makes all of them anew";
    Err(Failure::Use(format!("{what}, and would be left without; {way}")))
}

fn said(job: &Job<'_>, out: &Path, counts: &[usize]) -> Answer {
    let total: usize = counts.iter().sum();
    let empty: Vec<usize> = (0..counts.len()).filter(|&at| counts[at] == 0).collect();
    let mut text =
        format!("{} in {} ({})", count(total, "cell"), count(counts.len(), "image"), job.finder.name());
    if !empty.is_empty() {
        let few: Vec<String> = empty.iter().take(10).map(ToString::to_string).collect();
        let more = if empty.len() > few.len() { ", …" } else { "" };
        text += &format!("\nno cell in {}: {}{more}", count(empty.len(), "image"), few.join(", "));
    }
    text += &format!("\nlabels  {}", out.display());
    let json = json!({ "method": job.finder.name(), "cells": total, "images": counts.len(), "cells_per_image": counts,
        "empty": empty, "out": out });
    Answer::new(text, json)
}

/// A single large TIFF, to be read by rows; none where it is small or something else.
fn large(raw: &Path) -> std::result::Result<Option<Rows>, Failure> {
    let ending = raw.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if !raw.is_file() || !matches!(ending.as_str(), "tif" | "tiff") {
        return Ok(None);
    }
    let rows = open_tiff_rows(raw)?;
    Ok(rows.filter(|rows| rows.size().iter().product::<usize>() > LARGE).map(Rows))
}

struct Job<'a> {
    args: &'a SegmentArgs,
    finder: Finder,
    raw: &'a Path,
}

/// What was found in an image.
struct Found {
    count: usize,
    labels: Labels,
    /// The finest parts of the labels, and what else the cells may be, where that is kept.
    parts: Option<(Labels, Hypotheses)>,
}

impl Job<'_> {
    fn bar(&self) -> Bar {
        Bar::new("segmenting", self.args.common.json)
    }

    fn side(&self, field: &dyn Field) -> Option<usize> {
        let large = field.size().iter().product::<usize>() > LARGE;
        self.args.tile.map(|side| side as usize).or_else(|| large.then_some(SIDE))
    }

    /// The channel looked at; none where a model looks at all.
    fn channel(&self, meta: &MovieMeta) -> std::result::Result<Option<usize>, Failure> {
        match self.finder {
            Finder::Classical(_) => channel(meta, &self.args.channel).map(Some),
            Finder::Learnt(_) => Ok(None),
        }
    }

    /// Refuses what cannot be asked of images, before anything is written.
    fn fits(&self, meta: &MovieMeta) -> std::result::Result<(), Failure> {
        self.channel(meta)?;
        holds(meta, self.args.diameter)
    }

    /// The cells of an image.
    fn found(&self, image: &Image, method: Method<'_>) -> std::result::Result<Found, ImageError> {
        let (side, none) = (self.side(image), || Labels::zeros((1, image.dim().1, image.dim().2)));
        let (mut labels, mut parts) = (none(), self.args.hypotheses.then(none));
        let (count, hypotheses) = self.search(image, method, side, &mut |band| {
            if side.is_none() {
                (labels, parts) = (band.labels, band.parts);
                return Ok(());
            }
            let rows = ndarray::s![.., band.rows, ..];
            labels.slice_mut(rows).assign(&band.labels);
            if let (Some(all), Some(part)) = (&mut parts, &band.parts) {
                all.slice_mut(rows).assign(part);
            }
            Ok(())
        })?;
        Ok(Found { count, labels, parts: parts.map(|parts| (parts, hypotheses)) })
    }

    /// How many cells a field has, and what else they may be where that is kept.
    fn search(
        &self,
        field: &dyn Field,
        method: Method<'_>,
        side: Option<usize>,
        give: &mut dyn FnMut(Band) -> std::result::Result<(), ImageError>,
    ) -> std::result::Result<(usize, Hypotheses), ImageError> {
        if self.args.hypotheses {
            let found = field_hypotheses(field, method, side, give)?;
            return Ok((found.objects, found.hypotheses));
        }
        Ok((segment_field(field, method, side, give)?, Hypotheses::default()))
    }

    /// A field larger than memory, band by band into one file, and where they are kept its parts into another.
    fn banded(&self, field: &Rows, out: &Path) -> std::result::Result<usize, Failure> {
        let path = out.join("mask000.tif");
        if !self.args.hypotheses {
            return Ok(self.bands(field, &path, &mut |_| Ok(()))?.0);
        }
        let folder = hypotheses::beside(out)?;
        let mut found = (0, Hypotheses::default());
        write_label_bands(&folder.join("part000.tif"), field.size(), |push| {
            found = self.bands(field, &path, &mut |parts| {
                push(parts.as_slice().unwrap_or(&[])).map_err(|why| ImageError::Rows(why.to_string()))
            })?;
            Ok::<(), Failure>(())
        })?;
        let kept = Kept::new(1);
        kept.take(0, found.1);
        hypotheses::write(&folder, kept)?;
        Ok(found.0)
    }

    fn bands(
        &self,
        field: &Rows,
        path: &Path,
        parts: &mut dyn FnMut(&Labels) -> std::result::Result<(), ImageError>,
    ) -> std::result::Result<(usize, Hypotheses), Failure> {
        let bar = self.bar();
        let mut found = (0, Hypotheses::default());
        write_label_bands(path, field.size(), |push| {
            let total = field.size()[0] as u64;
            found = self.search(field, self.finder.method(), self.side(field), &mut |band| {
                let told = |why: &dyn std::fmt::Display| ImageError::Rows(why.to_string());
                push(band.labels.as_slice().unwrap_or(&[])).map_err(|why| told(&why))?;
                band.parts.iter().try_for_each(&mut *parts)?;
                bar.at(band.rows.end as u64, total).map_err(|why| told(&why))
            })?;
            Ok::<(), Failure>(())
        })?;
        Ok(found)
    }

    /// Images that have nothing to do with each other.
    fn stills(&self, paths: &[PathBuf], out: &Path) -> std::result::Result<Vec<usize>, Failure> {
        let (bar, done) = (self.bar(), AtomicU64::new(0));
        let still = |path: &PathBuf| {
            let movie = open_movie(path)?;
            let frame = movie.read(0).map_err(|why| failed("cannot read", path, &why))?;
            let image = planes(&frame, self.channel(movie.meta())?, path)?;
            let found = self.found(&image, self.finder.method());
            let found = found.map_err(|why| failed("cannot segment", path, &why))?;
            write_label_tiff(&out.join(format!("{}.tif", stem(path))), &found.labels)?;
            bar.at(done.fetch_add(1, Ordering::Relaxed) + 1, paths.len() as u64).map_err(|_| stopped())?;
            Ok(found.count)
        };
        paths.par_iter().map(still).collect()
    }

    /// The frames of a movie, all with the diameter of the middle one.
    fn frames(&self, movie: &dyn MovieReader, out: &Path) -> std::result::Result<Vec<usize>, Failure> {
        let width = if movie.len() <= 1000 {
            3
        } else if movie.len() <= 10_000 {
            4
        } else {
            6
        };
        let name = |t: usize| format!("mask{t:0width$}.tif");
        unmixed(out, &(0..movie.len()).map(name).collect())?;
        let kept = self.args.hypotheses.then(|| hypotheses::beside(out)).transpose()?;
        let kept = kept.map(|folder| (folder, Kept::new(movie.len())));
        let counts = self.each(movie, movie.meta(), &|t, found| {
            let mask = name(t);
            if let (Some((folder, kept)), Some((parts, hypotheses))) = (&kept, found.parts) {
                hypotheses::write_parts(folder, &mask, &parts)?;
                kept.take(t, hypotheses);
            }
            Ok(write_label_tiff(&out.join(mask), &found.labels)?)
        })?;
        kept.map(|(folder, kept)| hypotheses::write(&folder, kept)).transpose()?;
        Ok(counts)
    }

    fn each(
        &self,
        movie: &(dyn ChunkSource<Chunk = Frame> + '_),
        meta: &MovieMeta,
        take: &(dyn Fn(usize, Found) -> std::result::Result<(), Failure> + Sync),
    ) -> std::result::Result<Vec<usize>, Failure> {
        let channel = self.channel(meta)?;
        let image = |t: usize| {
            let frame = movie.read(t).map_err(|why| failed("cannot read", self.raw, &why))?;
            planes(&frame, channel, self.raw)
        };
        let params = self.known(movie.len(), &image)?;
        let method = params.as_ref().map_or_else(|| self.finder.method(), Method::Classical);
        let (bar, done) = (self.bar(), AtomicU64::new(0));
        let frame = |t: usize| {
            let found = self.found(&image(t)?, method);
            let found =
                found.map_err(|why| failed("cannot segment", self.raw, &format!("frame {t}: {why}")))?;
            let count = found.count;
            take(t, found)?;
            bar.at(done.fetch_add(1, Ordering::Relaxed) + 1, movie.len() as u64).map_err(|_| stopped())?;
            Ok(count)
        };
        (0..movie.len()).into_par_iter().map(frame).collect()
    }

    /// The classical method with the typical diameter of the middle frame, or of the first frame after or
    /// before it that shows one.
    fn known(
        &self,
        frames: usize,
        image: &dyn Fn(usize) -> std::result::Result<Image, Failure>,
    ) -> std::result::Result<Option<SegmentParams>, Failure> {
        let Finder::Classical(params) = &self.finder else { return Ok(None) };
        if params.diameter_px.is_some() {
            return Ok(None);
        }
        for t in [frames / 2, frames.saturating_sub(1), 0].into_iter().filter(|&t| t < frames) {
            let found = field_diameter(&image(t)?);
            let found =
                found.map_err(|why| failed("cannot segment", self.raw, &format!("frame {t}: {why}")))?;
            if found.is_some() {
                return Ok(Some(SegmentParams { diameter_px: found, ..params.clone() }));
            }
        }
        Ok(None)
    }

    /// The movie of an atlas, or one that is not in it, into labels in an atlas.
    fn in_atlas(&self, out: &Path) -> std::result::Result<Vec<usize>, Failure> {
        if self.raw != out {
            let why = "labels go into the atlas that holds their movie; name it twice, or bring the movie in with `lca add`";
            return Err(Failure::Use(format!("{}: {why}", out.display())));
        }
        let atlas = Atlas::open(out)?;
        let element =
            pick(&atlas, (ElementKind::Movie, "movies", "--name"), self.args.name.as_deref(), |_| true)?;
        let movie = atlas.movie(&element)?;
        let unnamed = |why: lca_core::ElementPathError| Failure::Use(why.to_string());
        let labels = ElementPath::movie_labels(element.name(), &self.args.labels).map_err(unnamed)?;
        unused(&atlas, &labels)?;
        self.fits(movie.meta())?;
        let params = self.params();
        let key = key(&atlas, "segment", &params, &[&element]);
        let changes = atlas.begin()?;
        let meta = movie.meta().clone();
        let sink = changes.labels_sink(&labels, &meta)?;
        let [parts, table] = atlas::hypotheses(&labels).map_err(unnamed)?;
        let part_sink = self.args.hypotheses.then(|| changes.labels_sink(&parts, &meta)).transpose()?;
        let kept = Kept::new(movie.len());
        let counts = self.each(&movie, &meta, &|t, found| {
            let unwritten = |why| failed("cannot write into", out, &why);
            if let (Some(sink), Some((parts, hypotheses))) = (&part_sink, found.parts) {
                sink.write(t, parts).map_err(unwritten)?;
                kept.take(t, hypotheses);
            }
            sink.write(t, found.labels).map_err(unwritten)
        })?;
        sink.finish()?;
        if let Some(sink) = part_sink {
            sink.finish()?;
            changes.write_frame(&table, &kept.table()?)?;
        }
        changes.commit(&key, &record("segment", &params, &[&element]))?;
        Ok(counts)
    }

    fn params(&self) -> Value {
        let mut params = self.finder_params();
        params["labels"] = self.args.labels.as_str().into();
        if self.args.hypotheses {
            params["hypotheses"] = true.into();
        }
        params
    }

    fn finder_params(&self) -> Value {
        match &self.finder {
            Finder::Classical(params) => json!({ "classical": params, "channel": self.args.channel }),
            Finder::Learnt(Model::Forest(model)) => {
                json!({ "forest": model.learnt_from, "model": self.args.model })
            }
            Finder::Learnt(Model::Net(model)) => json!({ "net": model.digest, "model": self.args.model }),
            Finder::Learnt(Model::Onnx(model)) => {
                let said = &self.args.onnx;
                json!({ "onnx": model.digest(), "kind": model.kind(), "model": self.args.model,
                    "halo": said.halo, "level": said.level, "overlap": said.overlap, "diameter": self.args.diameter })
            }
        }
    }
}

fn stopped() -> Failure {
    Failure::Use("stopped".into())
}
