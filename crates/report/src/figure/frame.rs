use crate::chart::{Area, Axis, Drawn, Panel};
use crate::colour::{MUTED, PANEL};
use crate::escape::escape;
use crate::svg::{Anchor, Svg, Writer};
use plotters::style::text_anchor::HPos;

/// A drawing with its caption.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    svg: Svg,
    title: String,
    caption: String,
}

impl Figure {
    /// Joins a drawing, its title and what is seen in it.
    #[must_use]
    pub fn new(svg: Svg, title: impl Into<String>, caption: impl Into<String>) -> Self {
        Self { svg, title: title.into(), caption: caption.into() }
    }

    /// The drawing.
    #[must_use]
    pub const fn svg(&self) -> &Svg {
        &self.svg
    }

    /// The caption.
    #[must_use]
    pub fn caption(&self) -> &str {
        &self.caption
    }

    /// Adds a sentence to the caption, such as how much was left out.
    pub(crate) fn note(mut self, note: &str) -> Self {
        if !note.is_empty() {
            self.caption = format!("{} {note}", self.caption).trim().to_owned();
        }
        self
    }

    pub(crate) fn html(&self) -> String {
        let class = if self.svg.width <= HALF { " class=\"half\"" } else { "" };
        let title =
            if self.title.is_empty() { String::new() } else { format!("<b>{}.</b> ", escape(&self.title)) };
        format!(
            "<figure{class}><div class=\"frame\">{}</div><figcaption>{title}{}</figcaption></figure>",
            self.svg.inline(),
            escape(&self.caption)
        )
    }
}

/// Width in pixels up to which two figures go side by side.
pub(crate) const HALF: f64 = 500.0;

/// Width of a figure that goes beside another.
pub(crate) const NARROW: u32 = 500;

/// Width of a figure that goes alone.
pub(crate) const WIDE: u32 = 1024;

/// In place of a figure whose data are empty or not numbers.
pub(crate) fn no_data(title: &str, caption: &str, width: u32) -> Figure {
    let (width, height) = (f64::from(width), 120.0);
    let mut writer = Writer::default();
    writer.rect((0.5, 0.5), (width - 1.0, height - 1.0), PANEL, 8.0);
    writer.text((width / 2.0, height / 2.0 + 5.0), "no data", 15.0, MUTED, Anchor::Middle);
    Figure::new(writer.finish((width, height), title, "There are no data to draw."), title, caption)
}

/// The same for one panel among several.
pub(crate) fn no_panel(area: &Area<'_>, title: &str) -> Drawn {
    let frame = |label: &str| Axis::exactly(label, 0.0, 1.0, 1).bare();
    let mut panel = Panel::new(area, title, frame(""), frame(""))?;
    panel.text((0.5, 0.5), "no data", MUTED, HPos::Center)
}

/// Evenly spread places of `most` among `count`, and what the caption says of those left out.
pub(crate) fn thin(count: usize, most: usize, what: &str) -> (Vec<usize>, String) {
    if count <= most {
        return ((0..count).collect(), String::new());
    }
    let kept = (0..most).map(|at| at * count / most).collect();
    (kept, format!("{most} of {count} {what} are drawn, evenly spread."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_is_even_and_said() {
        let (kept, note) = thin(10, 4, "cells");
        assert_eq!(kept, [0, 2, 5, 7]);
        assert!(note.contains("4 of 10 cells"));
        assert_eq!(thin(3, 4, "cells"), (vec![0, 1, 2], String::new()));
    }
}
