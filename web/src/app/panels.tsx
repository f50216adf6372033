import { lazy, Suspense, type ComponentType } from "react";
import { client } from "../api/client";
import { Lineage } from "../lineage/Lineage";
import { MovieView } from "../movie/MovieView";
import { TracesView } from "../traces/TracesView";
import { useBench, type Bench } from "./bench";

// What is seen further down, with the libraries it draws with, is loaded after the first view.
const NetworkView = lazy(async () => ({ default: (await import("../network/NetworkView")).NetworkView }));
const ModelView = lazy(async () => ({ default: (await import("../model/ModelView")).ModelView }));

export type PanelName = "movie" | "lineage" | "traces" | "network" | "model";

function MoviePanel() {
  const { atlas, scene } = useBench();
  const { movie, movies, tracks, tracksAt, trees, traces, states, timeOf } = scene;
  return movie && <MovieView atlas={atlas.id} movies={movies} movie={movie} tracks={tracks} tracksAt={tracksAt} trees={trees} traces={traces} states={states} timeOf={timeOf} />;
}

function LineagePanel() {
  const { scene } = useBench();
  const { trees, tracks, tracksTotal, traces, states, timeOf } = scene;
  return trees && <Lineage name={tracks} trees={trees} total={tracksTotal} traces={traces} states={states} timeOf={timeOf} />;
}

function TracesPanel() {
  const { atlas, scene } = useBench();
  const { traces, tracesName, trees, timeOf } = scene;
  return traces && <TracesView name={tracesName} traces={traces} trees={trees} timeOf={timeOf} exportUrl={tracesName && client.exportUrl(atlas.id, tracesName, "csv")} />;
}

function NetworkPanel() {
  const { atlas, modelled, dynamics, linkedTime, editor } = useBench();
  const { network, networkName, networks, networkElement, model } = modelled;
  return network && networkName && (
    <Suspense>
      <NetworkView atlas={atlas.id} name={networkName} names={networks} element={networkElement} network={network} dynamics={dynamics} time={linkedTime} unit={model?.time_unit ?? null} editor={editor} />
    </Suspense>
  );
}

function ModelPanel() {
  const { modelled, scene, condition } = useBench();
  const { model, modelName, models } = modelled;
  return model && modelName && (
    <Suspense>
      <ModelView condition={condition} name={modelName} names={models} model={model} traces={scene.traces} tracesName={scene.tracesName} trees={scene.trees} />
    </Suspense>
  );
}

/** The views of our own, each for what an atlas may hold. */
export const PANELS: Record<PanelName, ComponentType> = { movie: MoviePanel, lineage: LineagePanel, traces: TracesPanel, network: NetworkPanel, model: ModelPanel };

/** Those for which there is something to show. */
export function shownPanels({ scene, modelled }: Bench): PanelName[] {
  const there: Record<PanelName, unknown> = { movie: scene.movie, lineage: scene.trees, traces: scene.traces, network: modelled.network, model: modelled.model };
  return (Object.keys(there) as PanelName[]).filter((name) => there[name]);
}
