import type { Text } from "../i18n/use-text";

const STATIONS = ["measure", "molecules", "follow", "fit", "predict", "compare", "next"] as const;

/** The name of a station in the reader's language. They always come in the circle's order. */
export function stationName(text: Text, given: string, place: number): string {
  const known = STATIONS[place];
  return known ? text(`station_${known}`) : given;
}
