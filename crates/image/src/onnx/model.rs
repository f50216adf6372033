use super::axes::Axes;
use super::fault::OnnxFault;
use super::maps::Maps;
use super::network::Network;
use super::options::{OnnxKind, OnnxOptions};
use super::output::{Place, Reading, Told, reading};
use super::prepare::{Prepare, Prepared, Unready, taken, usual};
use super::sha256::sha256;
use super::side::{Side, UNTOLD};
use super::sidecar::Sidecar;
use super::squares::{HALO, Square, Squares};
use super::star;
use crate::field::{Band, Found, MapParams, Rule, by_hills};
use crate::{Field, Hypotheses, ImageError};
use lca_core::Digest;
use lca_pixels::Image;
use std::fmt;
use std::sync::Arc;

/// A network that was trained elsewhere and saved as ONNX: of one input, flat images in, and out either the probability
/// that a pixel lies in an object, without or with that of a boundary, or star-convex objects (see [`OnnxKind`]).
///
/// What it is given follows the description of the BioImage Model Zoo beside it (formats 0.4 and 0.5); without one each
/// channel's percentiles 1 and 99.8 become 0 and 1. Statistics are of the whole field, from every n-th pixel along both
/// axes where it has more than four million. An image of several channels is averaged for a network of one. The same
/// file, image and options give the same labels on any number of threads and in any tiles.
///
/// Memory: of a band of tiles as for other methods, of a row of squares (512 pixels), and on each thread what the
/// network itself needs for one square with its halo.
///
/// What a file that was made to do harm may still do: ask for more memory than there is while it runs.
#[derive(Clone)]
pub struct OnnxModel(Arc<Inner>);

struct Inner {
    name: String,
    digest: Digest,
    network: Network,
    axes: Axes,
    sides: [Side; 2],
    channels: usize,
    prepare: Vec<Prepare>,
    outputs: Vec<Told>,
    reading: Reading,
    halo: usize,
    level: f64,
    overlap: f64,
    diameter: Option<f64>,
    square: Option<usize>,
}

/// A field as a network sees it.
pub(super) struct Sight<'a> {
    pub(super) field: &'a dyn Field,
    pub(super) squares: Squares,
    prepared: Prepared,
}

/// How much of the smaller of two stars may lie in the other one where nothing says it: StarDist's own usual.
const OVERLAP: f64 = 0.4;

/// Depth of a valley that parts two objects of maps.
const SPLIT_DEPTH: f64 = 0.2;

/// Least side, in pixels, of what a network is tried on.
const TRIED: usize = 64;

impl OnnxModel {
    /// Reads a network from the bytes of its file; `name` is what errors call it, `sidecar` the text of the description
    /// beside it. It is tried on an empty image.
    ///
    /// # Errors
    /// [`ImageError::Onnx`] when it is none, or not one that can be used here; [`ImageError::Parameter`] when an option
    /// is out of range.
    pub fn read(
        name: &str,
        bytes: &[u8],
        sidecar: Option<&str>,
        said: &OnnxOptions,
    ) -> Result<Self, ImageError> {
        said.check()?;
        let inner = Inner::read(name, bytes, sidecar, said);
        inner.map(|inner| Self(Arc::new(inner))).map_err(|fault| ImageError::onnx(name, fault))
    }

