use thiserror::Error;

/// Why a network cannot be turned into equations.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KineticsError {
    /// A formula uses a symbol that nothing defines.
    #[error(
        "{place}: nothing is called `{symbol}`; define it as a compartment, species, parameter or reaction"
    )]
    UnknownSymbol {
        /// The symbol.
        symbol: String,
        /// Whose formula it is.
        place: String,
    },
    /// A formula calls a function that nothing defines.
    #[error("{place}: there is no function `{name}` with {arguments} arguments")]
    UnknownFunction {
        /// The function.
        name: String,
        /// With how many arguments it is called.
        arguments: usize,
        /// Whose formula it is.
        place: String,
    },
    /// A value depends on itself.
    #[error("{place}: the value of `{symbol}` depends on itself; break the circle")]
    Circular {
        /// The symbol.
        symbol: String,
        /// Whose formula it is.
        place: String,
    },
    /// An identifier stands for two things.
    #[error("`{0}` is defined twice; give each element its own identifier")]
    Duplicate(String),
    /// Two things determine one value.
    #[error("`{symbol}` is determined {first} and {second}; remove one")]
    Overdetermined {
        /// The symbol.
        symbol: String,
        /// The first that determines it.
        first: &'static str,
        /// The second that does.
        second: &'static str,
    },
    /// The network uses what is not supported.
    #[error("{0} cannot be turned into equations yet; rewrite the model without it")]
    Unsupported(&'static str),
    /// A formula is wrong in another way.
    #[error("{place}: {what}")]
    Formula {
        /// Whose formula it is.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// A parameter to set or differentiate by is not an input of the equations.
    #[error("`{0}` is not a settable value of the model: it is unknown or given by a rule or assignment")]
    NotSettable(String),
}
