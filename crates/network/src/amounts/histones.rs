/// Whether a gene's symbol is that of a core or linker histone: human (`H2AC4`, `H3-3A`, older `HIST1H4A`,
/// `H2AFZ`, `H3F3A`), mouse alike, yeast (`HTA1`, `HTB2`, `HHT1`, `HHF2`, `HHO1`, `HTZ1`).
#[must_use]
pub fn is_histone(symbol: &str) -> bool {
    let symbol = symbol.to_ascii_uppercase();
    if ["HTA1", "HTA2", "HTB1", "HTB2", "HHT1", "HHT2", "HHF1", "HHF2", "HHO1", "HTZ1"]
        .contains(&symbol.as_str())
    {
        return true;
    }
    let rest = |prefix: &str| symbol.strip_prefix(prefix).map(str::to_owned);
    if let Some(rest) = rest("HIST") {
        return rest.chars().nth(1) == Some('H') && rest.starts_with(|c: char| c.is_ascii_digit());
    }
    let families = ["MACROH2A", "H2A", "H2B", "H1", "H3", "H4"];
    let Some(rest) = families.iter().find_map(|family| rest(family)) else { return false };
    rest.is_empty()
        || rest.starts_with('-')
        || rest.strip_prefix('C').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
        || ["F", "Z", "X", "Y", "W"].iter().any(|variant| rest.starts_with(variant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn histones_are_told_from_what_is_named_alike() {
        let histones =
            ["H2AC4", "H2BC12", "H3C1", "H4C1", "H1-0", "HIST1H4A", "H2AFZ", "H3F3A", "H2AZ1", "HTB1"];
        assert!(histones.iter().all(|one| is_histone(one)), "{histones:?}");
        let others = ["HK1", "HIST", "H6PD", "HTT", "H4CK", "HISTIDINE", "HHEX", "H19"];
        assert!(!others.iter().any(|one| is_histone(one)));
    }
}
