import { CoordinationLevel, getInitialCoordinationScopePrefix, hconcat, VitessceConfig, type ConfigJson } from "vitessce";
import type { Movie } from "../api/types";
import { channelColour } from "../movie/channel-colour";

/** Vitessce's view of a movie and its outlines, with the frame, slice and place as coordinated values. */
export function movieConfig(movie: Movie, t: number, z: number): ConfigJson {
  const config = new VitessceConfig({ schemaVersion: "1.0.18", name: movie.name });
  const data = config.addDataset("movie").addFile({ fileType: "image.ome-zarr", url: absolute(movie.url), coordinationValues: { fileUid: "movie" } });
  const outlines = movie.labels[0];
  if (outlines) data.addFile({ fileType: "obsSegmentations.ome-zarr", url: absolute(outlines.url), coordinationValues: { fileUid: "outlines" } });
  const spatial = config.addView(data, "spatialBeta", { uid: "spatial", props: { disableTooltip: true } });
  const layers = config.addView(data, "layerControllerBeta", { uid: "layers", props: { globalDisable3d: true } });
  config.linkViewsByObject([spatial, layers], { spatialTargetT: t, spatialTargetZ: z, spatialZoom: null, spatialTargetX: null, spatialTargetY: null }, { meta: false });
  config.linkViewsByObject([spatial, layers], { imageLayer: CoordinationLevel([imageLayer(movie)]) }, { meta: true, scopePrefix: getInitialCoordinationScopePrefix("A", "image") });
  if (outlines) {
    config.linkViewsByObject([spatial, layers], { segmentationLayer: CoordinationLevel([outlineLayer()]) }, { meta: true, scopePrefix: getInitialCoordinationScopePrefix("A", "obsSegmentations") });
  }
  config.layout(hconcat(spatial, layers));
  return config.toJSON();
}

function imageLayer(movie: Movie) {
  return {
    fileUid: "movie", spatialLayerOpacity: 1, spatialLayerVisible: true, photometricInterpretation: "BlackIsZero", spatialTargetResolution: null,
    imageChannel: CoordinationLevel(movie.channels.slice(0, 6).map((channel, i) => ({
      spatialTargetC: i, spatialChannelColor: channelColour(movie.channels, i), spatialChannelVisible: true, spatialChannelOpacity: 1,
      spatialChannelWindow: [channel.window.start, channel.window.end],
    }))),
  };
}

const outlineLayer = () => ({
  fileUid: "outlines", spatialLayerOpacity: 1, spatialLayerVisible: true, spatialTargetResolution: null,
  segmentationChannel: CoordinationLevel([{
    spatialTargetC: 0, spatialChannelColor: [230, 214, 120], spatialChannelOpacity: 1, spatialChannelVisible: true,
    spatialSegmentationFilled: false, spatialSegmentationStrokeWidth: 1, obsColorEncoding: "spatialChannelColor", obsHighlight: null,
  }]),
});

const absolute = (url: string) => new URL(url, location.href).href;
