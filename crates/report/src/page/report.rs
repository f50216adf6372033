use super::{Block, KeyFigure};
use crate::colour::variables;
use crate::escape::escape;
use crate::figure::Figure;

const STYLE: &str = include_str!("style.css");

/// A report: what was done, its key figures, and sections of text, tables and figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    title: String,
    subtitle: String,
    facts: Vec<(String, String)>,
    summary: Vec<KeyFigure>,
    circle: Option<Figure>,
    sections: Vec<(String, Vec<Block>)>,
}

impl Report {
    /// A report without contents.
    #[must_use]
    pub fn new(title: impl Into<String>, subtitle: impl Into<String>) -> Self {
        Self { title: title.into(), subtitle: subtitle.into(), ..Self::default() }
    }

    /// Adds a short fact under the title, such as the seed or the version.
    pub fn fact(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.facts.push((name.into(), value.into()));
        self
    }

    /// Sets the key figures at the top.
    pub fn summary(&mut self, figures: Vec<KeyFigure>) -> &mut Self {
        self.summary = figures;
        self
    }

    /// Sets the picture of the circle below the key figures.
    pub fn circle(&mut self, circle: Figure) -> &mut Self {
        self.circle = Some(circle);
        self
    }

    /// Adds a section.
    pub fn section(&mut self, heading: impl Into<String>, blocks: Vec<Block>) -> &mut Self {
        self.sections.push((heading.into(), blocks));
        self
    }

    /// The HTML page, complete in itself.
    #[must_use]
    pub fn render(&self) -> String {
        let (light, dark) = (variables(false), variables(true));
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\
             <meta name=\"color-scheme\" content=\"light dark\"/><title>{title}</title>\
             <style>:root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{STYLE}</style>\
             </head>\n<body>{body}</body></html>\n",
            title = escape(&self.title),
            body = self.body(),
        )
    }

    fn body(&self) -> String {
        let sections = self.sections.iter().enumerate().map(|(at, (heading, blocks))| {
            let blocks: String = blocks.iter().map(Block::html).collect();
            format!(
                "\n<section id=\"s{n}\"><h2>{}</h2><div class=\"blocks\">{blocks}</div></section>",
                escape(heading),
                n = at + 1
            )
        });
        let circle = self.circle.as_ref().map_or_else(String::new, Figure::html);
        format!(
            "{}<main>{}{circle}{}</main>",
            self.header(),
            self.summary_html(),
            sections.collect::<String>()
        )
    }

    fn header(&self) -> String {
        let facts = self.facts.iter();
        let facts = facts
            .map(|(name, value)| format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(name), escape(value)));
        let links = self.sections.iter().enumerate();
        let links = links
            .map(|(at, (heading, _))| format!("<li><a href=\"#s{}\">{}</a></li>", at + 1, escape(heading)));
        let (facts, links) = (facts.collect::<String>(), links.collect::<String>());
        let wrap = |open: &str, inner: String, close: &str| {
            if inner.is_empty() { inner } else { format!("{open}{inner}{close}") }
        };
        format!(
            "<header><p class=\"mark\">Live Cell Atlas</p><h1>{}</h1><p class=\"subtitle\">{}</p>{}{}</header>",
            escape(&self.title),
            escape(&self.subtitle),
            wrap("<dl class=\"facts\">", facts, "</dl>"),
            wrap("<nav aria-label=\"Sections\"><ol>", links, "</ol></nav>"),
        )
    }

    fn summary_html(&self) -> String {
        if self.summary.is_empty() {
            return String::new();
        }
        let figures: String = self.summary.iter().map(KeyFigure::html).collect();
        format!("<ul class=\"summary\" aria-label=\"Key figures\">{figures}</ul>")
    }
}
