/// Operators and built-in functions, by the names MathML gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the variants are named as in MathML")]
pub enum Op {
    Plus,
    Minus,
    Times,
    Divide,
    Power,
    Root,
    Log,
    Log2,
    Ln,
    Exp,
    Abs,
    Sign,
    Floor,
    Ceiling,
    Factorial,
    Quotient,
    Rem,
    Min,
    Max,
    Sin,
    Cos,
    Tan,
    Sec,
    Csc,
    Cot,
    Sinh,
    Cosh,
    Tanh,
    Sech,
    Csch,
    Coth,
    Arcsin,
    Arccos,
    Arctan,
    Arcsec,
    Arccsc,
    Arccot,
    Arcsinh,
    Arccosh,
    Arctanh,
    Arcsech,
    Arccsch,
    Arccoth,
    Eq,
    Neq,
    Lt,
    Leq,
    Gt,
    Geq,
    And,
    Or,
    Xor,
    Not,
    Implies,
    Delay,
    RateOf,
}

const MANY: usize = usize::MAX;

/// Operator, name in MathML, fewest and most operands. `root` and `log` take the degree or base
/// first where they have two operands.
const TABLE: [(Op, &str, usize, usize); 56] = [
    (Op::Plus, "plus", 0, MANY),
    (Op::Minus, "minus", 1, 2),
    (Op::Times, "times", 0, MANY),
    (Op::Divide, "divide", 2, 2),
    (Op::Power, "power", 2, 2),
    (Op::Root, "root", 1, 2),
    (Op::Log, "log", 1, 2),
    (Op::Log2, "log2", 1, 1),
    (Op::Ln, "ln", 1, 1),
    (Op::Exp, "exp", 1, 1),
    (Op::Abs, "abs", 1, 1),
    (Op::Sign, "sign", 1, 1),
    (Op::Floor, "floor", 1, 1),
    (Op::Ceiling, "ceiling", 1, 1),
    (Op::Factorial, "factorial", 1, 1),
    (Op::Quotient, "quotient", 2, 2),
    (Op::Rem, "rem", 2, 2),
    (Op::Min, "min", 1, MANY),
    (Op::Max, "max", 1, MANY),
    (Op::Sin, "sin", 1, 1),
    (Op::Cos, "cos", 1, 1),
    (Op::Tan, "tan", 1, 1),
    (Op::Sec, "sec", 1, 1),
    (Op::Csc, "csc", 1, 1),
    (Op::Cot, "cot", 1, 1),
    (Op::Sinh, "sinh", 1, 1),
    (Op::Cosh, "cosh", 1, 1),
    (Op::Tanh, "tanh", 1, 1),
    (Op::Sech, "sech", 1, 1),
    (Op::Csch, "csch", 1, 1),
    (Op::Coth, "coth", 1, 1),
    (Op::Arcsin, "arcsin", 1, 1),
    (Op::Arccos, "arccos", 1, 1),
    (Op::Arctan, "arctan", 1, 1),
    (Op::Arcsec, "arcsec", 1, 1),
    (Op::Arccsc, "arccsc", 1, 1),
    (Op::Arccot, "arccot", 1, 1),
    (Op::Arcsinh, "arcsinh", 1, 1),
    (Op::Arccosh, "arccosh", 1, 1),
    (Op::Arctanh, "arctanh", 1, 1),
    (Op::Arcsech, "arcsech", 1, 1),
    (Op::Arccsch, "arccsch", 1, 1),
    (Op::Arccoth, "arccoth", 1, 1),
    (Op::Eq, "eq", 1, MANY),
    (Op::Neq, "neq", 2, 2),
    (Op::Lt, "lt", 1, MANY),
    (Op::Leq, "leq", 1, MANY),
    (Op::Gt, "gt", 1, MANY),
    (Op::Geq, "geq", 1, MANY),
    (Op::And, "and", 0, MANY),
    (Op::Or, "or", 0, MANY),
    (Op::Xor, "xor", 0, MANY),
    (Op::Not, "not", 1, 1),
    (Op::Implies, "implies", 2, 2),
    (Op::Delay, "delay", 2, 2),
    (Op::RateOf, "rateOf", 1, 1),
];

impl Op {
    /// The operator of that name in MathML.
    #[must_use]
    pub fn from_mathml(name: &str) -> Option<Self> {
        TABLE.iter().find(|entry| entry.1 == name).map(|entry| entry.0)
    }

    /// Its name in MathML (`log2`, `sign` are PEtab's and have none there, `delay` and `rateOf` are
    /// SBML's own symbols).
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE.iter().find(|entry| entry.0 == self).map_or("", |entry| entry.1)
    }

    /// Whether it takes that many operands.
    #[must_use]
    pub fn takes(self, operands: usize) -> bool {
        TABLE.iter().any(|entry| entry.0 == self && (entry.2..=entry.3).contains(&operands))
    }

    /// Whether its value is a truth value.
    #[must_use]
    pub const fn is_logical(self) -> bool {
        matches!(
            self,
            Self::Eq
                | Self::Neq
                | Self::Lt
                | Self::Leq
                | Self::Gt
                | Self::Geq
                | Self::And
                | Self::Or
                | Self::Xor
                | Self::Not
                | Self::Implies
        )
    }
}
