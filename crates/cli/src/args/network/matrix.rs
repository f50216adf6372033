use super::Axis;
use clap::Args;

/// Which matrix of a file or an atlas.
#[derive(Debug, Args)]
pub(crate) struct MatrixArgs {
    /// Of an atlas: which table; left out: the only one.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Of an AnnData: a layer to take in place of X.
    #[arg(long, value_name = "NAME")]
    pub(crate) layer: Option<String>,
    /// Of a table of text: on which axis the genes stand.
    #[arg(long, value_enum)]
    pub(crate) genes_in: Option<Axis>,
}

impl MatrixArgs {
    /// The option that goes with an atlas or AnnData alone, where one was given.
    pub(crate) const fn of_annotated(&self) -> Option<&'static str> {
        match (&self.name, &self.layer) {
            (Some(_), _) => Some("--name"),
            (None, Some(_)) => Some("--layer"),
            (None, None) => None,
        }
    }
}
