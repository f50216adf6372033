import type { StateTable } from "../api/types";
import { GREY, OKABE_ITO } from "../colour/palette";

/** States of tracks: a word of each, for good or frame by frame. */
export interface States {
  choices: { table: string; column: string }[]; chosen: { table: string; column: string } | null; words: string[];
  /** The number of a track's word at a frame; null where it has none. */
  at(track: number, t: number): number | null;
  /** The frames of a track with the words from there on; none where its word holds for good. */
  course(track: number): readonly (readonly [t: number, word: number | null])[];
}

export function statesOf(table: StateTable): States {
  const whole = new Map<number, number | null>();
  const framed = new Map<number, (readonly [number, number | null])[]>();
  table.track.forEach((track, i) => {
    const [word, t] = [table.code[i] ?? null, table.t?.[i]];
    if (t === undefined) return void whole.set(track, word);
    const course = framed.get(track);
    if (course) course.push([t, word]);
    else framed.set(track, [[t, word]]);
  });
  framed.forEach((course) => course.sort((a, b) => a[0] - b[0]));
  return {
    choices: table.choices, chosen: table.chosen, words: table.categories,
    at: (track, t) => (table.t ? framed.get(track)?.find(([at]) => at === t)?.[1] ?? null : whole.get(track) ?? null),
    course: (track) => framed.get(track) ?? [],
  };
}

/** The colour of a state. More states than colours that everybody tells apart share grey. */
export const ofState = (word: number | null): string => (word === null ? GREY : OKABE_ITO[word] ?? GREY);

/** The states of which each has a colour, and whether there are more. */
export const named = (words: string[]) => ({ first: words.slice(0, OKABE_ITO.length), more: words.length > OKABE_ITO.length });
