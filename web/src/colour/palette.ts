// Colours that people with colour blindness tell apart: Okabe and Ito (2008), and viridis.

/** Okabe and Ito without black and yellow, which are lost on dark images and on white paper. */
export const OKABE_ITO = ["#e69f00", "#56b4e9", "#009e73", "#0072b2", "#d55e00", "#cc79a7"] as const;

export const GREY = "#8a8f98";

/** The same colour for the same clone in every view. */
export function ofClone(founder: number): string {
  return OKABE_ITO[Math.abs(Math.trunc(founder)) % OKABE_ITO.length] ?? GREY;
}

// Nine stops of viridis (Smith and van der Walt 2015), between which colours are mixed.
const VIRIDIS = [
  [68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141],
  [39, 173, 129], [92, 200, 99], [170, 220, 50], [253, 231, 37],
] as const;

/** Viridis at a share from 0 to 1; grey for what is no number. */
export function viridis(share: number): string {
  if (!Number.isFinite(share)) return GREY;
  const place = Math.min(Math.max(share, 0), 1) * (VIRIDIS.length - 1);
  const low = VIRIDIS[Math.floor(place)] ?? VIRIDIS[0];
  const high = VIRIDIS[Math.ceil(place)] ?? low;
  const mixed = low.map((from, i) => Math.round(from + ((high[i] ?? from) - from) * (place % 1)));
  return `rgb(${mixed.join(",")})`;
}

const GENERATIONS = [3, 0, 2, 5, 4, 1].map((i) => OKABE_ITO[i]!);

/** The last generation with a colour of its own, from 0. */
export const LAST_GENERATION = GENERATIONS.length - 1;

/** Colours by generation: first, second, third …; the sixth stands for all later ones. */
export const ofGeneration = (generation: number) => GENERATIONS[Math.min(generation, LAST_GENERATION)] ?? GREY;
