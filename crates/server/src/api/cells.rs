use super::extract::Named;
use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::Volume;
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_core::ElementKind;
use lca_store::TableOutline;
use serde::Serialize;
use utoipa::ToSchema;

/// An annotated table of cells × genes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Cells {
    /// Its name.
    name: String,
    /// The address of its AnnData group.
    url: String,
    /// How many cells it has.
    cells: u64,
    /// How many genes it has.
    genes: u64,
    /// What is known of each cell.
    columns: Vec<CellColumn>,
    /// Maps of the cells: what `obsm` holds.
    embeddings: Vec<String>,
    /// The main matrix, `X`; null: none.
    matrix: Option<String>,
}

/// A column of the cells.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CellColumn {
    /// Its name.
    name: String,
    /// AnnData's word for how it is stored, such as `categorical`.
    encoding: String,
}

/// A table of cells × genes: its columns, maps and matrix, which are read as files.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/tables/{t}",
    tag = "tables",
    params(("a" = String, Path, description = "The atlas"), ("t" = String, Path, description = "The table")),
    responses((status = 200, body = Cells), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn cells(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
) -> Answer<Cells> {
    Ok(Json(state.ask(&id, move |volume| told(volume, name)).await?))
}

fn told(volume: &Volume, name: String) -> Result<Cells, Refusal> {
    let view = volume.view()?;
    let element = view.element(ElementKind::Table, &name)?;
    let TableOutline { cells, genes, columns, embeddings, has_matrix } =
        view.atlas.table_outline(&element.path)?;
    let columns = columns.into_iter().map(|(name, encoding)| CellColumn { name, encoding }).collect();
    let url = view.url(&volume.id, element);
    Ok(Cells { name, url, cells, genes, columns, embeddings, matrix: has_matrix.then(|| "X".to_owned()) })
}
