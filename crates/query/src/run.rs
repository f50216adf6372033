use crate::catalogue::{OBSERVATIONS, SCHEMAS, tables};
use crate::{Limits, QueryError};
use crate::{long, words};
use datafusion::arrow::array::RecordBatch;
use datafusion::catalog::MemorySchemaProvider;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::context::SQLOptions;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use futures::StreamExt;
use lca_store::{Atlas, frame_of};
use lca_tables::DataFrame;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a query found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The rows, in the order the query asks for; without an order in any.
    pub table: DataFrame,
    /// Whether there were more rows than asked for.
    pub truncated: bool,
}

/// Asks an atlas in SQL.
///
/// # Errors
/// When the text is not a query, it passes one of the limits, or a table cannot be read.
pub fn query(atlas: &Atlas, sql: &str, limits: &Limits) -> Result<Found, QueryError> {
    if let Some(refused) = words::changing(sql) {
        return Err(refused);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(limits.threads.max(1))
        .enable_all()
        .build()
        .map_err(|why| QueryError::Engine(format!("cannot start threads: {why}")))?;
    let listed = tables(atlas)?;
    let work = async {
        let context = context(limits)?;
        for one in &listed {
            let name = format!("{}.\"{}\"", one.schema, one.name);
            let path = one.file.display().to_string();
            context.register_parquet(name.as_str(), path, ParquetReadOptions::default()).await?;
        }
        if sql.to_ascii_lowercase().contains(long::LONG) {
            let ours = listed.iter().filter(|one| one.schema == OBSERVATIONS);
            long::register(&context, &ours.map(|one| one.name.clone()).collect::<Vec<_>>()).await?;
        }
        rows(&context, sql, limits.rows).await
    };
    let answer = runtime.block_on(async { tokio::time::timeout(limits.time, work).await });
    // What still runs after a timeout is let go, not waited for.
    runtime.shutdown_background();
    let answer = answer.map_err(|_| QueryError::Time { limit: limits.time })?;
    let (batches, truncated) = answer.map_err(|why| QueryError::from_engine(&why, limits.memory))?;
    Ok(Found { table: frame_of(&batches)?, truncated })
}

/// An engine that knows no table yet, writes no file and keeps within the limits.
fn context(limits: &Limits) -> EngineResult<SessionContext> {
    let disk = DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled);
    let runtime =
        RuntimeEnvBuilder::new().with_memory_limit(limits.memory, 1.0).with_disk_manager_builder(disk);
    let config = SessionConfig::new()
        .with_target_partitions(limits.threads.max(1))
        .with_information_schema(true)
        .with_default_catalog_and_schema("atlas", OBSERVATIONS)
        .set_bool("datafusion.execution.parquet.pushdown_filters", true);
    let context = SessionContext::new_with_config_rt(config, runtime.build_arc()?);
    let catalog = context.catalog("atlas");
    let catalog = catalog.ok_or_else(|| DataFusionError::Internal("no catalog".to_owned()))?;
    for (schema, _) in SCHEMAS {
        if catalog.schema(schema).is_none() {
            catalog.register_schema(schema, Arc::new(MemorySchemaProvider::new()))?;
        }
    }
    Ok(context)
}

/// The first rows, and whether there are more.
async fn rows(context: &SessionContext, sql: &str, most: usize) -> EngineResult<(Vec<RecordBatch>, bool)> {
    let only = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    let found = context.sql_with_options(sql, only).await?;
    let schema = found.schema().as_arrow();
    let mut names = BTreeSet::new();
    if let Some(twice) = schema.fields().iter().find(|field| !names.insert(field.name())) {
        let what = format!("two columns are called `{}`; give one another name with AS", twice.name());
        return Err(DataFusionError::Plan(what));
    }
    let empty = RecordBatch::new_empty(Arc::new(schema.clone()));
    // The engine counts rows with a sign.
    let most = most.min(i64::MAX as usize - 1);
    let mut stream = found.limit(0, Some(most + 1))?.execute_stream().await?;
    let (mut batches, mut left, mut truncated) = (vec![empty], most, false);
    while let Some(batch) = stream.next().await {
        let batch = batch?;
        truncated |= batch.num_rows() > left;
        let taken = batch.slice(0, batch.num_rows().min(left));
        left -= taken.num_rows();
        batches.push(taken);
    }
    Ok((batches, truncated))
}
