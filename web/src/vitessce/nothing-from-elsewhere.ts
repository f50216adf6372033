import { PluginAsyncFunction } from "vitessce";

// At start Vitessce asks other hosts for names of genes and pathways. These stand in for its functions and know none.
const NONE = { autocompleteFeature: [], transformFeature: [], getAlternativeTerms: [], getTermMapping: [] };

export const nothingFromElsewhere = Object.entries(NONE).map(([name, none]) => new PluginAsyncFunction(name, async () => none));
