import type { Channel } from "../api/types";

const SEVERAL = [[86, 180, 233], [230, 159, 0], [0, 158, 115], [204, 121, 167], [255, 255, 255], [213, 94, 0]];

/** The file's colour of a channel as red, green, blue; without one white, or colours that are told apart. */
export function channelColour(channels: Channel[], i: number): number[] {
  const given = /^#?([0-9a-f]{6})/i.exec(channels[i]?.color ?? "")?.[1];
  const white = given?.toLowerCase() === "ffffff";
  if (given && !(white && channels.length > 1)) return [0, 2, 4].map((at) => parseInt(given.slice(at, at + 2), 16));
  return channels.length === 1 ? [255, 255, 255] : SEVERAL[i % SEVERAL.length]!;
}
