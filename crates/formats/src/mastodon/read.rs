use super::java::{Fault, Item, items};
use crate::FormatError;
use lca_graph::{Detection, Tracks};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use zip::ZipArchive;

/// A lineage that people made or checked with Mastodon.
#[derive(Debug, Clone, PartialEq)]
pub struct Mastodon {
    /// Spots as detections, each labelled by its place in the file from 1, with their centres in the
    /// project's unit; and tracks from division to division.
    pub tracks: Tracks,
    /// Names of tracks: the label that most of a track's spots have (the first of those as frequent).
    pub names: BTreeMap<u32, String>,
}

/// Bytes of a spot: three coordinates, the frame, six entries of its covariance, its squared radius.
const SPOT: usize = 84;
/// Bytes of a link: its spots, and its place among the links of each.
const LINK: usize = 16;

/// Reads a project of Mastodon (`.mastodon`), whose images need not be there.
///
/// # Errors
/// When it is no such project, is cut off, or its spots merge.
pub fn read_mastodon(path: &Path) -> Result<Mastodon, FormatError> {
    let broken = |what: String| FormatError::broken(path, "Mastodon", what);
    let file = File::open(path).map_err(FormatError::io("read", path))?;
    let packed = file.metadata().map_err(FormatError::io("read", path))?.len();
    let mut archive = ZipArchive::new(file).map_err(|why| broken(format!("it is no ZIP archive: {why}")))?;
    let mut model =
        archive.by_name("model.raw").map_err(|why| broken(format!("it holds no `model.raw`: {why}")))?;
    // Deflate packs at most 1032 to 1.
    if model.size() > packed.saturating_mul(1032) {
        let what = format!("a model of {} bytes", model.size());
        return Err(FormatError::Size { path: path.to_owned(), what, bytes: packed });
    }
    let mut bytes = Vec::new();
    model.read_to_end(&mut bytes).map_err(|why| broken(format!("it is cut off or damaged: {why}")))?;
    decode(&bytes).map_err(broken)
}

fn decode(bytes: &[u8]) -> Result<Mastodon, Fault> {
    let items = items(bytes)?;
    let Some(Item::Data(graph)) = items.first() else { return Err("it holds no graph".into()) };
    let (spots, rest) = counted(graph, SPOT, "spots")?;
    let (links, _) = counted(rest, LINK, "links")?;
    let spots: Vec<Detection> =
        spots.chunks_exact(SPOT).zip(1..).map(|(bytes, label)| spot(bytes, label)).collect::<Result<_, _>>()?;
    let links: Vec<(usize, usize)> =
        links.chunks_exact(LINK).map(|bytes| link(bytes, spots.len())).collect::<Result<_, _>>()?;
    let tracks = Tracks::from_links(spots, &links).map_err(|why| why.to_string())?;
    let names = names(&tracks, &labels(&items));
    Ok(Mastodon { tracks, names })
}

/// A count and so many records, and what follows.
fn counted<'a>(bytes: &'a [u8], size: usize, what: &str) -> Result<(&'a [u8], &'a [u8]), Fault> {
    let short = || format!("it ends within its {what}");
    let (head, rest) = bytes.split_at_checked(4).ok_or_else(short)?;
    let count = head.iter().fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte));
    rest.split_at_checked(count.checked_mul(size).ok_or_else(short)?).ok_or_else(short)
}

/// Spots are as they lie in memory: the lowest byte first.
fn spot(bytes: &[u8], label: u32) -> Result<Detection, Fault> {
    let along = |axis: usize| f64::from_bits(lowest_first(&bytes[8 * axis..8 * axis + 8]));
    let [x, y, z] = [along(0), along(1), along(2)];
    let frame = lowest_first(&bytes[24..28]) as u32;
    if frame > i32::MAX as u32 || ![x, y, z].iter().all(|along| along.is_finite()) {
        return Err(format!("spot {label} is at no frame and place"));
    }
    Ok(Detection { t: frame, label, track: 0, centre: [z, y, x] })
}

