/// Work for wide vectors. `run`, and all that it calls, must be `#[inline(always)]`: what is not inlined is compiled for
/// the narrowest vectors. (A closure cannot be, as it has no name to put the attribute on.)
pub trait Wide {
    /// What it gives.
    type Output;
    /// Does it.
    fn run(self) -> Self::Output;
}

struct Work<T>(T);

impl<T: Wide> pulp::NullaryFnOnce for Work<T> {
    type Output = T::Output;

    #[inline(always)]
    fn call(self) -> T::Output {
        self.0.run()
    }
}

/// Does the work with the widest vectors of the processor. Numbers are rounded as without: no product is fused with a sum.
#[inline(always)]
pub fn wide<T: Wide>(work: T) -> T::Output {
    pulp::Arch::new().dispatch(Work(work))
}
