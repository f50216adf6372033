//! Reaction networks, expressions, SBML and PEtab as types.
