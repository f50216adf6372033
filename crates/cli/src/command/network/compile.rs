use crate::args::{ActivationName, LogicName, ModelInput, NetworkModelArgs};
use crate::command::Result as Answered;
use crate::command::place;
use crate::failure::Failure;
use crate::output::Answer;
use lca_formats::{
    Measured, reactions_text, read_network, read_petab_tables, read_reactions, read_table, write_petab,
};
use lca_kinetics::petab::Problem;
use lca_kinetics::sketch::{Logic, Sketch};
use lca_network::compile::{
    Activation, Sample, SkeletonOptions, idle, instances, problem, skeleton, to_second_version,
};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Compiles a list of reactions or a network, and writes model and problem.
pub(crate) fn compile(args: &NetworkModelArgs) -> Answered {
    let (sketch, left_out) = sketch(args)?;
    let mut found = problem(&sketch).map_err(|why| place::failed("cannot compile", &args.file, &why))?;
    let mut samples = Vec::new();
    if let (Some(path), Some(reference)) = (&args.expression, &args.reference) {
        let table = read_table(path)?;
        let made = instances(&sketch, &found, &table, reference);
        let made = made.map_err(|why| place::failed("cannot scale by", path, &why))?;
        (found, samples) = (made.problem, made.samples);
    }
    if args.petab == 2 {
        found = to_second_version(&found);
    }
    if let Some(path) = measurements(args, &sketch) {
        found = read_petab_tables(&found, &path, None, Measured::All)?;
    }
    let folder = place::folder(&args.out)?;
    let yaml = write_petab(&folder, &found.network.id, &found)?;
    if input(args) == ModelInput::Network {
        place::write(&folder, "reactions.txt", &reactions_text(&sketch))?;
    }
    if args.instances {
        samples.iter().try_for_each(|sample| instance(&folder, &found, sample))?;
    }
    Ok(answer(&yaml, &found, &samples, &left_out))
}

fn input(args: &NetworkModelArgs) -> ModelInput {
    let text = args.file.extension().is_some_and(|ending| ending == "txt");
    args.input.unwrap_or(if text { ModelInput::Reactions } else { ModelInput::Network })
}

/// The list of reactions, and which interactions of a network are not in it.
fn sketch(args: &NetworkModelArgs) -> Result<(Sketch, Vec<String>), Failure> {
    if input(args) == ModelInput::Reactions {
        return Ok((read_reactions(&args.file)?, Vec::new()));
    }
    let options = SkeletonOptions {
        activation: match args.activation {
            ActivationName::Cycle => Activation::Cycle,
            ActivationName::Hill => Activation::Hill,
        },
        logic: match args.logic {
            LogicName::Product => Logic::Product,
            LogicName::Sum => Logic::Sum,
        },
    };
    let made = skeleton(&read_network(&args.file)?, options)?;
    Ok((made.sketch, made.left_out))
}

/// The table of measurements; one that the list names lies beside it.
fn measurements(args: &NetworkModelArgs, sketch: &Sketch) -> Option<PathBuf> {
    let beside = |name: &String| args.file.parent().unwrap_or_else(|| Path::new("")).join(name);
    args.measurements.clone().or_else(|| sketch.measurements.as_ref().map(beside))
}

/// Writes the model as it is for a sample.
fn instance(folder: &Path, problem: &Problem, sample: &Sample) -> Result<(), Failure> {
    let network = sample.applied(&problem.network);
    Ok(lca_formats::write_sbml(&folder.join(format!("{}_{}.xml", network.id, sample.id)), &network)?)
}

fn answer(yaml: &Path, problem: &Problem, samples: &[Sample], left_out: &[String]) -> Answer {
    let network = &problem.network;
    let estimated = problem.parameters.iter().filter(|parameter| parameter.estimate).count();
    let rows = [
        ("compartments", network.compartments.len()),
        ("species", network.species.len()),
        ("reactions", network.reactions.len()),
        ("parameters", network.parameters.len()),
        ("estimated", estimated),
        ("observables", problem.observables.len()),
        ("conditions", problem.conditions.len()),
        ("measurements", problem.measurements.len()),
    ];
    let mut text: String = rows.iter().map(|(what, count)| format!("{count:>6} {what}\n")).collect();
    if !samples.is_empty() {
        text.push_str(&format!("{:>6} samples\n", samples.len()));
    }
    left_out.iter().for_each(|one| text.push_str(&format!("left out: {one}\n")));
    let idle = idle(problem);
    if !idle.is_empty() {
        let names = idle.join(", ");
        text.push_str(&format!("begin at 0, and nothing makes them (are they misspelt?): {names}\n"));
    }
    text.push_str(&format!("{}\n", yaml.display()));
    let counts: serde_json::Map<_, _> =
        rows.iter().map(|(what, count)| ((*what).to_owned(), json!(count))).collect();
    let samples: Vec<_> = samples
        .iter()
        .map(|sample| {
            let factors: serde_json::Map<_, _> =
                sample.factors.iter().map(|(id, value)| (id.clone(), json!(value))).collect();
            json!({ "condition": sample.id, "factors": factors })
        })
        .collect();
    Answer::new(
        text,
        json!({ "problem": yaml.display().to_string(), "counts": counts, "samples": samples, "left_out": left_out, "never_there": idle }),
    )
}
