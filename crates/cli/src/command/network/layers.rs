//! From tables of all layers to one network.

mod figure;
mod plan;
mod read;
mod say;
mod write;

use crate::args::{LayersArgs, TestName};
use crate::command::Result;
use crate::command::plot;
use crate::output::Answer;
use lca_network::layers::{
    ChangeOptions, LayerChange, MeasuredLayer, Test, TransOmicOptions, changes, permutations, trans_omic,
};

/// Joins layers to one network, and says how much of it chance gives.
pub(crate) fn layers(args: &LayersArgs) -> Result {
    let mut plan = match &args.config {
        Some(config) => plan::read(config)?,
        None => plan::from_options(args)?,
    };
    plan.resources.extend(args.resource.iter().map(|file| plan::resource(file)));
    plan.names.extend(args.names.iter().cloned());
    let read = read::layers(&plan)?;
    let (resources, told) = read::resources(&plan.resources)?;
    let names = read::names(&plan.names)?;
    let usual = TransOmicOptions::default();
    let options = TransOmicOptions {
        order: plan.order.unwrap_or(usual.order),
        signs: plan.signs.unwrap_or(usual.signs),
        dynamics: plan.dynamics.unwrap_or(usual.dynamics),
        ..usual
    };
    let how = ChangeOptions {
        test: if args.test == TestName::Welch { Test::Welch } else { Test::Moderated },
        rate: args.rate,
        least_change: plan.least_change.unwrap_or(0.0),
        ..ChangeOptions::default()
    };
    let measured: Vec<MeasuredLayer> = read.iter().map(|one| one.measured.clone()).collect();
    let changed: Vec<LayerChange> =
        measured.iter().map(|layer| changes(layer, &how)).collect::<std::result::Result<_, _>>()?;
    let network = trans_omic(&changed, &resources, &names, &options)?;
    let chance = if args.permutations > 0 {
        Some(permutations(&measured, &resources, &names, (&how, &options), (args.permutations, args.seed))?)
    } else {
        None
    };
    if let Some(path) = &args.out {
        lca_formats::write_table(path, &write::interactions(&network)?)?;
    }
    if let Some(path) = &args.responses {
        lca_formats::write_table(path, &write::responses(&changed)?)?;
    }
    if args.plot.is_some() {
        plot::save(&figure::figure(&changed, &network)?, args.plot.as_ref())?;
    }
    let (text, json) = say::say(&read, &changed, &network, chance.as_ref(), &told);
    Ok(Answer::new(text, json))
}
