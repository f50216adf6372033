use crate::args::WatchArgs;
use crate::command::place::failed;
use crate::failure::Failure;
use std::path::PathBuf;
use toml::{Table, Value};

/// The first line of a study that this command wrote, and so may write again.
const HEAD: &str =
    "# Written by `lca watch`, which writes it anew; rename it to edit it, and go on with `lca run`.\n";

/// The parameters of the step that finds cells.
pub(super) fn segment(args: &WatchArgs) -> Table {
    let mut params = table([("channel", args.channel.as_str().into())]);
    if let Some(diameter) = args.diameter {
        params.insert("objects".into(), table([("diameter_px", diameter.into())]).into());
    }
    params
}

/// Writes the study of the recording beside the atlas, unless a person's own stands there.
pub(super) fn write(args: &WatchArgs) -> Result<PathBuf, Failure> {
    let path = args.out.with_extension("toml");
    if let Ok(there) = std::fs::read_to_string(&path)
        && !there.starts_with(HEAD)
    {
        let why = "it is not of this command; run it with `lca run`, or give another --out";
        return Err(failed("cannot write", &path, &why));
    }
    let text = format!("{HEAD}{}", study(args)?);
    std::fs::write(&path, text).map_err(|cause| failed("cannot write", &path, &cause))?;
    Ok(path)
}

fn table<const N: usize>(entries: [(&str, Value); N]) -> Table {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn study(args: &WatchArgs) -> Result<String, Failure> {
    let folder =
        std::path::absolute(&args.folder).map_err(|why| failed("cannot find", &args.folder, &why))?;
    let name: String = args.out.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let legal = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '-' };
    let name: String = name.chars().map(legal).collect();
    let files = table([("frames", folder.display().to_string().into())]);
    let mut assay = table([
        ("id", "recording".into()),
        ("specimen", "cells".into()),
        ("modality", "live-imaging".into()),
        ("files", files.into()),
    ]);
    if let Some(size) = args.pixel_size_um {
        assay.insert("pixel_size_um".into(), size.map(Value::from).to_vec().into());
    }
    if let Some(interval) = args.frame_interval {
        assay.insert("frame_interval_s".into(), interval.into());
    }
    if !args.channels.is_empty() {
        assay.insert("channels".into(), args.channels.clone().into());
    }
    let step = |id: &str, kind: &str, key: &str, value: Value| {
        table([("id", id.into()), ("kind", kind.into()), (key, value)])
    };
    let mut nuclei = step("nuclei", "segment", "from", "movie".into());
    nuclei.insert("params".into(), segment(args).into());
    let both = table([("objects", "cells".into()), ("tracks", "tracks".into())]);
    let steps = [
        step("movie", "import-movie", "assay", "recording".into()),
        nuclei,
        step("cells", "choose-outlines", "from", "nuclei".into()),
        step("tracks", "track", "from", "cells".into()),
        step("traces", "traces", "from", both.into()),
        step("lineage", "lineage", "from", "tracks".into()),
    ];
    let list = |one: Table| Value::Array(vec![one.into()]);
    let whole = table([
        ("name", name.as_str().into()),
        ("title", format!("The recording {name}").into()),
        ("subject", list(table([("id", "cells".into())]))),
        ("specimen", list(table([("id", "cells".into()), ("subject", "cells".into())]))),
        ("assay", list(assay)),
        ("step", Value::Array(steps.into_iter().map(Value::from).collect())),
    ]);
    Ok(whole.to_string())
}
