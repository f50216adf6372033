//! What a foreign or own image group says of itself.

use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use crate::zarr::Group;
use lca_core::Axis;
use serde_json::{Map, Value};

/// The first image of a group's `multiscales`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Multiscale {
    pub(super) axes: Vec<Axis>,
    /// The unit of each axis, where given.
    pub(super) units: Vec<Option<String>>,
    /// The keys of the levels below the group, largest first.
    pub(super) paths: Vec<String>,
    /// The scale of the largest level along each axis, where given.
    pub(super) scale: Option<Vec<f64>>,
    pub(super) channels: Vec<String>,
}

impl Multiscale {
    /// Reads versions 0.4 and below (attributes at the top) and 0.5 (beneath `ome`).
    pub(super) fn read(shelf: &Shelf, key: &str) -> Result<Self> {
        let group = Group::read(shelf, key)?;
        let attributes = match group.attributes.get("ome") {
            Some(Value::Object(ome)) => ome,
            _ => &group.attributes,
        };
        Self::parse(attributes).map_err(|why| StoreError::format(&shelf.shown(key), why))
    }

    fn parse(attributes: &Map<String, Value>) -> std::result::Result<Self, String> {
        let scales = attributes.get("multiscales").and_then(|scales| scales.get(0));
        let scales = scales.ok_or("it has no `multiscales`, so it is no OME-NGFF image")?;
        let (axes, units) = axes(scales.get("axes"))?;
        let datasets = scales.get("datasets").and_then(Value::as_array).ok_or("it has no `datasets`")?;
        let path = |dataset: &Value| dataset.get("path").and_then(Value::as_str).map(str::to_owned);
        let paths = datasets.iter().map(path).collect::<Option<Vec<_>>>();
        let paths = paths.filter(|paths| !paths.is_empty()).ok_or("a level has no `path`")?;
        let bad = |path: &String| path.split('/').any(|part| matches!(part, "" | "." | ".."));
        if let Some(bad) = paths.iter().find(|path| bad(path)) {
            return Err(format!("the level `{bad}` does not lie in the image"));
        }
        let first = combine(scale(&datasets[0]), scale(scales));
        let label = |channel: &Value| match channel.get("label")? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let channels = attributes.get("omero").and_then(|omero| omero.get("channels"));
        let channels = channels.and_then(Value::as_array).map(|all| all.iter().map(label).collect());
        let channels: Option<Vec<String>> = channels.flatten();
        Ok(Self { axes, units, paths, scale: first, channels: channels.unwrap_or_default() })
    }

    /// The scale along one axis, when its unit is the given one.
    pub(super) fn scale_in(&self, axis: Axis, unit: &str) -> Option<f64> {
        let at = self.axes.iter().position(|known| *known == axis)?;
        (self.units[at].as_deref() == Some(unit)).then_some(())?;
        self.scale.as_ref()?.get(at).copied().filter(|scale| scale.is_finite() && *scale > 0.0)
    }
}

type Axes = (Vec<Axis>, Vec<Option<String>>);

/// Axes as objects (0.4 on), as texts (0.3) or not at all (0.1, 0.2: always `t, c, z, y, x`).
fn axes(value: Option<&Value>) -> std::result::Result<Axes, String> {
    let Some(list) = value.and_then(Value::as_array) else {
        return Ok((Axis::TCZYX.to_vec(), vec![None; 5]));
    };
    let mut axes: Axes = (Vec::new(), Vec::new());
    for entry in list {
        let name = entry.as_str().or_else(|| entry.get("name")?.as_str()).unwrap_or_default();
        let axis = Axis::TCZYX.into_iter().find(|axis| axis.name() == name);
        let axis = axis.ok_or_else(|| format!("the axis `{name}` is not one of t, c, z, y, x"))?;
        if axes.0.last().is_some_and(|last| *last >= axis) {
            return Err("its axes are not in the order t, c, z, y, x".to_owned());
        }
        axes.0.push(axis);
        axes.1.push(entry.get("unit").and_then(Value::as_str).map(str::to_owned));
    }
    if axes.0.ends_with(&[Axis::Y, Axis::X]) { Ok(axes) } else { Err("it lacks an axis y or x".to_owned()) }
}

fn scale(value: &Value) -> Option<Vec<f64>> {
    let steps = value.get("coordinateTransformations")?.as_array()?;
    let scale = steps.iter().find_map(|step| step.get("scale")?.as_array())?;
    scale.iter().map(Value::as_f64).collect()
}

/// A level's scale, then that of the whole image.
fn combine(level: Option<Vec<f64>>, all: Option<Vec<f64>>) -> Option<Vec<f64>> {
    match (level, all) {
        (Some(level), Some(all)) if level.len() == all.len() => {
            Some(level.iter().zip(&all).map(|(a, b)| a * b).collect())
        }
        (level, all) => level.or(all),
    }
}
