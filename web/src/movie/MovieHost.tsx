import { useMemo } from "react";
import { Vitessce } from "vitessce";
import type { Movie } from "../api/types";
import { view, useView } from "../state/view";
import { movieConfig } from "../vitessce/movie-config";
import { nothingFromElsewhere } from "../vitessce/nothing-from-elsewhere";
import { storesFor } from "../vitessce/v3-store";
import { MovieStage, type StageProps } from "./MovieStage";

interface Props extends Omit<StageProps, "scopes" | "movie"> { movie: Movie }

/** Vitessce around the movie: it loads and draws the image; our tracks lie over it. */
export default function MovieHost({ movie, ...stage }: Props) {
  const theme = useView((v) => v.theme);
  const config = useMemo(() => movieConfig(movie, view.get().t, view.get().z), [movie]);
  const stores = useMemo(() => storesFor(config), [config]);
  return (
    <Vitessce config={config} stores={stores} theme={theme} pageMode height={400} pluginAsyncFunctions={nothingFromElsewhere}>
      <MovieStage scopes={config.layout[0]!.coordinationScopes} movie={movie} {...stage} />
    </Vitessce>
  );
}
