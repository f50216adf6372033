use super::words;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A place in a `study.toml` where something is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// Its whole text.
    pub text: String,
    /// The bytes of `text` that are wrong.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Place {
    /// Line and column of the span's start, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.text.get(..self.span.start).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        (line, column)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}: {}; {}", self.path.display(), self.message, self.help)
    }
}

/// The file being read: makes places in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) path: &'a Path,
    pub(crate) text: &'a str,
}

impl Source<'_> {
    pub(crate) fn place(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Place {
        let end = self.text.len();
        let span = span.start.min(end)..span.end.min(end);
        let (path, text) = (self.path.to_owned(), self.text.to_owned());
        Place { path, text, span, message: message.into(), help: help.into() }
    }

    /// A place from what the TOML reader says.
    pub(crate) fn toml(&self, error: &toml::de::Error, fallback: Range<usize>) -> Place {
        let (message, help) = words::plain(error.message());
        let help = help.unwrap_or_else(|| "`lca schema` tells all that a study.toml may hold".to_owned());
        self.place(self.first_line(error.span().unwrap_or(fallback)), message, help)
    }

    /// The part of a span on its first line: what is missing in a table is missing at its head.
    fn first_line(&self, span: Range<usize>) -> Range<usize> {
        let inside = self.text.get(span.clone()).unwrap_or_default();
        span.start..span.start + inside.find('\n').unwrap_or(inside.len())
    }
}
