use super::{Bin, Dag, Id, Un};
use crate::{Expr, Op};

/// More nodes than any real model has; beyond, a model is refused rather than fill the memory.
const MAX_NODES: usize = 5_000_000;

/// What symbols and functions mean where an expression stands.
pub(crate) trait Scope {
    type Error;

    fn symbol(&mut self, dag: &mut Dag, id: &str) -> Result<Id, Self::Error>;

    fn time(&mut self, dag: &mut Dag) -> Result<Id, Self::Error>;

    fn call(&mut self, dag: &mut Dag, name: &str, arguments: Vec<Id>) -> Result<Id, Self::Error>;

    /// The value of `x` a time `lag` ago.
    fn delay(&mut self, _dag: &mut Dag, _x: &Expr, _lag: &Expr) -> Result<Id, Self::Error> {
        Err(self.wrong("`delay` is not supported here".to_owned()))
    }

    /// The change per time of an operand.
    fn rate_of(&mut self, _dag: &mut Dag, _operand: &Expr) -> Result<Id, Self::Error> {
        Err(self.wrong("`rateOf` is not supported here".to_owned()))
    }

    fn wrong(&self, what: String) -> Self::Error;
}

/// Adds an expression to the graph.
pub(crate) fn import<S: Scope>(dag: &mut Dag, scope: &mut S, expr: &Expr) -> Result<Id, S::Error> {
    at_depth(dag, scope, expr, 0)
}

fn at_depth<S: Scope>(dag: &mut Dag, scope: &mut S, expr: &Expr, depth: usize) -> Result<Id, S::Error> {
    if depth > 1200 || dag.len() > MAX_NODES {
        return Err(scope.wrong("the formula is too deep or too large".to_owned()));
    }
    match expr {
        Expr::Number(value) => Ok(dag.constant(*value)),
        Expr::Symbol(id) => scope.symbol(dag, id),
        Expr::Time => scope.time(dag),
        Expr::Apply(op, operands) => {
            match (op, operands.as_slice()) {
                (Op::RateOf, [operand]) => return scope.rate_of(dag, operand),
                (Op::Delay, [x, lag]) => return scope.delay(dag, x, lag),
                _ => {}
            }
            if op.is_random() {
                let what = "draws at random, which only assignments of events and initial assignments may do, in stochastic simulation";
                return Err(scope.wrong(format!("`{}` {what}", op.name())));
            }
            let ids = list(dag, scope, operands, depth)?;
            if !op.takes(ids.len()) {
                return Err(scope.wrong(format!("`{}` does not take {} operands", op.name(), ids.len())));
            }
            Ok(apply(dag, *op, &ids))
        }
        Expr::Call(name, arguments) => {
            let ids = list(dag, scope, arguments, depth)?;
            scope.call(dag, name, ids)
        }
        Expr::Piecewise { pieces, otherwise } => {
            let mut value = match otherwise {
                Some(last) => at_depth(dag, scope, last, depth + 1)?,
                None => dag.constant(f64::NAN),
            };
            for (piece, condition) in pieces.iter().rev() {
                let piece = at_depth(dag, scope, piece, depth + 1)?;
                let condition = at_depth(dag, scope, condition, depth + 1)?;
                value = dag.select(condition, piece, value);
            }
            Ok(value)
        }
    }
}

fn list<S: Scope>(dag: &mut Dag, scope: &mut S, exprs: &[Expr], depth: usize) -> Result<Vec<Id>, S::Error> {
    exprs.iter().map(|expr| at_depth(dag, scope, expr, depth + 1)).collect()
}

/// The operands are as many as `op` takes.
fn apply(dag: &mut Dag, op: Op, ids: &[Id]) -> Id {
    match *ids {
        [a] if op == Op::Minus => dag.un(Un::Neg, a),
        [a] => single(dag, op, a),
        [a, b] => pair(dag, op, a, b),
        _ => many(dag, op, ids),
    }
}

fn single(dag: &mut Dag, op: Op, a: Id) -> Id {
    if let Some(un) = plain(op) {
        return dag.un(un, a);
    }
    match op {
        Op::Log2 => {
            let (ln, two) = (dag.un(Un::Ln, a), dag.constant(std::f64::consts::LN_2));
            dag.div(ln, two)
        }
        Op::Sec | Op::Csc | Op::Cot | Op::Sech | Op::Csch | Op::Coth => {
            let inner = dag.un(reciprocal(op), a);
            inverse(dag, inner)
        }
        Op::Arcsec | Op::Arccsc | Op::Arccot | Op::Arcsech | Op::Arccsch | Op::Arccoth => {
            let inner = inverse(dag, a);
            dag.un(reciprocal(op), inner)
        }
        Op::Plus | Op::Times | Op::Min | Op::Max => a,
        Op::And | Op::Or | Op::Xor => {
            let not = dag.un(Un::Not, a);
            dag.un(Un::Not, not)
        }
        // A comparison of one operand holds.
        _ => dag.constant(1.0),
    }
}

fn inverse(dag: &mut Dag, a: Id) -> Id {
    let one = dag.constant(1.0);
    dag.div(one, a)
}

