//! A network through layers is drawn the same every time, whatever its names and numbers are.

#![allow(clippy::unwrap_used, reason = "a test may fail here")]

use lca_report::{LayerEdge, LayerNode, LayerPlane, Layers, layers};

fn plane(name: &str, count: usize) -> LayerPlane {
    let node = |at: usize| LayerNode {
        name: format!("{name} <{at}>"),
        value: match at % 4 {
            0 => f64::NAN,
            1 => -1.5,
            _ => at as f64,
        },
        inferred: at.is_multiple_of(4),
    };
    LayerPlane { name: name.to_owned(), note: "a & b".to_owned(), nodes: (0..count).map(node).collect() }
}

fn data(counts: [usize; 3]) -> Layers {
    let planes = ["genes", "<proteins>", "metabolites"].iter().zip(counts).map(|(name, n)| plane(name, n));
    let edge = |at: usize| LayerEdge {
        from: (at % 2, at * 7 % counts[at % 2].max(1)),
        to: (at % 2 + 1, at * 5 % counts[at % 2 + 1].max(1)),
        sign: (at % 3) as i8 - 1,
    };
    let edges = if counts.contains(&0) { Vec::new() } else { (0..80).map(edge).collect() };
    let planes = planes.collect();
    Layers {
        title: "Layers".into(),
        caption: "A caption.".into(),
        value: "log2 <change>".into(),
        planes,
        edges,
    }
}

#[test]
fn the_same_data_give_the_same_picture() {
    let figure = layers(&data([20, 30, 10])).unwrap();
    assert_eq!(figure, layers(&data([20, 30, 10])).unwrap());
    let svg = figure.svg().standalone();
    let mut reader = quick_xml::Reader::from_str(&svg);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    assert!(!svg.contains("NaN") && !svg.contains("<proteins>") && svg.contains("&lt;proteins&gt;"));
    assert_eq!(svg.matches("<circle").count(), 20 + 30 + 10 + 4 + 1);
    assert_eq!(figure.caption(), "A caption.");
}

#[test]
fn too_many_are_thinned_to_the_best_connected_and_that_is_said() {
    let figure = layers(&data([10, 300, 5])).unwrap();
    assert!(figure.caption().contains("87 of 315 molecules are drawn"), "{}", figure.caption());
}

#[test]
fn empty_planes_are_drawn_and_no_planes_say_no_data() {
    assert!(layers(&data([0, 3, 0])).unwrap().svg().standalone().contains("metabolites"));
    assert!(layers(&data([0, 0, 0])).unwrap().svg().standalone().contains("no data"));
    assert!(layers(&Layers::default()).unwrap().svg().standalone().contains("no data"));
}

#[test]
fn an_interaction_without_a_node_is_refused() {
    let mut stray = data([2, 2, 2]);
    stray.edges.push(LayerEdge { from: (0, 2), to: (1, 0), sign: 1 });
    assert!(layers(&stray).unwrap_err().to_string().contains("ends at no node"));
}