    /// The digest of its file.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.0.digest
    }

    /// What it says of pixels.
    #[must_use]
    pub fn kind(&self) -> OnnxKind {
        match self.0.reading {
            Reading::Star { .. } => OnnxKind::Stardist,
            Reading::Maps { boundary: Some(_), .. } => OnnxKind::ForegroundBoundary,
            Reading::Maps { boundary: None, .. } => OnnxKind::Foreground,
        }
    }

    /// See [`crate::segment_field`].
    pub(crate) fn segment(
        &self,
        field: &dyn Field,
        side: Option<usize>,
        hypotheses: bool,
        give: &mut dyn FnMut(Band) -> Result<(), ImageError>,
    ) -> Result<Found, ImageError> {
        if field.size().contains(&0) {
            return Ok(Found::default());
        }
        let sight = self.sight(field)?;
        match self.0.reading {
            Reading::Maps { foreground, boundary } => {
                let maps =
                    Maps::new(self, sight, [Some(foreground), boundary].into_iter().flatten().collect());
                let params =
                    MapParams { diameter: self.0.diameter, level: self.0.level, split_depth: SPLIT_DEPTH };
                by_hills(&maps, Rule::Maps(&params), side, hypotheses, give)
            }
            Reading::Star { odds, rays } => {
                let see = |row: usize| self.stars(&sight, row, odds, rays);
                let stars = star::found(&sight.squares, see, self.0.overlap)?;
                // Stars name the objects themselves, and say of none what else it may be.
                let mut give =
                    |band: Band| give(Band { parts: hypotheses.then(|| band.labels.clone()), ..band });
                let objects = star::draw(&stars, field.size(), side, &mut give)?;
                let alone = if hypotheses { Hypotheses::alone(objects) } else { Hypotheses::default() };
                Ok(Found { objects, hypotheses: alone })
            }
        }
    }

    fn sight<'a>(&self, field: &'a dyn Field) -> Result<Sight<'a>, ImageError> {
        let inner = &*self.0;
        let squares = Squares::of(field.size(), inner.sides, inner.halo, inner.square);
        let squares = squares.map_err(|fault| self.fault(fault))?;
        let prepared = Prepared::of(field, inner.channels, &inner.prepare).map_err(|why| match why {
            Unready::Field(why) => why,
            Unready::Network(fault) => self.fault(fault),
        })?;
        Ok(Sight { field, squares, prepared })
    }

    fn fault(&self, fault: OnnxFault) -> ImageError {
        ImageError::onnx(&self.0.name, fault)
    }

    /// What the network says of a square, output by output.
    pub(super) fn said(
        &self,
        sight: &Sight<'_>,
        square: &Square,
        image: Image,
    ) -> Result<Vec<Image>, ImageError> {
        let inner = &*self.0;
        let mut planes = taken(&image, inner.channels).map_err(|fault| self.fault(fault))?.into_owned();
        sight.prepared.apply(&mut planes);
        let said = inner.run(&planes).map_err(|fault| self.fault(fault))?;
        if said.iter().flatten().any(|value| !value.is_finite()) {
            return Err(self.fault(OnnxFault::NotFinite([square.core[0].start, square.core[1].start])));
        }
        Ok(said)
    }

    /// An error where numbers are no probabilities; rounding may lead a little beyond them.
    pub(super) fn odds(&self, plane: &Image) -> Result<(), ImageError> {
        let low = plane.iter().copied().fold(f32::INFINITY, f32::min);
        let high = plane.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        if low < -0.01 || high > 1.01 {
            let text = |value: f32| format!("{value:.3}");
            return Err(self.fault(OnnxFault::Odds { low: text(low), high: text(high) }));
        }
        Ok(())
    }

    /// The stars centred in a row of squares.
    fn stars(
        &self,
        sight: &Sight<'_>,
        row: usize,
        odds: Place,
        rays: Place,
    ) -> Result<Vec<star::Star>, ImageError> {
        let field = sight.field.size();
        let parts = sight.squares.each(sight.field, row, |square, image| {
            let said = self.said(sight, square, image)?;
            let plane = said[odds.output].slice(ndarray::s![odds.channel..=odds.channel, .., ..]);
            self.odds(&plane.to_owned())?;
            let rays = said[rays.output].slice(ndarray::s![rays.channel.., .., ..]);
            let grid = sight.squares.grid([plane.dim().1, plane.dim().2]);
            let found = star::candidates(plane, rays, grid, square.origin, field, self.0.level as f32);
            let kept = star::thinned(found, self.0.overlap);
            Ok(kept.into_iter().filter(|star| star.is_in(&square.core)).collect::<Vec<_>>())
        })?;
        Ok(parts.into_iter().flatten().collect())
    }
}

impl fmt::Debug for OnnxModel {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("OnnxModel").field("name", &self.0.name).field("kind", &self.kind()).finish()
    }
}

