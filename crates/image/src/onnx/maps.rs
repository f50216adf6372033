use super::model::{OnnxModel, Sight};
use super::output::Place;
use crate::{Field, ImageError};
use lca_pixels::Image;
use ndarray::{Axis, concatenate, s};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a network says of a field's pixels, as a field of its own: the probability of an object and, where the network
/// tells it, of a boundary. Rows of squares are kept as long as they are asked for.
pub(super) struct Maps<'a> {
    model: &'a OnnxModel,
    sight: Sight<'a>,
    places: Vec<Place>,
    kept: Mutex<BTreeMap<usize, Arc<Image>>>,
}

impl<'a> Maps<'a> {
    pub(super) fn new(model: &'a OnnxModel, sight: Sight<'a>, places: Vec<Place>) -> Self {
        Self { model, sight, places, kept: Mutex::default() }
    }

    /// What is said of a row of squares.
    fn row(&self, row: usize) -> Result<Arc<Image>, ImageError> {
        let lock = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&row) {
            return Ok(Arc::clone(known));
        }
        let rows = self.sight.squares.span(0, row);
        let mut out = Image::zeros((self.places.len(), rows.len(), self.size()[1]));
        let parts = self.sight.squares.each(self.sight.field, row, |square, image| {
            let said = self.model.said(&self.sight, square, image)?;
            let [top, left] =
                [0, 1].map(|axis| (square.core[axis].start as i64 - square.origin[axis]) as usize);
            let [ny, nx] = [0, 1].map(|axis| square.core[axis].len());
            let mut own = Image::zeros((self.places.len(), ny, nx));
            for (place, mut plane) in self.places.iter().zip(own.outer_iter_mut()) {
                plane.assign(&said[place.output].slice(s![place.channel, top..top + ny, left..left + nx]));
            }
            self.model.odds(&own)?;
            Ok((square.core[1].clone(), own))
        })?;
        for (columns, own) in parts {
            out.slice_mut(s![.., .., columns]).assign(&own);
        }
        let out = Arc::new(out);
        lock().insert(row, Arc::clone(&out));
        Ok(out)
    }
}

impl Field for Maps<'_> {
    fn size(&self) -> [usize; 2] {
        self.sight.field.size()
    }

    fn rows(&self, from: usize, to: usize) -> Result<Cow<'_, Image>, ImageError> {
        let needed = self.sight.squares.holding(&(from..to));
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).retain(|row, _| needed.contains(row));
        let first = self.sight.squares.span(0, needed.start).start;
        let rows = needed.map(|row| self.row(row)).collect::<Result<Vec<_>, _>>()?;
        let views: Vec<_> = rows.iter().map(|row| row.view()).collect();
        let all = concatenate(Axis(1), &views).map_err(|why| ImageError::Rows(why.to_string()))?;
        Ok(Cow::Owned(all.slice(s![.., from - first..to - first, ..]).to_owned()))
    }
}
