use super::draws::{DrawnSymbol, Draws};
use crate::ModelError;
use lca_kinetics::{Expr, JumpFormulas, JumpSystem, Op, Program};

/// Collects the formulas to compile; each is known by its number in its list.
pub(super) struct Requests<'n> {
    pub(super) formulas: JumpFormulas,
    pub(super) draws: Draws<'n>,
}

/// A draw to be compiled.
pub(super) struct DrawRequest {
    op: Op,
    symbol: String,
    /// Range in the formulas of moments, or of the start.
    from: usize,
    to: usize,
}

/// A formula with draws to be compiled.
pub(super) struct TimedRequest {
    draws: Vec<DrawRequest>,
    value: usize,
}

/// A compiled draw: its value goes to a register.
#[derive(Debug, Clone)]
pub(super) struct Draw {
    pub(super) op: Op,
    pub(super) operands: Vec<Program>,
    pub(super) slot: u32,
}

/// A compiled formula of a moment, whose draws are to be made before.
#[derive(Debug, Clone)]
pub(super) struct Timed {
    pub(super) draws: Vec<Draw>,
    pub(super) value: Program,
}

impl Requests<'_> {
    pub(super) fn steady(&mut self, place: &str, formula: Expr) -> usize {
        self.formulas.steady.push((place.to_owned(), formula));
        self.formulas.steady.len() - 1
    }

    pub(super) fn moment(&mut self, place: &str, formula: Expr) -> usize {
        self.formulas.moments.push((place.to_owned(), formula));
        self.formulas.moments.len() - 1
    }

    /// A formula that may draw.
    pub(super) fn timed(&mut self, place: &str, formula: &Expr) -> Result<TimedRequest, ModelError> {
        let mut found = Vec::new();
        let formula = self.draws.extract(place, formula, &mut found)?;
        let draws = found.into_iter().map(|drawn| self.draw(place, drawn)).collect();
        Ok(TimedRequest { draws, value: self.moment(place, formula) })
    }

    fn draw(&mut self, place: &str, drawn: DrawnSymbol) -> DrawRequest {
        let from = self.formulas.moments.len();
        for operand in drawn.operands {
            self.moment(place, operand);
        }
        self.formulas.free.push(drawn.symbol.clone());
        DrawRequest { op: drawn.op, symbol: drawn.symbol, from, to: self.formulas.moments.len() }
    }

    /// A draw at the start.
    pub(super) fn start_draw(&mut self, place: &str, drawn: DrawnSymbol) -> DrawRequest {
        let from = self.formulas.starts.len();
        let operands = drawn.operands.into_iter().map(|operand| (place.to_owned(), operand));
        self.formulas.starts.extend(operands);
        self.formulas.free.push(drawn.symbol.clone());
        DrawRequest { op: drawn.op, symbol: drawn.symbol, from, to: self.formulas.starts.len() }
    }
}

/// The register of a free symbol.
fn slot(system: &JumpSystem, free: &[String], symbol: &str) -> u32 {
    let at = free.iter().position(|known| known == symbol);
    at.and_then(|at| system.free().get(at).copied()).unwrap_or(0)
}

impl DrawRequest {
    fn compiled(self, system: &JumpSystem, free: &[String], list: &[Program]) -> Draw {
        let operands = list.get(self.from..self.to).unwrap_or(&[]).to_vec();
        Draw { op: self.op, operands, slot: slot(system, free, &self.symbol) }
    }
}

impl TimedRequest {
    pub(super) fn compiled(self, system: &JumpSystem, free: &[String]) -> Timed {
        let moments = system.moments();
        let draws = self.draws.into_iter().map(|draw| draw.compiled(system, free, moments)).collect();
        Timed { draws, value: moments[self.value] }
    }
}

/// The draws of the start in an order in which each comes after those it uses; the first of a circle otherwise.
pub(super) fn start_draws(
    requests: Vec<DrawRequest>,
    system: &JumpSystem,
    free: &[String],
) -> Result<Vec<Draw>, usize> {
    let uses = |request: &DrawRequest, other: &DrawRequest| {
        let slot = slot(system, free, &other.symbol);
        system.start_reads()[request.from..request.to].iter().any(|reads| reads.contains(&slot))
    };
    let mut left: Vec<(usize, DrawRequest)> = requests.into_iter().enumerate().collect();
    let mut sorted = Vec::new();
    while !left.is_empty() {
        let ready = |at: &usize| !left.iter().any(|other| uses(&left[*at].1, &other.1));
        let Some(at) = (0..left.len()).find(ready) else { return Err(left[0].0) };
        sorted.push(left.remove(at).1.compiled(system, free, system.starts()));
    }
    Ok(sorted)
}
