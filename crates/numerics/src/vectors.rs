/// Does the same work with the widest vectors of the processor. Numbers are rounded as without: no product is fused with
/// a sum. All that `work` calls must be inlined into it.
#[inline(always)]
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}
