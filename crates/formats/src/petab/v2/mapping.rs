use crate::petab::cells::identifier;
use crate::petab::fault::Fault;
use crate::petab::table::Row;
use lca_kinetics::Expr;
use std::collections::BTreeMap;

/// Names that tables use for entities of the model.
#[derive(Debug, Default)]
pub(in crate::petab) struct Mapping(BTreeMap<String, String>);

/// One line: the name in the tables and that in the model, none where the line only annotates.
pub(in crate::petab) fn alias(row: &Row<'_>) -> Result<Option<(String, String)>, Fault> {
    let id = identifier(row, "petabEntityId")?;
    let entity = row.cell("modelEntityId").filter(|entity| *entity != id);
    Ok(entity.map(|entity| (id.to_owned(), entity.to_owned())))
}

impl Mapping {
    pub(in crate::petab) fn new(aliases: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(aliases.into_iter().collect())
    }

    /// The model's name of what tables call `id`.
    pub(in crate::petab) fn model<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }

    /// A formula in the model's names.
    pub(in crate::petab) fn formula(&self, formula: &Expr) -> Expr {
        if self.0.is_empty() {
            return formula.clone();
        }
        formula.substitute(&|id| self.0.get(id).map(|entity| Expr::symbol(entity)))
    }
}
