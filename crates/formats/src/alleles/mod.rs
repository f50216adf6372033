//! Tables of the alleles of cells' barcodes, as Cassiopeia writes them, and how likely each allele is.

mod priors;
mod read;
mod write;

pub use priors::read_allele_priors;
pub use read::read_alleles;
pub use write::write_alleles;

/// What stands for an allele that was not read.
fn missing(field: &str) -> bool {
    matches!(field, "" | "-" | "-1" | "NA" | "N/A" | "NaN" | "nan" | "null" | "NULL" | "<NA>")
}
