use super::freeze::rebuild;
use super::lower::Lowering;
use crate::dag::{Bin, Dag, Id, Scope, import};
use crate::{Expr, KineticsError, Reaction};
use std::collections::HashMap;

/// Which value of a symbol is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum When {
    /// That at the start.
    Start,
    /// That which formulas for the start give at a time before it.
    Before,
    /// That at the current time.
    Now,
}

/// Where one formula stands.
pub(super) struct FormulaScope<'a, 'n> {
    lowering: &'a mut Lowering<'n>,
    when: When,
    place: &'a str,
    local: Option<&'n Reaction>,
    calls: usize,
}

impl<'a, 'n> FormulaScope<'a, 'n> {
    pub(super) fn new(
        lowering: &'a mut Lowering<'n>,
        when: When,
        place: &'a str,
        local: Option<&'n Reaction>,
    ) -> Self {
        Self { lowering, when, place, local, calls: 0 }
    }
}

impl Scope for FormulaScope<'_, '_> {
    type Error = KineticsError;

    fn symbol(&mut self, dag: &mut Dag, id: &str) -> Result<Id, KineticsError> {
        if let Some(reaction) = self.local
            && reaction.local_parameters.iter().any(|parameter| parameter.id == id)
            && let Some(node) = self.lowering.inputs.parameter(&format!("{}.{id}", reaction.id))
        {
            return Ok(node);
        }
        self.lowering.symbol(dag, self.when, id, self.place)?.ok_or_else(|| KineticsError::UnknownSymbol {
            symbol: id.to_owned(),
            place: self.place.to_owned(),
        })
    }

    fn time(&mut self, dag: &mut Dag) -> Result<Id, KineticsError> {
        Ok(match self.when {
            When::Now | When::Before => self.lowering.inputs.time,
            When::Start => dag.constant(self.lowering.start),
        })
    }

    fn call(&mut self, dag: &mut Dag, name: &str, arguments: Vec<Id>) -> Result<Id, KineticsError> {
        let network = self.lowering.network;
        let found = network.functions.iter().find(|f| f.id == name && f.arguments.len() == arguments.len());
        let Some(function) = found else {
            return Err(KineticsError::UnknownFunction {
                name: name.to_owned(),
                arguments: arguments.len(),
                place: self.place.to_owned(),
            });
        };
        let key = (self.when, function.id.as_str(), arguments);
        if let Some(&known) = self.lowering.called.get(&key) {
            return Ok(known);
        }
        if self.calls > 50 {
            return Err(self.wrong(format!("function `{name}` calls itself")));
        }
        let bound: HashMap<&str, Id> =
            function.arguments.iter().map(String::as_str).zip(key.2.iter().copied()).collect();
        self.calls += 1;
        let node = import(dag, &mut BodyScope { outer: self, bound, name }, &function.body)?;
        self.calls -= 1;
        self.lowering.called.insert(key, node);
        Ok(node)
    }

    fn delay(&mut self, dag: &mut Dag, x: &Expr, lag: &Expr) -> Result<Id, KineticsError> {
        let lag = import(dag, self, lag)?;
        let before = self.lowering.formula(dag, When::Before, x, self.place, self.local)?;
        if self.when == When::Now {
            let x = import(dag, self, x)?;
            return Ok(self.lowering.delay(dag, x, lag, before));
        }
        let now = self.time(dag)?;
        let then = dag.bin(Bin::Sub, now, lag);
        Ok(rebuild(dag, &[before], &HashMap::from([(self.lowering.inputs.time, then)]))[0])
    }

    fn rate_of(&mut self, dag: &mut Dag, operand: &Expr) -> Result<Id, KineticsError> {
        if self.when == When::Before {
            let before = self.lowering.formula(dag, When::Before, operand, self.place, self.local)?;
            return Ok(self.lowering.along(dag, before, self.lowering.inputs.time));
        }
        let node = self.lowering.formula(dag, When::Now, operand, self.place, self.local)?;
        let rate = self.lowering.rate_of(dag, node, self.place)?;
        if self.when == When::Now { Ok(rate) } else { self.lowering.at_start(dag, rate) }
    }

    fn wrong(&self, what: String) -> KineticsError {
        KineticsError::Formula { place: self.place.to_owned(), what }
    }
}

/// The body of a function: it sees only its arguments.
struct BodyScope<'b, 'a, 'n> {
    outer: &'b mut FormulaScope<'a, 'n>,
    bound: HashMap<&'b str, Id>,
    name: &'b str,
}

impl Scope for BodyScope<'_, '_, '_> {
    type Error = KineticsError;

    fn symbol(&mut self, _dag: &mut Dag, id: &str) -> Result<Id, KineticsError> {
        self.bound.get(id).copied().ok_or_else(|| KineticsError::UnknownSymbol {
            symbol: id.to_owned(),
            place: format!("function `{}`", self.name),
        })
    }

    fn time(&mut self, dag: &mut Dag) -> Result<Id, KineticsError> {
        self.outer.time(dag)
    }

    fn call(&mut self, dag: &mut Dag, name: &str, arguments: Vec<Id>) -> Result<Id, KineticsError> {
        self.outer.call(dag, name, arguments)
    }

    fn delay(&mut self, dag: &mut Dag, x: &Expr, lag: &Expr) -> Result<Id, KineticsError> {
        let (x, lag) = (import(dag, self, x)?, import(dag, self, lag)?);
        if self.outer.when != When::Now {
            return Ok(x);
        }
        let before = self.outer.lowering.at_start(dag, x)?;
        Ok(self.outer.lowering.delay(dag, x, lag, before))
    }

    fn rate_of(&mut self, dag: &mut Dag, operand: &Expr) -> Result<Id, KineticsError> {
        if self.outer.when != When::Now {
            return Err(self.wrong("`rateOf` in a function called at the start is not supported".to_owned()));
        }
        let node = import(dag, self, operand)?;
        self.outer.lowering.rate_of(dag, node, self.outer.place)
    }

    fn wrong(&self, what: String) -> KineticsError {
        KineticsError::Formula { place: format!("function `{}`", self.name), what }
    }
}
