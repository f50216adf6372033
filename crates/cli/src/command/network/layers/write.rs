use crate::failure::Failure;
use lca_graph::Interaction;
use lca_network::layers::{LayerChange, Response, TransOmic};
use lca_tables::{Column, DataFrame};

/// The interactions of the network, one in a row; `connected` says whether it is in the largest part.
pub(super) fn interactions(made: &TransOmic) -> Result<DataFrame, Failure> {
    let (molecules, edges) = (made.network.molecules(), made.network.interactions());
    let text = |get: &dyn Fn(&Interaction) -> String| Column::Text(edges.iter().map(get).collect());
    let number = |get: &dyn Fn(&Interaction) -> f64| Column::Float(edges.iter().map(get).collect());
    let half_time = |at: usize| made.nodes[at].onset.map_or(f64::NAN, |onset| onset.half_time);
    let columns = [
        ("source_layer", text(&|edge| molecules[edge.source].layer.to_string())),
        ("source", text(&|edge| molecules[edge.source].id.clone())),
        ("target_layer", text(&|edge| molecules[edge.target].layer.to_string())),
        ("target", text(&|edge| molecules[edge.target].id.clone())),
        ("sign", text(&|edge| edge.sign.to_string())),
        ("kind", text(&|edge| edge.kind.clone().unwrap_or_default())),
        ("source_log2_change", number(&|edge| made.nodes[edge.source].largest)),
        ("target_log2_change", number(&|edge| made.nodes[edge.target].largest)),
        ("source_half_time_s", number(&|edge| half_time(edge.source))),
        ("target_half_time_s", number(&|edge| half_time(edge.target))),
        (
            "resource",
            text(&|edge| edge.evidence.iter().find_map(|one| one.source.clone()).unwrap_or_default()),
        ),
        (
            "connected",
            Column::Bool(edges.iter().map(|edge| made.places.binary_search(&edge.source).is_ok()).collect()),
        ),
    ];
    Ok(DataFrame::with_rows(edges.len()).with_columns(columns)?)
}

/// What every molecule did, one in a row, layer after layer.
pub(super) fn responses(layers: &[LayerChange]) -> Result<DataFrame, Failure> {
    let all: Vec<(&LayerChange, &Response)> =
        layers.iter().flat_map(|layer| layer.responses.iter().map(move |one| (layer, one))).collect();
    let number =
        |get: &dyn Fn(&Response) -> f64| Column::Float(all.iter().map(|(_, one)| get(one)).collect());
    let columns = [
        ("layer", Column::Text(all.iter().map(|(layer, _)| layer.layer.to_string()).collect())),
        ("molecule", Column::Text(all.iter().map(|(_, one)| one.id.clone()).collect())),
        ("log2_change", number(&|one| one.largest)),
        ("half_time_s", number(&|one| one.onset.map_or(f64::NAN, |onset| onset.half_time))),
        ("p_value", number(&|one| one.p_value)),
        ("q_value", number(&|one| one.q_value)),
        ("changed", Column::Bool(all.iter().map(|(_, one)| one.changed).collect())),
    ];
    Ok(DataFrame::with_rows(all.len()).with_columns(columns)?)
}
