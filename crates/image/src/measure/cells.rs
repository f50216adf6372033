use lca_pixels::{Labels, runs};

/// The cells of a frame and where they are.
pub(crate) struct Cells {
    /// The labels, rising.
    pub(crate) labels: Vec<u32>,
    /// For each label the flat indices of its pixels, rising.
    pub(crate) pixels: Vec<Vec<usize>>,
}

impl Cells {
    pub(crate) fn of(labels: &Labels) -> Self {
        let flat = labels.as_standard_layout();
        let found: Vec<_> = runs(flat.as_slice().unwrap_or_default(), 0).collect();
        let mut names: Vec<u32> = found.iter().map(|(_, label)| *label).collect();
        names.sort_unstable();
        names.dedup();
        let mut cells = Self { pixels: vec![Vec::new(); names.len()], labels: names };
        for (places, label) in found {
            if let Some(rank) = cells.rank(label) {
                cells.pixels[rank].extend(places);
            }
        }
        cells
    }

    /// The place of a label in the list.
    pub(crate) fn rank(&self, label: u32) -> Option<usize> {
        self.labels.binary_search(&label).ok()
    }
}