const fn plain(op: Op) -> Option<Un> {
    Some(match op {
        Op::Root => Un::Sqrt,
        Op::Log => Un::Log10,
        Op::Ln => Un::Ln,
        Op::Exp => Un::Exp,
        Op::Abs => Un::Abs,
        Op::Sign => Un::Sign,
        Op::Floor => Un::Floor,
        Op::Ceiling => Un::Ceil,
        Op::Factorial => Un::Factorial,
        Op::Not => Un::Not,
        Op::Sin => Un::Sin,
        Op::Cos => Un::Cos,
        Op::Tan => Un::Tan,
        Op::Sinh => Un::Sinh,
        Op::Cosh => Un::Cosh,
        Op::Tanh => Un::Tanh,
        Op::Arcsin => Un::Asin,
        Op::Arccos => Un::Acos,
        Op::Arctan => Un::Atan,
        Op::Arcsinh => Un::Asinh,
        Op::Arccosh => Un::Acosh,
        Op::Arctanh => Un::Atanh,
        _ => return None,
    })
}

const fn reciprocal(op: Op) -> Un {
    match op {
        Op::Sec => Un::Cos,
        Op::Csc => Un::Sin,
        Op::Cot => Un::Tan,
        Op::Sech => Un::Cosh,
        Op::Csch => Un::Sinh,
        Op::Coth => Un::Tanh,
        Op::Arcsec => Un::Acos,
        Op::Arccsc => Un::Asin,
        Op::Arccot => Un::Atan,
        Op::Arcsech => Un::Acosh,
        Op::Arccsch => Un::Asinh,
        _ => Un::Atanh,
    }
}

fn pair(dag: &mut Dag, op: Op, a: Id, b: Id) -> Id {
    match op {
        Op::Minus => dag.bin(Bin::Sub, a, b),
        Op::Divide => dag.div(a, b),
        Op::Power => dag.bin(Bin::Pow, a, b),
        Op::Root => root(dag, a, b),
        Op::Log => logarithm(dag, a, b),
        Op::Quotient => {
            let remainder = dag.bin(Bin::Rem, a, b);
            let whole = dag.bin(Bin::Sub, a, remainder);
            dag.div(whole, b)
        }
        Op::Rem => dag.bin(Bin::Rem, a, b),
        Op::Neq => {
            let equal = dag.bin(Bin::Eq, a, b);
            dag.un(Un::Not, equal)
        }
        Op::Implies => {
            let not = dag.un(Un::Not, a);
            dag.bin(Bin::Or, not, b)
        }
        _ => many(dag, op, &[a, b]),
    }
}

fn root(dag: &mut Dag, degree: Id, a: Id) -> Id {
    if dag.is(degree, 2.0) {
        return dag.un(Un::Sqrt, a);
    }
    let exponent = inverse(dag, degree);
    dag.bin(Bin::Pow, a, exponent)
}

fn logarithm(dag: &mut Dag, base: Id, a: Id) -> Id {
    if dag.is(base, 10.0) {
        return dag.un(Un::Log10, a);
    }
    let (above, below) = (dag.un(Un::Ln, a), dag.un(Un::Ln, base));
    dag.div(above, below)
}

fn many(dag: &mut Dag, op: Op, ids: &[Id]) -> Id {
    match op {
        Op::Plus => fold(dag, Bin::Add, 0.0, ids),
        Op::Times => fold(dag, Bin::Mul, 1.0, ids),
        Op::Min => fold(dag, Bin::Min, f64::INFINITY, ids),
        Op::Max => fold(dag, Bin::Max, f64::NEG_INFINITY, ids),
        Op::And => fold(dag, Bin::And, 1.0, ids),
        Op::Or => fold(dag, Bin::Or, 0.0, ids),
        Op::Xor => {
            let start = dag.constant(0.0);
            ids.iter().fold(start, |odd, &id| {
                let (not_odd, not_id) = (dag.un(Un::Not, odd), dag.un(Un::Not, id));
                let same = dag.bin(Bin::Eq, not_odd, not_id);
                dag.un(Un::Not, same)
            })
        }
        _ => chain(dag, op, ids),
    }
}

fn fold(dag: &mut Dag, op: Bin, empty: f64, ids: &[Id]) -> Id {
    match ids.split_first() {
        None => dag.constant(empty),
        Some((&first, rest)) => rest.iter().fold(first, |whole, &id| dag.bin(op, whole, id)),
    }
}

/// `a < b < c` holds when each neighbouring pair does.
fn chain(dag: &mut Dag, op: Op, ids: &[Id]) -> Id {
    let mut all = dag.constant(1.0);
    for pair in ids.windows(2) {
        let one = match op {
            Op::Lt => dag.bin(Bin::Lt, pair[0], pair[1]),
            Op::Leq => dag.bin(Bin::Le, pair[0], pair[1]),
            Op::Gt => dag.bin(Bin::Lt, pair[1], pair[0]),
            Op::Geq => dag.bin(Bin::Le, pair[1], pair[0]),
            _ => dag.bin(Bin::Eq, pair[0], pair[1]),
        };
        all = if dag.is(all, 1.0) { one } else { dag.bin(Bin::And, all, one) };
    }
    all
}
