use lca_tables::DataFrame;
use std::collections::{HashMap, HashSet};

/// What columns of symbols are called: by scanpy and 10x, CELLxGENE, Seurat, monocle and scater.
const COLUMNS: &[&str] = &[
    "gene_symbols",
    "gene_symbol",
    "feature_name",
    "gene_name",
    "gene_names",
    "gene_short_name",
    "symbol",
    "symbols",
];

/// The symbol of each gene, where the table of genes has a column of them; the gene's own name where
/// its symbol is missing. None where there is no such column, or no symbol differs from the name.
#[must_use]
pub fn gene_symbols(var: &DataFrame) -> Option<Vec<String>> {
    let plain = |name: &str| name.to_lowercase().replace([' ', '-', '.'], "_");
    let column = COLUMNS.iter().find_map(|known| {
        var.columns().iter().find(|(name, _)| plain(name) == *known).and_then(|(_, column)| column.to_texts())
    })?;
    let filled = |(symbol, name): (Option<String>, &String)| {
        symbol.filter(|symbol| !symbol.is_empty()).unwrap_or_else(|| name.clone())
    };
    let symbols: Vec<String> = column.into_iter().zip(var.index()).map(filled).collect();
    (symbols.as_slice() != var.index()).then_some(symbols)
}

/// How to show each gene to people, by its name: its symbol where it has one that no other gene bears.
#[must_use]
pub fn gene_labels(var: &DataFrame) -> HashMap<String, String> {
    let Some(symbols) = gene_symbols(var) else { return HashMap::new() };
    let (mut once, mut twice) = (HashSet::new(), HashSet::new());
    for symbol in &symbols {
        if !once.insert(symbol.as_str()) {
            twice.insert(symbol.as_str());
        }
    }
    let genes = var.index().iter().zip(&symbols).filter(|(_, symbol)| !twice.contains(symbol.as_str()));
    genes.map(|(name, symbol)| (name.clone(), symbol.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_tables::Column;

    #[test]
    fn symbols_are_found_and_shown_where_they_tell_genes_apart() {
        let mut var = DataFrame::new(["E1", "E2", "E3", "E4"].map(str::to_owned).to_vec());
        assert_eq!(gene_symbols(&var), None);
        let symbols = [Some("ACTB"), Some("SNOR"), Some("SNOR"), None].map(|text| text.map(str::to_owned));
        var.set("Gene Symbol", Column::NullableText(symbols.to_vec())).unwrap();
        assert_eq!(gene_symbols(&var).unwrap(), ["ACTB", "SNOR", "SNOR", "E4"]);
        let labels = gene_labels(&var);
        assert_eq!(labels.get("E1").unwrap(), "ACTB");
        assert!(!labels.contains_key("E2") && labels.get("E4").unwrap() == "E4");
    }
}
