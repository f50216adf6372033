use super::conv::Layer;
use super::scale::{halved, spread};
use lca_pixels::Image;

/// One thing done to planes that were made before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    /// A convolution; `bent`: what is negative becomes a tenth of itself.
    Conv { from: usize, layer: Layer, bent: bool },
    /// Means of 2 × 2 pixels.
    Halve { from: usize },
    /// Planes of half the size, spread and added to others.
    Rise { from: usize, onto: usize },
}

/// What a network does, step by step: a U-Net (Ronneberger et al. 2015) whose way up adds to the way down instead of
/// standing beside it, without normalisation, so that what is found at a pixel depends on what is near alone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    ops: Vec<Op>,
    layers: Vec<Layer>,
}

/// What a negative number is multiplied by.
const BENT: f32 = 0.1;

impl Plan {
    /// The plan for so many planes in and out, and so many channels at each scale from the finest.
    pub(crate) fn new(inputs: usize, widths: &[usize], outputs: usize) -> Self {
        let mut made = Self { ops: Vec::new(), layers: Vec::new() };
        let mut skips = Vec::new();
        let (mut at, mut channels) = (0, inputs);
        for (level, &width) in widths.iter().enumerate() {
            if level > 0 {
                at = made.push(Op::Halve { from: at });
            }
            at = made.conv(at, [channels, width, 3], true);
            at = made.conv(at, [width, width, 3], true);
            skips.push(at);
            channels = width;
        }
        for (&onto, &width) in skips.iter().zip(widths).rev().skip(1) {
            at = made.conv(at, [channels, width, 3], true);
            at = made.push(Op::Rise { from: at, onto });
            at = made.conv(at, [width, width, 3], true);
            at = made.conv(at, [width, width, 3], true);
            channels = width;
        }
        made.conv(at, [channels, outputs, 1], false);
        made
    }

    fn push(&mut self, op: Op) -> usize {
        self.ops.push(op);
        self.ops.len()
    }

    fn conv(&mut self, from: usize, [inputs, outputs, side]: [usize; 3], bent: bool) -> usize {
        let layer = Layer { inputs, outputs, side, at: self.size() };
        self.layers.push(layer);
        self.push(Op::Conv { from, layer, bent })
    }

    /// How many parameters there are.
    pub(crate) fn size(&self) -> usize {
        self.layers.last().map_or(0, |last| last.at + last.size())
    }

    /// The convolutions in order.
    pub(crate) fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// What the network says of an image whose sides are multiples of the coarsest scale.
    pub(crate) fn outputs(&self, image: Image, parameters: &[f32]) -> Image {
        let last: Vec<usize> = (0..=self.ops.len()).map(|node| self.last_use(node)).collect();
        let mut nodes = vec![image];
        for at in 0..self.ops.len() {
            let made = self.made(at, &nodes, parameters);
            nodes.push(made);
            for (node, _) in last.iter().enumerate().filter(|(node, last)| **last == at && *node <= at) {
                nodes[node] = Image::zeros((0, 0, 0));
            }
        }
        nodes.pop().unwrap_or_default()
    }

    fn last_use(&self, node: usize) -> usize {
        let uses = |op: &Op| match *op {
            Op::Conv { from, .. } | Op::Halve { from } => from == node,
            Op::Rise { from, onto } => from == node || onto == node,
        };
        self.ops.iter().rposition(uses).unwrap_or(usize::MAX)
    }

    /// The same with all that was made on the way.
    pub(crate) fn trail(&self, image: Image, parameters: &[f32]) -> Vec<Image> {
        let mut nodes = vec![image];
        for at in 0..self.ops.len() {
            let made = self.made(at, &nodes, parameters);
            nodes.push(made);
        }
        nodes
    }

    fn made(&self, at: usize, nodes: &[Image], parameters: &[f32]) -> Image {
        match self.ops[at] {
            Op::Conv { from, layer, bent } => {
                let mut out = layer.forward(&nodes[from], parameters);
                if bent {
                    out.mapv_inplace(|value| value.max(BENT * value));
                }
                out
            }
            Op::Halve { from } => halved(&nodes[from]),
            Op::Rise { from, onto } => {
                let mut out = nodes[onto].clone();
                spread(&nodes[from], 1.0, &mut out);
                out
            }
        }
    }

    /// The gradient by all parameters of a loss whose slopes by the outputs are `slopes`, for a trail of
    /// [`Plan::trail`].
    pub(crate) fn gradient(&self, trail: &[Image], slopes: Image, parameters: &[f32]) -> Vec<f32> {
        let mut gradient = vec![0.0; self.size()];
        let mut by_node: Vec<Option<Image>> = vec![None; trail.len()];
        by_node[self.ops.len()] = Some(slopes);
        for (at, op) in self.ops.iter().enumerate().rev() {
            let Some(mut slopes) = by_node[at + 1].take() else { continue };
            match *op {
                Op::Conv { from, layer, bent } => {
                    if bent {
                        slopes.zip_mut_with(&trail[at + 1], |slope, &out| {
                            *slope *= if out > 0.0 { 1.0 } else { BENT };
                        });
                    }
                    let back = layer.backward(&trail[from], &slopes, parameters, &mut gradient, from > 0);
                    back.into_iter().for_each(|back| add(&mut by_node[from], back));
                }
                Op::Halve { from } => {
                    let mut back = Image::zeros(trail[from].dim());
                    spread(&slopes, 0.25, &mut back);
                    add(&mut by_node[from], back);
                }
                Op::Rise { from, onto } => {
                    let mut low = halved(&slopes);
                    low.mapv_inplace(|value| 4.0 * value);
                    add(&mut by_node[from], low);
                    add(&mut by_node[onto], slopes);
                }
            }
        }
        gradient
    }
}

fn add(slot: &mut Option<Image>, more: Image) {
    match slot {
        Some(sum) => *sum += &more,
        None => *slot = Some(more),
    }
}
