//! The colours of every figure. Those named here have a counterpart for dark pages: the SVG refers
//! to them by name, with the light value beside it.

use plotters::style::{Color, RGBAColor, RGBColor};

/// A colour as red, green and blue.
pub(crate) type Rgb = (u8, u8, u8);

pub(crate) const INK: Rgb = (0x1c, 0x21, 0x28);
pub(crate) const MUTED: Rgb = (0x5b, 0x64, 0x70);
pub(crate) const GRID: Rgb = (0xe6, 0xe8, 0xec);
pub(crate) const PAPER: Rgb = (0xff, 0xff, 0xff);
pub(crate) const PANEL: Rgb = (0xf5, 0xf6, 0xf8);
pub(crate) const GREY: Rgb = (0x8b, 0x93, 0x9c);
pub(crate) const GOOD: Rgb = (0x1a, 0x7f, 0x55);
pub(crate) const BAD: Rgb = (0xb8, 0x3a, 0x20);

/// Colours that people with colour-blindness tell apart: Okabe and Ito's (2008) without black and
/// yellow, then Paul Tol's *muted*. Each as on light and on dark pages.
const CATEGORIES: [(Rgb, Rgb); 12] = [
    ((0x00, 0x72, 0xb2), (0x4b, 0xa3, 0xdb)),
    ((0xe6, 0x9f, 0x00), (0xf0, 0xb2, 0x3e)),
    ((0x00, 0x9e, 0x73), (0x2f, 0xbf, 0x94)),
    ((0xd5, 0x5e, 0x00), (0xf0, 0x81, 0x3a)),
    ((0xcc, 0x79, 0xa7), (0xdd, 0x97, 0xbe)),
    ((0x56, 0xb4, 0xe9), (0x7c, 0xc7, 0xf0)),
    ((0x99, 0x99, 0x33), (0xb9, 0xb9, 0x4f)),
    ((0x88, 0x22, 0x55), (0xc2, 0x64, 0x8f)),
    ((0x44, 0xaa, 0x99), (0x6c, 0xc9, 0xbc)),
    ((0xdd, 0xcc, 0x77), (0xe5, 0xd8, 0x92)),
    ((0x33, 0x22, 0x88), (0x8c, 0x7f, 0xe0)),
    ((0xcc, 0x66, 0x77), (0xe0, 0x8a, 0x96)),
];

const NAMED: [(&str, Rgb, Rgb); 8] = [
    ("ink", INK, (0xe4, 0xe7, 0xeb)),
    ("muted", MUTED, (0x9b, 0xa5, 0xb0)),
    ("grid", GRID, (0x2b, 0x31, 0x39)),
    ("paper", PAPER, (0x15, 0x18, 0x1c)),
    ("panel", PANEL, (0x1d, 0x21, 0x27)),
    ("grey", GREY, (0x88, 0x90, 0x99)),
    ("good", GOOD, (0x4c, 0xc3, 0x8a)),
    ("bad", BAD, (0xf0, 0x8a, 0x6c)),
];

/// The colour of the category at this place; after the twelfth they repeat.
pub(crate) const fn category(at: usize) -> Rgb {
    CATEGORIES[at % CATEGORIES.len()].0
}

/// The same, bright enough to lie on a dark picture on any page.
pub(crate) const fn on_picture(at: usize) -> Rgb {
    CATEGORIES[at % CATEGORIES.len()].1
}

/// How the SVG names a colour: `var(--ink,#1c2128)` where it has a dark counterpart, else `#rrggbb`.
pub(crate) fn css(rgb: Rgb) -> String {
    let named = NAMED.iter().find(|(_, light, _)| *light == rgb).map(|(name, ..)| (*name).to_owned());
    let place = || CATEGORIES.iter().position(|(light, _)| *light == rgb).map(|at| format!("c{at}"));
    named.or_else(place).map_or_else(|| hex(rgb), |name| format!("var(--{name},{})", hex(rgb)))
}

