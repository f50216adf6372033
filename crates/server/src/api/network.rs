use super::extract::{Asked, Named};
use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::Volume;
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_core::ElementKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Interactions told at once, unless asked otherwise, and at most.
const EDGES: usize = 5000;
const MOST: usize = 100_000;

/// A network of molecules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Network {
    /// The molecules that the interactions name.
    nodes: Vec<Node>,
    /// Interactions.
    edges: Vec<Edge>,
    /// How many molecules there are.
    nodes_total: usize,
    /// How many interactions there are.
    edges_total: usize,
}

/// A molecule.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Node {
    /// Layer and identifier, which together are its own.
    id: String,
    /// Its identifier in its layer, by which corrections name it.
    molecule: String,
    /// What it is called.
    name: String,
    /// What sort of thing it is.
    layer: String,
}

/// An interaction.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Edge {
    /// The node that acts.
    source: String,
    /// The node that is acted on.
    target: String,
    /// What it does to it.
    sign: String,
    /// What kind of act it is, where known.
    kind: Option<String>,
    /// How many pieces of evidence there are.
    evidence_count: usize,
    /// The largest score of the evidence, where there is one.
    score: Option<f64>,
    /// What people say of it: `accepted`, `rejected`; null: nothing.
    verdict: Option<String>,
}

/// How much of a network.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Most {
    /// How many interactions, those with most evidence first, 100,000 at most; left out, 5000.
    #[serde(default)]
    #[param(minimum = 0, maximum = 100_000)]
    limit: Option<usize>,
}

/// A network of molecules: those with most evidence first.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/networks/{n}",
    tag = "models",
    params(("a" = String, Path, description = "The atlas"), ("n" = String, Path, description = "The network"), Most),
    responses((status = 200, body = Network), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn network(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
    Asked(most): Asked<Most>,
) -> Answer<Network> {
    Ok(Json(state.ask(&id, move |volume| told(volume, &name, &most)).await?))
}

fn told(volume: &Volume, name: &str, most: &Most) -> Result<Network, Refusal> {
    let view = volume.view()?;
    let element = view.element(ElementKind::Network, name)?;
    let network = view.atlas.read_network(&element.path)?;
    let limit = most.limit.unwrap_or(EDGES).min(MOST);
    let (molecules, interactions) = (network.molecules(), network.interactions());
    let mut order: Vec<usize> = (0..interactions.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(interactions[at].evidence.len()));
    order.truncate(limit);
    let mut named: Vec<usize> = match interactions.is_empty() {
        true => (0..molecules.len().min(limit)).collect(),
        false => order.iter().flat_map(|&at| [interactions[at].source, interactions[at].target]).collect(),
    };
    named.sort_unstable();
    named.dedup();
    let said = lca_study::corrections(&view.atlas)?;
    let verdicts = lca_study::verdicts(&said, &element.path);
    let molecule = |at: usize| molecules[at].id.as_str();
    let id = |at: usize| format!("{}:{}", molecules[at].layer, molecules[at].id);
    let node = |at: usize| {
        let one = &molecules[at];
        let name = one.name.clone().unwrap_or_else(|| one.id.clone());
        Node { id: id(at), molecule: one.id.clone(), name, layer: one.layer.to_string() }
    };
    let edge = |at: usize| {
        let one = &interactions[at];
        Edge {
            source: id(one.source),
            target: id(one.target),
            sign: one.sign.to_string(),
            kind: one.kind.clone(),
            evidence_count: one.evidence.len(),
            score: one.evidence.iter().filter_map(|because| because.score).reduce(f64::max),
            verdict: verdicts
                .get(&(molecule(one.source), molecule(one.target)))
                .map(|right| if *right { "accepted" } else { "rejected" }.to_owned()),
        }
    };
    Ok(Network {
        nodes: named.into_iter().map(node).collect(),
        edges: order.into_iter().map(edge).collect(),
        nodes_total: molecules.len(),
        edges_total: interactions.len(),
    })
}
