/// How a problem is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitOptions {
    /// How many starts there are.
    pub starts: usize,
    /// Seed of their draw.
    pub seed: u64,
    /// From how many points each start begins; those that fall behind in their first steps are given
    /// up, so that one is minimised to its end.
    pub draws: usize,
    /// Iterations after which a start ends.
    pub max_iterations: usize,
    /// A start ends when an iteration promises and brings less than this in the cost.
    pub tolerance: f64,
    /// Where the starts come from.
    pub starting: Starting,
    /// How a start goes down.
    pub optimizer: Optimizer,
}

/// Where the starts of a fit come from. Nominal values are never used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Starting {
    /// The first three fifths from a Latin hypercube, the others, in two generations, from between the best
    /// fits of those before.
    #[default]
    ScatterSearch,
    /// All from a Latin hypercube, none of which depends on another.
    LatinHypercube,
}

/// How a start goes down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Optimizer {
    /// Fisher information with learnt curvature, in a trust region.
    #[default]
    TrustRegion,
    /// Limited-memory BFGS with bounds: no Hessian is factorised, for very many parameters.
    Lbfgsb,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            starts: 50,
            seed: 1,
            draws: 30,
            max_iterations: 500,
            tolerance: 1e-6,
            starting: Starting::ScatterSearch,
            optimizer: Optimizer::TrustRegion,
        }
    }
}
