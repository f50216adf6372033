/// One thing that a database of cells asks of each cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegistrationItem {
    /// What it is, in words: `tissue`.
    pub name: &'static str,
    /// Its column in `obs`, by CELLxGENE's schema.
    pub column: &'static str,
    /// What it may hold.
    pub(super) rule: Rule,
    /// Whether every atlas must say it; else it is only checked where it is said.
    pub needed: bool,
}

/// What an item may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Terms of these ontologies, or one of these words.
    Terms(&'static [Ontology], &'static [&'static str]),
    /// The same, several joined by ` || ` allowed.
    Several(&'static [Ontology], &'static [&'static str]),
    /// Terms of stages of development, by the organism.
    Stage,
    /// Terms of ethnicity of people, and `na` of all others.
    Ethnicity,
    /// Any text.
    Text,
    /// One of these words.
    Words(&'static [&'static str]),
    /// Truth values.
    Truth,
}

/// An ontology, and how many digits its terms have; 0 for any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ontology {
    pub(super) prefix: &'static str,
    pub(super) digits: usize,
    /// A term as an example, and what it stands for.
    pub(super) example: &'static str,
}

const fn ontology(prefix: &'static str, digits: usize, example: &'static str) -> Ontology {
    Ontology { prefix, digits, example }
}

pub(super) const NCBI_TAXON: Ontology = ontology("NCBITaxon", 0, "NCBITaxon:9606, a human");
pub(super) const UBERON: Ontology = ontology("UBERON", 7, "UBERON:0000178, blood");
pub(super) const CL: Ontology = ontology("CL", 7, "CL:0000084, a T cell");
pub(super) const EFO: Ontology = ontology("EFO", 7, "EFO:0009922, 10x 3' v3");
pub(super) const MONDO: Ontology = ontology("MONDO", 7, "MONDO:0005233, non-small cell lung carcinoma");
pub(super) const PATO: Ontology = ontology("PATO", 7, "PATO:0000461, normal");
pub(super) const CELLOSAURUS: Ontology = Ontology { prefix: "CVCL", digits: 4, example: "CVCL_0023, A-549" };
pub(super) const HANCESTRO: Ontology = ontology("HANCESTRO", 4, "HANCESTRO:0005, European");
const SEX: Ontology = ontology("PATO", 7, "PATO:0000383, female");

/// Stages of development by the organism; of any other the general ones of Uberon.
pub(super) const STAGES: [(&str, Ontology); 5] = [
    ("NCBITaxon:9606", ontology("HsapDv", 7, "HsapDv:0000258, adult")),
    ("NCBITaxon:10090", ontology("MmusDv", 7, "MmusDv:0000110, adult")),
    ("NCBITaxon:7955", ontology("ZFS", 7, "ZFS:0000044, adult")),
    ("NCBITaxon:7227", ontology("FBdv", 8, "FBdv:00005369, adult")),
    ("NCBITaxon:6239", ontology("WBls", 7, "WBls:0000041, adult")),
];

const fn item(name: &'static str, column: &'static str, rule: Rule, needed: bool) -> RegistrationItem {
    RegistrationItem { name, column, rule, needed }
}

/// The items of CELLxGENE's schema (version 5) about cells. The first nine every atlas must say.
pub const REGISTRATION_ITEMS: [RegistrationItem; 12] = [
    item("organism", "organism_ontology_term_id", Rule::Terms(&[NCBI_TAXON], &[]), true),
    item("tissue", "tissue_ontology_term_id", Rule::Terms(&[UBERON, CL, CELLOSAURUS], &[]), true),
    item("donor", "donor_id", Rule::Text, true),
    item("assay", "assay_ontology_term_id", Rule::Terms(&[EFO], &[]), true),
    item("disease", "disease_ontology_term_id", Rule::Several(&[MONDO, PATO], &[]), true),
    item("cell type", "cell_type_ontology_term_id", Rule::Terms(&[CL], &["unknown"]), true),
    item("development stage", "development_stage_ontology_term_id", Rule::Stage, true),
    item("sex", "sex_ontology_term_id", Rule::Terms(&[SEX], &["unknown"]), true),
    item("ethnicity", "self_reported_ethnicity_ontology_term_id", Rule::Ethnicity, true),
    item("suspension", "suspension_type", Rule::Words(&["cell", "nucleus", "na"]), false),
    item("kind of tissue", "tissue_type", Rule::Words(&["tissue", "organoid", "cell culture"]), false),
    item("primary data", "is_primary_data", Rule::Truth, false),
];
