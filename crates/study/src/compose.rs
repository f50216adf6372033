use crate::StepError;
use crate::site::Site;
use crate::step::{Port, What};
use lca_tables::{AnnData, DataFrame, Matrix};
use std::collections::{BTreeMap, HashMap};

/// The annotated table after some steps: the parts of all steps before them, each laid over the
/// earlier ones in the study's order.
pub(crate) fn cells(leaves: &[Site<'_>]) -> Result<AnnData, StepError> {
    let mut all: BTreeMap<usize, Site<'_>> = BTreeMap::new();
    let mut open = leaves.to_vec();
    while let Some(site) = open.pop() {
        if all.insert(site.at, site).is_none() {
            open.extend(before(&site));
        }
    }
    let mut whole: Option<AnnData> = None;
    for site in all.values() {
        let part = site.part()?;
        whole = Some(match whole {
            None => part,
            Some(base) => overlay(base, part)?,
        });
    }
    whole.ok_or_else(|| StepError::unfit("there are no cells", "name a step that gives cells"))
}

/// The steps whose cells a step builds on.
fn before<'a>(site: &Site<'a>) -> Vec<Site<'a>> {
    let kind = site.study.steps[site.at].kind;
    if kind.anew {
        return Vec::new();
    }
    // Cells of another port, such as a reference, are others.
    let own = |port: &&Port| port.what == What::Cells && port.name == "cells";
    kind.ports.iter().filter(own).flat_map(|port| site.many(port.name)).collect()
}

/// Lays a part over what was there: its cells and genes choose among those there, what it holds
/// replaces what had the same name, and a first matrix that is replaced stays as layer `counts`.
fn overlay(base: AnnData, part: AnnData) -> Result<AnnData, StepError> {
    let mut whole = chosen(base, &part)?;
    for (name, column) in part.obs.columns() {
        whole.obs.set(name, column.clone())?;
    }
    for (name, column) in part.var.columns() {
        whole.var.set(name, column.clone())?;
    }
    if let Some(x) = part.x
        && let Some(old) = whole.x.replace(x)
    {
        whole.layers.entry("counts".into()).or_insert(old);
    }
    whole.layers.extend(part.layers);
    whole.obsm.extend(part.obsm);
    whole.varm.extend(part.varm);
    whole.obsp.extend(part.obsp);
    whole.varp.extend(part.varp);
    whole.uns.extend(part.uns);
    whole.check()?;
    Ok(whole)
}

/// The rows and columns of `base` that `part` names, in its order.
fn chosen(base: AnnData, part: &AnnData) -> Result<AnnData, StepError> {
    let rows = positions(&base.obs, &part.obs, "cell")?;
    let columns = positions(&base.var, &part.var, "gene")?;
    let mut whole = base;
    if let Some(rows) = rows {
        let each = |map: &mut BTreeMap<String, Matrix>| {
            map.values_mut().for_each(|matrix| *matrix = matrix.select_rows(&rows));
        };
        whole.obs = whole.obs.select(&rows);
        whole.x = whole.x.map(|x| x.select_rows(&rows));
        each(&mut whole.layers);
        each(&mut whole.obsm);
        // Neighbours of other cells mean nothing among fewer.
        whole.obsp.clear();
    }
    if let Some(columns) = columns {
        whole.var = whole.var.select(&columns);
        whole.x = whole.x.map(|x| x.select_columns(&columns));
        whole.layers.values_mut().for_each(|matrix| *matrix = matrix.select_columns(&columns));
        whole.varm.values_mut().for_each(|matrix| *matrix = matrix.select_rows(&columns));
        whole.varp.clear();
    }
    Ok(whole)
}

/// Where each name of `part` stands in `base`; none when both are the same.
fn positions(base: &DataFrame, part: &DataFrame, what: &str) -> Result<Option<Vec<usize>>, StepError> {
    if base.index() == part.index() {
        return Ok(None);
    }
    let at: HashMap<&str, usize> =
        base.index().iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let find = |name: &String| {
        at.get(name.as_str()).copied().ok_or_else(|| {
            StepError::unfit(format!("the {what} `{name}` is not among those before"), "run the steps again")
        })
    };
    part.index().iter().map(find).collect::<Result<Vec<_>, _>>().map(Some)
}