impl Inner {
    fn read(name: &str, bytes: &[u8], sidecar: Option<&str>, said: &OnnxOptions) -> Result<Self, OnnxFault> {
        let network = Network::read(bytes)?;
        let sidecar = sidecar.map(Sidecar::parse).transpose().map_err(OnnxFault::Sidecar)?;
        if let Some(told) = sidecar.as_ref().and_then(|told| told.sha256.clone()) {
            let found = sha256(bytes);
            if told != found {
                return Err(OnnxFault::Another { told, found });
            }
        }
        let axes = axes(&network, sidecar.as_ref(), said)?;
        let length = |letter: char| axes.place(letter).and_then(|at| network.input[at]);
        let told = |at: usize| sidecar.as_ref().map_or(UNTOLD, |told| told.sides[at]);
        let sides = [length('y'), length('x')];
        let sides = [0, 1].map(|at| sides[at].map_or_else(|| told(at), Side::Fixed));
        let channels = match axes.place('c') {
            None => 1,
            Some(at) => network.input[at].ok_or_else(|| {
                OnnxFault::Untold(format!(
                    "how many channels it takes is not told: axis {} of its input, `c` of `{axes}`, has no length; \
                     say another order with --onnx-axes (in a study `network.axes`), or export it with a fixed number",
                    at + 1
                ))
            })?,
        };
        let mut inner = Self {
            name: name.to_owned(),
            digest: Digest::of(bytes),
            network,
            axes,
            sides,
            channels,
            prepare: sidecar.as_ref().map_or_else(usual, |told| told.prepare.clone()),
            outputs: Vec::new(),
            reading: Reading::Maps { foreground: Place { output: 0, channel: 0 }, boundary: None },
            halo: said.halo.or_else(|| sidecar.as_ref().and_then(|told| told.halo)).unwrap_or(HALO),
            level: said.level.unwrap_or(0.5),
            overlap: said.overlap.unwrap_or(OVERLAP),
            diameter: said.diameter,
            square: said.square,
        };
        inner.tried(sidecar.as_ref(), said)?;
        Ok(inner)
    }

    /// Runs the network on an empty image, and finds what is where in what it gives.
    fn tried(&mut self, sidecar: Option<&Sidecar>, said: &OnnxOptions) -> Result<(), OnnxFault> {
        let given = self.sides.map(|side| side.holding(TRIED));
        let (shape, values) = self.axes.tensor(&Image::zeros((self.channels, given[0], given[1])));
        let out = self.network.run(&shape, &values)?;
        let told = |at: usize, rank: usize| {
            let known = sidecar.and_then(|told| told.outputs.get(at)).cloned();
            let axes = || self.axes.of_output(rank);
            let plain = |axes| Told { axes, names: Vec::new(), after: Vec::new(), scales: [None; 2] };
            known.or_else(|| axes().map(plain)).ok_or_else(|| {
                OnnxFault::Untold(format!(
                    "its output {at} has {rank} axes, which are not known; add a description"
                ))
            })
        };
        self.outputs =
            out.iter().enumerate().map(|(at, (shape, _))| told(at, shape.len())).collect::<Result<_, _>>()?;
        let planes = self.planes(&out)?;
        let channels: Vec<usize> = planes.iter().map(|planes| planes.dim().0).collect();
        let star = sidecar.is_some_and(|told| told.star);
        self.scaled(&planes, given)?;
        self.reading = reading(said.kind, (sidecar.is_some(), star), &self.outputs, &channels)?;
        if let (Reading::Maps { .. }, Some(_)) = (self.reading, said.overlap) {
            let why = "an overlap is of stars, and this one gives maps; leave out --overlap (in a study `network.overlap`)";
            return Err(OnnxFault::Untold(why.into()));
        }
        if let (Reading::Star { .. }, Some(told)) = (self.reading, sidecar) {
            self.level = said.level.or(told.thresholds[0]).unwrap_or(self.level);
            self.overlap = said.overlap.or(told.thresholds[1]).unwrap_or(self.overlap);
        }
        self.fits(&planes, given)
    }

