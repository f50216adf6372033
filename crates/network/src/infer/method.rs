use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// How edges are inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The mean rank by several methods (Marbach et al. 2012): what the methods agree on.
    Consensus,
    /// Random forests (Huynh-Thu et al. 2010).
    Genie3,
    /// Boosted trees (Moerman et al. 2019).
    GrnBoost2,
    /// Partial correlation with shrinkage (Schäfer & Strimmer 2005).
    PartialCorrelation,
    /// Mutual information.
    MutualInformation,
    /// Mutual information without indirect pairs (Margolin et al. 2006).
    Aracne,
    /// Mutual information against its background (Faith et al. 2007).
    Clr,
    /// Random forests along time (Huynh-Thu & Geurts 2018).
    DynGenie3,
    /// Sparse equations of motion.
    Ode,
    /// Effects of knock-outs that no path of others explains (Wagner 2001; Pinna et al. 2010).
    Knockouts,
    /// Correlation, the least any method should beat.
    Correlation,
}

/// A text that names no method.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{given}` is no method: use {known}")]
pub struct UnknownMethod {
    given: String,
    known: String,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 11] = [
        Self::Consensus,
        Self::Genie3,
        Self::GrnBoost2,
        Self::PartialCorrelation,
        Self::MutualInformation,
        Self::Aracne,
        Self::Clr,
        Self::DynGenie3,
        Self::Ode,
        Self::Knockouts,
        Self::Correlation,
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Consensus => "consensus",
            Self::Genie3 => "genie3",
            Self::GrnBoost2 => "grnboost2",
            Self::PartialCorrelation => "pcor",
            Self::MutualInformation => "mi",
            Self::Aracne => "aracne",
            Self::Clr => "clr",
            Self::DynGenie3 => "dyngenie3",
            Self::Ode => "ode",
            Self::Knockouts => "knockouts",
            Self::Correlation => "correlation",
        }
    }

    /// Whether it needs samples ordered in time.
    #[must_use]
    pub const fn needs_order(self) -> bool {
        matches!(self, Self::DynGenie3 | Self::Ode)
    }

    /// How few samples it can work on.
    pub(crate) const fn least(self) -> usize {
        match self {
            Self::Knockouts => 2,
            Self::DynGenie3 | Self::Ode => 5,
            _ => 4,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Method {
    type Err = UnknownMethod;

    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        Self::ALL.into_iter().find(|method| method.word() == text).ok_or_else(|| UnknownMethod {
            given: text.to_owned(),
            known: Self::ALL.map(Self::word).join(", "),
        })
    }
}
