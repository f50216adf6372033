use crate::Made;
use lca_graph::{Detection, Track, Tracks};
use lca_pixels::{Image, Labels};
use lca_report::*;
use std::path::{Path, PathBuf};
use tiff::decoder::{Decoder, DecodingResult};

pub(crate) fn blocks() -> Made<Vec<Block>> {
    let data = std::env::var_os("LCA_TEST_DATA").map_or_else(default_data, PathBuf::from);
    if !data.join("imaging/hela01_raw/t000.tif").exists() {
        let why = format!("SKIPPED the real movie: there is nothing at {}.", data.display());
        return Ok(vec![Block::warning(why), blobs(256, 0.65)?]);
    }
    let tracks = truth(&data.join("imaging/ctc/Fluo-N2DL-HeLa/01_GT/TRA"))?;
    let shown = |frame: u32| -> Made<Block> {
        let image = read(&data.join(format!("imaging/hela01_raw/t{frame:03}.tif")))?;
        let labels =
            read(&data.join(format!("imaging/ctc/Fluo-N2DL-HeLa/01_GT/TRA/man_track{frame:03}.tif")))?;
        let labels = labels.mapv(|v| v as u32);
        let picture = picture(&Picture {
            title: &format!("Frame {frame}"),
            caption: "Nuclei with their outlines; each colour is one track, the line behind it where it was in the ten frames before.",
            image: Some(&image),
            labels: Some(&labels),
            tracks: Some(&tracks),
            frame,
            tail: 10,
            pixel_um: Some(0.645),
            wide: frame == 45,
        })?;
        Ok(picture.into())
    };
    let trees = Lineage {
        title: "Lineages",
        caption: "Each line is a cell from birth to division or loss; dots are divisions.",
        tracks: Some(&tracks),
        interval: Some((0.5, "h")),
    };
    Ok(vec![shown(0)?, blobs(120, 0.65)?, shown(45)?, lineage(&trees)?.into()])
}

fn default_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data")
}

fn read(path: &Path) -> Made<Image> {
    let mut decoder = Decoder::new(std::io::BufReader::new(std::fs::File::open(path)?))?;
    let (columns, rows) = decoder.dimensions()?;
    let DecodingResult::U16(values) = decoder.read_image()? else { return Err("not 16 bit".into()) };
    let values = values.into_iter().map(f32::from).collect();
    Ok(Image::from_shape_vec((1, rows as usize, columns as usize), values)?)
}

fn truth(folder: &Path) -> Made<Tracks> {
    let mut tracks = Vec::new();
    for line in std::fs::read_to_string(folder.join("man_track.txt"))?.lines() {
        let numbers: Vec<u32> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [id, begin, end, parent] = numbers[..] else { return Err("four numbers in a line".into()) };
        tracks.push(Track { id, begin, end, parent: (parent > 0).then_some(parent) });
    }
    let mut detections = Vec::new();
    for t in 0..46 {
        let labels = read(&folder.join(format!("man_track{t:03}.tif")))?;
        let mut sums = std::collections::BTreeMap::<u32, [f64; 3]>::new();
        for ((_, y, x), label) in labels.indexed_iter().filter(|(_, label)| **label > 0.0) {
            let sum = sums.entry(*label as u32).or_default();
            *sum = [sum[0] + 1.0, sum[1] + y as f64, sum[2] + x as f64];
        }
        detections.extend(sums.into_iter().map(|(label, [count, y, x])| Detection {
            t,
            label,
            track: label,
            centre: [0.0, y / count, x / count],
        }));
    }
    Ok(Tracks::new(detections, tracks)?)
}

/// Round cells on a noisy ground.
fn blobs(side: usize, pixel_um: f64) -> Made<Block> {
    let centre = |at: usize| {
        (((at * 37) % 97) as f64 / 97.0 * side as f64, ((at * 61) % 89) as f64 / 89.0 * side as f64)
    };
    let near = |y: usize, x: usize| {
        let off = |at: usize| (centre(at).0 - x as f64).hypot(centre(at).1 - y as f64);
        (0..12).map(|at| (off(at), at)).min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::MAX, 0))
    };
    let size = side as f64 / 14.0;
    let image = Image::from_shape_fn((1, side, side), |(_, y, x)| {
        (900.0 * (-(near(y, x).0 / size).powi(2)).exp() + 100.0 + ((x * 7919 + y * 104_729) % 61) as f64)
            as f32
    });
    let labels = Labels::from_shape_fn((1, side, side), |(_, y, x)| {
        let (off, at) = near(y, x);
        if off < size { at as u32 + 1 } else { 0 }
    });
    let data = Picture {
        title: "A small picture",
        caption: "Made cells with their outlines.",
        image: Some(&image),
        labels: Some(&labels),
        pixel_um: Some(pixel_um),
        ..Picture::default()
    };
    Ok(picture(&data)?.into())
}
