import { lazy, Suspense, useMemo } from "react";
import type { Atlas, Session } from "../api/types";
import { client } from "../api/client";
import { CellsView } from "../cells/CellsView";
import { CurrentAtlas } from "../evidence/made-by";
import { Lineage } from "../lineage/Lineage";
import { secondsOf } from "../model/facets";
import { ofCondition } from "../model/step-rows";
import { MovieView } from "../movie/MovieView";
import { useView } from "../state/view";
import { TracesView } from "../traces/TracesView";
import { Drawers } from "./Drawers";
import { ofKind } from "./named";
import { useModel } from "./use-model";
import { useScene } from "./use-scene";

// What is seen further down, with the libraries it draws with, is loaded after the first view.
const NetworkView = lazy(async () => ({ default: (await import("../network/NetworkView")).NetworkView }));
const ModelView = lazy(async () => ({ default: (await import("../model/ModelView")).ModelView }));

/** All views of an atlas, linked: those for which it holds something. */
export function Workbench({ atlas, session }: { atlas: Atlas; session: Session }) {
  const scene = useScene(atlas);
  const modelled = useModel(atlas);
  const t = useView((v) => v.t);
  const table = ofKind(atlas, "table")[0] ?? null;
  const editor = session.role === "editor";
  const { movie, trees, traces } = scene;
  const model = modelled.model;
  const condition = movie?.condition ?? null;
  const dynamics = useMemo(() => ofCondition(model?.dynamics ?? [], condition), [model, condition]);
  const observed = model?.observes.some((one) => one.traces === scene.tracesName);
  const linkedTime = movie?.interval_s && model && observed ? (t * movie.interval_s) / secondsOf(model.time_unit) : null;
  return (
    <CurrentAtlas value={atlas}>
    <div className="workbench">
      <main className="grid">
        {(scene.failure ?? modelled.failure) && <p className="failure" role="alert">{scene.failure ?? modelled.failure}</p>}
        {movie && <MovieView atlas={atlas.id} movies={scene.movies} movie={movie} tracks={scene.tracks} trees={trees} traces={traces} timeOf={scene.timeOf} />}
        {trees && <Lineage name={scene.tracks} trees={trees} total={scene.tracksTotal} traces={traces} timeOf={scene.timeOf} />}
        {traces && <TracesView name={scene.tracesName} traces={traces} trees={trees} timeOf={scene.timeOf} exportUrl={scene.tracesName && client.exportUrl(atlas.id, scene.tracesName, "csv")} />}
        {table && <CellsView atlas={atlas.id} table={table} />}
        <Suspense>
        {modelled.network && modelled.networkName && (
          <NetworkView atlas={atlas.id} name={modelled.networkName} names={modelled.networks} element={modelled.networkElement} network={modelled.network}
            dynamics={dynamics} time={linkedTime} editor={editor} />
        )}
        {modelled.model && modelled.modelName && <ModelView condition={condition} name={modelled.modelName} names={modelled.models} model={modelled.model} traces={traces} tracesName={scene.tracesName} trees={trees} />}
        </Suspense>
      </main>
      <Drawers atlas={atlas} tracks={scene.tracks} table={table} editor={editor} />
    </div>
    </CurrentAtlas>
  );
}
