import { PluginCoordinationType, z } from "vitessce";
import type { View } from "../state/view";

/** What of the page's view is coordinated in Vitessce, by Vitessce's names: time and slice are its own. */
export const LINKED = {
  lcaClone: "clone", lcaTrack: "track", lcaColour: "colour", lcaMeasure: "measure", spatialTargetT: "t", spatialTargetZ: "z",
} as const satisfies Record<string, keyof View>;

type LinkedName = keyof typeof LINKED;
export const LINKED_NAMES = Object.keys(LINKED) as LinkedName[];

const number = z.number().nullable();
const words = z.string().nullable();

/** Coordination types of our own: the selected clone and track, what colours cells, the measure of traces. */
export const coordinationTypes = [
  new PluginCoordinationType("lcaClone", null, number), new PluginCoordinationType("lcaTrack", null, number),
  new PluginCoordinationType("lcaColour", "clone", z.string()), new PluginCoordinationType("lcaMeasure", null, words),
];

/** The linked part of a view as values of coordination. */
export const coordinated = (view: View): Record<LinkedName, unknown> =>
  Object.fromEntries(LINKED_NAMES.map((name) => [name, view[LINKED[name]]])) as Record<LinkedName, unknown>;

/** The change of the view that values of coordination ask for; what Vitessce has not set yet asks for nothing. */
export function asked(values: Record<string, unknown>): Partial<View> {
  const given = LINKED_NAMES.filter((name) => values[name] !== undefined && !(values[name] === null && name.startsWith("spatial")));
  return Object.fromEntries(given.map((name) => [LINKED[name], values[name]]));
}
