use crate::Made;
use lca_numerics::rng;
use lca_report::{Block, LayerEdge, LayerNode, LayerPlane, Layers, layers};
use rand::RngExt;

/// Three made layers: kinases on transcripts on metabolites.
pub(crate) fn blocks() -> Made<Vec<Block>> {
    let mut random = rng(5, 0);
    let counts = [14, 40, 24];
    let plane = |(name, (count, letter)): (&str, (usize, &str))| {
        let node = |at: usize| LayerNode {
            name: format!("{letter}{}", at + 1),
            value: if at % 7 == 6 { f64::NAN } else { 4.0 * ((at * 37 % 19) as f64 / 9.0 - 1.0) },
            inferred: at % 7 == 6,
        };
        let note = format!("{count} of {} changed", count * 9);
        LayerPlane { name: name.to_owned(), note, nodes: (0..count).map(node).collect() }
    };
    let names = ["Proteins", "Transcripts", "Metabolites"];
    let planes =
        names.into_iter().zip(counts.into_iter().zip(["KIN", "gene", "metabolite "])).map(plane).collect();
    let mut edges = Vec::new();
    for layer in 0..2 {
        for target in 0..counts[layer + 1] {
            for _ in 0..1 + target % 2 {
                let from = (layer, random.random_range(0..counts[layer]));
                edges.push(LayerEdge { from, to: (layer + 1, target), sign: (target % 3) as i8 - 1 });
            }
        }
    }
    for at in 0..6 {
        edges.push(LayerEdge { from: (2, at), to: (0, at * 2), sign: -1 });
    }
    let figure = layers(&Layers {
        title: "The network through the layers".into(),
        caption: "Molecules that changed and the interactions that explain it.".into(),
        value: "log2 change".into(),
        planes,
        edges,
    })?;
    Ok(vec![figure.into()])
}
