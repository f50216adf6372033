use crate::ReportError;
use crate::number::significant;
use crate::svg::Writer;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lca_pixels::{Image, Labels};
use ndarray::{Array2, Axis};

/// Longest side in pixels of a picture in a report.
const LONGEST: usize = 1200;

/// A picture in 256 shades of grey.
pub(super) struct Bitmap {
    shades: Array2<u8>,
    black: f64,
    white: f64,
    shrunk: usize,
}

impl Bitmap {
    /// The brightest along z, shrunk by a whole factor where it is large, between two percentiles.
    pub(super) fn of(image: &Image) -> Self {
        let flat = image.fold_axis(Axis(0), f32::NAN, |&a, &b| f32::max(a, b));
        let shrunk = flat.nrows().max(flat.ncols()).div_ceil(LONGEST).max(1);
        let small = shrink(&flat, shrunk);
        let mut values: Vec<f32> = small.iter().copied().filter(|v| v.is_finite()).collect();
        values.sort_by(f32::total_cmp);
        let at = |share: f64| {
            let place = (share * values.len().saturating_sub(1) as f64).round() as usize;
            values.get(place).map_or(0.0, |&v| f64::from(v))
        };
        let (black, white) = (at(0.005), at(0.998));
        let span = if white > black { white - black } else { 1.0 };
        // A gamma below one lifts dim cells beside bright dividing ones.
        let shade =
            |v: &f32| (((f64::from(*v) - black) / span).clamp(0.0, 1.0).powf(0.8) * 255.0).round() as u8;
        Self { shades: small.map(shade), black, white, shrunk }
    }

    /// What the caption says of contrast and size.
    pub(super) fn note(&self) -> String {
        let (black, white) = (significant(self.black, 4), significant(self.white, 4));
        let shrunk =
            if self.shrunk > 1 { format!(" Shown at 1/{} size.", self.shrunk) } else { String::new() };
        format!("Grey from {black} (black) to {white} (white), gamma 0.8.{shrunk}")
    }

    pub(super) fn draw(&self, writer: &mut Writer, size: (f64, f64), title: &str) -> Result<(), ReportError> {
        let bytes =
            self.png().map_err(|why| ReportError::Png { figure: title.to_owned(), why: why.to_string() })?;
        let smooth = if size.0 > 2.0 * self.shades.ncols() as f64 {
            " style=\"image-rendering:pixelated\""
        } else {
            ""
        };
        writer.push(format_args!(
            "<image width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"{smooth} href=\"data:image/png;base64,{}\"/>",
            crate::svg::coordinate(size.0),
            crate::svg::coordinate(size.1),
            STANDARD.encode(bytes)
        ));
        Ok(())
    }

    fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let (rows, columns) = self.shades.dim();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, columns as u32, rows as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.shades.iter().copied().collect::<Vec<u8>>())?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// The mean over blocks of `factor` × `factor` pixels.
fn shrink(image: &Array2<f32>, factor: usize) -> Array2<f32> {
    if factor <= 1 {
        return image.clone();
    }
    let (rows, columns) = (image.nrows().div_ceil(factor), image.ncols().div_ceil(factor));
    Array2::from_shape_fn((rows, columns), |(y, x)| {
        let y1 = ((y + 1) * factor).min(image.nrows());
        let x1 = ((x + 1) * factor).min(image.ncols());
        let block = image.slice(ndarray::s![y * factor..y1, x * factor..x1]);
        block.sum() / block.len() as f32
    })
}

/// Of a stack of labels the first that is not background along z.
pub(super) fn flatten(labels: &Labels) -> Array2<u32> {
    labels.fold_axis(Axis(0), 0, |&above, &here| if above == 0 { here } else { above })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_pictures_shrink_and_say_so() {
        let image = Image::from_shape_fn((2, 3, 2500), |(z, y, x)| (x + y) as f32 + z as f32);
        let bitmap = Bitmap::of(&image);
        assert_eq!(bitmap.shades.dim(), (1, 834));
        assert!(bitmap.note().contains("1/3"));
        assert_eq!(&bitmap.png().unwrap()[1..4], b"PNG");
    }

    #[test]
    fn a_flat_picture_with_gaps_is_drawn() {
        let image = Image::from_elem((1, 4, 4), f32::NAN);
        assert_eq!(Bitmap::of(&image).shades.sum(), 0);
        assert_eq!(Bitmap::of(&Image::from_elem((1, 4, 4), 7.0)).shades.sum(), 0);
    }
}
