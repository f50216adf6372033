use super::labels::LabelPage;
use super::write::{CLASSIC, explain};
use crate::FormatError;
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::Path;
use tiff::encoder::{TiffEncoder, TiffKind, TiffKindBig, TiffKindStandard};

/// Writes labels of 32 bits as a TIFF, some rows at a time: `fill` calls what it is given with rows after
/// rows, from the top, whose lengths add up to the image. Memory: those rows and a strip.
///
/// # Errors
/// When the file cannot be written, more or fewer rows come than `size` (y, x) says, or `fill` fails.
pub fn write_label_bands<E: From<FormatError>>(
    path: &Path,
    size: [usize; 2],
    fill: impl FnOnce(&mut dyn FnMut(&[u32]) -> Result<(), FormatError>) -> Result<(), E>,
) -> Result<(), E> {
    let file = File::create(path).map_err(FormatError::io("write", path))?;
    let mut file = BufWriter::new(file);
    if (size[0] * size[1] * 4) as u64 > CLASSIC {
        let encoder = TiffEncoder::<_, TiffKindBig>::new_generic(&mut file).map_err(explain(path))?;
        bands(path, encoder, size, fill)?;
    } else {
        let encoder = TiffEncoder::<_, TiffKindStandard>::new_generic(&mut file).map_err(explain(path))?;
        bands(path, encoder, size, fill)?;
    }
    file.flush().map_err(FormatError::io("write", path))?;
    Ok(())
}

fn bands<W: Write + Seek, K: TiffKind, E: From<FormatError>>(
    path: &Path,
    mut encoder: TiffEncoder<W, K>,
    [ny, nx]: [usize; 2],
    fill: impl FnOnce(&mut dyn FnMut(&[u32]) -> Result<(), FormatError>) -> Result<(), E>,
) -> Result<(), E> {
    let wrong = |rows: usize| FormatError::Unwritable {
        path: path.to_owned(),
        what: format!("{rows} rows of labels came for an image of {ny} × {nx} pixels"),
    };
    if ny == 0 || nx == 0 {
        return Err(wrong(0).into());
    }
    let mut page = LabelPage::new(&mut encoder, [ny, nx], true).map_err(explain(path))?;
    let (mut waiting, mut seen): (Vec<u32>, usize) = (Vec::new(), 0);
    fill(&mut |rows: &[u32]| {
        seen += rows.len() / nx;
        if !rows.len().is_multiple_of(nx) || seen > ny {
            return Err(wrong(seen));
        }
        waiting.extend_from_slice(rows);
        let mut done = 0;
        while waiting.len() - done >= page.strip_len() || (seen == ny && done < waiting.len()) {
            let end = waiting.len().min(done + page.strip_len());
            page.strip(&waiting[done..end]).map_err(explain(path))?;
            done = end;
        }
        waiting.drain(..done);
        Ok(())
    })?;
    if seen != ny {
        return Err(wrong(seen).into());
    }
    page.finish().map_err(explain(path))?;
    Ok(())
}
