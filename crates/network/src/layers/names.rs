use lca_graph::Layer;
use std::collections::HashMap;

/// Other names of molecules: whatever is listed together is one molecule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    first: HashMap<String, String>,
}

impl Names {
    /// Takes a molecule's names in. The first of them stands for all; a name that is known already keeps
    /// what it stands for.
    pub fn add<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        let mut names = names.into_iter().filter(|name| !name.is_empty());
        let Some(first) = names.next() else { return };
        for name in names {
            self.first.entry(name.to_owned()).or_insert_with(|| first.to_owned());
        }
    }

    /// The name by which a molecule is compared: metabolites regardless of case and of the blanks in
    /// their names, others as they are written, because case tells species apart (`Tp53`, `TP53`).
    #[must_use]
    pub fn key(&self, layer: Layer, name: &str) -> String {
        let name = name.trim();
        let known = self.first.get(name).map_or(name, String::as_str);
        if layer == Layer::Metabolite { known.to_lowercase() } else { known.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_molecule_are_one_and_case_tells_genes_apart() {
        let mut names = Names::default();
        names.add(["ACO1", "YLR304C", ""]);
        names.add(["ACO2", "YLR304C"]);
        assert_eq!(names.key(Layer::Transcript, " YLR304C "), "ACO1");
        assert_eq!(names.key(Layer::Metabolite, "Citric Acid"), names.key(Layer::Metabolite, "citric acid"));
        assert_ne!(names.key(Layer::Protein, "Tp53"), names.key(Layer::Protein, "TP53"));
    }
}
