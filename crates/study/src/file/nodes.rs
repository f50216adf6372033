use super::check::{known, missing};
use super::inputs::Named;
use super::place::{Place, Source};
use super::read::Parsed;
use super::spec::{StepSpec, StudySpec};
use super::{channels, graph};
use crate::registry::Kind;
use crate::step::{FileNeed, Port};
use crate::steps::REGISTRY;
use crate::study::{AssayFiles, DataFile, Node};
use lca_core::IdError;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The steps in an order in which they can run, every name looked up.
pub(crate) fn nodes(
    source: Source<'_>,
    spec: &StudySpec,
    assays: &[AssayFiles],
    steps: Vec<Parsed>,
) -> Result<Vec<Node>, Place> {
    let mut from = Vec::new();
    for step in &steps {
        from.push(upstream(source, step, &steps)?);
    }
    let flat: Vec<Vec<usize>> = from.iter().map(|ports| ports.concat()).collect();
    let order = graph::order(&flat).map_err(|cycle| {
        let names: Vec<String> =
            cycle.iter().rev().map(|&at| format!("`{}`", steps[at].spec.id.get_ref())).collect();
        let message = format!("the steps {} wait for each other", names.join(" → "));
        source.place(steps[cycle[0]].spec.id.span(), message, "break the circle: change one step's `from`")
    })?;
    let mut place = vec![0; steps.len()];
    for (at, &step) in order.iter().enumerate() {
        place[step] = at;
    }
    let mut nodes: Vec<Node> = Vec::with_capacity(order.len());
    nodes.extend(registry(source, &steps)?);
    let shift = nodes.len();
    let mut slots: Vec<Option<Parsed>> = steps.into_iter().map(Some).collect();
    for &step in &order {
        let Some(parsed) = slots[step].take() else { continue };
        let from: Vec<Vec<usize>> =
            from[step].iter().map(|ups| ups.iter().map(|&up| shift + place[up]).collect()).collect();
        let reads = file(source, spec, assays, &parsed)?;
        let mut given: Vec<Option<usize>> = from.iter().flatten().map(|&up| nodes[up].assay).collect();
        given.dedup();
        let shared = if let [one] = given[..] { one } else { None };
        let assay = reads.as_ref().map(|(assay, _)| *assay).or(shared);
        channels::check(source, parsed.kind.name, &parsed.settings, assay.and_then(|at| assays.get(at)))?;
        nodes.push(Node {
            id: parsed.spec.id.into_inner(),
            kind: parsed.kind,
            job: parsed.job,
            reads,
            assay,
            from,
        });
    }
    Ok(nodes)
}

/// The step that every study has: it comes first, unless the study names it itself.
fn registry(source: Source<'_>, steps: &[Parsed]) -> Result<Option<Node>, Place> {
    if steps.iter().any(|step| step.kind.name == REGISTRY) {
        return Ok(None);
    }
    if let Some(step) = steps.iter().find(|step| step.spec.id.get_ref().as_str() == REGISTRY) {
        let message = format!("`{REGISTRY}` is the name of a step that every study has");
        return Err(source.place(step.spec.id.span(), message, "give the step another id"));
    }
    let nothing = || Spanned::new(0..0, DeValue::Table(DeTable::new()));
    let make = |kind: &'static Kind| {
        let job = kind.job(nothing()).map_err(|error| source.toml(&error, 0..0))?;
        let id = REGISTRY.parse().map_err(|error: IdError| source.place(0..0, error.to_string(), ""))?;
        Ok(Node { id, kind, job, reads: None, assay: None, from: Vec::new() })
    };
    Kind::find(REGISTRY).map(make).transpose()
}

/// Looks up the steps a step takes from, and whether they give what it takes.
fn upstream(source: Source<'_>, step: &Parsed, all: &[Parsed]) -> Result<Vec<Vec<usize>>, Place> {
    let one = |port: &Port, (name, span): &Named| {
        let at = all.iter().position(|known| known.spec.id.get_ref().as_str() == name).ok_or_else(|| {
            let names: Vec<String> = all.iter().map(|known| known.spec.id.get_ref().to_string()).collect();
            missing(source, "step", span.clone(), name, &names)
        })?;
        let gives = all[at].kind.gives;
        if gives.contains(&port.what) {
            return Ok(at);
        }
        let gives: Vec<String> = gives.iter().map(ToString::to_string).collect();
        let message =
            format!("step `{name}` ({}) gives {}, not {}", all[at].kind.name, gives.join(", "), port.what);
        Err(source.place(span.clone(), message, format!("name a step that gives {}", port.what)))
    };
    step.kind
        .ports
        .iter()
        .zip(&step.from)
        .map(|(port, named)| named.iter().map(|named| one(port, named)).collect())
        .collect()
}

/// The file a step reads, where its kind reads one.
fn file(
    source: Source<'_>,
    spec: &StudySpec,
    assays: &[AssayFiles],
    step: &Parsed,
) -> Result<Option<(usize, DataFile)>, Place> {
    let StepSpec { id, kind, assay, file } = &step.spec;
    if step.kind.file == FileNeed::None {
        let wrong = assay.as_ref().map(Spanned::span).or(file.as_ref().map(Spanned::span));
        return match wrong {
            Some(span) => {
                let message = format!("a step of kind `{}` reads no file", kind.get_ref());
                Err(source.place(span, message, "remove it"))
            }
            None => Ok(None),
        };
    }
    if step.kind.file == FileNeed::May {
        match (assay, file) {
            (None, None) => return Ok(None),
            (Some(assay), None) => {
                let message =
                    format!("a step of kind `{}` takes a file of an assay, but names none", kind.get_ref());
                return Err(source.place(assay.span(), message, "add `file = \"FILE\"`, or remove this"));
            }
            _ => {}
        }
    }
    let Some(assay) = assay else {
        let message = format!("a step of kind `{}` reads a file, but names no assay", kind.get_ref());
        return Err(source.place(id.span(), message, "add `assay = \"ASSAY\"`"));
    };
    let at = known(source, "assay", assay, spec.assay.iter().map(|one| &one.id))?;
    let files = &assays[at].files;
    let roles: Vec<String> = files.keys().cloned().collect();
    let found = match file {
        Some(role) => files
            .get(role.get_ref())
            .ok_or_else(|| missing(source, "file", role.span(), role.get_ref(), &roles))?,
        None if files.len() == 1 => {
            files.values().next().ok_or_else(|| missing(source, "file", assay.span(), "", &roles))?
        }
        None => {
            let message = format!("assay `{}` has {} files", assay.get_ref(), files.len());
            let help = format!("say which with `file = `, one of: {}", roles.join(", "));
            return Err(source.place(assay.span(), message, help));
        }
    };
    Ok(Some((at, found.clone())))
}
