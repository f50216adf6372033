use lca_pixels::Image;
use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, s};
use std::ops::Range;

/// A convolution by squares of `side` pixels (1 or 3), zero beyond the edges, and where its numbers lie among all
/// parameters: weights (`outputs` × `inputs` × `side`²), then one bias for each output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layer {
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    pub(crate) side: usize,
    pub(crate) at: usize,
}

/// Pixels whose neighbourhoods are laid out at once: they stay in the processor's second cache.
const CHUNK: usize = 1024;

impl Layer {
    /// Numbers that one output is made of, without the bias.
    pub(crate) const fn taps(self) -> usize {
        self.inputs * self.side * self.side
    }

    /// How many parameters it has.
    pub(crate) const fn size(self) -> usize {
        self.outputs * (self.taps() + 1)
    }

    fn parts(self, parameters: &[f32]) -> (&[f32], &[f32]) {
        parameters[self.at..][..self.size()].split_at(self.outputs * self.taps())
    }

    /// The outputs (channels, y, x) for inputs of the same size.
    pub(crate) fn forward(self, input: &Image, parameters: &[f32]) -> Image {
        let (weights, bias) = self.parts(parameters);
        let mut out = self.multiplied(input, self.inputs, self.outputs, weights);
        for (mut plane, &bias) in out.outer_iter_mut().zip(bias) {
            plane.mapv_inplace(|value| value + bias);
        }
        out
    }

    /// Adds to `gradient` what the parameters do to a loss whose slopes by the outputs are `slopes`, and gives the
    /// slopes by the inputs where they are wanted.
    pub(crate) fn backward(
        self,
        input: &Image,
        slopes: &Image,
        parameters: &[f32],
        gradient: &mut [f32],
        wanted: bool,
    ) -> Option<Image> {
        let own = &mut gradient[self.at..][..self.size()];
        let (by_weight, by_bias) = own.split_at_mut(self.outputs * self.taps());
        for (slot, plane) in by_bias.iter_mut().zip(slopes.outer_iter()) {
            *slot += plane.iter().sum::<f32>();
        }
        let pixels = slopes.len() / self.outputs.max(1);
        let (Ok(mut by_weight), Ok(flat)) = (
            ArrayViewMut2::from_shape((self.outputs, self.taps()), by_weight),
            slopes.view().into_shape_with_order((self.outputs, pixels)),
        ) else {
            return None;
        };
        chunks(input, self.side, |range, columns| {
            general_mat_mul(1.0, &flat.slice(s![.., range]), &columns.t(), 1.0, &mut by_weight);
        });
        wanted.then(|| self.multiplied(slopes, self.outputs, self.inputs, &self.turned(parameters)))
    }

    /// The weights of the convolution that leads slopes back: inputs and outputs exchanged, squares turned by half.
    fn turned(self, parameters: &[f32]) -> Vec<f32> {
        let (weights, _) = self.parts(parameters);
        let square = self.side * self.side;
        let mut out = Vec::with_capacity(weights.len());
        for input in 0..self.inputs {
            for output in 0..self.outputs {
                let from = &weights[(output * self.inputs + input) * square..][..square];
                out.extend(from.iter().rev());
            }
        }
        out
    }

    fn multiplied(self, input: &Image, inputs: usize, outputs: usize, weights: &[f32]) -> Image {
        let (_, ny, nx) = input.dim();
        let mut out = Image::zeros((outputs, ny, nx));
        let Ok(weights) = ArrayView2::from_shape((outputs, inputs * self.side * self.side), weights) else {
            return out;
        };
        if let Ok(mut flat) = out.view_mut().into_shape_with_order((outputs, ny * nx)) {
            chunks(input, self.side, |range, columns| {
                general_mat_mul(1.0, &weights, &columns, 0.0, &mut flat.slice_mut(s![.., range]));
            });
        }
        out
    }
}

/// Gives whole rows of pixels with what lies around each of them: a matrix of one row for each input and place in the
/// square, one column for each pixel.
fn chunks(input: &Image, side: usize, mut give: impl FnMut(Range<usize>, ArrayView2<'_, f32>)) {
    let (channels, ny, nx) = input.dim();
    let taps = channels * side * side;
    let Some(values) = input.as_slice() else { return };
    let step = (CHUNK / nx.max(1)).max(1);
    let mut columns = vec![0.0_f32; taps * step * nx];
    for from in (0..ny).step_by(step) {
        let rows = from..(from + step).min(ny);
        let wide = rows.len() * nx;
        if side == 1 {
            if let Ok(all) = ArrayView2::from_shape((channels, ny * nx), values) {
                give(from * nx..from * nx + wide, all.slice(s![.., from * nx..from * nx + wide]));
            }
            continue;
        }
        let places = columns[..taps * wide].chunks_mut(wide.max(1));
        for (place, line) in places.enumerate() {
            let (channel, dy, dx) = (place / 9, place / 3 % 3, place % 3);
            let plane = &values[channel * ny * nx..][..ny * nx];
            rows.clone()
                .zip(line.chunks_mut(nx))
                .for_each(|(y, slots)| shifted(plane, [y, nx], [dy, dx], slots));
        }
        if let Ok(columns) = ArrayView2::from_shape((taps, wide), &columns[..taps * wide]) {
            give(from * nx..from * nx + wide, columns);
        }
    }
}

/// Row `y` of a plane as seen from one place of a square of three: moved by `dy` - 1 and `dx` - 1.
fn shifted(plane: &[f32], [y, nx]: [usize; 2], [dy, dx]: [usize; 2], slots: &mut [f32]) {
    let at = (y + dy).wrapping_sub(1).wrapping_mul(nx);
    let Some(row) = (y + dy >= 1).then(|| plane.get(at..at + nx)).flatten() else {
        slots.fill(0.0);
        return;
    };
    match dx {
        0 => {
            slots[0] = 0.0;
            slots[1..].copy_from_slice(&row[..nx - 1]);
        }
        1 => slots.copy_from_slice(row),
        _ => {
            slots[..nx - 1].copy_from_slice(&row[1..]);
            slots[nx - 1] = 0.0;
        }
    }
}
