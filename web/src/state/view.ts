import { createStore, useStore } from "./store";

export type ColourBy = "clone" | "trace" | "generation" | "state";
export type Layout = "page" | "grid";
export type ModelTab = "fits" | "residuals" | "predictions" | "waterfall" | "profiles" | "dynamics";
export type Drawer = "none" | "evidence" | "corrections" | "runs" | "query";
export type Theme = "light" | "dark";

/** What is looked at. All of it is in the address, so that it can be shared. */
export interface View {
  atlas: string | null;
  movie: string | null;
  /** Frame and slice. */
  t: number;
  z: number;
  /** The selected clone, named by the track that founded it. */
  clone: number | null;
  /** The selected track of that clone. */
  track: number | null;
  colour: ColourBy;
  /** The table and column whose states colour cells, with a slash between. */
  states: string | null;
  measure: string | null;
  /** Where in the movie one looks; null is all of it. */
  place: string | null;
  outlines: boolean;
  /** A stack as a volume. */
  volume: boolean;
  trails: boolean;
  network: string | null;
  model: string | null;
  tab: ModelTab;
  /** The step whose fit, profile or prediction is shown. */
  step: string | null;
  drawer: Drawer;
  /** The station or step whose evidence is open. */
  evidence: string | null;
  /** The page's own order of views, or a grid in which they are moved. */
  layout: Layout;
  /** The table of cells that is looked at. */
  table: string | null;
  gene: string | null;
  column: string | null;
  lang: "en" | "ja";
  theme: Theme;
}

export const DEFAULT_VIEW: View = {
  atlas: null, movie: null, t: 0, z: 0, clone: null, track: null, colour: "clone", states: null, measure: null,
  place: null, outlines: true, volume: false, trails: true, network: null, model: null, tab: "fits", step: null, drawer: "none", evidence: null,
  layout: "page", table: null, gene: null, column: null, lang: "en", theme: "light",
};

export const view = createStore<View>(DEFAULT_VIEW);
export const useView = <R>(part: (value: View) => R): R => useStore(view, part);
