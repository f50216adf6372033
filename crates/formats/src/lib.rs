//! Foreign files in and out: TIFF, Cell Tracking Challenge, 10x, h5ad, CSV, SBML, PEtab.
