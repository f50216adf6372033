use super::super::element::{Element, Origin};
use super::formula::Formulas;

impl Formulas<'_> {
    /// Gives the species of a submodel in the flat model the conversion factor they have in their
    /// own, which is not that of the top. Returns a parameter for the factor 1 where that needs one.
    pub(super) fn conversion_factors(&self, flat: &mut Element) -> Option<Element> {
        let instance = self.context.instances.get(self.instance).filter(|_| self.instance > 0)?;
        let top = self.context.instances.first()?.model.attribute("conversionFactor");
        let inherited = instance.model.attribute("conversionFactor");
        if top.is_none() && inherited.is_none() {
            return None;
        }
        let one = format!("{}conversion_by_one", instance.prefix);
        let mut used = false;
        for species in instance.model.listed("listOfSpecies", "species") {
            let node = (self.instance, species.node);
            let Some(name) = self.context.name(node).filter(|_| self.context.replaced.keeps(node)) else {
                continue;
            };
            let own = species.attribute("conversionFactor").or(inherited);
            used |= own.is_none();
            let factor = own.map_or_else(|| one.clone(), |id| self.context.renamed(self.instance, id));
            set(flat, species.node, &name, &factor);
        }
        used.then(|| parameter(instance.model, &one))
    }
}

fn parameter(at: &Element, id: &str) -> Element {
    let mut parameter = at.made(Origin::Sbml, "parameter", Vec::new());
    parameter.set("id", id.to_owned());
    parameter.set("value", "1".to_owned());
    parameter.set("constant", "true".to_owned());
    parameter
}

fn set(flat: &mut Element, node: u32, name: &str, factor: &str) {
    let lists = flat.children.iter_mut().filter(|list| list.name == "listOfSpecies");
    let mut species = lists.flat_map(|list| &mut list.children);
    let this = |one: &&mut Element| one.node == node && one.attribute("id") == Some(name);
    if let Some(species) = species.find(this) {
        species.set("conversionFactor", factor.to_owned());
    }
}
