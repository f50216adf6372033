//! The words of Live Cell Atlas, which every room above speaks: identifiers, units, axes, the
//! entities of a study, and the traits by which large data pass between rooms without being held.
//!
//! ```
//! use lca_core::{ElementPath, Unit};
//! let cells: ElementPath = "tables/cells".parse().unwrap();
//! assert_eq!(cells.name(), "cells");
//! let minute: Unit = "min".parse().unwrap();
//! assert_eq!(minute.convert(2.0, &"s".parse().unwrap()).unwrap(), 120.0);
//! ```

mod axes;
mod chunk;
mod condition;
mod element;
mod entity;
mod hash;
mod id;
mod nearest;
mod observation;
mod progress;
mod unit;

pub use axes::Axis;
pub use chunk::{ChunkError, ChunkSink, ChunkSource};
pub use condition::{Condition, Perturbation, PerturbationKind};
pub use element::{ElementKind, ElementPath, ElementPathError};
pub use entity::{Assay, Modality, Specimen, Subject};
pub use hash::{Digest, Hasher};
pub use id::{AssayId, ConditionId, IdError, SpecimenId, StepId, SubjectId};
pub use nearest::nearest;
pub use observation::Observation;
pub use progress::{Cancelled, NoProgress, Progress};
pub use unit::{Dimension, Unit, UnitError};
