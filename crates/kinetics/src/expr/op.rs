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
    Normal,
    Uniform,
    Bernoulli,
    Binomial,
    Cauchy,
    ChiSquare,
    Exponential,
    Gamma,
    Laplace,
    LogNormal,
    Poisson,
    Rayleigh,
}

const MANY: usize = usize::MAX;

/// Operator, name in MathML, fewest and most operands. `root` and `log` take the degree or base
/// first where they have two operands.
const TABLE: [(Op, &str, usize, usize); 68] = [
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
    (Op::Normal, "normal", 2, 4),
    (Op::Uniform, "uniform", 2, 2),
    (Op::Bernoulli, "bernoulli", 1, 1),
    (Op::Binomial, "binomial", 2, 4),
    (Op::Cauchy, "cauchy", 1, 4),
    (Op::ChiSquare, "chisquare", 1, 3),
    (Op::Exponential, "exponential", 1, 3),
    (Op::Gamma, "gamma", 2, 4),
    (Op::Laplace, "laplace", 1, 4),
    (Op::LogNormal, "lognormal", 2, 4),
    (Op::Poisson, "poisson", 1, 3),
    (Op::Rayleigh, "rayleigh", 1, 3),
];

impl Op {
    /// The operator of that name in MathML.
    #[must_use]
    pub fn from_mathml(name: &str) -> Option<Self> {
        TABLE.iter().find(|entry| entry.1 == name).map(|entry| entry.0)
    }

    /// Its name in MathML (`log2`, `sign` are PEtab's and have none there, `delay` and `rateOf` are
    /// SBML's own symbols, and those that [draw](Self::is_random) are of its package *distrib*).
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE.iter().find(|entry| entry.0 == self).map_or("", |entry| entry.1)
    }

    /// Whether it takes that many operands.
    #[must_use]
    pub fn takes(self, operands: usize) -> bool {
        let pairs = !self.is_random() || self.takes_operands_of_draw(operands);
        pairs && TABLE.iter().any(|entry| entry.0 == self && (entry.2..=entry.3).contains(&operands))
    }

    /// The bounds of a truncated distribution come as a pair after its own operands; the location of
    /// `cauchy` and `laplace` may be left out only without them.
    const fn takes_operands_of_draw(self, operands: usize) -> bool {
        match self {
            Self::Normal | Self::Binomial | Self::Gamma | Self::LogNormal | Self::Cauchy | Self::Laplace => {
                operands != 3
            }
            Self::ChiSquare | Self::Exponential | Self::Poisson | Self::Rayleigh => operands != 2,
            _ => true,
        }
    }

    /// Whether its value is drawn at random each time: the distributions of the SBML package *distrib*
    /// (Version 1). Their operands are those of the distribution, then, for most, a lower and an upper
    /// bound to which it is truncated.
    #[must_use]
    pub const fn is_random(self) -> bool {
        matches!(
            self,
            Self::Normal
                | Self::Uniform
                | Self::Bernoulli
                | Self::Binomial
                | Self::Cauchy
                | Self::ChiSquare
                | Self::Exponential
                | Self::Gamma
                | Self::Laplace
                | Self::LogNormal
                | Self::Poisson
                | Self::Rayleigh
        )
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
