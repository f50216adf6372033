use crate::step::{FileNeed, Port, Step, What};
use crate::{Context, Section, StepError, View};
use schemars::{Schema, SchemaGenerator};
use std::fmt;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

/// A kind of step as the engine sees it.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Name in `study.toml`.
    pub name: &'static str,
    /// The version of its results.
    pub version: u32,
    /// What it does.
    pub about: &'static str,
    /// What it takes.
    pub ports: &'static [Port],
    /// What it makes.
    pub gives: &'static [What],
    /// Whether it reads a file.
    pub file: FileNeed,
    /// Whether the seed matters to it.
    pub random: bool,
    /// Whether the cells it gives are a table of their own.
    pub anew: bool,
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
    parse: Parse,
}

type Parse = fn(Spanned<DeValue<'_>>) -> Result<Box<dyn Job>, toml::de::Error>;

impl Kind {
    pub(crate) const fn of<S: Step>() -> Self {
        Self {
            name: S::KIND,
            version: S::VERSION,
            about: S::ABOUT,
            ports: S::PORTS,
            gives: S::GIVES,
            file: S::FILE,
            random: S::RANDOM,
            anew: S::ANEW,
            schema: <SchemaGenerator>::subschema_for::<S>,
            parse: parse::<S>,
        }
    }

    /// Every kind there is, by name.
    #[must_use]
    pub fn all() -> &'static [Self] {
        crate::steps::KINDS
    }

    /// The kind of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::all().iter().find(|kind| kind.name == name)
    }

    pub(crate) fn job(&self, params: Spanned<DeValue<'_>>) -> Result<Box<dyn Job>, toml::de::Error> {
        (self.parse)(params)
    }
}

fn parse<S: Step>(params: Spanned<DeValue<'_>>) -> Result<Box<dyn Job>, toml::de::Error> {
    Ok(Box::new(S::deserialize(ValueDeserializer::from(params))?))
}

/// A step with its parameters, whatever its kind.
pub(crate) trait Job: Send + Sync {
    /// Its parameters with all defaults filled in; the order of keys is fixed.
    fn params(&self) -> Result<serde_json::Value, serde_json::Error>;
    fn withheld(&self) -> &'static [What];
    fn memory(&self) -> String;
    fn run(&self, context: &Context<'_>) -> Result<(), StepError>;
    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError>;
}

impl<S: Step> Job for S {
    fn params(&self) -> Result<serde_json::Value, serde_json::Error> {
        serde_json::to_value(self)
    }

    fn withheld(&self) -> &'static [What] {
        Step::withheld(self)
    }

    fn memory(&self) -> String {
        Step::memory(self)
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        Step::run(self, context)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        Step::report(self, view)
    }
}

impl fmt::Debug for dyn Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.params())
    }
}
