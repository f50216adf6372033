//! Writes or reads a movie with its pyramid, for the benchmark against zarr-python and ome-zarr:
//! `pyramid_bench write RAW ATLAS`, `pyramid_bench read ATLAS`. RAW holds 16-bit frames one after the
//! other, beside `RAW.json` with the shape `[t, c, z, y, x]`.

use lca_core::{ChunkSink, ChunkSource};
use lca_pixels::{Frame, MovieMeta, PixelType, Pixels};
use lca_store::Atlas;
use ndarray::ArrayD;
use rayon::prelude::*;
use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;

type Answer = Result<(), Box<dyn Error + Send + Sync>>;

fn main() -> Answer {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [verb, raw, atlas] if verb == "write" => write(Path::new(raw), Path::new(atlas)),
        [verb, atlas] if verb == "read" => read(Path::new(atlas)),
        _ => Err("use: pyramid_bench write RAW ATLAS | read ATLAS".into()),
    }
}

fn write(raw: &Path, atlas: &Path) -> Answer {
    let shape: [usize; 5] = serde_json::from_slice(&std::fs::read(raw.with_extension("raw.json"))?)?;
    let meta = MovieMeta {
        shape,
        pixel_type: PixelType::Uint16,
        pixel_size_um: Some([1.0, 0.5, 0.5]),
        frame_interval_s: Some(60.0),
        channels: Vec::new(),
    };
    let file = File::open(raw)?;
    let frame_bytes = 2 * shape[1..].iter().product::<usize>();
    let atlas = Atlas::create(atlas)?;
    let changes = atlas.begin()?;
    let sink = changes.movie_sink(&"lca/movies/bench".parse()?, &meta)?;
    (0..shape[0]).into_par_iter().try_for_each(|t| -> Answer {
        let mut bytes = vec![0; frame_bytes];
        file.read_exact_at(&mut bytes, (t * frame_bytes) as u64)?;
        let pixels = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        drop(bytes);
        let pixels = Pixels::Uint16(ArrayD::from_shape_vec(shape[1..].to_vec(), pixels)?);
        Ok(sink.write(t, Frame { pixels })?)
    })?;
    sink.finish()?;
    changes.commit("bench", &serde_json::json!({}))?;
    Ok(())
}

/// Reads every level and prints the sum of all pixels of each, which the peer must find too.
fn read(atlas: &Path) -> Answer {
    let movie = Atlas::open(atlas)?.movie(&"lca/movies/bench".parse()?)?;
    let mut sums = Vec::new();
    for level in 0..movie.levels() {
        let movie = movie.at_level(level)?;
        let sum = |t: usize| -> Result<u64, Box<dyn Error + Send + Sync>> {
            match movie.read(t)?.pixels {
                Pixels::Uint16(pixels) => Ok(pixels.iter().map(|&pixel| u64::from(pixel)).sum()),
                _ => Err("the pixels are not of 16 bits".into()),
            }
        };
        sums.push((0..movie.len()).into_par_iter().map(sum).try_reduce(|| 0, |a, b| Ok(a + b))?);
    }
    std::io::stdout().write_all(serde_json::to_string(&sums)?.as_bytes())?;
    Ok(())
}
