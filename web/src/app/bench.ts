import { createContext, useContext, useMemo } from "react";
import type { Atlas, Dynamic, Element, Session } from "../api/types";
import { secondsOf } from "../model/facets";
import { ofCondition } from "../model/step-rows";
import { useView } from "../state/view";
import { ofKind } from "./named";
import { useModel, type Modelled } from "./use-model";
import { useScene, type Scene } from "./use-scene";

/** What all views of an atlas are given, wherever they stand. */
export interface Bench {
  atlas: Atlas; editor: boolean; scene: Scene; modelled: Modelled; tables: Element[]; table: Element | null; condition: string | null; dynamics: Dynamic[];
  /** The movie's time in the model's unit, where the model was fitted to what the movie shows. */
  linkedTime: number | null;
}

const Given = createContext<Bench | null>(null);
export const BenchGiven = Given.Provider;

export function useBench(): Bench {
  const bench = useContext(Given);
  if (!bench) throw new Error("a view of an atlas stands outside of its page");
  return bench;
}

export function useNewBench(atlas: Atlas, session: Session): Bench {
  const modelled = useModel(atlas);
  const scene = useScene(atlas, modelled.model);
  const { t, table: wished } = useView((v) => v);
  const { model } = modelled;
  const { movie, tracesName } = scene;
  const condition = movie?.condition ?? null;
  const dynamics = useMemo(() => ofCondition(model?.dynamics ?? [], condition), [model, condition]);
  const tables = useMemo(() => ofKind(atlas, "table"), [atlas]);
  const observed = model?.observes.some((one) => one.traces === tracesName);
  const linkedTime = movie?.interval_s && model && observed ? (t * movie.interval_s) / secondsOf(model.time_unit) : null;
  const table = tables.find((one) => one.name === wished) ?? tables[0] ?? null;
  return { atlas, editor: session.role === "editor", scene, modelled, tables, table, condition, dynamics, linkedTime };
}
