//! Reaction networks that predict: simulation, sensitivities, fitting, profiles, ensembles, predictions.
