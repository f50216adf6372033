import { GREY, ofClone, ofGeneration, viridis } from "../colour/palette";
import type { Ink, Pen } from "../pen/pen";
import { ticks } from "../plot/ticks";
import type { Placed, Trees } from "./layout";
import type { ColourBy } from "../state/view";
import { ofState, type States } from "./states";
import { HEAD, xOf, yOf, type Window } from "./window";

export interface Look {
  colour: ColourBy;
  clone: number | null;
  track: number | null;
  t: number;
  /** Shares from 0 to 1 along a track, for colour by trace. */
  shares: Map<number, { t: number[]; share: number[] }>;
  states: States | null;
  timeOf: (t: number) => string;
}

/** Draws the trees that lie in the window; lines of one colour go down in one stroke, so that 10,000 do not stall. */
export function drawTrees(pen: Pen, trees: Trees, window: Window, look: Look, ink: Ink): void {
  const seen = seenTracks(trees, window, look.clone);
  drawTimes(pen, trees, window, look, ink);
  const strokes = new Map<string, number[]>();
  const add = (colour: string, ...flat: number[]) => {
    const stroke = strokes.get(colour) ?? [];
    if (!strokes.has(colour)) strokes.set(colour, stroke);
    stroke.push(...flat);
  };
  for (const track of seen) addTrack(track, trees, window, look, add);
  const width = Math.min(2.5, Math.max(0.7, window.row * 0.35));
  for (const [colour, flat] of strokes) pen.segments(flat, colour, width);
  if (window.row >= 5) drawDivisions(pen, seen, trees, window, ink);
  markSelected(pen, seen, trees, window, look, ink);
  const x = xOf(trees, window, look.t);
  pen.line([[x, HEAD], [x, window.height]], ink.accent, 1);
}

/** Tracks in the window. Of lanes thinner than a pixel one stands for those that would be drawn over it. */
function seenTracks(trees: Trees, window: Window, clone: number | null): Placed[] {
  const taken = new Set<number>();
  return trees.tracks.filter((track) => {
    const y = yOf(window, track.lane);
    if (y < HEAD - window.row || y > window.height + window.row) return false;
    if (window.row >= 1 || track.founder === clone) return true;
    const place = Math.round(y) * 1e7 + track.start;
    return !taken.has(place) && Boolean(taken.add(place));
  });
}

function addTrack(track: Placed, trees: Trees, window: Window, look: Look, add: (colour: string, ...flat: number[]) => void): void {
  const y = yOf(window, track.lane);
  const [from, to] = [xOf(trees, window, track.start), xOf(trees, window, track.end)];
  const faded = look.clone !== null && look.clone !== track.founder;
  const own = faded ? fade(GREY) : plain(track, look);
  const pieces = faded ? [] : coloured(track, look);
  if (pieces.length === 0) add(own, from, y, Math.max(to, from + 1), y);
  for (const [colour, start, end] of pieces) add(colour, xOf(trees, window, start), y, xOf(trees, window, end), y);
  const mother = track.parent === null ? undefined : trees.byId.get(track.parent);
  if (mother) {
    const x = xOf(trees, window, mother.end);
    add(own, x, yOf(window, mother.lane), x, y, x, y, from, y);
  }
}

/** The pieces of a track whose colour changes along it: colour, from, to. */
function coloured(track: Placed, look: Look): [string, number, number][] {
  if (look.colour === "trace") {
    const { t, share } = look.shares.get(track.id) ?? { t: [], share: [] };
    return t.slice(1).map((end, i) => [viridis(Math.round((share[i] ?? NaN) * 24) / 24), t[i]!, end]);
  }
  const course = look.colour === "state" ? look.states?.course(track.id) ?? [] : [];
  return course.map(([t, word], i) => [ofState(word), t, course[i + 1]?.[0] ?? Math.max(track.end, t + 0.5)]);
}

function plain(track: Placed, look: Look): string {
  if (look.colour === "generation") return ofGeneration(track.generation);
  if (look.colour === "state") return ofState(look.states?.at(track.id, track.start) ?? null);
  return look.colour === "trace" ? GREY : ofClone(track.founder);
}

const fade = (colour: string) => `${colour}55`;

function drawTimes(pen: Pen, trees: Trees, window: Window, look: Look, ink: Ink): void {
  for (const t of ticks(trees.first, trees.last, Math.max(2, Math.floor(window.width / 90)))) {
    const x = xOf(trees, window, t);
    pen.line([[x, HEAD - 4], [x, window.height]], ink.grid, 1);
    pen.text(look.timeOf(t), x, 13, ink.faint, 11, "middle");
  }
}

function drawDivisions(pen: Pen, seen: Placed[], trees: Trees, window: Window, ink: Ink): void {
  const mothers = new Set(seen.map((track) => track.parent).filter((id): id is number => id !== null));
  for (const id of mothers) {
    const mother = trees.byId.get(id);
    if (mother) pen.dot(xOf(trees, window, mother.end), yOf(window, mother.lane), Math.min(3, window.row * 0.25), ink.text);
  }
}

function markSelected(pen: Pen, seen: Placed[], trees: Trees, window: Window, look: Look, ink: Ink): void {
  const track = seen.find((one) => one.id === look.track);
  if (!track) return;
  const y = yOf(window, track.lane);
  const [from, to] = [xOf(trees, window, track.start), xOf(trees, window, track.end)];
  pen.line([[from, y], [to, y]], ink.text, Math.max(2, window.row * 0.4));
  pen.text(String(track.id), Math.min(to + 4, window.width - 34), y + 4, ink.text, 11);
}
