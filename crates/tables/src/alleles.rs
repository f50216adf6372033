/// What was read of the barcodes of cells that are cut and mended as they divide (such as Cas9 lineage
/// tracing): for each cell and integration of the barcode, the allele of every cut site.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alleles {
    /// Names of the cut sites of one integration, in order: `r1`, `r2`, ….
    pub sites: Vec<String>,
    /// One row for each integration seen in a cell; no pair of cell and integration occurs twice.
    pub rows: Vec<AlleleRow>,
}

/// One integration of the barcode in one cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlleleRow {
    /// The cell's barcode.
    pub cell: String,
    /// The integration's barcode.
    pub integration: String,
    /// The allele of each site, in the order of [`Alleles::sites`]; none where it was not read.
    pub alleles: Vec<Option<String>>,
    /// How many molecules were seen, where known.
    pub umis: Option<f64>,
}
