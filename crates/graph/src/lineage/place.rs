use super::Lineage;

impl Lineage {
    /// Counts generations and lays the trees out side by side.
    pub(super) fn place(&mut self) {
        let mut leaf = 0.0;
        for root in self.roots.clone() {
            let family = self.family(root);
            for &id in &family {
                let above = self.nodes.get(&id).and_then(|node| node.parent);
                let mother = above.and_then(|parent| self.nodes.get(&parent));
                let generation = mother.map_or(0, |mother| mother.generation + 1);
                if let Some(node) = self.nodes.get_mut(&id) {
                    node.generation = generation;
                    if node.children.is_empty() {
                        node.x = leaf;
                        leaf += 1.0;
                    }
                }
            }
            for id in family.into_iter().rev() {
                let Some(node) = self.nodes.get(&id) else { continue };
                let place = |child: Option<&u32>| Some(self.nodes.get(child?)?.x);
                if let (Some(first), Some(last)) = (place(node.children.first()), place(node.children.last()))
                {
                    self.nodes.entry(id).and_modify(|node| node.x = f64::midpoint(first, last));
                }
            }
        }
    }
}
