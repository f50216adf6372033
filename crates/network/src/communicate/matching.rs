use crate::NetworkError;
use lca_graph::LigandReceptor;
use std::collections::{HashMap, HashSet};

/// Finds the genes of a resource among those of the data: for each symbol the column that measures it.
/// A column of that very symbol comes first, then one under an accession or synonym.
///
/// # Errors
/// When the genes look like those of another species: more would be found if case did not matter.
pub(super) fn columns<'a>(
    resource: &'a LigandReceptor,
    genes: &[String],
) -> Result<HashMap<&'a str, usize>, NetworkError> {
    let names = resource.names();
    let mut found: HashMap<&str, usize> = HashMap::new();
    for exact in [true, false] {
        for (column, gene) in genes.iter().enumerate() {
            if let Some(&symbol) = names.get(gene.as_str()).filter(|symbol| (**symbol == gene) == exact) {
                found.entry(symbol).or_insert(column);
            }
        }
    }
    species(resource, genes, &found)?;
    Ok(found)
}

/// Mouse symbols are human ones in other case: few that match and many that would tell of it.
fn species(
    resource: &LigandReceptor,
    genes: &[String],
    found: &HashMap<&str, usize>,
) -> Result<(), NetworkError> {
    let symbols = resource.symbols();
    let upper: HashMap<String, &String> = genes.iter().map(|gene| (gene.to_uppercase(), gene)).collect();
    let missed: HashSet<&&str> = symbols.iter().filter(|symbol| !found.contains_key(**symbol)).collect();
    let other = |symbol: &&&str| upper.contains_key(&symbol.to_uppercase());
    let count = missed.iter().filter(|symbol| other(symbol)).count();
    if count <= found.len() {
        return Ok(());
    }
    let example = symbols.iter().find_map(|symbol| {
        let gene = upper.get(&symbol.to_uppercase()).filter(|_| missed.contains(symbol))?;
        Some(format!("`{symbol}` is `{gene}` in the data"))
    });
    let why = format!(
        "of its {} genes {} are among the data's, but {count} more would be if upper and lower case were the \
         same ({}): its symbols are those of another species; take a resource for the species of the data, or \
         translate its symbols by orthology",
        symbols.len(),
        found.len(),
        example.unwrap_or_default(),
    );
    Err(NetworkError::Argument { what: "the resource", why })
}
