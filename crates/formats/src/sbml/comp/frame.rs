use super::super::element::{Element, Origin};
use super::instance::Instance;
use super::replace::{Factor, Replaced};
use super::resolve::Node;

/// The instances, and what stands for what in them.
pub(super) struct Context<'l> {
    pub(super) instances: &'l [Instance<'l>],
    pub(super) replaced: Replaced,
}

/// What a symbol of a submodel is called in the flat model: the value of `name`, divided by factors.
pub(super) struct Meaning {
    pub(super) name: String,
    pub(super) factors: Vec<String>,
    /// For the rate of a reaction: the instance in whose units of time and extent it is.
    pub(super) frame: Option<usize>,
}

/// Factors from the time and the extent of a submodel to those of the top.
#[derive(Default)]
pub(super) struct Scale {
    pub(super) time: Vec<String>,
    pub(super) extent: Vec<String>,
}

impl Context<'_> {
    fn element(&self, node: Node) -> Option<&Element> {
        self.instances.get(node.0)?.names.elements.get(&node.1).copied()
    }

    /// The name of an element in the flat model; none when it has no identifier.
    pub(super) fn name(&self, node: Node) -> Option<String> {
        let root = self.replaced.root(node).node;
        let id = self.element(root)?.attribute("id")?;
        Some(format!("{}{id}", self.instances.get(root.0)?.prefix))
    }

    /// What an identifier means in an instance; none when nothing there has it.
    pub(super) fn meaning(&self, instance: usize, id: &str) -> Option<Meaning> {
        let node = (instance, *self.instances.get(instance)?.names.ids.get(id)?);
        let root = self.replaced.root(node);
        let is_rate = self.element(root.node).is_some_and(|element| element.name == "reaction");
        let factors = root.factors.into_iter().map(|factor| self.factor(factor)).collect();
        Some(Meaning { name: self.name(node)?, factors, frame: is_rate.then_some(root.frame) })
    }

    /// An identifier in the flat model; one that means nothing keeps its model's prefix.
    pub(super) fn renamed(&self, instance: usize, id: &str) -> String {
        let prefix = self.instances.get(instance).map_or("", |one| one.prefix.as_str());
        self.meaning(instance, id).map_or_else(|| format!("{prefix}{id}"), |meaning| meaning.name)
    }

    /// A unit in the flat model; those that need no definition keep their names.
    pub(super) fn unit(&self, instance: usize, id: &str) -> String {
        let node = self.instances.get(instance).and_then(|one| one.names.units.get(id));
        node.and_then(|&node| self.name((instance, node))).unwrap_or_else(|| id.to_owned())
    }

    fn factor(&self, (instance, id): &Factor) -> String {
        self.renamed(*instance, id)
    }

    /// The factors that `instance` and those around it state.
    pub(super) fn scale(&self, instance: usize) -> Scale {
        let (mut scale, mut at) = (Scale::default(), instance);
        while let Some(one) = self.instances.get(at)
            && let (Some(parent), Some(submodel)) = (one.parent, one.submodel)
        {
            let named = |key: &str| submodel.package(Origin::Comp, key).map(|id| self.renamed(parent, id));
            scale.time.extend(named("timeConversionFactor"));
            scale.extent.extend(named("extentConversionFactor"));
            at = parent;
        }
        scale
    }
}
