import { CoordinationLevel, getInitialCoordinationScopePrefix, type ConfigView, type VitessceConfig } from "vitessce";
import { wholeZoom, type Places } from "../cells/places";
import { tableLook } from "./table-file";

interface Views { map: ConfigView | null; tissue: ConfigView | null; others: ConfigView[] }

// About how large the place of a tissue is, for its first zoom.
const SIDE = 380;

/** Links all views of cells: one choice of gene and sets, one look. A tissue is drawn as spots in the same colours. */
export function linkCells(config: VitessceConfig, { map, tissue, others }: Views, embedding: string | null, places: Places | null, gene: string | null): void {
  const look = tableLook(gene);
  const scopes = config.addCoordination(...Object.keys(look));
  const shared = Object.fromEntries(Object.entries(look).map(([name, value], i) => [name, scopes[i]!.setValue(value)]));
  const all = [map, tissue, ...others].filter((one) => one !== null);
  config.linkViewsByObject(all, shared, { meta: false });
  if (map) config.linkViewsByObject([map, ...others], { embeddingType: embedding, embeddingObsSetLabelsVisible: false, embeddingZoom: null, embeddingTargetX: null, embeddingTargetY: null }, { meta: false });
  if (!tissue || !places) return;
  config.linkViewsByObject([tissue], {
    spatialTargetX: (places.x[0] + places.x[1]) / 2, spatialTargetY: (places.y[0] + places.y[1]) / 2, spatialZoom: wholeZoom(places, SIDE, SIDE),
  }, { meta: false });
  config.linkViewsByObject([tissue], {
    spotLayer: CoordinationLevel([{ obsType: "cell", spatialLayerVisible: true, spatialLayerOpacity: 1, spatialSpotRadius: places.radius, featureValueColormapRange: [0, 1], ...shared }]),
  }, { scopePrefix: getInitialCoordinationScopePrefix("A", "obsSpots") });
}
