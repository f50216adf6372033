use super::layout::Layout;
use super::pixel::range;
use super::window::Windows;
use lca_core::Axis;
use lca_pixels::MovieMeta;
use serde_json::{Value, json};

/// Colours of channels when there are several, told apart by most eyes.
const COLOURS: [&str; 6] = ["00A0FF", "FFB000", "00D080", "FF40A0", "B080FF", "FFFF60"];

/// The `axes` of OME-NGFF, with units where they are known.
pub(crate) fn axes_json(axes: &[Axis], meta: &MovieMeta) -> Value {
    let axis = |axis: &Axis| {
        let (kind, unit) = match axis {
            Axis::T => ("time", meta.frame_interval_s.map(|_| "second")),
            Axis::C => ("channel", None),
            _ => ("space", meta.pixel_size_um.map(|_| "micrometer")),
        };
        let mut value = json!({ "name": axis.name(), "type": kind });
        if let Some(unit) = unit {
            value["unit"] = unit.into();
        }
        value
    };
    axes.iter().map(axis).collect()
}

/// The `multiscales` of a movie or its labels. Pixels of smaller levels lie between those they stand
/// for, so each level is shifted by half of what it grew.
pub(super) fn multiscales<'a>(
    name: &str,
    meta: &MovieMeta,
    levels: impl Iterator<Item = (&'a str, &'a Layout)>,
    reduce: &str,
) -> Value {
    let [z, y, x] = meta.pixel_size_um.unwrap_or([1.0; 3]);
    let t = meta.frame_interval_s.unwrap_or(1.0);
    let dataset = |(path, layout): (&str, &Layout)| {
        let [fz, fy, fx] = layout.factor.map(|factor| factor as f64);
        let mut steps = vec![json!({ "type": "scale", "scale": [t, 1.0, z * fz, y * fy, x * fx] })];
        if reduce == "mean" && layout.factor != [1, 1, 1] {
            let half = |size: f64, factor: f64| size * (factor - 1.0) / 2.0;
            let shift = [0.0, 0.0, half(z, fz), half(y, fy), half(x, fx)];
            steps.push(json!({ "type": "translation", "translation": shift }));
        }
        json!({ "path": path, "coordinateTransformations": steps })
    };
    let datasets: Vec<Value> = levels.map(dataset).collect();
    json!([{ "name": name, "axes": axes_json(&Axis::TCZYX, meta), "datasets": datasets, "type": reduce }])
}

/// The `omero` part: names, colours and display range of the channels.
pub(super) fn omero(meta: &MovieMeta, windows: &Windows) -> Value {
    let (min, max) = range(meta.pixel_type);
    let channel = |(at, label): (usize, String)| {
        let (start, end) = windows.get(at).unwrap_or((min, max));
        let colour = if meta.shape[1] == 1 { "FFFFFF" } else { COLOURS[at % COLOURS.len()] };
        let window = json!({ "min": min.min(start), "max": max.max(end), "start": start, "end": end });
        json!({ "label": label, "color": colour, "active": true, "window": window })
    };
    let channels: Vec<Value> = meta.channel_names().into_iter().enumerate().map(channel).collect();
    json!({ "channels": channels, "rdefs": { "model": "color" } })
}
