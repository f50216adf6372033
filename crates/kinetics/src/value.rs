use crate::dag::{Dag, Id, Scope, import};
use crate::{Expr, KineticsError};

impl Expr {
    /// The value of the expression where symbols have the values `with` gives.
    ///
    /// # Errors
    /// When a symbol has no value, a function is not built in, or the time occurs.
    pub fn value(&self, with: &dyn Fn(&str) -> Option<f64>) -> Result<f64, KineticsError> {
        let mut dag = Dag::default();
        let id = import(&mut dag, &mut Values { with, formula: self }, self)?;
        dag.value(id).ok_or_else(|| Values { with, formula: self }.wrong("has no fixed value".to_owned()))
    }
}

struct Values<'a> {
    with: &'a dyn Fn(&str) -> Option<f64>,
    formula: &'a Expr,
}

impl Values<'_> {
    fn place(&self) -> String {
        format!("formula `{}`", self.formula).chars().take(200).collect()
    }
}

impl Scope for Values<'_> {
    type Error = KineticsError;

    fn symbol(&mut self, dag: &mut Dag, id: &str) -> Result<Id, KineticsError> {
        let value = (self.with)(id)
            .ok_or_else(|| KineticsError::UnknownSymbol { symbol: id.to_owned(), place: self.place() })?;
        Ok(dag.constant(value))
    }

    fn time(&mut self, _dag: &mut Dag) -> Result<Id, KineticsError> {
        Err(self.wrong("depends on time".to_owned()))
    }

    fn call(&mut self, _dag: &mut Dag, name: &str, arguments: Vec<Id>) -> Result<Id, KineticsError> {
        let (name, arguments) = (name.to_owned(), arguments.len());
        Err(KineticsError::UnknownFunction { name, arguments, place: self.place() })
    }

    fn wrong(&self, what: String) -> KineticsError {
        KineticsError::Formula { place: self.place(), what }
    }
}
