use super::circle;
use super::lost::lost;
use super::ready::Logged;
use crate::StudyError;
use crate::context::View;
use crate::section::Section;
use crate::site::{Places, Site};
use crate::study::Study;
use lca_core::Hasher;
use lca_report::{Block, Cell, KeyFigure, Report, Table};
use lca_store::Atlas;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Raised whenever the same results are shown in another way.
const VERSION: u32 = 4;

/// Writes the report of a study that was run once more, with sections that only the caller knows, such
/// as scores against a truth that no step may see.
///
/// # Errors
/// When the atlas cannot be read or the report not be written.
pub fn report_with(study: &Study, atlas: &Path, extra: &[Section]) -> Result<PathBuf, StudyError> {
    let atlas = Atlas::open(atlas)?;
    let records = super::ready::logged(&atlas)?;
    write(study, &atlas, &super::run::places(study)?, &records, extra)
}

/// Writes the report beside the atlas, unless the one there already shows these results.
pub(crate) fn write(
    study: &Study,
    atlas: &Atlas,
    places: &Places,
    records: &BTreeMap<String, Logged>,
    extra: &[Section],
) -> Result<PathBuf, StudyError> {
    let path = atlas.path().with_extension("html");
    let failed = |cause| StudyError::File { path: path.clone(), cause };
    let mark = mark(study, records, extra);
    if std::fs::read_to_string(&path).is_ok_and(|old| old.ends_with(&mark)) {
        return Ok(path);
    }
    let page = page(study, atlas, places, records, extra)?;
    replace(&path, format!("{}{mark}", page.render()).as_bytes()).map_err(failed)?;
    Ok(path)
}

/// Writes a small file so that nobody ever sees half of it.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    std::fs::write(&part, bytes)?;
    std::fs::rename(&part, path)
}

/// A comment at the end of the page that tells which results it shows.
fn mark(study: &Study, records: &BTreeMap<String, Logged>, extra: &[Section]) -> String {
    let mut hasher = Hasher::new();
    hasher.part(&VERSION.to_le_bytes()).part(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.part(study.title.as_bytes()).part(study.description.as_deref().unwrap_or_default().as_bytes());
    for node in &study.steps {
        let key = records.get(node.id.as_str()).map_or("", |logged| logged.record.key.as_str());
        hasher.part(node.id.as_str().as_bytes()).part(key.as_bytes());
    }
    for section in extra {
        hasher.part(format!("{section:?}").as_bytes());
    }
    format!("\n<!-- lca report {} -->\n", hasher.finish())
}

fn page(
    study: &Study,
    atlas: &Atlas,
    places: &Places,
    records: &BTreeMap<String, Logged>,
    extra: &[Section],
) -> Result<Report, StudyError> {
    let mut summary: Vec<_> = extra.iter().flat_map(|section| section.summary.clone()).collect();
    let mut sections: Vec<(String, Vec<Block>)> =
        extra.iter().map(|section| (section.heading.clone(), section.blocks.clone())).collect();
    for (at, node) in study.steps.iter().enumerate() {
        let Some(logged) = records.get(node.id.as_str()) else { continue };
        let view = View { site: Site { study, atlas, places, at, held: None }, record: &logged.record };
        let shown = node.job.report(&view).map_err(|cause| StudyError::Step {
            step: node.id.to_string(),
            kind: node.kind.name.to_owned(),
            cause: lost(study, atlas, places, cause),
        })?;
        if let Some(Section { heading, summary: figures, blocks }) = shown {
            figures.into_iter().for_each(|figure| include(&mut summary, figure));
            match sections.iter_mut().find(|(known, _)| *known == heading) {
                Some((_, known)) => known.extend(blocks),
                None => sections.push((heading, blocks)),
            }
        }
    }
    let mut report = Report::new(&study.title, study.description.as_deref().unwrap_or_default());
    report.fact("Study", &study.name).fact("Steps", study.steps.len().to_string());
    report.fact("Software", concat!("lca ", env!("CARGO_PKG_VERSION")));
    report.summary(summary);
    let done: Vec<_> = study.steps.iter().filter_map(|node| records.get(node.id.as_str())).collect();
    report.circle(circle::drawn(&done.iter().map(|logged| &logged.record).collect::<Vec<_>>()));
    for (heading, blocks) in sections {
        report.section(heading, blocks);
    }
    report.section("Run log", vec![run_log(study, records).into()]);
    Ok(report)
}

/// Adds a figure to the summary; things of one kind that several steps counted are counted together.
fn include(summary: &mut Vec<KeyFigure>, figure: KeyFigure) {
    if !summary.iter_mut().any(|known| known.add(&figure)) {
        summary.push(figure);
    }
}

/// Every step with how it was run: what a reader needs to do it again.
fn run_log(study: &Study, records: &BTreeMap<String, Logged>) -> Table {
    let row = |logged: &Logged| -> Vec<Cell> {
        let Logged { record, started, .. } = logged;
        let seed = record.seed.map_or_else(String::new, |seed| seed.to_string());
        vec![
            record.step.to_string().into(),
            format!("{} {}", record.kind, record.version).into(),
            Cell::Code(record.params.to_string()),
            Cell::Figure(seed),
            Cell::Code(record.key.short().to_owned()),
            started.as_str().into(),
        ]
    };
    let rows = study.steps.iter().filter_map(|node| records.get(node.id.as_str())).map(row);
    Table {
        caption: "Each step, with the version of its kind, its parameters, the seed it used (the study's, and what a \
                  `seed` among its parameters adds) and the hash of all its result depends on."
            .into(),
        header: ["Step", "Kind", "Parameters", "Seed", "Key", "Begun"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
