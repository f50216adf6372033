import { CoordinationLevel, getInitialCoordinationScopePrefix, hconcat, VitessceConfig, type ConfigJson } from "vitessce";
import type { Movie } from "../api/types";
import type { Shade } from "../movie/paint";

/** Vitessce's view of a stack as a volume, which can be turned, with its layers beside it. */
export function volumeConfig(movie: Movie, shades: Shade[], t: number): ConfigJson {
  const config = new VitessceConfig({ schemaVersion: "1.0.18", name: movie.name });
  const data = config.addDataset("movie").addFile({
    fileType: "image.ome-zarr", url: new URL(movie.url, location.href).href, coordinationValues: { fileUid: "movie" },
  });
  const volume = config.addView(data, "spatialBeta", { uid: "volume" });
  const layers = config.addView(data, "layerControllerBeta", { uid: "layers" });
  config.linkViewsByObject([volume, layers], {
    spatialTargetT: t, spatialRenderingMode: "3D", spatialZoom: null, spatialTargetX: null, spatialTargetY: null,
    imageLayer: CoordinationLevel([{
      fileUid: "movie", spatialLayerVisible: true, spatialLayerOpacity: 1, photometricInterpretation: "BlackIsZero",
      volumetricRenderingAlgorithm: "maximumIntensityProjection", spatialTargetResolution: null,
      imageChannel: CoordinationLevel(shades.map((shade, c) => ({
        spatialTargetC: c, spatialChannelVisible: shade.visible, spatialChannelOpacity: 1,
        spatialChannelColor: shade.colour, spatialChannelWindow: [shade.start, shade.end],
      }))),
    }]),
  }, { scopePrefix: getInitialCoordinationScopePrefix("A", "image") });
  config.layout(hconcat(volume, layers));
  return config.toJSON();
}
