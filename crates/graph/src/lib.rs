//! Graphs: cell tracks and lineage trees, networks of molecules, and Boolean networks.
//!
//! ```
//! use lca_graph::{Lineage, Track, Tracks};
//! let track = |id, begin, end, parent| Track { id, begin, end, parent };
//! let tracks = vec![track(1, 0, 4, None), track(2, 5, 9, Some(1)), track(3, 5, 9, Some(1))];
//! let lineage = Lineage::new(&Tracks::new(vec![], tracks).unwrap());
//! assert_eq!(lineage.newick(1).unwrap(), "(2:5,3:5)1:5;");
//! ```

mod boolean;
mod from_links;
mod ligands;
mod lineage;
mod molecular;
mod tracks;

pub use boolean::{BooleanError, BooleanExpression, BooleanNetwork, BooleanNode};
pub use from_links::LinksError;
pub use ligands::{Binding, Cofactors, LigandReceptor, Partner, Subunit};
pub use lineage::{Branch, Lineage, LineageError, LineageNode};
pub use molecular::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign, UnknownLayer};
pub use tracks::{Detection, Track, Tracks, TracksError};
