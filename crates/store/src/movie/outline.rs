use super::multiscale::Multiscale;
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::join;
use crate::{Atlas, StoreError};
use lca_core::{Axis, ElementKind, ElementPath};
use serde_json::{Map, Value};

/// What the metadata of a movie, an image or labels say. Told from a few small files, however large the movie is.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The axes, of `t, c, z, y, x`.
    pub axes: Vec<Axis>,
    /// The levels of the pyramid, largest first.
    pub levels: Vec<LevelOutline>,
    /// The channels; none where the metadata do not tell them.
    pub channels: Vec<ChannelOutline>,
    /// Size of a pixel along z, y, x in µm; a plane's z is 1.
    pub pixel_size_um: Option<[f64; 3]>,
    /// Time between frames in s.
    pub interval_s: Option<f64>,
}

/// One level of a pyramid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelOutline {
    /// Its folder below the image's.
    pub path: String,
    /// Its lengths along the axes.
    pub shape: Vec<u64>,
    /// Lengths of what is read at once: the chunks within a shard, where there are shards.
    pub chunks: Vec<u64>,
}

/// How a channel is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelOutline {
    /// Its name.
    pub name: String,
    /// Its colour as six hexadecimal digits.
    pub colour: Option<String>,
    /// The values shown as darkest and as brightest.
    pub window: Option<(f64, f64)>,
}

impl Atlas {
    /// What is known of a movie, an image or labels by their metadata alone. Unlike [`Atlas::movie`] it does not look
    /// whether all files are there, which takes longer the larger the movie is.
    ///
    /// # Errors
    /// When the element is not there, or its metadata break the format's rules.
    pub fn outline(&self, element: &ElementPath) -> Result<Outline> {
        let kinds = [ElementKind::Movie, ElementKind::Image, ElementKind::MovieLabels, ElementKind::Labels];
        if !kinds.contains(&element.kind()) {
            return Err(StoreError::Kind {
                element: element.clone(),
                expected: "an image, a movie or labels",
            });
        }
        let folder = self.inner.current(element)?.folder;
        let shelf = Shelf::reading(&self.inner.backing);
        let scale = Multiscale::read(&shelf, &folder)?;
        let levels = scale.paths.iter().map(|path| level(&shelf, &folder, path)).collect::<Result<_>>()?;
        let attributes = document(&shelf, &folder)?;
        let channels = attributes.pointer("/attributes/ome/omero/channels").and_then(Value::as_array);
        let size = |axis| scale.scale_in(axis, "micrometer");
        let plane = size(Axis::Y).zip(size(Axis::X));
        Ok(Outline {
            axes: scale.axes.clone(),
            levels,
            channels: channels.into_iter().flatten().filter_map(channel).collect(),
            pixel_size_um: plane.map(|(y, x)| [size(Axis::Z).unwrap_or(1.0), y, x]),
            interval_s: scale.scale_in(Axis::T, "second"),
        })
    }
}

fn document(shelf: &Shelf, folder: &str) -> Result<Value> {
    let key = join(folder, "zarr.json");
    let bytes = shelf.backing().get_required(&key)?;
    serde_json::from_slice(&bytes).map_err(|why| StoreError::format(&shelf.shown(&key), why))
}

fn level(shelf: &Shelf, folder: &str, path: &str) -> Result<LevelOutline> {
    let key = join(folder, path);
    let array = document(shelf, &key)?;
    let lengths = |value: Option<&Value>| -> Option<Vec<u64>> {
        value?.as_array()?.iter().map(Value::as_u64).collect()
    };
    let inner = array.get("codecs").and_then(Value::as_array).and_then(|codecs| {
        let sharding =
            codecs.iter().find(|codec| codec.get("name").and_then(Value::as_str) == Some("sharding_indexed"));
        lengths(sharding?.pointer("/configuration/chunk_shape"))
    });
    let chunks = inner.or_else(|| lengths(array.pointer("/chunk_grid/configuration/chunk_shape")));
    match (lengths(array.get("shape")), chunks) {
        (Some(shape), Some(chunks)) => Ok(LevelOutline { path: path.to_owned(), shape, chunks }),
        _ => Err(StoreError::format(&shelf.shown(&key), "it does not tell its shape and chunks")),
    }
}

fn channel(value: &Value) -> Option<ChannelOutline> {
    let channel: &Map<String, Value> = value.as_object()?;
    let text = |name: &str| channel.get(name).and_then(Value::as_str).map(str::to_owned);
    let bound = |name: &str| channel.get("window")?.get(name)?.as_f64();
    Some(ChannelOutline {
        name: text("label").unwrap_or_default(),
        colour: text("color"),
        window: bound("start").zip(bound("end")),
    })
}
