use super::element::{Element, Origin};
use super::{math, xml};
use crate::FormatError;
use lca_kinetics::Expr;
use std::path::Path;

/// The package that brings formulas of Level 3 Version 2 to Version 1.
const EXTENDED_MATH: &str = "/l3v2extendedmath/version1";

/// The package of random draws, which formulas may make.
const DISTRIB: &str = "/distrib/version1";

/// The file being read.
pub(super) struct File<'p> {
    pub(super) path: &'p Path,
    pub(super) level: u32,
}

impl File<'_> {
    pub(super) fn wrong(&self, element: &Element, what: impl Into<String>) -> FormatError {
        FormatError::line(self.path, element.line, what)
    }

    pub(super) fn refuse(&self, element: &Element, what: &str) -> FormatError {
        let name = element.attribute("id").or(element.attribute("variable")).unwrap_or("without an id");
        let what = format!("{what} (`{name}`, line {})", element.line);
        FormatError::unsupported(self.path, what, "rewrite the model without it")
    }

    pub(super) fn required<'e>(&self, element: &'e Element, attribute: &str) -> Result<&'e str, FormatError> {
        element
            .attribute(attribute)
            .ok_or_else(|| self.wrong(element, format!("<{}> has no `{attribute}`", element.name)))
    }

    /// The identifier, which Level 1 calls `name`.
    pub(super) fn id(&self, element: &Element) -> Result<String, FormatError> {
        let attribute = if self.level == 1 { "name" } else { "id" };
        self.required(element, attribute).map(str::to_owned)
    }

    /// The name for people, which Level 1 has not.
    pub(super) fn name(&self, element: &Element) -> Option<String> {
        let name = element.attribute("name").filter(|_| self.level > 1);
        name.map(str::to_owned)
    }

    pub(super) fn number(&self, element: &Element, attribute: &str) -> Result<Option<f64>, FormatError> {
        let Some(text) = element.attribute(attribute) else { return Ok(None) };
        xml::number(text)
            .map(Some)
            .ok_or_else(|| self.wrong(element, format!("`{attribute}` is `{text}`, which is not a number")))
    }

    pub(super) fn flag(
        &self,
        element: &Element,
        attribute: &str,
        default: bool,
    ) -> Result<bool, FormatError> {
        match element.attribute(attribute) {
            None => Ok(default),
            Some("true" | "1") => Ok(true),
            Some("false" | "0") => Ok(false),
            Some(text) => {
                Err(self.wrong(element, format!("`{attribute}` is `{text}`, neither true nor false")))
            }
        }
    }

    /// Packages that change what the model means must be known.
    pub(super) fn packages(&self, root: &Element) -> Result<(), FormatError> {
        let required = root.foreign.iter().find(|(name, value)| {
            let Some(prefix) = name.strip_suffix(":required") else { return false };
            let space = root.foreign.iter().find(|(key, _)| key.strip_prefix("xmlns:") == Some(prefix));
            let known = space.is_some_and(|(_, uri)| {
                let known = matches!(Origin::of(uri), Origin::Comp | Origin::Fbc);
                known || uri.ends_with(EXTENDED_MATH) || uri.ends_with(DISTRIB)
            });
            matches!(value.as_str(), "true" | "1") && !known
        });
        match required {
            Some((name, _)) => {
                let package = name.trim_end_matches(":required");
                let what = format!("the SBML package `{package}`, which changes what the model means");
                Err(FormatError::unsupported(self.path, what, "flatten or export it as SBML core"))
            }
            None => Ok(()),
        }
    }

    pub(super) fn each<T>(
        &self,
        parent: &Element,
        list: &str,
        name: &str,
        read: impl Fn(&Self, &Element) -> Result<T, FormatError>,
    ) -> Result<Vec<T>, FormatError> {
        parent.listed(list, name).map(|element| read(self, element)).collect()
    }

    /// As [`Self::each`] where an element has two names: Level 1 Version 1 spells `specie`.
    pub(super) fn either<T>(
        &self,
        parent: &Element,
        list: &str,
        names: [&str; 2],
        read: impl Fn(&Self, &Element) -> Result<T, FormatError>,
    ) -> Result<Vec<T>, FormatError> {
        let inside = parent.child(list).into_iter().flat_map(|list| &list.children);
        let inside =
            inside.filter(|child| child.origin == Origin::Sbml && names.contains(&child.name.as_str()));
        inside.map(|element| read(self, element)).collect()
    }

    /// The formula of an element, in MathML or as text.
    pub(super) fn math(&self, element: &Element) -> Result<Option<Expr>, FormatError> {
        if self.level == 1 {
            return self.formula(element);
        }
        let math = element.children.iter().find(|child| child.origin == Origin::MathMl);
        math.map(|math| math::expression(self, math)).transpose().map(Option::flatten)
    }
}
