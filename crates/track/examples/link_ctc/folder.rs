//! The masks of a folder of the Cell Tracking Challenge, and a result in its format.

use lca_graph::Tracks;
use lca_track::Object;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};
use tiff::decoder::{Decoder, DecodingResult};
use tiff::encoder::{TiffEncoder, colortype::Gray16};

pub(crate) struct Folder {
    files: Vec<PathBuf>,
    /// The objects of each frame.
    pub(crate) frames: Vec<Vec<Object>>,
}

impl Folder {
    pub(crate) fn read(tra: &Path) -> Self {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(tra).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|ext| ext == "tif"));
        files.sort();
        let frames = files.iter().map(|path| objects(path)).collect();
        Self { files, frames }
    }

    /// Writes masks and table. A track is cut where it is not seen, as the format asks: what comes after is
    /// a track whose parent is what came before. Masks are known by their centres.
    pub(crate) fn write(&self, tracks: &Tracks, out: &Path) {
        std::fs::create_dir_all(out).unwrap();
        let (pieces, table) = whole(tracks);
        let mut piece_at: HashMap<(u32, [u64; 3]), u16> = HashMap::new();
        for (seen, &piece) in tracks.detections().iter().zip(&pieces) {
            piece_at.insert((seen.t, seen.centre.map(f64::to_bits)), piece);
        }
        for (t, path) in self.files.iter().enumerate() {
            let (shape, mut values) = pixels(path);
            let piece = |object: &Object| piece_at[&(t as u32, object.centre.map(f64::to_bits))];
            let of: HashMap<u16, u16> = self.frames[t].iter().map(|o| (o.label as u16, piece(o))).collect();
            values.iter_mut().filter(|value| **value > 0).for_each(|value| *value = of[value]);
            let name = path.file_name().unwrap().to_string_lossy().replace("man_track", "mask");
            let mut encoder = TiffEncoder::new(File::create(out.join(name)).unwrap()).unwrap();
            encoder.write_image::<Gray16>(shape.0, shape.1, &values).unwrap();
        }
        std::fs::write(out.join("res_track.txt"), table).unwrap();
    }
}

/// The number of the unbroken piece that each detection is in, and the table of pieces.
fn whole(tracks: &Tracks) -> (Vec<u16>, String) {
    let seen = tracks.detections();
    let mut piece = vec![0_u16; seen.len()];
    let mut rows: Vec<[u32; 4]> = Vec::new();
    let before: HashMap<usize, usize> = tracks.links().into_iter().map(|(a, b)| (b, a)).collect();
    for at in 0..seen.len() {
        let parent = before.get(&at).copied();
        let goes_on = parent.filter(|&a| seen[a].track == seen[at].track && seen[a].t + 1 == seen[at].t);
        piece[at] = goes_on.map_or_else(|| u16::try_from(rows.len() + 1).unwrap(), |a| piece[a]);
        if goes_on.is_none() {
            rows.push([
                u32::from(piece[at]),
                seen[at].t,
                seen[at].t,
                parent.map_or(0, |a| u32::from(piece[a])),
            ]);
        }
        rows[usize::from(piece[at]) - 1][2] = seen[at].t;
    }
    let line = |row: &[u32; 4]| format!("{} {} {} {}\n", row[0], row[1], row[2], row[3]);
    (piece, rows.iter().map(line).collect())
}

fn pixels(path: &Path) -> ((u32, u32), Vec<u16>) {
    let mut decoder = Decoder::new(File::open(path).unwrap()).unwrap();
    let shape = decoder.dimensions().unwrap();
    let DecodingResult::U16(values) = decoder.read_image().unwrap() else {
        panic!("{} is not of 16 bits", path.display())
    };
    (shape, values)
}

fn objects(path: &Path) -> Vec<Object> {
    let ((width, _), values) = pixels(path);
    let mut sums: BTreeMap<u16, [f64; 3]> = BTreeMap::new();
    for (at, &label) in values.iter().enumerate().filter(|(_, label)| **label > 0) {
        let sum = sums.entry(label).or_default();
        let (y, x) = (at / width as usize, at % width as usize);
        *sum = [sum[0] + 1.0, sum[1] + y as f64, sum[2] + x as f64];
    }
    let object = |(label, [n, y, x]): (u16, [f64; 3])| Object {
        label: u32::from(label),
        centre: [0.0, y / n, x / n],
        area: n,
        intensity: f64::NAN,
    };
    sums.into_iter().map(object).collect()
}
