use crate::TrackError;
use lca_tables::DataFrame;
use std::collections::BTreeSet;

/// What the linker knows of one object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Object {
    /// Its label in the frame.
    pub label: u32,
    /// Its centre along z, y, x, in pixels.
    pub centre: [f64; 3],
    /// Its area (volume) in pixels, above 0.
    pub area: f64,
    /// Its mean brightness above the background, in the image's unit; not a number where unknown.
    pub intensity: f64,
}

/// The objects of one frame.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrameObjects {
    /// In any order; the result does not depend on it.
    pub objects: Vec<Object>,
}

impl FrameObjects {
    /// Takes the columns `label`, `centre_z`, `centre_y`, `centre_x`, `area` of a frame's measurements,
    /// and as brightness the column `intensity`, if named. `t` is for messages.
    ///
    /// # Errors
    /// [`TrackError`] when a column is missing, or a value is not a number or a label not positive.
    pub fn from_table(t: usize, table: &DataFrame, intensity: Option<&str>) -> Result<Self, TrackError> {
        let labels = table.numbers("label")?;
        let centres = [table.numbers("centre_z")?, table.numbers("centre_y")?, table.numbers("centre_x")?];
        let areas = table.numbers("area")?;
        let bright = match intensity {
            Some(name) => table.numbers(name)?,
            None => vec![f64::NAN; labels.len()],
        };
        let objects = (0..labels.len()).map(|row| {
            let label = labels[row];
            if label < 1.0 || label > f64::from(u32::MAX) || label.fract() != 0.0 {
                return Err(TrackError::Object { t, row, what: "the label", value: label });
            }
            let centre = [centres[0][row], centres[1][row], centres[2][row]];
            Ok(Object { label: label as u32, centre, area: areas[row], intensity: bright[row] })
        });
        let frame = Self { objects: objects.collect::<Result<_, _>>()? };
        frame.check(t)?;
        Ok(frame)
    }

    pub(crate) fn check(&self, t: usize) -> Result<(), TrackError> {
        let mut seen = BTreeSet::new();
        for (row, object) in self.objects.iter().enumerate() {
            if let Some(&value) = object.centre.iter().find(|value| !value.is_finite()) {
                return Err(TrackError::Object { t, row, what: "the centre", value });
            }
            if !(object.area.is_finite() && object.area > 0.0) {
                return Err(TrackError::Object { t, row, what: "the area", value: object.area });
            }
            if object.label == 0 {
                return Err(TrackError::Object { t, row, what: "the label", value: 0.0 });
            }
            if !seen.insert(object.label) {
                return Err(TrackError::Label { t, label: object.label });
            }
        }
        Ok(())
    }
}
