/// The kinds of edge tables, by the columns that only they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::network) enum Dialect {
    /// `source`, `target` and what else there is.
    General,
    /// Regulons: `tf`, `target`, `mor` and `confidence` (DoRothEA), or `source`, `target`, `weight` and
    /// `sign_decision` (CollecTRI).
    Regulons,
    /// OmniPath's interactions and LIANA's resource: `source_genesymbol`, `target_genesymbol`.
    OmniPath,
    /// CellPhoneDB's `interaction_input.csv`: `partner_a`, `partner_b`.
    CellPhoneDb,
    /// CellPhoneDB's `transcription_factor_input.csv`: `partner_receptor`, `partner_TF`.
    ReceptorFactors,
    /// Relations of KEGG pathways: `entry1`, `entry2`, `type`, `subtype`.
    Kegg,
}

/// How sources and targets may be called.
pub(super) const SOURCES: &[&str] = &["source", "tf", "regulator", "from", "gene1", "source_id"];
pub(super) const TARGETS: &[&str] = &["target", "to", "gene2", "target_id"];

impl Dialect {
    /// What a header is that of; none where it is of no table of edges.
    pub(in crate::network) fn of(header: &[String]) -> Option<Self> {
        let has = |name: &str| header.iter().any(|column| column.eq_ignore_ascii_case(name));
        let one_of = |names: &[&str]| names.iter().any(|name| has(name));
        if has("source_genesymbol") && has("target_genesymbol") {
            Some(Self::OmniPath)
        } else if has("partner_a") && has("partner_b") {
            Some(Self::CellPhoneDb)
        } else if has("partner_receptor") && has("partner_tf") {
            Some(Self::ReceptorFactors)
        } else if has("entry1") && has("entry2") {
            Some(Self::Kegg)
        } else if has("target") && ((has("tf") && has("mor")) || (has("source") && has("sign_decision"))) {
            Some(Self::Regulons)
        } else if one_of(SOURCES) && one_of(TARGETS) {
            Some(Self::General)
        } else {
            None
        }
    }

    pub(in crate::network) const fn name(self) -> &'static str {
        match self {
            Self::General => "edge table",
            Self::Regulons => "regulons",
            Self::OmniPath => "OmniPath table",
            Self::CellPhoneDb => "CellPhoneDB interactions",
            Self::ReceptorFactors => "CellPhoneDB receptors and factors",
            Self::Kegg => "KEGG relations",
        }
    }
}
