use lca_graph::Sign;

/// The sign of two interactions one after the other: their product; not known where one is not, else
/// dual where one is.
pub(crate) fn along(one: Sign, other: Sign) -> Sign {
    match (one, other) {
        (Sign::Unknown, _) | (_, Sign::Unknown) => Sign::Unknown,
        (Sign::Dual, _) | (_, Sign::Dual) => Sign::Dual,
        (one, other) if one == other => Sign::Positive,
        _ => Sign::Negative,
    }
}

/// The sign of two interactions side by side: that of both; not known where one is not, else dual.
pub(crate) fn either(one: Sign, other: Sign) -> Sign {
    match (one, other) {
        (one, other) if one == other => one,
        (Sign::Unknown, _) | (_, Sign::Unknown) => Sign::Unknown,
        _ => Sign::Dual,
    }
}
