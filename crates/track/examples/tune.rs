#![allow(unreachable_pub, dead_code, clippy::pedantic)]
#[path = "../tests/common/mod.rs"]
mod common;
use common::*;
use lca_track::*;
fn main() {
    let params: LinkParams =
        std::env::args().nth(1).map(|t| serde_json::from_str(&t).unwrap()).unwrap_or_default();
    for set in [
        "BF-C2DL-HSC",
        "BF-C2DL-MuSC",
        "DIC-C2DH-HeLa",
        "Fluo-C2DL-MSC",
        "Fluo-N2DH-GOWT1",
        "Fluo-N2DH-SIM+",
        "Fluo-N2DL-HeLa",
        "PhC-C2DH-U373",
    ] {
        let cache = format!("/tmp/ctc_{set}.json");
        let tra = data("imaging/ctc").unwrap().join(set).join("01_GT/TRA");
        let (truth, frames): (lca_graph::Tracks, Vec<Vec<(u32, [f64; 3], f64)>>) = match std::fs::read(&cache)
        {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap(),
            Err(_) => {
                let (t, f) = truth(&tra);
                let f: Vec<Vec<_>> = f
                    .iter()
                    .map(|f| f.objects.iter().map(|o| (o.label, o.centre, o.area)).collect())
                    .collect();
                std::fs::write(&cache, serde_json::to_vec(&(&t, &f)).unwrap()).unwrap();
                (t, f)
            }
        };
        let same: Vec<FrameMatch> =
            frames.iter().map(|f| match_same(&f.iter().map(|o| o.0).collect::<Vec<_>>())).collect();
        let frames: Vec<FrameObjects> = frames
            .into_iter()
            .map(|f| FrameObjects {
                objects: f
                    .into_iter()
                    .map(|(label, centre, area)| Object { label, centre, area, intensity: f64::NAN })
                    .collect(),
            })
            .collect();
        let s = std::time::Instant::now();
        let found = link(&frames, &params).unwrap();
        let time = s.elapsed().as_secs_f64();
        let cons = |t: &lca_graph::Tracks| -> std::collections::BTreeMap<((u32, u32), (u32, u32)), bool> {
            let d = t.detections();
            t.links()
                .into_iter()
                .filter(|&(a, b)| d[b].t == d[a].t + 1)
                .map(|(a, b)| (((d[a].t, d[a].label), (d[b].t, d[b].label)), d[a].track == d[b].track))
                .collect()
        };
        let (gt, rs) = (cons(&truth), cons(&found));
        let ed = rs.keys().filter(|k| !gt.contains_key(k)).count();
        let ea = gt.keys().filter(|k| !rs.contains_key(k)).count();
        let ec = gt.iter().filter(|(k, v)| rs.get(k).is_some_and(|w| w != *v)).count();
        let lnk = 1.0 - (ed as f64 + 1.5 * ea as f64 + ec as f64) / (1.5 * gt.len() as f64);
        print!("LNK1 {lnk:.4} (+{ed} -{ea} ~{ec}) ");
        let r = score(&truth, &found, &same, false).unwrap();
        println!(
            "{set:18} LNK {:.4} F1 {:.4} P {:.4} R {:.4} div F1 {:.3} ({}/{}/{}) complete {:.3} {time:.2}s",
            r.lnk,
            r.link_f1,
            r.link_precision,
            r.link_recall,
            r.division_f1,
            r.divisions.hit,
            r.divisions.truth,
            r.divisions.found,
            r.complete_tracks
        );
    }
}
