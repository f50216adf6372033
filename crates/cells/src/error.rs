use lca_core::Cancelled;
use lca_graph::LineageError;
use lca_numerics::CsrError;
use lca_numerics::dense::DenseError;
use lca_tables::TableError;
use thiserror::Error;

/// Why an analysis of cells cannot be done.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CellsError {
    /// There is nothing to work on.
    #[error("{what}: {found} found, at least {needed} are needed; loosen the filter or check the input")]
    TooFew {
        /// What there is too little of.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A filter lets nothing pass.
    #[error("no {what} of {found} passes the filter: {rules}; loosen `keep`, or check the input")]
    Filtered {
        /// `cell` or `gene`.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// Each rule, what it takes out, and what the data have.
        rules: String,
    },
    /// A bound on a group of genes of which there is none.
    #[error(
        "no gene of group `{group}` ({members}) is among the {found} genes, so `max_pct_counts` would let every cell pass; name its genes as they are named here, such as `measure = {{ groups = [{{ name = \"{group}\", genes = [\"ENSG00000198888\"] }}] }}`"
    )]
    NoGene {
        /// The group.
        group: String,
        /// What belongs to it.
        members: String,
        /// How many genes there are.
        found: usize,
    },
    /// A value that cannot be a count or an expression value.
    #[error("cell {row}, gene {column} (from 0) holds {value}; {rule}")]
    Value {
        /// The cell, from 0.
        row: usize,
        /// The gene, from 0.
        column: usize,
        /// The value.
        value: f32,
        /// What it should be.
        rule: &'static str,
    },
    /// A feature of which nothing can be learnt.
    #[error("feature `{feature}` of view `{view}` {what}; leave it out, or mend its values")]
    Feature {
        /// The view.
        view: String,
        /// The feature.
        feature: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Two parts that should be equally long are not.
    #[error("{what} has {found} entries, {expected} are needed")]
    Length {
        /// The part.
        what: &'static str,
        /// Entries it has.
        found: usize,
        /// Entries it should have.
        expected: usize,
    },
    /// A name that is not there.
    #[error("{what} `{name}` is not there; there are {present}")]
    Missing {
        /// What kind of thing.
        what: &'static str,
        /// The name.
        name: String,
        /// What is there.
        present: String,
    },
    /// A parameter outside its range.
    #[error("parameter `{name}` is {value}; {rule}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: String,
        /// What it must be.
        rule: &'static str,
    },
    /// A decomposition failed.
    #[error("{0}")]
    Dense(#[from] DenseError),
    /// A sparse result contradicts itself.
    #[error("{0}")]
    Sparse(#[from] CsrError),
    /// Branches make no tree.
    #[error("{0}")]
    Tree(#[from] LineageError),
    /// A result does not fit the table it is put into.
    #[error("{0}")]
    Table(#[from] TableError),
    /// A block of a large matrix cannot be read or written.
    #[error("{0}")]
    Block(String),
    /// The person asked to stop.
    #[error("{0}")]
    Cancelled(#[from] Cancelled),
}

pub(crate) fn length(what: &'static str, found: usize, expected: usize) -> Result<(), CellsError> {
    if found == expected { Ok(()) } else { Err(CellsError::Length { what, found, expected }) }
}

pub(crate) fn at_least(what: &'static str, found: usize, needed: usize) -> Result<(), CellsError> {
    if found >= needed { Ok(()) } else { Err(CellsError::TooFew { what, found, needed }) }
}

pub(crate) fn parameter(
    name: &'static str,
    value: impl ToString,
    rule: &'static str,
    holds: bool,
) -> Result<(), CellsError> {
    if holds { Ok(()) } else { Err(CellsError::Parameter { name, value: value.to_string(), rule }) }
}
