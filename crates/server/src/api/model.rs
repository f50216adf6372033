use super::extract::Named;
use crate::answer::{Answer, Failure, Refusal};
use crate::atlases::Volume;
use crate::door::Viewer;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use lca_core::ElementKind;
use lca_study::{ModelShown, model_shown};
use schemars::generate::SchemaSettings;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A model: its network, its fits, what they determine and foretell.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Model(Arc<ModelShown>);

impl PartialSchema for Model {
    /// As `study` describes it: OpenAPI 3.1 takes JSON Schema as it is.
    fn schema() -> RefOr<Schema> {
        let inline = SchemaSettings::draft2020_12().with(|settings| {
            settings.inline_subschemas = true;
            settings.meta_schema = None;
        });
        let schema = inline.into_generator().into_root_schema_for::<ModelShown>().to_value();
        serde_json::from_value(schema).map_or_else(|_| RefOr::T(Schema::default()), RefOr::T)
    }
}

impl ToSchema for Model {
    fn name() -> Cow<'static, str> {
        "Model".into()
    }
}

/// What the model steps around an element of `lca/models` stored: the reaction network, waterfalls, fits with
/// residuals, profiles, predictions with intervals, and the species over time.
#[utoipa::path(
    get,
    path = "/api/atlases/{a}/models/{m}",
    tag = "models",
    params(("a" = String, Path, description = "The atlas"), ("m" = String, Path, description = "The model, fit or prediction")),
    responses((status = 200, body = Model), (status = "default", description = "Why not", body = Failure))
)]
pub(super) async fn model(
    State(state): State<Shared>,
    _: Viewer,
    Named((id, name)): Named<(String, String)>,
) -> Answer<Model> {
    Ok(Json(state.ask(&id, move |volume| told(volume, &name)).await?))
}

fn told(volume: &Volume, name: &str) -> Result<Model, Refusal> {
    let view = volume.view()?;
    let element = view.element(ElementKind::Model, name)?;
    // What it is told from are many elements, of which each commit may change some.
    let key = format!("{}/{name}", view.atlas.sequence());
    volume.models.get(&key, || Ok(model_shown(&view.atlas, &view.steps, &element.path)?)).map(Model)
}