    /// What the network says of prepared planes.
    fn run(&self, planes: &Image) -> Result<Vec<Image>, OnnxFault> {
        let (_, ny, nx) = planes.dim();
        let (shape, values) = self.axes.tensor(planes);
        let mut said = self.planes(&self.network.run(&shape, &values)?)?;
        self.fits(&said, [ny, nx])?;
        for (planes, told) in said.iter_mut().zip(&self.outputs) {
            let nothing = Image::zeros((planes.dim().0, 0, 0));
            let after = Prepared::of(&nothing, planes.dim().0, &told.after).map_err(|why| match why {
                Unready::Network(fault) => fault,
                Unready::Field(why) => OnnxFault::Run(why.to_string()),
            })?;
            after.apply(planes);
        }
        Ok(said)
    }

    fn planes(&self, out: &[(Vec<usize>, Vec<f32>)]) -> Result<Vec<Image>, OnnxFault> {
        let planes = out.iter().zip(&self.outputs).enumerate().map(|(at, ((shape, values), told))| {
            told.axes.planes(shape, values).ok_or_else(|| {
                let why = format!(
                    "its output {at} is of lengths {shape:?}, which do not fit the axes that are told"
                );
                OnnxFault::Untold(why)
            })
        });
        planes.collect()
    }

    /// Whether outputs are as large as their description says.
    fn scaled(&self, said: &[Image], given: [usize; 2]) -> Result<(), OnnxFault> {
        for (at, (planes, told)) in said.iter().zip(&self.outputs).enumerate() {
            let found = [planes.dim().1, planes.dim().2];
            for axis in 0..2 {
                let Some(scale) = told.scales[axis] else { continue };
                if (scale * given[axis] as f64 - found[axis] as f64).abs() > 0.5 {
                    let why = format!("its output {at} has {} pixels for {}", found[axis], given[axis]);
                    let letter = ['y', 'x'][axis];
                    return Err(OnnxFault::Sidecar(format!(
                        "{why} along {letter}, not {scale} times as many (`scale`)"
                    )));
                }
            }
        }
        Ok(())
    }

    /// Whether what comes out lies on the pixels that went in.
    fn fits(&self, said: &[Image], given: [usize; 2]) -> Result<(), OnnxFault> {
        let size = |place: Place| {
            said.get(place.output).map(|planes| (planes.dim().0, [planes.dim().1, planes.dim().2]))
        };
        let check = |place: Place, fine: &dyn Fn([usize; 2]) -> bool, need| match size(place) {
            Some((channels, found)) if place.channel < channels && fine(found) => Ok(()),
            Some((_, found)) => Err(OnnxFault::Size { given, found, need }),
            None => Err(OnnxFault::Run("it gives other outputs than before".into())),
        };
        match self.reading {
            Reading::Maps { foreground, boundary } => {
                let need = "maps must be as large as the image";
                let same = |found: [usize; 2]| found == given;
                check(foreground, &same, need)?;
                boundary.map_or(Ok(()), |boundary| check(boundary, &same, need))
            }
            Reading::Star { odds, rays } => {
                let whole = |found: [usize; 2]| {
                    (0..2).all(|axis| found[axis] > 0 && given[axis].is_multiple_of(found[axis]))
                };
                check(odds, &whole, "stars must lie on a grid of whole pixels")?;
                let grid = size(odds).map(|(_, found)| found);
                check(rays, &|found| Some(found) == grid, "rays must lie where probabilities do")
            }
        }
    }
}

/// The order of the input's axes: as said, described, or told by their lengths.
fn axes(network: &Network, sidecar: Option<&Sidecar>, said: &OnnxOptions) -> Result<Axes, OnnxFault> {
    let axes = match (&said.axes, sidecar) {
        (Some(text), _) => Axes::parse(text).map_err(|why| {
            OnnxFault::Untold(format!("{why}; say them as --onnx-axes bcyx or byxc (in a study `network.axes`)"))
        })?,
        (None, Some(told)) => told.axes.clone(),
        (None, None) => Axes::guess(&network.input).ok_or_else(|| {
            OnnxFault::Untold(
                "the order of its axes is not known; say --onnx-axes bcyx or byxc (in a study `network.axes`)".into(),
            )
        })?,
    };
    if axes.rank() == network.input.len() {
        return Ok(axes);
    }
    let count = network.input.len();
    let why =
        format!("its input has {count} axes, but `{axes}` are {}; say all {count} in order", axes.rank());
    Err(OnnxFault::Untold(format!("{why} with --onnx-axes (in a study `network.axes`)")))
}
