use lca_cells::CellsError;
use lca_conformance::ConformanceError;
use lca_demo::DemoError;
use lca_formats::FormatError;
use lca_image::ImageError;
use lca_model::ModelError;
use lca_network::NetworkError;
use lca_query::QueryError;
use lca_report::ReportError;
use lca_server::ServerError;
use lca_store::StoreError;
use lca_study::{Place, StepError, StudyError};
use lca_tables::TableError;
use lca_track::TrackError;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};
use serde_json::{Value, json};
use std::io::IsTerminal;
use thiserror::Error;

/// Why a command failed.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// A study cannot be read or run.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// Cells cannot be read.
    #[error(transparent)]
    Step(#[from] StepError),
    /// An atlas cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The virtual experiment failed.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// A table cannot be made or used.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A foreign file cannot be read or written.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A model cannot be simulated or fitted.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Images cannot be segmented or scored.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// An analysis of cells cannot be done.
    #[error(transparent)]
    Cells(#[from] CellsError),
    /// A question cannot be asked of a network.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// Cells cannot be followed.
    #[error(transparent)]
    Track(#[from] TrackError),
    /// A figure cannot be drawn.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A query has no answer.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Atlases cannot be served.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// An outside test suite cannot be run.
    #[error(transparent)]
    Conformance(#[from] ConformanceError),
    /// A file of results cannot be read or written.
    #[error("{what} `{path}`: {why}")]
    File {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: String,
        /// Why it failed, and what to do.
        why: String,
    },
    /// The command was used wrongly.
    #[error("{0}")]
    Use(String),
}

impl Failure {
    /// 2 where the user has to change the command or the study, else 1.
    pub(crate) const fn code(&self) -> u8 {
        match self {
            Self::Study(StudyError::Place(_))
            | Self::Server(
                ServerError::Open { .. }
                | ServerError::Host { .. }
                | ServerError::Stray { .. }
                | ServerError::Twice { .. }
                | ServerError::People { .. },
            )
            | Self::Query(QueryError::Sql { .. } | QueryError::ReadOnly { .. })
            | Self::Use(_)
            | Self::Demo(DemoError::Option { .. }) => 2,
            Self::Study(_)
            | Self::Step(_)
            | Self::Store(_)
            | Self::Demo(_)
            | Self::Table(_)
            | Self::Format(_)
            | Self::Cells(_)
            | Self::Model(_)
            | Self::Network(_)
            | Self::Conformance(_)
            | Self::Report(_)
            | Self::Query(_)
            | Self::Server(_)
            | Self::Image(_)
            | Self::Track(_)
            | Self::File { .. } => 1,
        }
    }

    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Study(StudyError::Place(place)) => {
                let (line, column) = place.line_column();
                let Place { path, message, help, .. } = &**place;
                json!({ "error": message, "help": help, "path": path, "line": line, "column": column })
            }
            other => json!({ "error": other.to_string() }),
        }
    }

    /// The message; for a place in a study with the lines around it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Study(StudyError::Place(place)) => snippet(place),
            other => format!("error: {other}"),
        }
    }
}

fn snippet(place: &Place) -> String {
    let label = LabeledSpan::new(None, place.span.start, place.span.len());
    let diagnostic = MietteDiagnostic::new(&place.message).with_help(&place.help).with_label(label);
    let source = NamedSource::new(place.path.display().to_string(), place.text.clone());
    let report = Report::new(diagnostic).with_source_code(source);
    let theme = match (std::io::stderr().is_terminal(), std::env::var_os("NO_COLOR")) {
        (true, None) => GraphicalTheme::unicode(),
        _ => GraphicalTheme::unicode_nocolor(),
    };
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100).with_links(false);
    match handler.render_report(&mut text, report.as_ref()) {
        Ok(()) => format!("error: {}", text.trim()),
        Err(_) => format!("error: {place}"),
    }
}
