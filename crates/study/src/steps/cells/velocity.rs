use super::paga::distances;
use super::umap::plane;
use super::{give, named, part};
use crate::flow::Flow;
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{
    SplicedParams, Velocity, VelocityMode, VelocityParams, gather, latent_time, moments, prepare_spliced,
    to_sparse, velocity, velocity_confidence, velocity_embedding, velocity_graph,
};
use lca_numerics::Csr;
use lca_report::{Arrows, Colour, arrows};
use lca_tables::{AnnData, Column, DataFrame, Matrix};
use ndarray::Array2;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where cells go, from their spliced and unspliced counts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RnaVelocity {
    /// The model.
    #[schemars(schema_with = "params::schema::<VelocityParams>")]
    model: VelocityParams,
    /// Which genes are kept.
    #[schemars(schema_with = "params::schema::<SplicedParams>")]
    genes: SplicedParams,
}

impl Step for RnaVelocity {
    const KIND: &'static str = "velocity";
    const VERSION: u32 = 1;
    const ABOUT: &'static str = "Where cells go, from their spliced and unspliced counts (RNA velocity).";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "8 bytes × cells × genes kept, ten times".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let flow = context.flow("cells")?;
        let cells = &flow.table;
        let (spliced, unspliced) = (layer(&flow, "spliced")?, layer(&flow, "unspliced")?);
        let connectivities = to_sparse(named(&cells.obsp, "connectivities", "neighbors")?);
        let near = distances(named(&cells.obsp, "distances", "neighbors")?);
        let ready = prepare_spliced(&spliced, &unspliced, &self.genes)?;
        drop((spliced, unspliced));
        let means = moments(&ready.spliced, &ready.unspliced, &connectivities)?;
        let found = velocity(&ready.spliced, &ready.unspliced, &means, &connectivities, &self.model)?;
        let graph = velocity_graph(&found, &means, &near)?;
        let mut part = part(cells);
        let mut own = genes_only(cells, &ready.genes);
        found.annotate(&mut own)?;
        own.layers.insert("Ms".into(), Matrix::DenseF32(means.ms));
        own.layers.insert("Mu".into(), Matrix::DenseF32(means.mu));
        spread(&own, &ready.genes, &mut part)?;
        graph.annotate(&mut part);
        velocity_confidence(&found, &near)?.annotate(&mut part)?;
        if found.mode == VelocityMode::Dynamical {
            latent_time(&found, &graph, &connectivities)?.annotate(&mut part)?;
        }
        for basis in ["umap", "pca"] {
            if let Some(Matrix::DenseF32(map)) = cells.obsm.get(&format!("X_{basis}")) {
                let arrows = velocity_embedding(&graph, map.view())?;
                part.obsm.insert(format!("velocity_{basis}"), Matrix::DenseF32(arrows));
            }
        }
        say(context, &found, ready.genes.len())?;
        give(context, &part)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let cells = Flow::of(&[**view])?.table;
        let caption = "Each dot is a cell in the colour of its velocity's confidence, the correlation with those of its \
                       neighbours; arrows are mean velocities on the map, their lengths to be compared with each other only.";
        let sure = cells.obs.numbers("velocity_confidence")?;
        let draw = |basis: &str| {
            let Some(Matrix::DenseF32(ways)) = cells.obsm.get(&format!("velocity_{basis}")) else {
                return None;
            };
            let colour = Colour::Values("confidence".into(), sure.clone());
            let scatter = plane(&cells, basis, "RNA velocity", caption, colour)?;
            let ways = ways.rows().into_iter().map(|way| (f64::from(way[0]), f64::from(way[1]))).collect();
            Some(Arrows { scatter, ways })
        };
        let Some(found) = draw("umap").or_else(|| draw("pca")) else { return Ok(None) };
        Ok(Some(Section::new("Time").block(arrows(&found)?)))
    }
}

/// Counts of one kind.
fn layer(flow: &Flow, name: &str) -> Result<Csr<f32>, StepError> {
    let missing = || {
        StepError::unfit(
            format!("the cells have no layer `{name}`"),
            "import an h5ad file with the layers `spliced` and `unspliced`",
        )
    };
    Ok(gather(&flow.layer(name).ok_or_else(missing)?)?)
}

fn say(context: &Context<'_>, found: &Velocity, kept: usize) -> Result<(), StepError> {
    context.value("genes_kept", kept)?;
    context.value("velocity_genes", found.genes.iter().filter(|chosen| **chosen).count())?;
    context.value("mode", found.mode.name())
}

fn genes_only(cells: &AnnData, genes: &[usize]) -> AnnData {
    let names = genes.iter().map(|&gene| cells.var.index()[gene].clone()).collect();
    AnnData {
        obs: DataFrame::new(cells.obs.index().to_vec()),
        var: DataFrame::new(names),
        ..AnnData::default()
    }
}

/// Puts what was found of some genes beside all genes: nothing is known of the others.
fn spread(own: &AnnData, genes: &[usize], part: &mut AnnData) -> Result<(), StepError> {
    let all = part.var.rows();
    for (name, column) in own.var.columns() {
        let column = match column {
            Column::Bool(values) => {
                let mut whole = vec![false; all];
                genes.iter().zip(values).for_each(|(&gene, &value)| whole[gene] = value);
                Column::Bool(whole)
            }
            other => {
                let mut whole = vec![f64::NAN; all];
                genes
                    .iter()
                    .zip(other.to_f64().unwrap_or_default())
                    .for_each(|(&gene, value)| whole[gene] = value);
                Column::Float(whole)
            }
        };
        part.var.set(name, column)?;
    }
    for (name, layer) in &own.layers {
        if let Matrix::DenseF32(layer) = layer {
            part.layers.insert(name.clone(), Matrix::SparseF32(widened(layer, genes, all)?));
        }
    }
    part.uns.extend(own.uns.clone());
    Ok(())
}

/// Columns of a dense matrix at their places among all genes; the others are not stored.
fn widened(layer: &Array2<f32>, genes: &[usize], all: usize) -> Result<Csr<f32>, StepError> {
    let (mut indptr, mut indices, mut values) = (vec![0_u64], Vec::new(), Vec::new());
    for row in layer.rows() {
        for (&gene, &value) in genes.iter().zip(row).filter(|(_, value)| **value != 0.0) {
            indices.push(gene as u32);
            values.push(value);
        }
        indptr.push(values.len() as u64);
    }
    Ok(Csr::new(layer.nrows(), all, indptr, indices, values).map_err(lca_cells::CellsError::from)?)
}