/// The style sheet's variables for light pages, or for dark ones.
pub(crate) fn variables(dark: bool) -> String {
    let pick = |light, night| if dark { night } else { light };
    let named = NAMED.iter().map(|&(name, light, night)| format!("--{name}:{};", hex(pick(light, night))));
    let places = CATEGORIES.iter().enumerate();
    let categories = places.map(|(at, &(light, night))| format!("--c{at}:{};", hex(pick(light, night))));
    named.chain(categories).collect()
}

pub(crate) fn hex((r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

pub(crate) fn solid((r, g, b): Rgb) -> RGBAColor {
    RGBColor(r, g, b).to_rgba()
}

pub(crate) fn faint(rgb: Rgb, opacity: f64) -> RGBAColor {
    solid(rgb).mix(opacity)
}

/// Stops of matplotlib's *viridis* (Smith and van der Walt, 2015; CC0).
const VIRIDIS: [Rgb; 11] = [
    (0x44, 0x01, 0x54),
    (0x48, 0x25, 0x76),
    (0x41, 0x44, 0x87),
    (0x35, 0x60, 0x8d),
    (0x2a, 0x78, 0x8e),
    (0x21, 0x91, 0x8c),
    (0x22, 0xa8, 0x84),
    (0x43, 0xbf, 0x71),
    (0x7a, 0xd1, 0x51),
    (0xbb, 0xdf, 0x27),
    (0xfd, 0xe7, 0x25),
];

/// The colour of a share between 0 and 1: viridis without its ends, which fade into dark and light pages.
pub(crate) fn viridis(share: f64) -> Rgb {
    let share = if share.is_nan() { 0.0 } else { share };
    let place = (0.14 + 0.82 * share.clamp(0.0, 1.0)) * (VIRIDIS.len() - 1) as f64;
    let low = (place.floor() as usize).min(VIRIDIS.len() - 2);
    blend(VIRIDIS[low], VIRIDIS[low + 1], place - low as f64)
}

/// The colour of a share between 0 and 1 where the middle is nothing: from blue over grey to vermilion.
pub(crate) fn diverging(share: f64) -> Rgb {
    const MIDDLE: Rgb = (0xe4, 0xe6, 0xe9);
    let share = if share.is_nan() { 0.5 } else { share.clamp(0.0, 1.0) };
    let end = if share < 0.5 { category(0) } else { category(3) };
    blend(MIDDLE, end, (share - 0.5).abs() * 2.0)
}

/// A colour between two, by share of the second.
pub(crate) fn blend(a: Rgb, b: Rgb, share: f64) -> Rgb {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    (mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

/// Whether dark or light ink reads better on this colour (relative luminance of WCAG 2).
pub(crate) fn ink_on((r, g, b): Rgb) -> Rgb {
    let linear = |v: u8| (f64::from(v) / 255.0).powf(2.2);
    let light = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    if light > 0.25 { (0x11, 0x14, 0x18) } else { (0xfd, 0xfd, 0xfd) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_colours_are_unlike_each_other_and_keep_their_fallback() {
        assert_eq!(css(INK), "var(--ink,#1c2128)");
        assert_eq!(css(category(1)), "var(--c1,#e69f00)");
        assert_eq!(css((1, 2, 3)), "#010203");
        let all: std::collections::BTreeSet<_> =
            NAMED.iter().map(|n| n.1).chain(CATEGORIES.iter().map(|c| c.0)).collect();
        assert_eq!(all.len(), NAMED.len() + CATEGORIES.len());
    }

    #[test]
    fn viridis_runs_from_violet_to_yellow_and_survives_nonsense() {
        assert_eq!(viridis(-3.0), (0x45, 0x31, 0x7d));
        assert_eq!(viridis(7.0), (0xe3, 0xe4, 0x26));
        assert_eq!(viridis(f64::NAN), viridis(0.0));
    }

    #[test]
    fn what_is_on_either_side_of_nothing_has_its_own_colour() {
        assert_eq!((diverging(0.0), diverging(1.0)), (category(0), category(3)));
        assert_eq!(diverging(0.5), diverging(f64::NAN));
        assert_ne!(diverging(0.4), diverging(0.6));
    }
}