fn lowest_first(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}

fn link(bytes: &[u8], spots: usize) -> Result<(usize, usize), Fault> {
    let end = |at: usize| bytes[at..at + 4].iter().fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte));
    let (from, to) = (end(0), end(4));
    if from >= spots || to >= spots {
        return Err(format!("a link names the spot {}, of {spots}", from.max(to)));
    }
    Ok((from, to))
}

/// The label of each spot by its place in the file: places, then texts with their lengths before them.
fn labels(items: &[Item]) -> BTreeMap<usize, String> {
    let at = items.iter().position(|item| matches!(item, Item::Texts(names) if names == &["label"]));
    let Some([Item::Ints(places), Item::Bytes(texts), ..]) = at.map(|at| &items[at + 1..]) else {
        return BTreeMap::new();
    };
    let mut rest = &texts[..];
    let mut labels = BTreeMap::new();
    for &place in places {
        let Some((head, tail)) = rest.split_at_checked(2) else { break };
        let Some((text, tail)) = tail.split_at_checked(usize::from(head[0]) << 8 | usize::from(head[1])) else {
            break;
        };
        rest = tail;
        if let Ok(place) = usize::try_from(place) {
            labels.insert(place, String::from_utf8_lossy(text).into_owned());
        }
    }
    labels
}

fn names(tracks: &Tracks, labels: &BTreeMap<usize, String>) -> BTreeMap<u32, String> {
    let mut counts: BTreeMap<u32, BTreeMap<&str, (usize, std::cmp::Reverse<usize>)>> = BTreeMap::new();
    for (order, seen) in tracks.detections().iter().enumerate() {
        if let Some(label) = labels.get(&(seen.label as usize - 1)).filter(|label| !label.is_empty()) {
            let of = counts.entry(seen.track).or_default();
            of.entry(label).or_insert((0, std::cmp::Reverse(order))).0 += 1;
        }
    }
    let most = |of: BTreeMap<&str, _>| of.into_iter().max_by_key(|(_, rank)| *rank).map(|(name, _)| name.to_owned());
    counts.into_iter().filter_map(|(track, of)| Some((track, most(of)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Vec<u8> {
        let spot = |t: u32, x: f64| {
            let mut bytes = vec![0; SPOT];
            bytes[..8].copy_from_slice(&x.to_le_bytes());
            bytes[24..28].copy_from_slice(&t.to_le_bytes());
            bytes
        };
        let mut graph = 3_u32.to_be_bytes().to_vec();
        graph.extend([spot(0, 1.0), spot(1, 2.0), spot(1, 3.0)].concat());
        graph.extend(2_u32.to_be_bytes());
        for (from, to) in [(0_u32, 1_u32), (0, 2)] {
            graph.extend([from.to_be_bytes(), to.to_be_bytes(), [0; 4], [0; 4]].concat());
        }
        let mut bytes = vec![0xac, 0xed, 0, 5, 0x7a];
        bytes.extend((graph.len() as u32).to_be_bytes());
        bytes.extend(graph);
        bytes
    }

    #[test]
    fn spots_and_links_become_a_family() {
        let found = decode(&model()).unwrap();
        assert_eq!(found.tracks.tracks().len(), 3);
        assert_eq!(found.tracks.children(1).count(), 2);
        assert_eq!(found.tracks.detections()[2].centre, [0.0, 0.0, 3.0]);
        assert!(found.names.is_empty());
    }

    #[test]
    fn damage_is_told() {
        let whole = model();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x81;
            let _ = decode(&bytes);
            let _ = decode(&whole[..at]);
        }
        let mut link = whole.clone();
        let last = link.len() - 10;
        link[last] = 9;
        assert!(decode(&link).unwrap_err().contains("spot"));
    }
}
