mod binding;
mod partner;
mod resource;

pub use binding::{Binding, Cofactors};
pub use partner::{Partner, Subunit};
pub use resource::LigandReceptor;
