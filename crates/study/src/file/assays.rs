use super::place::{Place, Source};
use super::spec::AssaySpec;
use crate::study::{AssayFiles, DataFile};
use lca_core::Assay;
use std::path::Path;
use toml::Spanned;

/// What was measured, with every file in its place.
pub(crate) fn assays(source: Source<'_>, root: &Path, specs: &[AssaySpec]) -> Result<Vec<AssayFiles>, Place> {
    there(source, root, specs)?;
    specs.iter().map(|spec| assay(source, root, spec)).collect()
}

/// Checks that all files are there; says of all that are not, so that nobody has to ask for each.
fn there(source: Source<'_>, root: &Path, specs: &[AssaySpec]) -> Result<(), Place> {
    let files = specs.iter().flat_map(|spec| spec.files.values());
    let mut absent: Vec<&Spanned<String>> =
        files.filter(|name| !root.join(name.get_ref()).exists()).collect();
    absent.sort_by_key(|name| name.span().start);
    let Some(first) = absent.first() else { return Ok(()) };
    let names: Vec<String> =
        absent.iter().map(|name| format!("`{}`", root.join(name.get_ref()).display())).collect();
    let message = match names.as_slice() {
        [one] => format!("the file {one} is not there"),
        all => format!("{} files are not there: {}", all.len(), all.join(", ")),
    };
    let help = "correct the name, or the data's root under [data], or the environment variable it names";
    Err(source.place(first.span(), message, help))
}

fn assay(source: Source<'_>, root: &Path, spec: &AssaySpec) -> Result<AssayFiles, Place> {
    let AssaySpec { pixel_size_um, frame_interval_s, channels, .. } = spec;
    let positive = |what: &str, value: f64, span: std::ops::Range<usize>| {
        if value.is_finite() && value > 0.0 {
            return Ok(());
        }
        Err(source.place(span, format!("{what} is {value}"), "give a number above 0"))
    };
    if let Some(size) = pixel_size_um {
        size.get_ref().0.iter().try_for_each(|along| positive("the size of a pixel", *along, size.span()))?;
    }
    if let Some(interval) = frame_interval_s {
        positive("the time between frames", *interval.get_ref(), interval.span())?;
    }
    let files = spec.files.iter().map(|(role, name)| {
        let name = name.get_ref();
        (role.clone(), DataFile { name: name.clone(), path: root.join(name) })
    });
    let files = files.collect();
    let assay = Assay {
        id: spec.id.get_ref().clone(),
        specimen: spec.specimen.get_ref().clone(),
        modality: spec.modality,
        condition: spec.condition.as_ref().map(|id| id.get_ref().clone()),
        time_s: spec.time_s,
    };
    let pixel_size_um = pixel_size_um.as_ref().map(|size| size.get_ref().0);
    let frame_interval_s = frame_interval_s.as_ref().map(|interval| *interval.get_ref());
    Ok(AssayFiles { assay, pixel_size_um, frame_interval_s, channels: channels.clone(), files })
}
