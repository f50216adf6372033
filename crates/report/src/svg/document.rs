use crate::escape::escape;

/// A finished drawing, to be put in a page or a file of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Svg {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) body: String,
}

impl Svg {
    /// Width and height in CSS pixels.
    #[must_use]
    pub const fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// For an HTML page of this crate, whose style sheet gives the colours.
    #[must_use]
    pub fn inline(&self) -> String {
        self.tag(&format!(" style=\"max-width:{}px\"", self.width))
    }

    /// For a file of its own: light colours on white.
    #[must_use]
    pub fn standalone(&self) -> String {
        let drawing =
            plain_colours(&self.tag(&format!(" width=\"{}\" height=\"{}\"", self.width, self.height)));
        let style = "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>";
        drawing.replacen("</desc>", &format!("</desc>{style}"), 1)
    }

    fn tag(&self, extra: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
             font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif\"{extra}>\
             <title>{title}</title><desc>{desc}</desc>{body}</svg>",
            w = self.width,
            h = self.height,
            title = escape(&self.title),
            desc = escape(&self.description),
            body = self.body,
        )
    }
}

/// Replaces `var(--name,#rrggbb)` by its fallback.
fn plain_colours(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("var(--") {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        match (tail.find(','), tail.find(')')) {
            (Some(comma), Some(end)) if comma < end => {
                out.push_str(&tail[comma + 1..end]);
                rest = &tail[end + 1..];
            }
            _ => {
                out.push_str("var(--");
                rest = &tail["var(--".len()..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_its_own_needs_no_style_sheet() {
        let body = "<path stroke=\"var(--ink,#1c2128)\" d=\"M0 0\"/>".to_owned();
        let svg = Svg { width: 10.0, height: 5.0, title: "<t>".into(), description: "d".into(), body };
        assert!(svg.inline().contains("var(--ink") && svg.inline().contains("&lt;t&gt;"));
        assert!(svg.standalone().contains("stroke=\"#1c2128\"") && !svg.standalone().contains("var("));
    }
}
